import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { saveStaffLimit } from "../../../app/exports/staff.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import type { PublishingOutcome } from "../../../app/publishing/publication.ts";
import type { SegmentCard } from "../../../app/publishing/segment-card.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const MINE = "mine.myshopify.com";
const THEIRS = "theirs.myshopify.com";
const ABSENT = "01890000-0000-7000-8000-000000000000";
let stack: WebStack;
/** A segment of my shop, and one in my Shopify. */
let own: string;
let shopifySegmentId: number;

beforeAll(async () => {
  stack = await openWebStack({ shops: [MINE, THEIRS] });
  const local = stack.shopify.shop(MINE);
  for (let at = 0; at < 3; at++) {
    const { id } = local.actions.createCustomer({
      email: `p${at}@example.com`,
      marketingState: "SUBSCRIBED",
    });
    local.actions.placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 1_000 * (at + 1) }] });
  }
  shopifySegmentId = local.actions.createSegment({ name: "Buyers", query: "number_of_orders > 0" }).id;
  for (const shop of [MINE, THEIRS]) expect((await stack.fetch("/app.data", { shop })).status).toBe(200);
  await stack.settled();
  const rule = { fact: "orders", is: ">=", value: 1 } as const;
  const saved = await createSegment(stack.runtime, shopRef(MINE), { name: "Buyers", rule }, "7");
  if (!saved.ok) throw new Error(saved.reason);
  own = saved.segment.key;
  await stack.settled();
});
beforeEach(() => stack.shopify.shop(MINE).faults.clear());
afterAll(() => stack.close());

type Options = Parameters<WebStack["fetch"]>[1];
const post = (key: string, body: unknown, options: Options = {}) =>
  stack.fetch(`/app/segments/${key}/publish`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...options,
  });
const PUBLISH = { change: "publish", name: "Buyers" };
const TAKE_BACK = { change: "take_back" };

async function outcome(key: string, body: object, options?: Options): Promise<PublishingOutcome> {
  const answer = await post(key, body, options);
  expect(answer.status).toBe(200);
  return answer.json() as Promise<PublishingOutcome>;
}

/** All that publishing writes. */
const contents = () =>
  rows(
    stack.runtime.db.pool,
    `select (select jsonb_agg(to_jsonb(s) order by segment_key) from published_segment s) segments,
       (select count(*)::int from published_member) members,
       (select count(*)::int from audit_entry where action like 'segment.%published') entries`,
  );

const card = (segmentId: string | number, options: Options = {}) =>
  stack.fetch(`/api/segment-card?segmentId=${segmentId}`, {
    ...options,
    // As a request of the extension comes, whose origin is its own.
    headers: { Origin: "https://extensions.shopifycdn.com" },
  });

test("without a token that is Shopify's nothing is published, and no card is shown", async () => {
  const before = await contents();
  for (const token of [null, "x"]) {
    const statuses = await Promise.all([
      ...[PUBLISH, TAKE_BACK].map(async (body) => (await post(own, body, { token })).status),
      card(shopifySegmentId, { token }).then(({ status }) => status),
    ]);
    for (const status of statuses) expect(status).toBeOneOf([202, 302, 401, 410]);
  }
  expect(await contents()).toEqual(before);
});

test.for([
  "",
  "{",
  "null",
  "[]",
  "{}",
  { change: "delete" },
  { change: "publish" },
  { change: "publish", name: 7 },
  { change: "publish", name: "x".repeat(1_001) },
])("a body like %j is refused, and changes nothing", async (body) => {
  const before = await contents();
  expect((await post(own, body)).status).toBe(400);
  expect(await contents()).toEqual(before);
});

test("a key that can be nobody's is not found, and another shop's segment is not there", async () => {
  const before = await contents();
  for (const key of ["0", "__proto__", "x".repeat(3_000)])
    expect((await post(key, PUBLISH)).status).toBe(404);
  for (const body of [PUBLISH, TAKE_BACK]) {
    expect(await outcome(ABSENT, body)).toEqual({ ok: false, reason: "not_found" });
    expect(await outcome(own, body, { shop: THEIRS })).toEqual({ ok: false, reason: "not_found" });
  }
  expect(await contents()).toEqual(before);
  // Shopify's segments are each shop's own too.
  const theirs = stack.shopify.shop(THEIRS).actions.createSegment({ name: "Theirs", query: "" }).id;
  for (const [shop, id] of [
    [THEIRS, shopifySegmentId],
    [MINE, theirs],
  ] as const)
    if (shopifySegmentId !== theirs) expect((await card(id, { shop })).status).toBe(404);
});

