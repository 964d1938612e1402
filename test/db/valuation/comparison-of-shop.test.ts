import { afterEach, expect, test } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import type { ShopId } from "../../../app/platform/ids.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { readCustomerSpending } from "../../../app/sync/status/customer-spending.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCustomerComparison } from "../../../app/valuation/pages/comparison/customer.ts";
import { readComparison } from "../../../app/valuation/pages/comparison/months.ts";
import type { ShopActions } from "../../shopify/store/actions.ts";
import { agreementsOf } from "../../shopify/store/ledger.ts";
import type { NewOrder } from "../../shopify/store/order-inputs.ts";
import type { OrderRecord } from "../../shopify/store/records.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
afterEach(() => app.close());

/** One customer to whom everything happened that makes net sales differ from what Shopify shows. */
function everythingHappens(actions: ShopActions, taxesIncluded: boolean): number {
  const { id: customerId } = actions.createCustomer({ email: "all@example.com" });
  const place = (order: Partial<NewOrder> = {}) =>
    actions.placeOrder({
      customerId,
      lines: [
        { title: "Kettle", unitPriceMinor: 12_100, quantity: 2 },
        { title: "Cup", unitPriceMinor: 995, quantity: 3, discountMinor: 200 },
      ],
      ...{ taxRate: 0.21, shippingMinor: 495, processedAt: "2026-03-04T10:00:00Z", ...order },
    });
  const kettle = (order: ReturnType<typeof place>) => order.lines[0]!.id;
  place({
    lines: [
      { title: "Kettle", unitPriceMinor: 12_100 },
      { title: "Tip", unitPriceMinor: 500, isTip: true },
      { title: "Gift card", unitPriceMinor: 2_500, isGiftCard: true },
    ],
  });
  place({ dutiesMinor: 310, fees: [{ name: "Packaging", amountMinor: 125 }] });
  const returned = place();
  actions.refundOrder({ orderId: returned.id, lines: [{ lineId: kettle(returned), quantity: 1 }] });
  const fee = place();
  actions.refundOrder({
    ...{
      orderId: fee.id,
      lines: [{ lineId: kettle(fee), quantity: 1 }],
      amountMinor: 11_000,
      reason: "RESTOCK",
    },
  });
  const back = place();
  actions.refundOrder({ orderId: back.id, lines: [], amountMinor: 3_000 });
  const pending = place();
  actions.refundOrder({
    ...{ orderId: pending.id, lines: [{ lineId: kettle(pending), quantity: 2 }], pending: true },
  });
  const shipping = place();
  actions.refundOrder({ orderId: shipping.id, lines: [], shippingMinor: 495 });
  const whole = place();
  actions.refundOrder({ orderId: whole.id });
  const edited = place();
  actions.editOrder({ orderId: edited.id, quantities: [{ lineId: kettle(edited), quantity: 1 }] });
  const exchanged = place();
  actions.exchangeItems({
    orderId: exchanged.id,
    returned: [{ lineId: kettle(exchanged), quantity: 1 }],
    lines: [{ title: "Pot", unitPriceMinor: 6_050 }],
  });
  actions.cancelOrder({ orderId: place().id });
  actions.cancelOrder({ orderId: place().id, feeMinor: 1_000 });
  place({ payment: "pending" });
  place({ payment: "expired" });
  place({ payment: "voided" });
  place({ paidMinor: 5_000 });
  actions.cancelOrder({ orderId: place({ paidMinor: 5_000 }).id, refund: false });
  actions.cancelOrder({ orderId: place({ paidMinor: 5_000 }).id, refund: false, restock: true });
  const partlyKept = place();
  const quantities = partlyKept.lines.map(({ id: lineId }) => ({ lineId, quantity: 0 }));
  actions.editOrder({ orderId: partlyKept.id, quantities });
  actions.refundOrder({ orderId: partlyKept.id, lines: [], amountMinor: 20_000 });
  actions.cancelOrder({ orderId: partlyKept.id, refund: false });
  const reason = "REFUND_DISCREPANCY";
  const goodwill = place();
  actions.refundOrder({
    ...{ orderId: goodwill.id, lines: [], amountMinor: 605 },
    adjustments: [{ amountMinor: -500, taxMinor: -105, reason }],
  });
  const taxedFee = place();
  actions.refundOrder({
    ...{ orderId: taxedFee.id, lines: [{ lineId: kettle(taxedFee), quantity: 2 }] },
    amountMinor: Math.round(24_200 * (taxesIncluded ? 1 : 1.21)) - 121,
    adjustments: [{ amountMinor: 100, taxMinor: 21, reason }],
  });
  const statedEdit = place();
  actions.editOrder({ orderId: statedEdit.id, quantities: [{ lineId: kettle(statedEdit), quantity: 1 }] });
  actions.refundOrder({
    ...{ orderId: statedEdit.id, lines: [], amountMinor: taxesIncluded ? 12_100 : 14_641 },
    adjustments: [{ amountMinor: taxesIncluded ? -12_100 : -14_641, reason }],
  });
  const taxElsewhere = place({
    lines: [
      { title: "Kettle", unitPriceMinor: 12_100, taxes: [] },
      { title: "Kettle", unitPriceMinor: 12_100, taxes: [{ rate: 0.21, amountMinor: 4_200 }] },
    ],
  });
  actions.editOrder({
    orderId: taxElsewhere.id,
    quantities: [{ lineId: kettle(taxElsewhere), quantity: 0 }],
  });
  place({ test: true });
  place({ lines: [{ title: "Sample", unitPriceMinor: 0 }] });
  place({ processedAt: "2064-02-11T10:00:00Z" });
  place({ customerId: null, email: "all@example.com" });
  actions.openDispute({ orderId: place().id, status: "LOST" });
  return customerId;
}

