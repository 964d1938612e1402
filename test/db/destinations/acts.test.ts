import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { destinationById, destinationsDue } from "../../../app/db/queries/destinations/destinations.ts";
import {
  connectTool,
  disconnect,
  fieldsOf,
  pauseDestination,
  readDestination,
  readDestinations,
  replaceKey,
  resumeDestination,
} from "../../../app/destinations/connections.ts";
import {
  endList,
  pauseList,
  readList,
  resumeList,
  retryPeople,
  runNow,
} from "../../../app/destinations/lists.ts";
import { readPeople } from "../../../app/destinations/people.ts";
import { previewList } from "../../../app/destinations/preview.ts";
import { makeToolList, readToolLists, startList } from "../../../app/destinations/start-list.ts";
import { TOOL_NAMES } from "../../../app/destinations/tool.ts";
import { saveStaffLimit } from "../../../app/exports/staff.ts";
import { readAuditLog } from "../../../app/sync/privacy/audit-log.ts";
import { startLocalTools } from "../../tools/local-tools.ts";
import { BY, buyer, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const DAY_MS = 86_400_000;
const SIX = ["a", "b", "c", "d", "e", "f"];
const names = [
  "connecting",
  "choosing",
  "trying",
  "leaving",
  "pausing",
  "another",
  "leaving-refused",
  "given-up",
  "kept",
  "told",
  "named-by-address",
  "fields-klaviyo",
  "fields-mailchimp",
  "fields-brevo",
  "resting-list",
  "resting-connection",
];
const { app, connect } = shopsOfTests(names, { before: beforeAll, after: afterAll });

const auditOf = (shopId: number) =>
  rows<{ action: string; actor: string; details: string }>(
    app().app.runtime.db.pool,
    sql`select action, actor, details from audit_entry where shop_id = ${shopId} order by entry_no`,
  );

test("a key is checked at once, kept encrypted, shown nowhere, and one account is connected once", async () => {
  const shop = await connect("connecting", { people: SIX });
  const { host, ref, tool, destinationId } = shop;
  const { db } = app().app.runtime;
  const key = tool.keys[0] ?? "";
  expect(await connectTool(host, ref, { tool: "klaviyo", key }, BY)).toMatchObject({
    reason: "already_connected",
  });
  expect(await connectTool(host, ref, { tool: "klaviyo", key: "with a space" }, BY)).toMatchObject({
    reason: "bad_key",
  });
  const wrong = { tool: "klaviyo", key: "pk_of_nobody_0000" } as const;
  expect(await connectTool(host, ref, wrong, BY)).toMatchObject({ ok: false, reason: "key_refused" });
  const stored = await rows<{ text: string }>(
    db.pool,
    sql`select concat(d::text, encode(sealed_key, 'escape')) text from destination d where shop_id = ${ref.shopId}`,
  );
  expect(stored).toHaveLength(1);
  expect(stored[0]?.text).not.toContain(key);
  expect(JSON.stringify(app().app.log)).not.toContain(key);
  const view = await readDestinations(db, ref, app().clock.now());
  expect(JSON.stringify(view)).not.toContain(key);
  expect(view.destinations).toMatchObject([
    { destinationId, tool: "klaviyo", account: "Local Klaviyo account" },
  ]);
  expect(await auditOf(ref.shopId)).toContainEqual(
    expect.objectContaining({ action: "destination.connected", actor: BY }),
  );
  expect(JSON.stringify(await auditOf(ref.shopId))).not.toContain(key);
  const others = await startLocalTools({ enforceRates: false, klaviyo: { accountName: "Another" } });
  try {
    const otherHost = { ...host, env: { ...host.env, TOOLS_EMULATOR_URL: others.url } };
    others.klaviyo.revokeKey();
    const asked = { destinationId, key: others.klaviyo.keys[0] ?? "" };
    expect(await replaceKey(otherHost, ref, asked, BY)).toMatchObject({ ok: false, reason: "key_refused" });
  } finally {
    await others.close();
  }
});

test("a list of the tool goes to one segment only, and a new one can be made", async () => {
  const shop = await connect("choosing", { people: SIX });
  const { host, ref, destinationId, toolListId, segmentKey } = shop;
  const lists = await readToolLists(host, ref, destinationId, BY);
  expect(lists).toMatchObject({
    ok: true,
    lists: [{ id: toolListId, takenBy: { key: segmentKey, name: "Buyers" } }],
  });
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  expect(await startList(host, ref, choice, BY)).toMatchObject({ reason: "list_taken" });
  const asked = { destinationId, name: "best", within: null };
  expect(await makeToolList(host, ref, asked, BY)).toMatchObject({ reason: "name_taken" });
  expect(await makeToolList(host, ref, { ...asked, name: " " }, BY)).toMatchObject({ reason: "bad_name" });
  const made = await makeToolList(host, ref, { ...asked, name: "Second" }, BY);
  expect(made).toMatchObject({ ok: true, list: { name: "Second" } });
  if (!made.ok) return;
  const second = await startList(host, ref, { ...choice, toolListId: made.list.id }, BY);
  expect(second).toMatchObject({ ok: true });
  await shop.rest();
  expect(shop.tool.membersOf(made.list.id)).toEqual(SIX.map(shop.address));
  expect(fieldsOf("klaviyo").find(({ field }) => field === "country")?.toolName).toBe("location.country");
});

test("a dry run says who would be added, updated and left out, and changes nothing", async () => {
  const shop = await connect("trying", { people: SIX });
  const { host, ref, destinationId, segmentKey, toolListId, tool, local } = shop;
  unsubscribe(local, shop.ids.get("f") ?? 0);
  await app().app.settled();
  tool.suppress(shop.address("e"));
  shop.tools.klaviyo.addProfile(shop.address("a"), { lists: [toolListId] });
  shop.tools.klaviyo.addProfile("merchants@own.example.com", { lists: [toolListId] });
  const before = JSON.stringify(tool.people());
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  const outcome = await previewList(host, ref, choice, BY, new AbortController().signal);
  expect(outcome).toMatchObject({
    ok: true,
    preview: {
      ...{ members: 6, included: 5, others: 1, unchanged: 1 },
      added: { people: 3, samples: ["b", "c", "d"].map((name) => ({ address: shop.address(name) })) },
      updated: { people: 0 },
      removed: { people: 0 },
      leftOut: [
        { reason: "UNSUBSCRIBED", people: 1, samples: [{ address: shop.address("f") }] },
        { reason: "SUPPRESSED_IN_TOOL", people: 1, samples: [{ address: shop.address("e") }] },
      ],
    },
  });
  expect(JSON.stringify(tool.people())).toBe(before);
  expect(await shop.people()).toEqual([]);
  await shop.rest();
  expect((await shop.view()).counts.people).toBe(4);
  expect((await shop.view()).runs).toMatchObject([{ kind: "first", added: 3, updated: 0 }]);
  const leftOut = await readPeople(host.db, ref, { listId: shop.listId, kind: "left_out", page: 0 });
  expect(leftOut).toMatchObject({
    total: 1,
    nextPage: null,
    people: [{ reason: "UNSUBSCRIBED", address: shop.address("f") }],
  });
  const suppressed = await readPeople(host.db, ref, { listId: shop.listId, kind: "suppressed", page: 0 });
  expect(suppressed).toMatchObject({ total: 1, people: [{ reason: "SUPPRESSED_IN_TOOL" }] });
});

test.for(TOOL_NAMES)(
  "with fields, a dry run of %s counts as updated whom the run writes to, and nobody else",
  async (tool) => {
    const shop = await connect(`fields-${tool}`, { tool, people: SIX, fields: ["first_name"] });
    const { host, ref, destinationId, segmentKey, toolListId, tools, address } = shop;
    const segments = [...tools.mailchimp.store.audiences.values()].flatMap((one) => [
      ...one.segments.values(),
    ]);
    if (tool === "klaviyo") tools.klaviyo.addProfile(address("a"), { lists: [toolListId] });
    if (tool === "brevo")
      tools.brevo.addContact(address("a"), { lists: [...tools.brevo.store.lists.values()] });
    for (const name of tool === "mailchimp" ? SIX : [])
      tools.mailchimp.addMember(address(name), { segments: name === "a" ? segments : [] });
    const choice = { destinationId, segmentKey, toolListId, fields: ["first_name"] as const, heldOutBp: 0 };
    const dry = await previewList(host, ref, choice, BY, new AbortController().signal);
    const counts = { added: { people: 5 }, updated: { people: 1 }, unchanged: 0, others: 0 };
    expect(dry).toMatchObject({ ok: true, preview: counts });
    await shop.rest();
    expect((await shop.view()).runs).toMatchObject([{ kind: "first", added: 5, updated: 1 }]);
  },
);

test("disconnecting with the people empties the lists, and then the key is forgotten", async () => {
  const shop = await connect("leaving", { people: SIX });
  shop.tool.suppress(shop.address("f"));
  await shop.rest();
  expect(await shop.people()).toHaveLength(6);
  const { host, ref, destinationId } = shop;
  expect(await disconnect(host, ref, { destinationId, removePeople: true }, BY)).toEqual({ ok: true });
  // Who was never there is forgotten at once.
  expect((await shop.people()).map((one) => one.address)).toEqual(SIX.slice(0, 5).map(shop.address));
  const hasKey = async () => {
    const found = await rows<{ has: boolean }>(
      host.db.pool,
      sql`select sealed_key is not null has from destination where shop_id = ${ref.shopId}`,
    );
    return found[0]?.has;
  };
  expect(await hasKey()).toBe(true);
  await shop.rest();
  expect(shop.onList()).toEqual([]);
  expect(await shop.people()).toEqual([]);
  expect(await hasKey()).toBe(false);
  expect((await readDestinations(host.db, ref, app().clock.now())).destinations).toEqual([]);
  const reconnected = await connectTool(host, ref, { tool: "klaviyo", key: shop.tool.keys[0] ?? "" }, BY);
  expect(reconnected).toMatchObject({ ok: true });
});

test("a key that is refused while the people are taken off can be replaced, and then they are", async () => {
  const shop = await connect("leaving-refused", { people: SIX });
  await shop.rest();
  const { host, ref, destinationId, tool } = shop;
  tool.revokeKey();
  await disconnect(host, ref, { destinationId, removePeople: true }, BY);
  await shop.rest();
  const now = app().clock.now();
  expect(await readDestination(host.db, ref, destinationId, now)).toMatchObject({
    state: "disconnected",
    problem: { code: "key_refused" },
  });
  const asked = tool.requests.length;
  await shop.rest();
  expect(tool.requests.length).toBe(asked);
  const soon = { readBackBefore: now, comparedBefore: now };
  const due = await destinationsDue(host.db.pool, new Date(now.getTime() + DAY_MS), soon);
  expect(due.filter((one) => one.destinationId === destinationId)).toEqual([]);
  tool.restoreKey();
  const key = tool.keys[0] ?? "";
  expect(await replaceKey(host, ref, { destinationId, key }, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toEqual([]);
  expect(await replaceKey(host, ref, { destinationId, key }, BY)).toMatchObject({ reason: "not_found" });
});

test("a paused list waits, and is brought in step when it is resumed or asked to", async () => {
  const shop = await connect("pausing", { people: SIX });
  await shop.rest();
  const { host, ref, listId } = shop;
  expect(await pauseList(host, ref, listId, BY)).toEqual({ ok: true });
  buyer(shop.local, shop.address("new"));
  await shop.follow();
  expect(shop.onList()).toHaveLength(6);
  expect(await runNow(host, ref, listId, BY)).toMatchObject({ reason: "paused" });
  expect(await resumeList(host, ref, listId, BY)).toEqual({ ok: true });
  expect(await runNow(host, ref, listId, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toHaveLength(7);
  const { runs } = await shop.view();
  expect(runs).toMatchObject([
    { kind: "step", added: 1, updated: 0, removed: 0 },
    { kind: "first", added: 6, refused: 0 },
  ]);
  expect(runs.every(({ endedAt }) => endedAt !== null)).toBe(true);
});

test.for(["list", "connection"] as const)(
  "of a paused %s the removal of who unsubscribed is a run that ends, and so is the run that the pause came into",
  async (what) => {
    const shop = await connect(`resting-${what}`, { people: SIX });
    const { host, ref, listId, destinationId } = shop;
    const pause = () =>
      what === "list" ? pauseList(host, ref, listId, BY) : pauseDestination(host, ref, destinationId, BY);
    const resume = () =>
      what === "list" ? resumeList(host, ref, listId, BY) : resumeDestination(host, ref, destinationId, BY);
    shop.tool.faults.addJob({ kind: "late" });
    await shop.turn();
    expect((await shop.view()).run).toMatchObject({ done: 0, of: 6 });
    shop.tool.finishJobs();
    expect(await pause()).toEqual({ ok: true });
    await shop.rest();
    const { inStepAt } = await shop.view();
    expect(await shop.view()).toMatchObject({
      run: null,
      runs: [{ kind: "first", added: 6, problem: null }],
    });
    unsubscribe(shop.local, shop.ids.get("a") ?? 0);
    buyer(shop.local, shop.address("new"));
    await shop.follow();
    expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
    // Nothing was compared meanwhile.
    expect(await shop.view()).toMatchObject({ run: null, inStepAt, runs: [{ removed: 1 }, { added: 6 }] });
    expect(await resume()).toEqual({ ok: true });
    await shop.rest();
    expect(shop.onList()).toContain(shop.address("new"));
    expect((await shop.view()).run).toBeNull();
  },
);

test("another shop sees and changes nothing of it", async () => {
  const shop = await connect("another", { people: ["a"] });
  const { ref } = app().app.shop("connecting.myshopify.com");
  const now = app().clock.now();
  expect(await readDestination(shop.host.db, ref, shop.destinationId, now)).toBeNull();
  expect(await readList(shop.host.db, ref, shop.listId, now)).toBeNull();
  expect(await pauseList(shop.host, ref, shop.listId, BY)).toMatchObject({ reason: "not_found" });
  expect(await readToolLists(shop.host, ref, shop.destinationId, BY)).toMatchObject({ reason: "not_found" });
  await shop.rest();
  expect(shop.onList()).toEqual([shop.address("a")]);
});

test("people who could not be taken off within 30 days stay there, the page says so, and the key is forgotten", async () => {
  const shop = await connect("given-up", { people: SIX });
  await shop.rest();
  const { host, ref, destinationId, tool } = shop;
  tool.revokeKey();
  await disconnect(host, ref, { destinationId, removePeople: true }, BY);
  await shop.rest();
  app().clock.advance(29 * DAY_MS);
  await shop.rest();
  expect(await shop.view()).toMatchObject({ removing: true, problem: null });
  app().clock.advance(2 * DAY_MS);
  const now = app().clock.now();
  const due = await destinationsDue(host.db.pool, now, { readBackBefore: now, comparedBefore: now });
  expect(due.map((one) => one.destinationId)).toContain(destinationId);
  await shop.rest();
  expect(await shop.view()).toMatchObject({ removing: false, problem: { code: "removal_given_up" } });
  expect(await destinationById(host.db.pool, ref.shopId, destinationId)).toMatchObject({ sealedKey: null });
  const { destinations } = await readDestinations(host.db, ref, app().clock.now());
  expect(destinations).toMatchObject([{ lists: [{ problem: { code: "removal_given_up" } }] }]);
  expect(shop.onList()).toEqual(SIX.map(shop.address));
});

test("whoever may not connect has the tool asked for nothing, and connects none whose key was being checked", async () => {
  const shop = await connect("kept", { people: ["a"] });
  const { host, ref, destinationId, segmentKey, toolListId, tools } = shop;
  const another = "9";
  const { promise, resolve } = Promise.withResolvers<void>();
  tools.brevo.faults.add({ kind: "hold", at: "before", until: promise, when: () => true });
  const key = tools.brevo.keys[0] ?? "";
  const connecting = connectTool(host, ref, { tool: "brevo", key }, another);
  await expect.poll(() => tools.brevo.requestCount).toBe(1);
  expect(await saveStaffLimit(host, ref, { act: "connect", staffIds: [BY] }, BY)).toBe("saved");
  resolve();
  const refused = { ok: false, reason: "not_allowed", words: null };
  expect(await connecting).toEqual(refused);

  const before = [shop.tool.requestCount, tools.brevo.requestCount];
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  expect(await readToolLists(host, ref, destinationId, another)).toEqual(refused);
  expect(await previewList(host, ref, choice, another, new AbortController().signal)).toEqual(refused);
  expect(await startList(host, ref, choice, another)).toEqual(refused);
  const made = { destinationId, name: "Second", within: null };
  expect(await makeToolList(host, ref, made, another)).toEqual(refused);
  expect(await connectTool(host, ref, { tool: "brevo", key }, another)).toEqual(refused);
  expect(await replaceKey(host, ref, { destinationId, key }, another)).toEqual(refused);
  expect([shop.tool.requestCount, tools.brevo.requestCount]).toEqual(before);
  const { destinations } = await readDestinations(host.db, ref, app().clock.now());
  expect(destinations.map(({ tool }) => tool)).toEqual(["klaviyo"]);
  expect(await readToolLists(host, ref, destinationId, BY)).toMatchObject({ ok: true });
});

test("the audit log says of each act which tool, list and segment it was about, and what becomes of the people", async () => {
  const shop = await connect("told", { people: SIX });
  const { host, ref, destinationId, listId, segmentKey } = shop;
  await makeToolList(host, ref, { destinationId, name: "Second", within: null }, BY);
  await pauseList(host, ref, listId, BY);
  await resumeList(host, ref, listId, BY);
  await runNow(host, ref, listId, BY);
  await retryPeople(host, ref, listId, BY);
  await endList(host, ref, { listId, removePeople: true }, BY);
  await disconnect(host, ref, { destinationId, removePeople: false }, BY);
  const { entries } = await readAuditLog(host.db, ref, { before: null, kind: "destination" });
  const tool = { tool: "klaviyo", account: "Local Klaviyo account" };
  const list = { ...tool, list: "Best", segment: segmentKey };
  expect([...entries].reverse().map(({ action, details }) => [action, details])).toEqual([
    ["destination.connected", tool],
    ["destination.list_started", { ...list, heldOutBp: 0, fields: "" }],
    ["destination.tool_list_made", { ...tool, list: "Second" }],
    ["destination.list_paused", list],
    ["destination.list_resumed", list],
    ["destination.list_run", list],
    ["destination.people_retried", list],
    ["destination.list_ended", { ...list, removePeople: true }],
    ["destination.disconnected", { ...tool, removePeople: false }],
  ]);
});

test("an account that its tool names by an address is not named in the audit log", async () => {
  const shop = await connect("named-by-address", { people: ["a"] });
  const { host, ref } = shop;
  const others = await startLocalTools({ enforceRates: false, brevo: { accountName: "" } });
  try {
    const otherHost = { ...host, env: { ...host.env, TOOLS_EMULATOR_URL: others.url } };
    const asked = { tool: "brevo", key: others.brevo.keys[0] ?? "" } as const;
    const connected = await connectTool(otherHost, ref, asked, BY);
    if (!connected.ok) throw new Error(connected.reason);
    expect(connected.account).toContain("@");
    const { destinationId } = connected;
    expect(await pauseDestination(otherHost, ref, destinationId, BY)).toEqual({ ok: true });
    const { entries } = await readAuditLog(host.db, ref, { before: null, kind: "destination" });
    expect(entries.slice(0, 2).map(({ action, details }) => [action, details])).toEqual([
      ["destination.paused", { tool: "brevo" }],
      ["destination.connected", { tool: "brevo" }],
    ]);
    expect(JSON.stringify(await auditOf(ref.shopId))).not.toContain("@");
  } finally {
    await others.close();
  }
});
