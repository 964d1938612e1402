import { afterAll, beforeAll, expect, test } from "vitest";
import { replaceKey } from "../../../app/destinations/connections.ts";
import { endList } from "../../../app/destinations/lists.ts";
import { readPeople } from "../../../app/destinations/people.ts";
import { previewList } from "../../../app/destinations/preview.ts";
import { startList } from "../../../app/destinations/start-list.ts";
import type { ToolName } from "../../../app/destinations/tool.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { subscriberHash } from "../../tools/mailchimp/store.ts";
import { BY, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const TOOLS = ["mailchimp", "brevo"] as const;
const CASES = ["arrive", "against", "late", "lost", "bad", "revoked", "many"];
const { app, connect } = shopsOfTests(
  [
    "outside",
    "deleted-mailchimp",
    "erased-mailchimp",
    "unmade",
    ...CASES.flatMap((name) => TOOLS.map((tool) => `${name}-${tool}`)),
  ],
  { before: beforeAll, after: afterAll },
);
const SIX = ["a", "b", "c", "d", "e", "f"];

/** Mailchimp knows them all, as its audience has to; Brevo nobody. */
async function connected(
  name: string,
  tool: ToolName,
  given: Partial<Parameters<typeof connect>[1]> = {},
): Promise<ConnectedShop> {
  const shop = await connect(`${name}-${tool}`, { tool, people: SIX, ...given });
  if (tool === "mailchimp")
    for (const one of shop.ids.keys()) shop.tools.mailchimp.addMember(shop.address(one));
  return shop;
}

const isSending = ({ operation }: { operation: string | null }) =>
  operation === "postBatches" || operation === "importContacts";
const isSendingPath = ({ method, path }: { method: string; path: string }) =>
  method === "POST" && /\/(batches|contacts\/import)$/.test(path);

test.for(TOOLS)(
  "people arrive in %s with their values, only new values go again, and who unsubscribes leaves",
  async (name) => {
    const shop = await connected("arrive", name, { fields: ["orders", "first_name", "last_order_date"] });
    const { tool, address, local, ids } = shop;
    await shop.follow();
    expect(shop.onList()).toEqual(SIX.map(address));
    expect((await shop.people()).every(({ isAcked, ackedThere }) => isAcked && ackedThere)).toBe(true);
    const values = [...(tool.person(address("a"))?.attributes ?? [])].map(([field, { value }]) => [
      field,
      value,
    ]);
    const fields =
      name === "mailchimp"
        ? ["FNAME", "ORDERS", "LASTORD"]
        : ["FIRSTNAME", "KLANTWAARDE_ORDERS", "KLANTWAARDE_LAST_ORDER"];
    expect(Object.fromEntries(values)).toEqual({
      [fields[0] ?? ""]: "P",
      [fields[1] ?? ""]: 1,
      [fields[2] ?? ""]: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
    const asked = tool.requestCount;
    await shop.rest();
    expect(tool.requestCount).toBe(asked);

    const before = tool.person(address("a"))?.subscription;
    unsubscribe(local, ids.get("a") ?? 0);
    await shop.follow();
    expect(shop.onList()).toEqual(SIX.slice(1).map(address));
    expect(tool.person(address("a"))?.subscription).toBe(before);
  },
);

test.for(TOOLS)("whom %s is against is left out, and stays as they are there", async (name) => {
  const shop = await connected("against", name);
  const { tool, address } = shop;
  tool.unsubscribe(address("a"));
  tool.suppress(address("b"));
  const before = [address("a"), address("b")].map((one) => tool.person(one));
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(2).map(address));
  expect((await shop.view()).counts.leftOut).toMatchObject([{ reason: "SUPPRESSED_IN_TOOL", people: 2 }]);
  expect([address("a"), address("b")].map((one) => tool.person(one))).toEqual(before);
});

test.for(TOOLS)("who leaves while a job of %s runs is off the list when it has ended", async (name) => {
  const shop = await connected("late", name);
  const { tool, address, local, ids } = shop;
  tool.faults.addJob({ kind: "half" });
  await shop.turn();
  unsubscribe(local, ids.get("f") ?? 0);
  await app().app.settled();
  await shop.turn();
  tool.finishJobs();
  expect(shop.onList()).toContain(address("f"));
  app().clock.advance(3_600_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(0, 5).map(address));
});

test.for(TOOLS)("an answer of %s that is lost has no second effect", async (name) => {
  const shop = await connected("lost", name);
  shop.tool.faults.add({ kind: "drop", at: "after", when: isSendingPath });
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  expect(shop.tool.people().filter(({ address }) => address.includes("@lost-"))).toHaveLength(6);
  expect((await shop.people()).every(({ isAcked }) => isAcked)).toBe(true);
});

test.for(TOOLS)("one person whom %s does not take fails alone, and is tried again", async (name) => {
  const shop = await connected("bad", name, { fields: ["first_name"] });
  const { tool, address } = shop;
  tool.faults.refusePeople.set(address("c"), "This one is odd");
  await shop.turn();
  app().clock.advance(60_000);
  await shop.turn();
  const refused = (await shop.people()).filter(({ refusals }) => refusals > 0);
  expect(refused.map((one) => one.address)).toEqual([address("c")]);
  expect((await shop.view()).people).toBe(5);
  tool.faults.clear();
  app().clock.advance(2 * 3_600_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(address));
});

test.for(TOOLS)("a key that %s does not take stops everything, and a new one goes on", async (name) => {
  const shop = await connected("revoked", name);
  const { tool, host, ref, destinationId, address } = shop;
  tool.revokeKey();
  await shop.rest();
  expect((await shop.view()).destination.problem).toMatchObject({ code: "key_refused" });
  const asked = tool.requestCount;
  await shop.rest();
  expect(tool.requestCount).toBe(asked);
  tool.restoreKey();
  expect(await replaceKey(host, ref, { destinationId, key: tool.keys[0] ?? "" }, BY)).toMatchObject({
    ok: true,
  });
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(address));
});

test.for(TOOLS)("%s is asked far less than once a person for many", async (name) => {
  const people = Array.from({ length: 40 }, (_, n) => `p${n}`);
  const shop = await connected("many", name, { people, fields: ["first_name"] });
  const before = shop.tool.requestCount;
  await shop.rest();
  expect(shop.onList()).toHaveLength(40);
  expect(shop.tool.requests.filter(isSending)).toHaveLength(1);
  expect(shop.tool.requestCount - before).toBeLessThan(12);
});

test("who is not in Mailchimp's audience is left out and never sent, is said so, and arrives once they are in it", async () => {
  const shop = await connect("outside", { tool: "mailchimp", people: SIX });
  const { mailchimp } = shop.tools;
  for (const name of SIX.slice(0, 4)) mailchimp.addMember(shop.address(name));
  const { destinationId, segmentKey, toolListId } = shop;
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  expect(await previewList(shop.host, shop.ref, choice, BY, new AbortController().signal)).toMatchObject({
    ok: true,
    preview: {
      added: { people: 4 },
      leftOut: [
        {
          reason: "NOT_IN_AUDIENCE",
          people: 2,
          samples: [{ address: shop.address("e") }, { address: shop.address("f") }],
        },
      ],
    },
  });
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(0, 4).map(shop.address));
  expect(mailchimp.people()).toHaveLength(4);
  const outside = (...who: readonly string[]) => ({
    reason: "NOT_IN_AUDIENCE",
    people: who.length,
    samples: who.map((name) => ({ address: shop.address(name) })),
  });
  expect(await shop.view()).toMatchObject({
    counts: { refused: 0, toSend: 0, leaving: 0, leftOut: [outside("e", "f")] },
    runs: [{ refused: 0, leftOut: 2 }],
  });
  const asked = { listId: shop.listId, kind: "suppressed", page: 0 } as const;
  expect(await readPeople(shop.host.db, shop.ref, asked)).toMatchObject({
    people: ["e", "f"].map((name) => ({ address: shop.address(name), reason: "NOT_IN_AUDIENCE" })),
  });
  // Nobody is asked for before it is time, and nobody was sent who was not in the audience.
  const before = mailchimp.requestCount;
  app().clock.advance(2 * 3_600_000);
  await shop.rest();
  expect(mailchimp.requestCount).toBe(before);
  const sent = mailchimp.requests.filter(isSending).map(({ body }) => JSON.stringify(body));
  expect(sent.some((text) => text.includes(shop.address("e")))).toBe(false);
  for (const name of SIX.slice(4)) mailchimp.addMember(shop.address(name));
  app().clock.advance(24 * 3_600_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  expect((await shop.view()).counts.leftOut).toEqual([]);
});

test("who is deleted from Mailchimp's audience is left out at the next reading, and is back on the list a day after being back in it", async () => {
  const shop = await connected("deleted", "mailchimp");
  const { mailchimp } = shop.tools;
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  const { audience } = mailchimp;
  const id = mailchimp.person(shop.address("a"))?.toolId ?? "";
  for (const segment of audience.segments.values()) segment.members.delete(id);
  expect(audience.members.delete(id)).toBe(true);
  app().clock.advance(8 * 86_400_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
  expect((await shop.view()).counts).toMatchObject({
    refused: 0,
    leaving: 0,
    people: 5,
    leftOut: [{ reason: "NOT_IN_AUDIENCE", people: 1 }],
  });
  mailchimp.addMember(shop.address("a"));
  app().clock.advance(25 * 3_600_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
});

test("an erased person is deleted in Mailchimp's audiences in which the app has or had a list, and in no other", async () => {
  const shop = await connected("erased", "mailchimp");
  const { mailchimp } = shop.tools;
  const { runtime } = app().app;
  const [former, others] = [mailchimp.addAudience("Former"), mailchimp.addAudience("Another shop's")];
  const address = shop.address("a");
  for (const audience of [former, others]) mailchimp.addMember(address, { audience });
  const toolListId = mailchimp.listId(mailchimp.addSegment("Old", former), former);
  const { destinationId, segmentKey } = shop;
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  const started = await startList(shop.host, shop.ref, choice, BY);
  await shop.rest();
  const ended = { listId: started.ok ? started.listId : "", removePeople: false };
  expect(await endList(shop.host, shop.ref, ended, BY)).toEqual({ ok: true });
  const customerId = shop.ids.get("a") ?? 0;
  const requestId = await storeRequest(runtime.db, shop.ref, { customerId, requestedAt: app().clock.now() });
  await redactCustomer({ ...runtime, env: shop.host.env }, shop.ref, requestId);
  await shop.rest();
  const hash = subscriberHash(address);
  const kept = [mailchimp.audience, former, others].filter(({ members }) => members.has(hash));
  expect(kept).toEqual([others]);
});

test("a list whose fields Brevo refuses says so, and keeps no other list waiting", async () => {
  const shop = await connect("unmade", { tool: "brevo", people: SIX, fields: ["orders"] });
  const { host, ref, destinationId, segmentKey, tool, address } = shop;
  const toolListId = String(shop.tools.brevo.addList("Others").id);
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  expect(await startList(host, ref, choice, BY)).toMatchObject({ ok: true });
  const when = ({ path }: { path: string }) => path.includes("/attributes/normal/");
  tool.faults.add({ kind: "status", status: 400, times: 1_000, when });
  await shop.rest();
  expect(tool.membersOf(toolListId)).toEqual(SIX.map(address));
  expect(shop.onList()).toEqual([]);
  expect(await shop.view()).toMatchObject({
    problem: { code: "tool_refused" },
    destination: { problem: null },
  });
  tool.faults.clear();
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(address));
  expect((await shop.view()).problem).toBeNull();
});