test("without the permission it is said and nothing is written; with it, both sides hold the same people", async () => {
  const local = stack.shopify.shop(MINE);
  const scopes = local.grantedScopes.filter((scope) => scope !== "write_customers");
  local.actions.changeScopes({ scopes });
  await stack.settled();
  const token = local.sessionToken({ userId: 42 });
  expect(await outcome(own, PUBLISH, { token })).toEqual({ ok: true });
  await stack.settled();
  const page = await stack.fetch(`/app/segments/${own}.data`);
  expect(await page.text()).toContain('"permission"');
  expect([...local.store.customers.values()].flatMap(({ tags }) => tags)).toEqual([]);
  const [act] = await rows(
    stack.runtime.db.pool,
    "select actor, subject from audit_entry where action = 'segment.published'",
  );
  expect(act).toEqual({ actor: "42", subject: own });
  local.actions.changeScopes({ scopes: [...scopes, "write_customers"] });
  await stack.settled();
  expect([...local.store.customers.values()].map(({ tags }) => tags)).toEqual([
    ["klantwaarde-buyers"],
    ["klantwaarde-buyers"],
    ["klantwaarde-buyers"],
  ]);
  const shown = (await (await card(shopifySegmentId)).json()) as SegmentCard;
  expect(shown).toMatchObject({ customers: 3, netSalesMinor: 6_000, reachable: 3, segmentKey: null });
  expect(await outcome(own, TAKE_BACK)).toEqual({ ok: true });
  await stack.settled();
  expect([...local.store.customers.values()].flatMap(({ tags }) => tags)).toEqual([]);
  expect(await outcome(own, TAKE_BACK)).toEqual({ ok: false, reason: "not_found" });
});

test("whoever may not connect tools neither publishes nor takes back", async () => {
  const host = { db: stack.runtime.db, clock: stack.runtime.clock };
  const limit = (staffIds: string[] | null) =>
    saveStaffLimit(host, shopRef(MINE), { act: "connect", staffIds }, "7");
  const [mine, another] = [7, 42].map((userId) => stack.shopify.shop(MINE).sessionToken({ userId }));
  expect(await limit(["7"])).toBe("saved");
  const before = await contents();
  for (const body of [PUBLISH, TAKE_BACK])
    expect(await outcome(own, body, { token: another })).toEqual({ ok: false, reason: "not_allowed" });
  expect(await contents()).toEqual(before);
  for (const body of [PUBLISH, TAKE_BACK])
    expect(await outcome(own, body, { token: mine })).toEqual({ ok: true });
  await stack.settled();
  expect(await limit(null)).toBe("saved");
});

test("the card says what Shopify did instead of answering, and the extension may read it", async () => {
  const { faults } = stack.shopify.shop(MINE);
  const said = async (segmentId: string | number = shopifySegmentId) => {
    const answer = await card(segmentId);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    const { error } = (await answer.json()) as { error?: string };
    return { status: answer.status, error, wait: Number(answer.headers.get("Retry-After")) };
  };
  faults.throttleRequests = 1;
  const throttled = await said();
  expect(throttled).toMatchObject({ status: 429, error: "throttled" });
  expect(throttled.wait).toBeGreaterThanOrEqual(1);
  faults.brokenSegments.add(shopifySegmentId);
  expect(await said()).toMatchObject({ status: 502, error: "refused" });
  faults.clear();
  faults.failRequests = 10;
  expect(await said()).toMatchObject({ status: 503, error: "not_answering" });
  faults.clear();
  for (const bad of ["", "x", "1.5", "-1", "0", "1e40"]) expect((await said(bad)).status).toBe(400);
  expect((await said(4_711)).status).toBe(404);
  expect((await said()).status).toBe(200);
});
