import { afterAll, beforeAll, expect, test } from "vitest";
import { ORIGINS_KEPT } from "../../../app/platform/log.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: "traced.myshopify.com" }] });
  await registerValuationJobs(app.runtime);
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const deliveries = () => app.shop().local.deliveries;
/** Events of the lines that name this webhook, in the order in which they were written. */
const storyOf = (webhookId: string) =>
  app.log
    .filter(({ fields }) => Array.isArray(fields.origins) && fields.origins.includes(webhookId))
    .map(({ event }) => event);

test("one webhook is followed from its receipt to the value that shows it, by the log alone", async () => {
  const { local } = app.shop();
  const customer = local.actions.createCustomer({ email: "ida@example.com" });
  await app.settled();
  const first = deliveries().length;
  local.actions.placeOrder({ customerId: customer.id, lines: [{ title: "Tea", unitPriceMinor: 900 }] });
  await app.settled();
  const created = deliveries()
    .slice(first)
    .find(({ topic }) => topic === "orders/create");
  const story = storyOf(created?.webhookId ?? "");
  expect(story[0]).toBe("webhook.received");
  expect(story.filter((event) => event === "sync.refetched")).toHaveLength(1);
  expect(story.at(-1)).toBe("valuation.refreshed");
  const valued = app.log.filter(
    ({ event, fields }) =>
      event === "valuation.refreshed" && String(fields.origins).includes(created?.webhookId ?? ""),
  );
  expect(valued.map(({ fields }) => fields.jobId)).toEqual([expect.any(String)]);
});

test("a guest's order, and one of nobody, are followed as well", async () => {
  const { local } = app.shop();
  for (const email of ["ida@example.com", undefined]) {
    const first = deliveries().length;
    local.actions.placeOrder({ ...(email ? { email } : {}), lines: [{ title: "Tea", unitPriceMinor: 100 }] });
    await app.settled();
    const created = deliveries()
      .slice(first)
      .find(({ topic }) => topic === "orders/create");
    expect([email, storyOf(created?.webhookId ?? "").at(-1)]).toEqual([email, "valuation.refreshed"]);
  }
});

test("a line about many names the first few and how many", async () => {
  const { local, ref } = app.shop();
  const ids = Array.from({ length: 12 }, (_, at) => `by-hand-${at}`);
  const orders = ids.map(() =>
    local.actions.placeOrder({ email: "many@example.com", lines: [{ title: "Tea", unitPriceMinor: 100 }] }),
  );
  await app.settled();
  await app.runtime.db.pool.query(
    `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before, origins)
     select $1, 'orders', id, '2026-06-01', '2026-06-01', array[origin] from unnest($2::bigint[], $3::text[]) t(id, origin)`,
    [ref.shopId, orders.map(({ id }) => id), ids],
  );
  // Another webhook of the shop has the worker look.
  local.actions.setTags({ orderId: orders[0]?.id ?? 0, tags: ["seen"] });
  await app.settled();
  const named = app.log.filter(
    ({ event, fields }) => event === "sync.refetched" && String(fields.origins).includes("by-hand"),
  );
  expect(named.length).toBeGreaterThan(0);
  for (const { fields } of named)
    expect((fields.origins as string[]).length).toBeLessThanOrEqual(ORIGINS_KEPT);
  expect(named.reduce((sum, { fields }) => sum + Number(fields.originCount), 0)).toBeGreaterThanOrEqual(12);
});

test("what only a job does names its webhook: a merge, an erasure, a departure", async () => {
  const { local } = app.shop();
  const [kept, gone] = ["kept@example.com", "gone@example.com"].map((email) => {
    const customer = local.actions.createCustomer({ email });
    local.actions.placeOrder({ customerId: customer.id, lines: [{ title: "Tea", unitPriceMinor: 100 }] });
    return customer.id;
  });
  await app.settled();
  local.actions.mergeCustomers({ keptId: kept ?? 0, deletedId: gone ?? 0, touchOrders: false });
  await app.settled();
  const last = (topic: string) =>
    deliveries()
      .filter((one) => one.topic === topic)
      .at(-1)?.webhookId ?? "";
  expect(storyOf(last("customers/merge"))).toEqual(
    expect.arrayContaining(["webhook.received", "sync.refetched"]),
  );
  local.actions.redactCustomer({ customerId: kept ?? 0 });
  await app.settled();
  expect(storyOf(last("customers/redact"))).toEqual(["webhook.received", "privacy.customer.redacted"]);
  local.actions.redactCustomer({ customerId: kept ?? 0 });
  await app.settled();
  const erased = app.log.filter(({ event }) => event === "privacy.customer.redacted");
  expect(erased.map(({ fields: { customers, orders } }) => [customers, orders])).toEqual([
    // The profile that was merged into the other one is a row as well, and Shopify lists the orders again.
    [2, 2],
    [0, 2],
  ]);
  local.actions.uninstallApp();
  await app.settled();
  expect(storyOf(last("app/uninstalled"))).toEqual(["webhook.received", "shop.uninstalled"]);
});

test("no line of the log and no job holds an address", async () => {
  expect(JSON.stringify(app.log)).not.toMatch(/example\.com|ida@/);
  const jobs = await app.runtime.db.pool.query("select data from pgboss.job");
  expect(JSON.stringify(jobs.rows)).not.toMatch(/example\.com/);
});
