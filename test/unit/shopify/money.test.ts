import { expect, test } from "vitest";
import { z } from "zod";
import { shopOfEachTest } from "./shop-of-each-test.ts";
import { soldAs } from "./told-order.ts";

const { actions, connected, lastBody, tell } = shopOfEachTest();

function coffeeAndTip() {
  return actions().placeOrder({
    lines: [
      { title: "Coffee", unitPriceMinor: 2_000 },
      { unitPriceMinor: 500, isTip: true },
    ],
    taxRate: 0.21,
  });
}

test("a tip is a line without a product, in the total and not in the subtotal", async () => {
  const { id } = coffeeAndTip();
  const told = await tell(id);
  expect(told).toMatchObject({
    subtotalPriceSet: 20,
    currentSubtotalPriceSet: 20,
    totalPriceSet: 25,
    currentTotalPriceSet: 25,
    totalTipReceivedSet: 5,
    totalReceivedSet: 25,
    totalTaxSet: 3.47,
    subtotalLineItemsQuantity: 1,
    displayFinancialStatus: "PAID",
  });
  expect(told.lineItems[1]).toEqual({
    title: "Tip",
    quantity: 1,
    currentQuantity: 1,
    isGiftCard: false,
    taxable: false,
    requiresShipping: false,
    product: null,
    taxLines: [],
  });
  expect([soldAs(told, "PRODUCT"), soldAs(told, "TIP")]).toEqual([20, 5]);
  expect(await lastBody("orders/create")).toMatchObject({
    subtotal_price: "20.00",
    total_price: "25.00",
    total_tip_received: "5.00",
    total_line_items_price: "20.00",
    line_items: [
      { title: "Coffee", taxable: true },
      { title: "Tip", product_id: null, taxable: false },
    ],
  });
});

test("the tip alone is given back; an order's discount leaves tips alone", async () => {
  const { id, lines } = coffeeAndTip();
  actions().refundOrder({ orderId: id, lines: [{ lineId: lines[1]!.id, quantity: 1 }] });
  const told = await tell(id);
  expect(told).toMatchObject({
    currentSubtotalPriceSet: 20,
    currentTotalPriceSet: 20,
    totalTipReceivedSet: 5,
    totalRefundedSet: 5,
    refundDiscrepancySet: 0,
    displayFinancialStatus: "PARTIALLY_REFUNDED",
  });
  expect(soldAs(told, "TIP")).toBe(0);

  const tips = actions().placeOrder({
    lines: [
      { unitPriceMinor: 1_000 },
      { unitPriceMinor: 100, isTip: true },
      { unitPriceMinor: 200, isTip: true },
    ],
    discountCode: { code: "HALF", percentage: 50 },
  });
  expect(await tell(tips.id)).toMatchObject({
    totalDiscountsSet: 5,
    totalTipReceivedSet: 3,
    subtotalPriceSet: 5,
    totalPriceSet: 8,
  });
});

test("tax stands where an importing app wrote it; a returned line takes its own tax", async () => {
  for (const [at, left] of [
    [2, 42],
    [0, 42],
  ] as const) {
    const { id, lines } = actions().placeOrder({
      lines: [
        { unitPriceMinor: 12_100, taxes: [{ rate: 0.21, amountMinor: 6_300 }] },
        { unitPriceMinor: 12_100, taxes: [] },
        { unitPriceMinor: 12_100, taxes: [] },
      ],
    });
    actions().refundOrder({
      orderId: id,
      lines: [{ lineId: lines[at]!.id, quantity: 1, taxMinor: 2_100 }],
    });
    const told = await tell(id);
    expect(told).toMatchObject({
      totalTaxSet: 63,
      currentTotalTaxSet: left,
      currentSubtotalPriceSet: 242,
      totalRefundedSet: 121,
      refundDiscrepancySet: 0,
      refunds: [{ refundLineItems: [{ subtotalSet: 121, totalTaxSet: 21 }] }],
    });
    expect(told.lineItems.map((line) => line.taxLines.map((tax) => tax.priceSet))).toEqual([[63], [], []]);
  }
});

test("rates are mixed, and prices with and without tax", async () => {
  const lines = [{ unitPriceMinor: 10_900, taxRate: 0.09 }, { unitPriceMinor: 12_100 }];
  const inside = actions().placeOrder({ lines, taxRate: 0.21, taxesIncluded: true });
  expect(await tell(inside.id)).toMatchObject({ totalPriceSet: 230, totalTaxSet: 30 });
  const outside = actions().placeOrder({ lines, taxRate: 0.21, taxesIncluded: false });
  const told = await tell(outside.id);
  expect(told).toMatchObject({ subtotalPriceSet: 230, totalTaxSet: 35.22, totalPriceSet: 265.22 });
  expect(told.lineItems.map((line) => line.taxLines.map((tax) => tax.rate))).toEqual([[0.09], [0.21]]);
});

