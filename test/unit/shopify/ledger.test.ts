import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ActionRefused } from "../../shopify/store/actions.ts";
import { agreementsOf, type SaleRecord } from "../../shopify/store/ledger.ts";
import { currentQuantity, orderTotals } from "../../shopify/store/order-totals.ts";
import { type ConnectedShop, connectShop } from "./connected-shop.ts";

let connected: ConnectedShop;
beforeEach(async () => {
  connected = await connectShop();
});
afterEach(() => connected.close());

const line = fc.record({
  unitPriceMinor: fc.integer({ min: 1, max: 20_000 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  taxRate: fc.constantFrom(undefined, 0, 0.09),
  discountMinor: fc.constantFrom(0, 1),
});
const special = fc.constantFrom(
  null,
  { unitPriceMinor: 333, isTip: true },
  { unitPriceMinor: 5_000, isGiftCard: true },
);
const placing = fc.record({
  goods: fc.array(line, { minLength: 1, maxLength: 3 }),
  special,
  shippingMinor: fc.constantFrom(0, 495),
  dutiesMinor: fc.constantFrom(0, 250),
  taxRate: fc.constantFrom(0, 0.21),
  taxesIncluded: fc.boolean(),
  percentage: fc.constantFrom(0, 15),
  payment: fc.constantFrom("paid" as const, "pending" as const),
});
const step = fc.record({
  what: fc.constantFrom("edit", "refund", "money", "fee", "exchange", "all", "settle", "cancel"),
  at: fc.nat(5),
  units: fc.integer({ min: 0, max: 4 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  pending: fc.boolean(),
});

/** Does one thing to the order, unless the admin refuses it. */
function act(
  orderId: number,
  { what, at, units, share, pending }: typeof step extends fc.Arbitrary<infer S> ? S : never,
) {
  const { actions, store } = connected.shop;
  const order = store.orders.get(orderId)!;
  const one = order.lines[at % order.lines.length]!;
  const part = [{ lineId: one.id, quantity: Math.max(1, units) }];
  const paidMinor = Math.round(orderTotals(order).netPaymentMinor * share);
  const doing: Record<string, () => unknown> = {
    edit: () => actions.editOrder({ orderId, quantities: [{ lineId: one.id, quantity: units }] }),
    refund: () => actions.refundOrder({ orderId, lines: part, pending }),
    money: () => actions.refundOrder({ orderId, lines: [], amountMinor: paidMinor }),
    fee: () => actions.refundOrder({ orderId, lines: part, amountMinor: paidMinor }),
    exchange: () => actions.exchangeItems({ orderId, returned: part, lines: [{ unitPriceMinor: 1_999 }] }),
    all: () => actions.refundOrder({ orderId, pending }),
    settle: () =>
      actions.settleRefund({ orderId, refundId: order.refunds.find((refund) => refund.pending)?.id ?? 0 }),
    cancel: () => actions.cancelOrder({ orderId }),
  };
  try {
    doing[what]!();
  } catch (cause) {
    if (!(cause instanceof ActionRefused)) throw cause;
  }
}

test("whatever happens to an order, its ledger adds up to its totals, its tax, its units and its payments", () => {
  const { actions, store } = connected.shop;
  fc.assert(
    fc.property(placing, fc.array(step, { maxLength: 7 }), (input, steps) => {
      const { id } = actions.placeOrder({
        ...input,
        lines: input.special ? [...input.goods, input.special] : input.goods,
        discountCode: input.percentage ? { code: "CODE", percentage: input.percentage } : undefined,
      });
      for (const one of steps) act(id, one);
      const order = store.orders.get(id)!;
      const totals = orderTotals(order);
      const sales = agreementsOf(order).flatMap((agreement) => agreement.sales);
      const sum = (of: (sale: SaleRecord) => number, ...types: SaleRecord["lineType"][]) =>
        sales.reduce((total, sale) => total + (types.includes(sale.lineType) ? of(sale) : 0), 0);
      const amount = (sale: SaleRecord) => sale.totalMinor - (order.taxesIncluded ? 0 : sale.taxMinor);
      expect(sum(amount, "PRODUCT", "GIFT_CARD")).toBe(totals.currentSubtotalMinor);
      expect(sum(amount, "SHIPPING")).toBe(totals.currentShippingMinor);
      expect(sum(amount, "DUTY")).toBe(totals.currentDutiesMinor);
      expect(sum((sale) => sale.taxMinor, "PRODUCT", "TIP", "GIFT_CARD", "SHIPPING")).toBe(
        totals.currentTaxMinor,
      );
      expect(sum((sale) => sale.totalMinor, "ADJUSTMENT")).toBe(totals.discrepancyMinor);
      const all = sales.reduce((total, sale) => total + sale.totalMinor, 0);
      expect(all - totals.discrepancyMinor).toBe(totals.currentTotalMinor);
      for (const one of order.lines) {
        const units = sales.reduce((total, sale) => total + (sale.lineId === one.id ? sale.quantity! : 0), 0);
        expect(units).toBe(currentQuantity(order, one));
      }
      if (order.cancelledAtMs === null) expect(totals.outstandingMinor).toBe(all - totals.netPaymentMinor);
      expect(totals.refundedMinor).toBeLessThanOrEqual(totals.receivedMinor);
    }),
    { numRuns: 300 },
  );
});

test("nothing is owed either way after any refunds of a paid order that nobody edited", () => {
  const { actions, store } = connected.shop;
  const refunds = step.filter((one) => ["refund", "money", "fee", "all", "settle"].includes(one.what));
  fc.assert(
    fc.property(placing, fc.array(refunds, { maxLength: 6 }), (input, steps) => {
      const { id } = actions.placeOrder({ ...input, lines: input.goods, payment: "paid" });
      for (const one of steps) act(id, one);
      expect(orderTotals(store.orders.get(id)!).outstandingMinor).toBe(0);
    }),
    { numRuns: 200 },
  );
});
