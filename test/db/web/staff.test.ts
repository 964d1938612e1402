import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const SHOP = "staffed.myshopify.com";
const OWNER = 7;
const STRANGER = 9;
let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({ shops: [SHOP] });
  const { actions } = stack.shopify.shop(SHOP);
  const customer = actions.createCustomer({ email: "maria@example.com", marketingState: "SUBSCRIBED" });
  actions.placeOrder({ customerId: customer.id, lines: [{ title: "Tea", unitPriceMinor: 900 }] });
  expect((await stack.fetch("/app.data")).status).toBe(200);
  await stack.settled();
});
afterAll(() => stack.close());

const as = (userId: number) => ({ token: stack.shopify.shop(SHOP).sessionToken({ userId }) });
async function post(path: string, userId: number, body: object): Promise<[number, string]> {
  const headers = { "Content-Type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body), ...as(userId) };
  const answer = await stack.fetch(`${path}.data`, init);
  return [answer.status, await answer.text()];
}
const stored = () =>
  rows(
    stack.runtime.db.pool,
    "select (select count(*) from export) exports, (select string_agg(l::text, ',') from staff_limit l) limits",
  );

test("another staff member's token opens neither the setting nor a file once it is kept to some", async () => {
  const file = { columns: ["email"], format: "csv", locale: "en" };
  expect((await post("/app/customers/export", STRANGER, file))[0]).toBe(200);
  expect((await post("/app/settings/staff", OWNER, { act: "export", staffIds: [] }))[0]).toBe(200);
  const before = await stored();
  for (const staffIds of [null, [], [String(STRANGER)], [String(OWNER), String(STRANGER)]]) {
    const [status, answer] = await post("/app/settings/staff", STRANGER, { act: "export", staffIds });
    expect([status, answer]).toEqual([403, expect.stringContaining("not_allowed")]);
  }
  for (const path of ["/app/customers/export", "/app/segments/new/export"]) {
    const [status, answer] = await post(path, STRANGER, file);
    expect([path, status, answer]).toEqual([path, 403, expect.stringContaining("not_allowed")]);
    expect(answer).not.toContain("token=");
  }
  expect(await stored()).toEqual(before);
  expect((await post("/app/customers/export", OWNER, file))[0]).toBe(200);
});

test("the file of a person who asks is refused to whoever may not export", async () => {
  await post("/app/settings/staff", OWNER, { act: "export", staffIds: [] });
  const requestId = randomUUID();
  await stack.runtime.db.pool.query(
    `insert into privacy_request (shop_id, request_id, topic, customer_id, order_ids, requested_at)
     select shop_id, $1, 'customers/data_request', customer_id, '{}', now() from customer`,
    [requestId],
  );
  const path = `/app/data-requests/${requestId}/file`;
  const theirs = await stack.fetch(path, as(STRANGER));
  expect([theirs.status, await theirs.text()]).toEqual([403, ""]);
  const own = await stack.fetch(path, as(OWNER));
  expect([own.status, await own.text()]).toEqual([200, expect.stringContaining("maria@example.com")]);
});

test("what is no choice of the page is refused", async () => {
  for (const body of [{}, { act: "own", staffIds: null }, { act: "export", staffIds: ["app"] }, null]) {
    expect((await post("/app/settings/staff", OWNER, body ?? {}))[0]).toBe(400);
  }
});

test("the page has no button to export for whoever may not, and says why", async () => {
  await post("/app/settings/staff", OWNER, { act: "export", staffIds: [] });
  const page = async (userId: number) => (await stack.fetch("/app/customers", as(userId))).text();
  const theirs = await page(STRANGER);
  expect(theirs).toContain("You cannot export here");
  expect(theirs).not.toContain("Export CSV");
  const own = await page(OWNER);
  expect(own).toContain("Export CSV");
  expect(own).not.toContain("You cannot export here");
});
