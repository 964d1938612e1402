import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { addAuditEntry, forgetAuditEntries } from "../../../../app/db/queries/audit.ts";
import { openExportFile } from "../../../../app/exports/export-file.ts";
import { requestExport } from "../../../../app/exports/exports.ts";
import { beginBackfill } from "../../../../app/sync/history/backfill.ts";
import { auditPlace, noteAuditLog, readAuditLog } from "../../../../app/sync/privacy/audit-log.ts";
import { markRequest, readDataRequests } from "../../../../app/sync/privacy/data-requests.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import { saveSettings } from "../../../../app/valuation/pages/settings.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";

const DOMAIN = "audited.myshopify.com";
let app: SyncedApp;
beforeEach(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterEach(() => app.close());

const sqlOf = (statement: string, values: unknown[] = []) => app.runtime.db.pool.query(statement, values);
const log = () => readAuditLog(app.runtime.db, app.shop().ref);
const told = async () =>
  (await log()).entries.map(({ actor, action, details }) => [actor, action, details]).reverse();
const INSTALLED = ["shopify", "app.installed", { again: false }];
/** Past the trigger, as somebody may who owns the database. */
const tamper = async (statement: string, values: unknown[] = []) => {
  await sqlOf("alter table audit_entry disable trigger user");
  await sqlOf(statement, values);
  await sqlOf("alter table audit_entry enable trigger user");
};

async function addEntries(count: number, at = app.runtime.clock()): Promise<void> {
  const { shopId } = app.shop().ref;
  for (let n = 0; n < count; n++) {
    await app.runtime.db.transaction((tx) =>
      addAuditEntry(tx, shopId, { at, actor: "7", action: "sync.retried", details: { n } }),
    );
  }
}

test("what was done in the shop's name is told, with who did it, and without anything about a person", async () => {
  const { runtime } = app;
  const { db, jobs, clock } = runtime;
  const { local, ref } = app.shop();
  const { actions } = local;
  const person = actions.createCustomer({
    firstName: "Wilhelmina",
    email: "wilhelmina@example.com",
    marketingState: "SUBSCRIBED",
  });
  actions.placeOrder({ customerId: person.id, lines: [{ title: "Tea", unitPriceMinor: 900 }] });
  await app.settled();
  await refreshValuation(runtime, ref, { full: true });

  const plain = {
    countZeroValueOrders: false,
    joinGuestsByEmail: true,
    refundDating: "order",
  };
  await saveSettings({ db, jobs, clock }, ref, { ...plain, refundDating: "refund" }, "42");
  await saveSettings({ db, jobs, clock }, ref, { ...plain, refundDating: "refund" }, "43");
  const asked = { columns: ["email"], format: "csv", requestedBy: "44", now: clock() } as const;
  const exportId = await requestExport(db, ref, {
    ...asked,
    columns: [...asked.columns],
    audience: { all: [] },
  });
  const { stream } = await openExportFile(runtime, ref, exportId);
  for await (const _chunk of stream);
  await beginBackfill(runtime, ref, "45");
  actions.requestCustomerData({ customerId: person.id });
  await app.settled();
  const [request] = (await readDataRequests(db, ref, clock())).requests;
  expect(await markRequest(db, ref, request?.requestId ?? "", "handed_over", "46", clock())).toBe(true);
  expect(await markRequest(db, ref, request?.requestId ?? "", "handed_over", "47", clock())).toBe(false);
  actions.redactCustomer({ customerId: person.id });
  await app.settled();
  actions.uninstallApp();
  await app.settled();
  expect(await app.open()).toBe("authenticated");
  await app.settled();

  expect(await told()).toEqual([
    INSTALLED,
    ["42", "settings.changed", { refundDating: { from: "order", to: "refund" } }],
    ["44", "export.begun", {}],
    ["44", "export.made", { people: 1, whole: true }],
    ["45", "sync.retried", {}],
    ["shopify", "person.data_asked", {}],
    ["46", "person.data_handed_over", {}],
    ["shopify", "person.erasure_asked", {}],
    ["app", "person.erased", {}],
    ["shopify", "app.uninstalled", {}],
    ["shopify", "app.installed", { again: true }],
  ]);
  const view = await log();
  expect(view.check).toEqual({ state: "whole", since: view.entries.at(-1)?.at });
  const stored = await rows(db.pool, "select e::text from audit_entry e");
  // No name of hexadecimal letters: a hash could hold one by chance.
  expect(JSON.stringify(stored)).not.toMatch(/wilhelmina|example/i);
  expect(JSON.stringify(stored)).not.toContain(String(person.id));
});

test("a download that has not ended is told as begun, and as part of a file once its reader has left", async () => {
  const { runtime } = app;
  const { ref } = app.shop();
  await refreshValuation(runtime, ref, { full: true });
  const asked = {
    columns: ["email" as const],
    format: "csv" as const,
    requestedBy: "44",
    audience: { all: [] },
  };
  const exportId = await requestExport(runtime.db, ref, { ...asked, now: runtime.clock() });
  const { stream } = await openExportFile(runtime, ref, exportId);
  const begun = ["44", "export.begun", {}];
  expect(await told()).toEqual([INSTALLED, begun]);
  stream.destroy();
  await expect.poll(told).toEqual([INSTALLED, begun, ["44", "export.made", { people: 0, whole: false }]]);
});

test("an act that is taken back is in no entry", async () => {
  const { db } = app.runtime;
  const { shopId } = app.shop().ref;
  const failing = db.transaction(async (tx) => {
    await addAuditEntry(tx, shopId, { at: new Date(), actor: "7", action: "sync.retried" });
    throw new Error("taken back");
  });
  await expect(failing).rejects.toThrow("taken back");
  await addEntries(1);
  const view = await log();
  expect([view.entries.length, view.check.state]).toEqual([2, "whole"]);
});

test("entries that are written at once stand one after the other", async () => {
  await Promise.all(Array.from({ length: 20 }, () => addEntries(1)));
  const { entries, check } = await log();
  expect(entries.map(({ entryNo }) => entryNo)).toEqual(Array.from({ length: 21 }, (_, at) => 21 - at));
  expect(check.state).toBe("whole");
});

test("the database refuses to change or delete an entry", async () => {
  await addEntries(3);
  for (const statement of [
    "update audit_entry set actor = 'somebody else'",
    "delete from audit_entry where entry_no = 2",
    "truncate audit_entry",
  ]) {
    await expect(sqlOf(statement), statement).rejects.toThrow(
      "entries of the audit log are not changed or deleted",
    );
  }
  expect((await log()).check.state).toBe("whole");
});

test.each([
  ["an actor", "update audit_entry set actor = '8' where entry_no = 3", "changed", 3],
  ["a time", "update audit_entry set at = at + interval '1 ms' where entry_no = 2", "changed", 2],
  ["a detail", `update audit_entry set details = '{"n":9}' where entry_no = 4`, "changed", 4],
  ["the last one", "update audit_entry set subject = 'x' where entry_no = 6", "changed", 6],
  ["a removal in the middle", "delete from audit_entry where entry_no = 3", "missing", 3],
  ["a removal at the beginning", "delete from audit_entry where entry_no = 1", "missing", 1],
  ["a removal at the end", "delete from audit_entry where entry_no = 6", "missing", 6],
  ["a removal of all", "delete from audit_entry", "missing", 1],
  [
    "one too many",
    `insert into audit_entry select shop_id, 7, at, actor, action, subject, details, previous_hash, hash
      from audit_entry where entry_no = 6`,
    "changed",
    6,
  ],
  ["a removal of the end's record", "delete from audit_head", "changed", 1],
] as const)("%s is seen", async (_what, statement, state, entryNo) => {
  await addEntries(5);
  await tamper(statement);
  expect((await log()).check).toEqual({ state, entryNo });
  await noteAuditLog(app.runtime, app.shop().ref);
  expect(app.log.at(-1)).toMatchObject({ level: "error", event: "audit.broken", fields: { state, entryNo } });
});

test("an entry that is changed and hashed again no longer fits the one after it", async () => {
  await addEntries(5);
  const [entry] = await rows<Record<string, never>>(
    app.runtime.db.pool,
    "select * from audit_entry where entry_no = 3",
  );
  const { shop_id, entry_no, at, action, subject, details, previous_hash } = entry as never as Record<
    string,
    unknown
  >;
  // The same definition, written again: the shop, the entry in the order of its columns, the hash before.
  const said = [
    shop_id,
    entry_no,
    (at as Date).toISOString(),
    "8",
    action,
    subject,
    details,
    (previous_hash as Buffer).toString("hex"),
  ];
  const hash = createHash("sha256").update(JSON.stringify(said)).digest();
  await tamper("update audit_entry set actor = '8', hash = $1 where entry_no = 3", [hash]);
  expect((await log()).check).toEqual({ state: "changed", entryNo: 3 });
});

test("what is old goes, and the rest is still known to be whole", async () => {
  const { db } = app.runtime;
  const { shopId } = app.shop().ref;
  await addEntries(4, new Date("2026-06-02T12:00:00Z"));
  await addEntries(3, new Date("2026-06-03T12:00:00Z"));
  const forget = (before: string) => db.transaction((tx) => forgetAuditEntries(tx, shopId, new Date(before)));
  expect(await forget("2026-06-03T00:00:00Z")).toBe(5);
  expect(await log()).toMatchObject({
    entries: [{}, {}, {}],
    check: { state: "whole", since: "2026-06-03T12:00:00.000Z" },
  });
  await tamper("delete from audit_entry where entry_no = 6");
  expect((await log()).check).toEqual({ state: "missing", entryNo: 6 });
});

test("is shown in pages, the latest first, and by what was done", async () => {
  const { db } = app.runtime;
  const shop = app.shop().ref;
  await addEntries(230);
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const page = await readAuditLog(db, shop, { before, kind: null });
    seen.push(...page.entries.map(({ entryNo }) => entryNo));
    before = page.olderThan;
  } while (before !== null);
  expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) - i));
  expect(seen.length).toBeGreaterThanOrEqual(230);
  const whole = (await readAuditLog(db, shop, { before: null, kind: "app" })).entries;
  expect(whole.every(({ action }) => action.startsWith("app."))).toBe(true);
  expect(auditPlace(new URLSearchParams("before=x&kind=nothing"))).toEqual({ before: null, kind: null });
  expect(auditPlace(new URLSearchParams("before=7&kind=person"))).toEqual({ before: 7, kind: "person" });
});

test("when everything is old, the next entry follows what was there", async () => {
  const { db } = app.runtime;
  const { shopId } = app.shop().ref;
  await db.transaction((tx) => forgetAuditEntries(tx, shopId, new Date("2030-01-01")));
  expect(await log()).toEqual({ check: { state: "empty" }, olderThan: null, entries: [], segmentNames: {} });
  await addEntries(1);
  const view = await log();
  expect([view.check.state, view.entries[0]?.entryNo]).toEqual(["whole", 2]);
});

test("the app's own log notes the end of the chain, and a shop that is erased leaves none", async () => {
  await addEntries(1);
  const { ref, local } = app.shop();
  await noteAuditLog(app.runtime, ref);
  expect(app.log.at(-1)?.fields).toEqual({
    shop: DOMAIN,
    entryNo: 2,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  local.actions.uninstallApp();
  await app.settled();
  local.actions.redactShop();
  await app.settled();
  for (const table of ["shop", "audit_entry", "audit_head"]) {
    expect([table, (await sqlOf(`select from ${table}`)).rowCount]).toEqual([table, 0]);
  }
});
