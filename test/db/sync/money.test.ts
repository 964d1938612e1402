import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import type { ShopActions } from "../../shopify/store/actions.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

/**
 * What happened to an order in the shop, and what it is worth to the app: the same by the first history, by webhooks, and by a
 * reconciliation after every webhook was lost.
 */
interface Case {
  readonly what: string;
  readonly netSales: number;
  /** Charged and kept, without tax; default 0. */
  readonly shipping?: number;
  /** Default: none. */
  readonly exclusion?: string;
  readonly chargeback?: string;
  /** What each refund took from net sales on its own day, where a case is about that; the rest stands on the order's day. */
  readonly taken?: readonly number[];
  tell(actions: ShopActions): number;
}

const goods = (unitPriceMinor: number, more: object = {}) => ({ title: "Goods", unitPriceMinor, ...more });

/** Places an order and gives its id and the ids of its lines to what comes after. */
function placed(
  actions: ShopActions,
  input: Parameters<ShopActions["placeOrder"]>[0],
  then: (order: { orderId: number; line: (at: number) => number }) => void = () => {},
): number {
  const order = actions.placeOrder({ taxesIncluded: false, ...input });
  then({ orderId: order.id, line: (at) => order.lines[at]!.id });
  return order.id;
}

/** An edit removes a line of 2,000, and its money goes back as if it were given for goods that stay. */
function removeAndState(actions: ShopActions, orderId: number, lineId: number): void {
  actions.editOrder({ orderId, quantities: [{ lineId, quantity: 0 }] });
  actions.refundOrder({
    ...{ orderId, lines: [], amountMinor: 2_000 },
    adjustments: [{ amountMinor: -2_000, reason: "REFUND_DISCREPANCY" }],
  });
}

const threeWithAllTaxOnTheFirst = {
  taxesIncluded: true,
  taxRate: 0.21,
  lines: [0, 1, 2].map((at) =>
    goods(12_100, { taxes: at === 0 ? [{ rate: 0.21, amountMinor: 6_300 }] : [] }),
  ),
};

