import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { touchSources } from "../../../app/db/queries/sync/dirty.ts";
import { compareJob } from "../../../app/jobs/definitions/compare.ts";
import { fullCheckJob } from "../../../app/jobs/definitions/full-check.ts";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import type { OrderRecord } from "../../shopify/store/records.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { shopDifferences } from "../valuation/shop-differences.ts";

const DOMAIN = "healing.myshopify.com";
const AS_OF = new Date("2026-06-01T12:00:00Z");
const MINUTE = 60_000;

type Healed = "reconciliation" | "nightly comparison" | "weekly check";

interface Change {
  readonly what: string;
  readonly healedBy: Healed;
  /** Two customers become one, and the app records it. */
  readonly joins?: boolean;
  make(shop: LocalShop, order: OrderRecord): unknown;
}

const line = (order: OrderRecord) => order.lines[0]?.id ?? 0;
const customerOf = (shop: LocalShop, order: OrderRecord) => {
  const id = order.customerId ?? 0;
  if (!shop.store.customers.has(id)) throw new Error(`order ${order.id} has no customer`);
  return id;
};
const another = (shop: LocalShop, order: OrderRecord) =>
  [...shop.store.customers.keys()].find((id) => id !== order.customerId) ?? 0;

/** Every kind of change of which a webhook tells, and by what it is noticed where the webhook is lost. */
const CHANGES: readonly Change[] = [
  {
    what: "an order is placed",
    healedBy: "reconciliation",
    make: (shop, order) =>
      shop.actions.placeOrder({
        customerId: customerOf(shop, order),
        lines: [{ title: "Tea", unitPriceMinor: 700 }],
      }),
  },
  {
    what: "an order is edited",
    healedBy: "reconciliation",
    make: ({ actions }, order) =>
      actions.editOrder({ orderId: order.id, addLines: [{ title: "Cup", unitPriceMinor: 300 }] }),
  },
  {
    what: "an order is refunded",
    healedBy: "reconciliation",
    make: ({ actions }, order) =>
      actions.refundOrder({ orderId: order.id, lines: [{ lineId: line(order), quantity: 1 }] }),
  },
  {
    what: "an order is cancelled",
    healedBy: "reconciliation",
    make: ({ actions }, order) => actions.cancelOrder({ orderId: order.id }),
  },
  {
    what: "an order goes to another customer",
    healedBy: "reconciliation",
    make: (shop, order) =>
      shop.actions.setOrderCustomer({ orderId: order.id, customerId: another(shop, order) }),
  },
  {
    what: "an order is deleted",
    healedBy: "reconciliation",
    make: ({ actions }, order) => actions.deleteOrder({ orderId: order.id }),
  },
  {
    what: "a customer is created",
    healedBy: "reconciliation",
    make: ({ actions }) => actions.createCustomer({ firstName: "New", email: "new@example.com" }),
  },
  {
    what: "a customer's name or address changes",
    healedBy: "reconciliation",
    make: (shop, order) =>
      shop.actions.updateCustomer({
        customerId: customerOf(shop, order),
        change: { firstName: "Other", email: "other@example.com" },
      }),
  },
  {
    what: "a customer's consent changes",
    healedBy: "reconciliation",
    make: (shop, order) =>
      shop.actions.setEmailMarketingConsent({
        customerId: customerOf(shop, order),
        state: "UNSUBSCRIBED",
      }),
  },
  {
    what: "customers are merged, and Shopify tells of a change of their orders",
    healedBy: "reconciliation",
    joins: true,
    make: (shop, order) =>
      shop.actions.mergeCustomers({
        keptId: another(shop, order),
        deletedId: customerOf(shop, order),
        touchOrders: true,
      }),
  },
  {
    what: "customers are merged, and only the one who is kept seems changed",
    healedBy: "reconciliation",
    joins: true,
    make: (shop, order) =>
      shop.actions.mergeCustomers({
        keptId: another(shop, order),
        deletedId: customerOf(shop, order),
        touchOrders: false,
      }),
  },
  {
    what: "customers are merged, and nothing seems changed",
    healedBy: "reconciliation",
    joins: true,
    make: (shop, order) =>
      shop.actions.mergeCustomers({
        keptId: another(shop, order),
        deletedId: customerOf(shop, order),
        touchOrders: false,
        touchKept: false,
      }),
  },
  {
    what: "a customer is deleted",
    healedBy: "reconciliation",
    make: ({ actions, store }) => {
      const idle = [...store.customers.keys()].find((id) => store.ordersOf(id).length === 0);
      actions.deleteCustomer({ customerId: idle ?? 0 });
    },
  },
  {
    what: "an order is deleted, and another one is lost in the database",
    healedBy: "nightly comparison",
    make: async ({ actions, store }, order) => {
      const other = [...store.orders.values()].find(({ id, processedAtMs }) => {
        const month = (ms: number) => new Date(ms).toISOString().slice(0, 7);
        return id !== order.id && month(processedAtMs) !== month(order.processedAtMs);
      });
      actions.deleteOrder({ orderId: order.id });
      await app.runtime.db.pool.query("delete from orders where order_id = $1", [other?.id]);
    },
  },
  {
    what: "the shop's time zone changes",
    healedBy: "reconciliation",
    make: ({ actions }) => actions.updateShop({ timeZone: "Pacific/Auckland" }),
  },
];

