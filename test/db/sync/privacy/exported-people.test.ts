import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { openExportFile } from "../../../../app/exports/export-file.ts";
import { requestExport } from "../../../../app/exports/exports.ts";
import { readHome } from "../../../../app/segments/home.ts";
import type { TemplateKey as SegmentKey } from "../../../../app/segments/templates.ts";
import { readAuditLog } from "../../../../app/sync/privacy/audit-log.ts";
import { markRequest, readDataRequests } from "../../../../app/sync/privacy/data-requests.ts";
import { redactCustomer } from "../../../../app/sync/privacy/redaction.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { KEYS, type SyncedApp, startSyncedApp } from "../../synced-app.ts";

const DOMAIN = "exporting.myshopify.com";
const OTHER = "neighbour.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  const shops = [DOMAIN, OTHER].map((domain) => ({ kind: "empty" as const, domain }));
  app = await startSyncedApp({ shops });
  for (const domain of [DOMAIN, OTHER]) expect(await app.open(domain)).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const actions = (domain = DOMAIN) => app.shop(domain).local.actions;
const sqlOf = (statement: string, values: unknown[] = []) => app.runtime.db.pool.query(statement, values);

function aSubscriber(email: string, domain = DOMAIN): number {
  const { id } = actions(domain).createCustomer({ firstName: "Some", email, marketingState: "SUBSCRIBED" });
  actions(domain).placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 900 }] });
  return id;
}

/** The text of a file with the members of a segment, or with everybody. */
async function exported(segment: SegmentKey | null = null, domain = DOMAIN): Promise<[string, string]> {
  const { db, clock } = app.runtime;
  const { ref } = app.shop(domain);
  await app.settled();
  await refreshValuation(app.runtime, ref, { full: true });
  const asked = { columns: ["email" as const], format: "csv" as const, requestedBy: "44", now: clock() };
  const exportId = await requestExport(db, ref, { ...asked, audience: segment ?? { all: [] } });
  const { stream } = await openExportFile(app.runtime, ref, exportId);
  return [exportId, (await stream.toArray()).join("")];
}

/** Erases as Shopify asks for it, and returns what the merchant is told. */
async function erase(
  named: Parameters<typeof storeRequest>[2],
  env: { readonly ERASURE_KEYS: string } = app.runtime.env,
) {
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const requestId = await storeRequest(db, ref, { ...named, requestedAt: clock() });
  await redactCustomer({ ...app.runtime, env: { ...app.runtime.env, ...env } }, ref, requestId);
  return toldOf(requestId);
}

async function toldOf(requestId: string, domain = DOMAIN) {
  const { db, clock } = app.runtime;
  const { requests } = await readDataRequests(db, app.shop(domain).ref, clock());
  const told = requests.find((request) => request.requestId === requestId);
  if (!told) throw new Error("a request is listed");
  return told;
}
const filesOf = ({ latestExports }: Awaited<ReturnType<typeof toldOf>>) =>
  latestExports.map(({ exportId }) => exportId);

test("the files that held an erased person are told until somebody has removed the person there", async () => {
  const customerId = aSubscriber("first@example.com");
  aSubscriber("stays@example.com");
  const [segmentFile] = await exported("new");
  const [listFile, text] = await exported();
  expect(text).toContain("first@example.com");
  const told = await erase({ customerId, email: "first@example.com" });
  expect(told).toMatchObject({
    kind: "erasure",
    state: "to_remove",
    exports: 2,
    removedAt: null,
    email: null,
  });
  expect(told.latestExports).toEqual([
    {
      ...{ exportId: listFile, segment: null, segmentName: null, requestedBy: "44", isWhole: true },
      requestedAt: expect.any(String),
    },
    {
      ...{ exportId: segmentFile, segment: "new", segmentName: null, requestedBy: "44", isWhole: true },
      requestedAt: expect.any(String),
    },
  ]);

  const { db, clock } = app.runtime;
  const { requestId } = told;
  const onHome = async () => {
    const home = await readHome(db, app.shop().ref, clock());
    return home.state === "full" && home.attention.filter(({ kind }) => kind === "people_to_remove");
  };
  expect(await onHome()).toEqual([{ kind: "people_to_remove", people: 1 }]);
  const mark = (by: string, domain = DOMAIN) =>
    markRequest(db, app.shop(domain).ref, requestId, "removed", by, clock());
  expect(await mark("50", OTHER)).toBe(false);
  expect(await markRequest(db, app.shop().ref, requestId, "handed_over", "50", clock())).toBe(false);
  expect(await toldOf(requestId)).toMatchObject({ state: "to_remove" });
  expect(await mark("51")).toBe(true);
  expect(await mark("52")).toBe(false);
  expect(await onHome()).toEqual([]);
  expect(await toldOf(requestId)).toMatchObject({
    ...{ state: "done", exports: 2, removedBy: "51", removedAt: expect.any(String) },
  });
  const { entries, check } = await readAuditLog(db, app.shop().ref);
  expect(entries[0]).toMatchObject({ actor: "51", action: "person.removed_from_files", subject: requestId });
  expect(check.state).toBe("whole");
});