const CASES: Case[] = [
  {
    what: "a tip is no sale",
    netSales: 2_000,
    tell: (shop) => placed(shop, { lines: [goods(2_000), { unitPriceMinor: 500, isTip: true }] }),
  },
  {
    what: "nor is a tip that was given back",
    netSales: 2_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(2_000), { unitPriceMinor: 500, isTip: true }] }, ({ orderId, line }) =>
        shop.refundOrder({ orderId, lines: [{ lineId: line(1), quantity: 1 }] }),
      ),
  },
  {
    what: "nor are two tips beside goods with a discount",
    netSales: 1_800,
    tell: (shop) =>
      placed(shop, {
        lines: [goods(2_000), { unitPriceMinor: 300, isTip: true }, { unitPriceMinor: 200, isTip: true }],
        discountCode: { code: "TEN", percentage: 10 },
      }),
  },
  {
    what: "money given back for goods that stay",
    netSales: 7_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000)] }, ({ orderId }) =>
        shop.refundOrder({ orderId, lines: [], amountMinor: 3_000 }),
      ),
  },
  {
    what: "all money given back, the goods stay",
    netSales: 0,
    tell: (shop) =>
      placed(shop, { lines: [goods(8_000)] }, ({ orderId }) =>
        shop.refundOrder({ orderId, lines: [], amountMinor: 8_000 }),
      ),
  },
  {
    what: "a restocking fee is kept",
    netSales: 100,
    tell: (shop) =>
      placed(shop, { lines: [goods(2_000)] }, ({ orderId, line }) =>
        shop.refundOrder({
          orderId,
          lines: [{ lineId: line(0), quantity: 1 }],
          amountMinor: 1_900,
          reason: "RESTOCK",
        }),
      ),
  },
  {
    what: "more than the goods were worth is given back",
    netSales: 1_500,
    tell: (shop) =>
      placed(shop, { lines: [goods(2_000, { quantity: 2 })] }, ({ orderId, line }) =>
        shop.refundOrder({ orderId, lines: [{ lineId: line(0), quantity: 1 }], amountMinor: 2_500 }),
      ),
  },
  {
    what: "a return on account: nothing was paid",
    netSales: 1_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(1_000, { quantity: 2 })], payment: "pending" }, ({ orderId, line }) =>
        shop.refundOrder({ orderId, lines: [{ lineId: line(0), quantity: 1 }], amountMinor: 0 }),
      ),
  },
  {
    what: "a line is removed by an edit, and its money given back without lines",
    netSales: 10_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000), goods(2_000)] }, ({ orderId, line }) => {
        shop.editOrder({ orderId, quantities: [{ lineId: line(1), quantity: 0 }] });
        shop.refundOrder({ orderId, lines: [], amountMinor: 2_000 });
      }),
  },
  {
    what: "goodwill is given, then an edit removes a line that is not paid back yet",
    netSales: 9_500,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000), goods(2_000)] }, ({ orderId, line }) => {
        shop.refundOrder({ orderId, lines: [], amountMinor: 500 });
        shop.editOrder({ orderId, quantities: [{ lineId: line(1), quantity: 0 }] });
      }),
  },
  {
    what: "the money for a line that an edit removed is stated as given back beyond the goods",
    netSales: 10_000,
    taken: [2_000],
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000), goods(2_000)] }, ({ orderId, line }) =>
        removeAndState(shop, orderId, line(1)),
      ),
  },
  {
    what: "so stated, then half of what is left is returned: the first refund keeps its day",
    netSales: 5_000,
    taken: [2_000, 5_000],
    tell: (shop) =>
      placed(shop, { lines: [goods(5_000, { quantity: 2 }), goods(2_000)] }, ({ orderId, line }) => {
        removeAndState(shop, orderId, line(1));
        shop.refundOrder({ orderId, lines: [{ lineId: line(0), quantity: 1 }] });
      }),
  },
  {
    what: "so stated, then an edit adds a line that is not paid yet",
    netSales: 11_500,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000), goods(2_000)] }, ({ orderId, line }) => {
        removeAndState(shop, orderId, line(1));
        shop.editOrder({ orderId, addLines: [goods(1_500)] });
      }),
  },
  {
    what: "shipping is given back",
    netSales: 5_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(5_000)], shippingMinor: 500 }, ({ orderId }) =>
        shop.refundOrder({ orderId, lines: [], shippingMinor: 500 }),
      ),
  },
  {
    what: "a refund whose money is on its way",
    netSales: 1_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(1_000, { quantity: 2 })] }, ({ orderId, line }) =>
        shop.refundOrder({ orderId, lines: [{ lineId: line(0), quantity: 1 }], pending: true }),
      ),
  },
  {
    what: "a refund whose money has arrived",
    netSales: 1_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(1_000, { quantity: 2 })] }, ({ orderId, line }) => {
        const lines = [{ lineId: line(0), quantity: 1 }];
        const { id: refundId } = shop.refundOrder({ orderId, lines, pending: true });
        shop.settleRefund({ orderId, refundId });
      }),
  },
  {
    what: "money on its way for goods that stay",
    netSales: 10_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000)] }, ({ orderId }) =>
        shop.refundOrder({ orderId, lines: [], amountMinor: 3_000, pending: true }),
      ),
  },
  {
    what: "money that arrived for goods that stay",
    netSales: 7_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000)] }, ({ orderId }) => {
        const { id } = shop.refundOrder({ orderId, lines: [], amountMinor: 3_000, pending: true });
        shop.settleRefund({ orderId, refundId: id });
      }),
  },
  {
    what: "a cancellation that keeps a fee",
    netSales: 1_000,
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000)] }, ({ orderId }) =>
        shop.cancelOrder({ orderId, feeMinor: 1_000 }),
      ),
  },
  {
    what: "a line taken off by an edit, most of its money given back, then cancelled",
    netSales: 1_000,
    taken: [0],
    tell: (shop) =>
      placed(shop, { lines: [goods(10_000)] }, ({ orderId, line }) => {
        shop.editOrder({ orderId, quantities: [{ lineId: line(0), quantity: 0 }] });
        shop.refundOrder({ orderId, lines: [], amountMinor: 9_000 });
        shop.cancelOrder({ orderId, refund: false });
      }),
  },
  ...[true, false].map(
    (restock): Case => ({
      what: `a cancelled order of which only a part was paid, and kept (restock: ${restock})`,
      netSales: 4_000,
      tell: (shop) =>
        placed(shop, { lines: [goods(10_000)], paidMinor: 4_000 }, ({ orderId }) =>
          shop.cancelOrder({ orderId, refund: false, restock }),
        ),
    }),
  ),
  {
    what: "the same with tax inside the price: tax is never sales",
    netSales: 3_306,
    tell: (shop) =>
      placed(
        shop,
        { taxesIncluded: true, taxRate: 0.21, lines: [goods(12_100)], paidMinor: 4_000 },
        ({ orderId }) => shop.cancelOrder({ orderId, refund: false }),
      ),
  },
  {
    what: "a cancellation that gives all of it back",
    netSales: 0,
    exclusion: "cancelled",
    tell: (shop) => placed(shop, { lines: [goods(10_000)] }, ({ orderId }) => shop.cancelOrder({ orderId })),
  },
  ...[0, 1, 2].map(
    (at): Case => ({
      what: `all tax written on the first of three lines, line ${at + 1} returned`,
      netSales: 20_000,
      tell: (shop) =>
        placed(shop, threeWithAllTaxOnTheFirst, ({ orderId, line }) =>
          shop.refundOrder({ orderId, lines: [{ lineId: line(at), quantity: 1, taxMinor: 2_100 }] }),
        ),
    }),
  ),
  {
    what: "all tax written on the second of two lines, the first removed by an edit",
    netSales: 10_000,
    shipping: 500,
    tell: (shop) =>
      placed(
        shop,
        {
          ...{ taxesIncluded: true, taxRate: 0.21, shippingMinor: 605 },
          lines: [
            goods(12_100, { taxes: [] }),
            goods(12_100, { taxes: [{ rate: 0.21, amountMinor: 4_200 }] }),
          ],
        },
        ({ orderId, line }) => shop.editOrder({ orderId, quantities: [{ lineId: line(0), quantity: 0 }] }),
      ),
  },
  {
    what: "rates of 9 and 21 % inside prices, half of each returned",
    netSales: 2_000,
    tell: (shop) =>
      placed(
        shop,
        {
          taxesIncluded: true,
          lines: [goods(1_090, { quantity: 2, taxRate: 0.09 }), goods(1_210, { quantity: 2, taxRate: 0.21 })],
        },
        ({ orderId, line }) =>
          shop.refundOrder({
            orderId,
            lines: [
              { lineId: line(0), quantity: 1 },
              { lineId: line(1), quantity: 1 },
            ],
          }),
      ),
  },
  {
    what: "an exchange for something cheaper",
    netSales: 1_500,
    tell: (shop) =>
      placed(shop, { lines: [goods(2_000)] }, ({ orderId, line }) =>
        shop.exchangeItems({
          orderId,
          returned: [{ lineId: line(0), quantity: 1 }],
          lines: [goods(1_500)],
        }),
      ),
  },
  {
    what: "duties and fees beside the goods",
    netSales: 4_000,
    tell: (shop) =>
      placed(shop, {
        lines: [goods(4_000)],
        dutiesMinor: 350,
        fees: [{ name: "Handling", amountMinor: 150 }],
      }),
  },
  {
    what: "a payment that expired",
    netSales: 7_500,
    exclusion: "expired",
    tell: (shop) => placed(shop, { lines: [goods(7_500)], payment: "expired" }),
  },
  {
    what: "an order that waits for its payment",
    netSales: 7_500,
    tell: (shop) => placed(shop, { lines: [goods(7_500)], payment: "pending" }),
  },
  {
    what: "a chargeback that was lost",
    netSales: 3_000,
    chargeback: "lost",
    tell: (shop) =>
      placed(shop, { lines: [goods(3_000)] }, ({ orderId }) => {
        const { id: disputeId } = shop.openDispute({ orderId });
        shop.updateDispute({ orderId, disputeId, status: "LOST" });
      }),
  },
];