interface GrossAndDiscounts {
  readonly id: number;
  readonly gross: number;
  readonly discounts: number;
}

/**
 * Orders whose gross sales and discounts are not those of Shopify's own ledger: of the sales of type PRODUCT that came with the order,
 * `totalAmount` without `totalTaxAmount`, and `totalDiscountAmountBeforeTaxes`. Edited orders are left out: each edit rounds for itself.
 */
async function differencesFromLedger(
  db: Db,
  shopId: ShopId,
  orders: Iterable<OrderRecord>,
): Promise<unknown[]> {
  const stored = await rows<GrossAndDiscounts>(
    db.pool,
    "select order_id as id, gross_sales_minor as gross, discounts_minor as discounts from orders where shop_id = $1",
    [shopId],
  );
  const storedById = new Map(stored.map((order) => [order.id, order]));
  const found: unknown[] = [];
  for (const order of orders) {
    if (order.edits.length > 0) continue;
    const sales = agreementsOf(order)
      .flatMap((agreement) => agreement.sales)
      .filter((sale) => sale.lineType === "PRODUCT" && sale.actionType === "ORDER");
    const discounts = sales.reduce((sum, sale) => sum + sale.discountBeforeTaxesMinor, 0);
    const sold = sales.reduce((sum, sale) => sum + sale.totalMinor - sale.taxMinor, 0);
    const ledger: GrossAndDiscounts = { id: order.id, gross: sold + discounts, discounts };
    const app = storedById.get(order.id);
    if (app?.gross !== ledger.gross || app.discounts !== ledger.discounts) found.push({ app, ledger });
  }
  return found;
}

test.each([
  [true, "order"],
  [false, "order"],
  [true, "refund"],
] as const)(
  "the local Shopify's every figure is explained to the minor unit (tax inside prices: %s, refunds dated by: %s)",
  async (taxesIncluded, dating) => {
    app = await startSyncedApp({
      shops: [
        {
          ...{ kind: "generated", domain: "compared.myshopify.com", seed: 11, customers: 250, years: 2 },
          ...{ asOf: AS_OF, taxesIncluded },
        },
      ],
      working: false,
      now: () => AS_OF,
    });
    const { local, ref } = app.shop();
    const customerId = everythingHappens(local.actions, taxesIncluded);
    expect(await app.open()).toBe("authenticated");
    await readHistory(app.runtime, ref);
    await refetchDue(app.runtime, ref);
    const { db } = app.runtime;
    await db.pool.query(
      "insert into shop_settings (shop_id, refund_dating, revision, updated_at) values ($1, $2, 1, now())",
      [ref.shopId, dating],
    );
    await refreshValuation(app.runtime, ref, { full: true });
    expect(await differencesFromLedger(db, ref.shopId, local.store.orders.values())).toEqual([]);
    const compare = async (id: number) =>
      readCustomerComparison(db, ref, id, await readCustomerSpending(app.runtime, ref, id, "EUR"));

    const first = await readComparison(db, ref, {});
    if (first.state !== "full") throw new Error(first.state);
    const found: unknown[] = [];
    for (const year of first.years) {
      const view = await readComparison(db, ref, { year });
      if (view.state !== "full") throw new Error(view.state);
      for (const { month, unexplainedMinor } of view.months) {
        if (unexplainedMinor !== 0) found.push({ month, unexplainedMinor });
      }
    }
    const customers = await rows<{ id: number }>(
      db.pool,
      "select customer_id as id from customer where shop_id = $1 and deleted_at is null order by customer_id % 100, customer_id limit 40",
      [ref.shopId],
    );
    for (const id of [customerId, ...customers.map((customer) => customer.id)]) {
      const view = await compare(id);
      if (view?.ladder?.unexplainedMinor !== 0) found.push({ customer: id, ladder: view?.ladder });
    }
    expect(found).toEqual([]);
    const steps = (await compare(customerId))?.ladder?.steps.map(({ key }) => key);
    for (const key of [
      "cancelled",
      "zero_value",
      "ahead",
      "tax",
      "shipping",
      "tips",
      "gift_cards",
      "duties",
    ]) {
      expect(steps).toContain(key);
    }
    for (const key of ["fees", "unpaid", "guests"]) expect(steps).toContain(key);
  },
);