test("what waits for a removal is listed after what is open and before what is done", async () => {
  const customerId = aSubscriber("ordered@example.com");
  await exported();
  const waits = (await erase({ customerId })).requestId;
  const nobody = (await erase({ email: "never.seen@example.com" })).requestId;
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const open = await storeRequest(db, ref, { topic: "customers/data_request", email: "open@example.com" });
  const { requests } = await readDataRequests(db, ref, clock());
  const ids = requests.map((request) => request.requestId);
  expect([open, waits, nobody].map((id) => ids.indexOf(id))).toEqual([0, 1, expect.any(Number)]);
  expect(ids.indexOf(nobody)).toBeGreaterThan(1);
});

/** Somebody who is exported, and how Shopify then names the person. */
const PEOPLE: Readonly<Record<string, (email: string) => Promise<Parameters<typeof storeRequest>[2]>>> = {
  async "by id, after the address changed"(email) {
    const customerId = aSubscriber(email);
    await exported();
    actions().updateCustomer({ customerId, change: { email: `new.${email}` } });
    await app.settled();
    return { customerId, email: `new.${email}` };
  },
  async "by address, long after the customer was deleted"(email) {
    const customerId = actions().createCustomer({ email, marketingState: "SUBSCRIBED" }).id;
    await exported();
    actions().deleteCustomer({ customerId });
    await app.settled();
    await sqlOf("delete from former_address");
    return { email };
  },
  async "by id, after a merge into another customer"(email) {
    const customerId = aSubscriber(email);
    const keptId = actions().createCustomer({ email: `kept.${email}`, marketingState: "UNSUBSCRIBED" }).id;
    await exported();
    actions().mergeCustomers({ keptId, deletedId: customerId });
    await app.settled();
    return { customerId: keptId };
  },
  async "by an order of a guest with the address"(email) {
    aSubscriber(email);
    const order = actions().placeOrder({ email, lines: [{ title: "Cup", unitPriceMinor: 500 }] });
    await exported();
    return { orderIds: [order.id] };
  },
};

test.each(Object.entries(PEOPLE))("a person is found in a file %s", async (what, create) => {
  const email = `${what.replaceAll(/\W+/g, ".")}@example.com`;
  const named = await create(email);
  const [exports] = await rows<{ id: string }>(
    app.runtime.db.pool,
    "select export_id id from export order by requested_at desc, export_id desc limit 1",
  );
  expect(filesOf(await erase(named))).toEqual([exports?.id]);
});

test("nobody else's erasure finds the file: not of who was left out, nor of who came later, nor of the same address elsewhere", async () => {
  const leftOut = actions().createCustomer({
    email: "left.out@example.com",
    marketingState: "UNSUBSCRIBED",
  }).id;
  aSubscriber("at.both@example.com");
  await exported();
  const later = aSubscriber("later@example.com");
  aSubscriber("at.both@example.com", OTHER);
  await app.settled();
  for (const named of [{ customerId: leftOut, email: "left.out@example.com" }, { customerId: later }]) {
    expect(await erase(named)).toMatchObject({ state: "done", exports: 0, latestExports: [] });
  }
  const { db, clock } = app.runtime;
  const elsewhere = app.shop(OTHER).ref;
  const requestId = await storeRequest(db, elsewhere, { email: "at.both@example.com", requestedAt: clock() });
  await redactCustomer(app.runtime, elsewhere, requestId);
  expect(await toldOf(requestId, OTHER)).toMatchObject({ state: "done", exports: 0 });
  expect(await erase({ email: "at.both@example.com" })).toMatchObject({ state: "to_remove" });
});

test("what is kept of an export tells nothing without the key, and nothing of a person who was erased", async () => {
  const hashesOf = async (exportId: string) => {
    const found = await rows<{ hash: string }>(
      app.runtime.db.pool,
      "select unnest(hashes)::text hash from export_member where export_id = $1",
      [exportId],
    );
    return found.map(({ hash }) => hash);
  };
  const email = "two.shops@example.com";
  const customerId = aSubscriber(email);
  aSubscriber(email, OTHER);
  const [mine, text] = await exported();
  const [theirs] = await exported(null, OTHER);
  const people = text.trimEnd().split("\r\n").length - 1;
  const before = await hashesOf(mine);
  // Of each person the id and the address; a shop's are like no other shop's.
  expect(new Set(before).size).toBe(2 * people);
  expect((await hashesOf(theirs)).filter((hash) => before.includes(hash))).toEqual([]);
  const [again] = await exported();
  expect((await hashesOf(again)).sort()).toEqual([...before].sort());

  await erase({ customerId, email });
  for (const exportId of [mine, again]) expect(await hashesOf(exportId)).toHaveLength(2 * people - 2);
  const told = await erase({ customerId, email });
  expect(told.exports).toBe(0);
});

test("a person is found under a key that was the current one, for as long as it is among the keys", async () => {
  const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
  const people = [1, 2, 3].map((n) => aSubscriber(`rotated${n}@example.com`));
  const [exportId] = await exported();
  const under = (ERASURE_KEYS: string, at: number) => erase({ customerId: people[at] }, { ERASURE_KEYS });
  expect(filesOf(await under(`${key("own", 21)},${KEYS}`, 0))).toContain(exportId);
  expect(filesOf(await under(`${key("next", 22)},${key("own", 21)},${KEYS}`, 1))).toContain(exportId);
  expect(await under(key("next", 22), 2)).toMatchObject({ exports: 0 });
});