const HISTORY = "history.myshopify.com";
const WEBHOOKS = "webhooks.myshopify.com";
const LOST = "lost.myshopify.com";
let app: SyncedApp;
/** Order ids by shop and case. */
const ids = new Map<string, number>();

const settled = () => app.settled();

function tellAll(domain: string): void {
  const { actions } = app.shop(domain).local;
  for (const one of CASES) ids.set(`${domain} ${one.what}`, one.tell(actions));
}

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [HISTORY, WEBHOOKS, LOST].map((domain) => ({ kind: "empty", domain })),
  });
  tellAll(HISTORY);
  for (const domain of [HISTORY, WEBHOOKS, LOST]) expect(await app.open(domain)).toBe("authenticated");
  await settled();
  app.shop(LOST).local.faults.dropWebhooks = 1_000;
  tellAll(WEBHOOKS);
  tellAll(LOST);
  await settled();
  await reconcile(app.runtime, app.shop(LOST).ref);
  await settled();
});
afterAll(() => app.close());

describe.each([
  ["by the first history", HISTORY],
  ["by webhooks", WEBHOOKS],
  ["by a reconciliation after every webhook was lost", LOST],
])("%s", (_how, domain) => {
  test.each(CASES)("$what: $netSales", async (one) => {
    const { what, netSales, shipping = 0, exclusion = null, chargeback = null } = one;
    const { ref } = app.shop(domain);
    const [order] = await rows(
      app.runtime.db.pool,
      `select net_sales_minor, gross_sales_minor - discounts_minor - returns_minor as checked, shipping_minor, exclusion, chargeback, doubts
       from orders where shop_id = $1 and order_id = $2`,
      [ref.shopId, ids.get(`${domain} ${what}`)],
    );
    expect(order).toEqual({
      net_sales_minor: netSales,
      checked: netSales,
      shipping_minor: shipping,
      exclusion,
      chargeback,
      doubts: [],
    });
  });
});

test.each(
  [HISTORY, WEBHOOKS, LOST]
    .flatMap((domain) => CASES.map((one) => ({ ...one, domain })))
    .filter((one) => one.taken),
)("a refund takes its own statement on its day: $what ($domain)", async ({ what, taken, domain }) => {
  const refunds = await rows<{ taken: number }>(
    app.runtime.db.pool,
    `select returns_minor - discrepancy_minor as taken from order_refund
       where shop_id = $1 and order_id = $2 order by refund_id`,
    [app.shop(domain).ref.shopId, ids.get(`${domain} ${what}`)],
  );
  expect(refunds.map((refund) => refund.taken)).toEqual(taken);
});

test("an order's lines and refunds add up to it, and nothing waits to be read", async () => {
  const wrong = await rows(
    app.runtime.db.pool,
    `select o.name from orders o where o.net_sales_minor <> (
         select sum(l.net_sales_minor) from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id)
       or exists (select from order_refund r where r.shop_id = o.shop_id and r.order_id = o.order_id
         and (r.returns_minor is null or r.discrepancy_minor is null))`,
  );
  expect(wrong).toEqual([]);
  expect(await rows(app.runtime.db.pool, "select * from sync_dirty")).toEqual([]);
});