test("an authorized payment expires, is captured, or is voided", async () => {
  const place = () => actions().placeOrder({ lines: [{ unitPriceMinor: 7_500 }], payment: "authorized" }).id;
  const [expires, captured, voided] = [place(), place(), place()];
  expect(await tell(expires)).toMatchObject({
    displayFinancialStatus: "AUTHORIZED",
    totalCapturableSet: 75,
    totalReceivedSet: 0,
    totalOutstandingSet: 75,
  });
  actions().expireAuthorization({ orderId: expires });
  expect(await tell(expires)).toMatchObject({
    displayFinancialStatus: "EXPIRED",
    totalCapturableSet: 0,
    totalReceivedSet: 0,
    currentTotalPriceSet: 75,
  });
  expect(await lastBody("orders/updated")).toMatchObject({ financial_status: "expired" });
  actions().markPaid({ orderId: captured });
  expect(await tell(captured)).toMatchObject({
    displayFinancialStatus: "PAID",
    totalCapturableSet: 0,
    transactions: [{ kind: "AUTHORIZATION" }, { kind: "CAPTURE", amountSet: 75 }],
  });
  actions().cancelOrder({ orderId: voided });
  expect(await tell(voided)).toMatchObject({
    displayFinancialStatus: "VOIDED",
    currentTotalPriceSet: 0,
    refundDiscrepancySet: 0,
    transactions: [{ kind: "AUTHORIZATION" }, { kind: "VOID" }],
  });
  expect(() => actions().expireAuthorization({ orderId: captured })).toThrow("waits to be captured");
});

test("a part is paid, and the rest later", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 10_000 }], paidMinor: 4_000 });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "PARTIALLY_PAID",
    totalReceivedSet: 40,
    totalOutstandingSet: 60,
    fullyPaid: false,
  });
  actions().markPaid({ orderId: id, amountMinor: 1_000 });
  expect((await tell(id)).totalOutstandingSet).toBe(50);
  expect(() => actions().markPaid({ orderId: id, amountMinor: 5_001 })).toThrow("outstanding");
  expect(() => actions().refundOrder({ orderId: id, lines: [], amountMinor: 5_001 })).toThrow("more money");
});

test("duties and fees are in the total, not in the subtotal, and are given back on their own", async () => {
  const { id } = actions().placeOrder({
    lines: [{ unitPriceMinor: 5_000 }],
    dutiesMinor: 400,
    fees: [{ name: "Import handling", amountMinor: 150 }],
  });
  expect(await tell(id)).toMatchObject({
    subtotalPriceSet: 50,
    totalPriceSet: 55.5,
    originalTotalDutiesSet: 4,
    currentTotalAdditionalFeesSet: 1.5,
    additionalFees: [{ name: "Import handling", price: 1.5 }],
  });
  actions().refundOrder({ orderId: id, lines: [], dutiesMinor: 400 });
  const told = await tell(id);
  expect(told).toMatchObject({
    originalTotalDutiesSet: 4,
    currentTotalDutiesSet: 0,
    currentTotalPriceSet: 51.5,
    refundDiscrepancySet: 0,
    refunds: [{ duties: [{ amountSet: 4 }] }],
  });
  expect([soldAs(told, "DUTY"), soldAs(told, "ADDITIONAL_FEE")]).toEqual([0, 1.5]);
  expect((await tell(actions().placeOrder({ lines: [{}] }).id)).originalTotalDutiesSet).toBeNull();
});

test("a dispute hangs on the order with its state, and moves no money of it", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 2_000 }] });
  const dispute = actions().openDispute({ orderId: id });
  expect((await tell(id)).disputes).toEqual([{ initiatedAs: "CHARGEBACK", status: "NEEDS_RESPONSE" }]);
  actions().updateDispute({ orderId: id, disputeId: dispute.id, status: "LOST" });
  expect(await tell(id)).toMatchObject({
    disputes: [{ status: "LOST" }],
    netPaymentSet: 20,
    displayFinancialStatus: "PAID",
  });
});

test("totals that contradict the lines are told, and taken back", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 2_000 }] });
  actions().misstateTotals({ orderId: id, totals: { currentSubtotalMinor: 1_990, tipsMinor: 300 } });
  expect(await tell(id)).toMatchObject({ currentSubtotalPriceSet: 19.9, totalTipReceivedSet: 3 });
  actions().misstateTotals({ orderId: id, totals: null });
  expect(await tell(id)).toMatchObject({ currentSubtotalPriceSet: 20, totalTipReceivedSet: 0 });
});

test("an order dated ahead is told with its date", async () => {
  const order = actions().placeOrder({ lines: [{}], processedAt: "2064-01-01T10:00:00Z" });
  expect(await lastBody("orders/create")).toMatchObject({ processed_at: "2064-01-01T11:00:00+01:00" });
  expect(new Date(order.processedAtMs).getUTCFullYear()).toBe(2064);
});

test("what a customer spent is what was paid and not given back; cancelled orders count, test orders do not", async () => {
  const customer = actions().createCustomer({ email: "a@example.com" });
  const place = (unitPriceMinor: number, more = {}) =>
    actions().placeOrder({ customerId: customer.id, lines: [{ unitPriceMinor }], ...more });
  const told = z.object({
    customer: z.object({
      numberOfOrders: z.string(),
      amountSpent: z.object({ amount: z.string(), currencyCode: z.string() }),
    }),
  });
  place(3_000);
  place(1_000, { test: true });
  place(2_000, { payment: "pending" });
  const cancelled = place(5_000);
  actions().cancelOrder({ orderId: cancelled.id, feeMinor: 500 });
  const partly = place(1_000, { paidMinor: 400 });
  expect(() => place(1_000, { paidMinor: 400, payment: "pending" })).toThrow("nothing is paid");
  actions().refundOrder({ orderId: partly.id, lines: [], amountMinor: 100 });
  const read = await connected().read(
    told,
    "query ($id: ID!) { customer(id: $id) { numberOfOrders amountSpent { amount currencyCode } } }",
    { id: `gid://shopify/Customer/${customer.id}` },
  );
  expect(read.customer).toEqual({
    numberOfOrders: "4",
    amountSpent: { amount: "38.0", currencyCode: "EUR" },
  });
});