let app: SyncedApp;
let now = AS_OF;

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [{ kind: "generated", domain: DOMAIN, seed: 8, customers: 60, years: 2, asOf: AS_OF }],
    now: () => now,
  });
  await app.open();
  await app.settled();
});
afterAll(() => app.close());

/** What is done about a loss as time passes: every quarter of an hour, every night, every week. */
const ROUNDS = [
  { by: "reconciliation", job: reconcileJob, afterMs: 15 * MINUTE },
  { by: "nightly comparison", job: compareJob, afterMs: 15 * 60 * MINUTE },
  { by: "weekly check", job: fullCheckJob, afterMs: 7 * 24 * 60 * MINUTE },
] as const;

/** Lets rounds follow until nothing differs; which one it took, or null. */
async function healed(shop: LocalShop): Promise<Healed | null> {
  const { db, jobs } = app.runtime;
  for (const { by, job, afterMs } of ROUNDS) {
    now = new Date(now.getTime() + afterMs);
    await jobs.enqueue(job, { shop: app.shop().ref.domain });
    await app.settled();
    // What waits until that has been fetched which the round found, and the look after it.
    for (let looks = 0; looks < 2; looks++) {
      await jobs.hurryShop(app.shop().ref.domain);
      await app.settled();
    }
    if ((await shopDifferences(db, shop)).length === 0) return by;
  }
  return null;
}

const aliases = () =>
  rows(
    app.runtime.db.pool,
    `select from_customer_id "from", to_customer_id "to" from customer_alias order by 1`,
  );

test.each(CHANGES)(
  "$what: a lost webhook is made up for by the $healedBy",
  async ({ make, healedBy, joins }) => {
    const { local, ref } = app.shop();
    const order = [...local.store.orders.values()].find(
      (one) =>
        one.customerId !== null &&
        one.refunds.length === 0 &&
        one.cancelledAtMs === null &&
        one.lines.some((goods) => !goods.isGiftCard && !goods.isTip),
    );
    if (!order) throw new Error("no order is left");
    expect(await shopDifferences(app.runtime.db, local)).toEqual([]);
    local.faults.dropWebhooks = 1_000;
    const before = new Set(local.store.customers.keys());
    await app.runtime.db.pool.query("delete from customer_alias where shop_id = $1", [ref.shopId]);
    await make(local, order);
    local.faults.dropWebhooks = 0;
    await app.settled();
    expect(await shopDifferences(app.runtime.db, local)).not.toEqual([]);
    expect(await healed(local)).toBe(healedBy);
    const merged = [...before].filter((id) => joins && !local.store.customers.has(id));
    const kept = local.store.orders.get(order.id)?.customerId;
    expect(await aliases()).toEqual(merged.map((from) => ({ from, to: kept })));
  },
);

test("docs/operations.md lists the same", () => {
  const text = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| ([^|]+) \| (reconciliation|nightly comparison|weekly check) \|/gm)];
  expect(rows.map(([, what, by]) => ({ what, by }))).toEqual(
    CHANGES.map(({ what, healedBy }) => ({ what, by: healedBy })),
  );
});

test("orders that are being fetched while the shop's time zone changes get days of the new one", async () => {
  const { local, ref } = app.shop();
  const { db, shopify } = app.runtime;
  const [order] = [...local.store.orders.values()];
  if (!order) throw new Error("no order is left");
  const adminFor: typeof shopify.adminFor = async (...asked) => {
    const admin = await shopify.adminFor(...asked);
    const query: typeof admin.query = async (...question) => {
      const answer = await admin.query(...question);
      local.actions.updateShop({ timeZone: "America/Los_Angeles" });
      await app.settled();
      return answer;
    };
    return { ...admin, query };
  };
  await touchSources(db.pool, ref.shopId, "orders", [order.id], now);
  const meanwhile = { ...app.runtime, shopify: { ...shopify, adminFor } };
  await expect(refetchDue(meanwhile, ref)).rejects.toMatchObject({ retry: "later" });
  await app.settled();
  expect(await shopDifferences(db, local)).toEqual([]);
});
