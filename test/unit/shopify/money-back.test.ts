import { expect, test } from "vitest";
import { shopOfEachTest } from "./shop-of-each-test.ts";
import { soldAs } from "./told-order.ts";

const { actions, lastBody, tell } = shopOfEachTest();

test("money back without lines is a discrepancy in the customer's favour and leaves the goods on the order", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 10_000 }], taxRate: 0.21 });
  actions().refundOrder({ orderId: id, lines: [], amountMinor: 3_000 });
  const told = await tell(id);
  expect(told).toMatchObject({
    currentSubtotalPriceSet: 100,
    currentTotalPriceSet: 100,
    refundDiscrepancySet: -30,
    totalRefundedSet: 30,
    netPaymentSet: 70,
    totalOutstandingSet: 0,
    displayFinancialStatus: "PARTIALLY_REFUNDED",
    returnStatus: "NO_RETURN",
  });
  expect(told.refunds[0]).toMatchObject({
    refundLineItems: [],
    orderAdjustments: [{ amountSet: -30, taxAmountSet: 0, reason: "REFUND_DISCREPANCY" }],
  });
  expect(soldAs(told, "ADJUSTMENT")).toBe(-30);
  expect(await lastBody("refunds/create")).toMatchObject({
    refund_line_items: [],
    order_adjustments: [{ kind: "refund_discrepancy", reason: "Refund discrepancy", amount: "-30.00" }],
    transactions: [{ kind: "refund", status: "success", amount: "30.00" }],
  });

  actions().refundOrder({ orderId: id, lines: [], amountMinor: 7_000 });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "REFUNDED",
    currentSubtotalPriceSet: 100,
    refundDiscrepancySet: -100,
    netPaymentSet: 0,
  });
});

test("a restocking fee is a discrepancy in the merchant's favour, with the reason that was given", async () => {
  const { id, lines } = actions().placeOrder({ lines: [{ unitPriceMinor: 2_000 }] });
  actions().refundOrder({
    orderId: id,
    lines: [{ lineId: lines[0]!.id, quantity: 1 }],
    amountMinor: 1_900,
    reason: "RESTOCK",
  });
  const told = await tell(id);
  expect(told).toMatchObject({
    currentSubtotalPriceSet: 0,
    currentTotalPriceSet: 0,
    refundDiscrepancySet: 1,
    netPaymentSet: 1,
    totalOutstandingSet: 0,
    displayFinancialStatus: "PARTIALLY_REFUNDED",
  });
  expect(told.refunds[0]).toMatchObject({
    refundLineItems: [{ quantity: 1, subtotalSet: 20 }],
    orderAdjustments: [{ amountSet: 1, reason: "RESTOCK" }],
  });
});

test("more than the lines are worth is a discrepancy in the customer's favour, tax inside and outside", async () => {
  for (const taxesIncluded of [true, false]) {
    const { id, lines } = actions().placeOrder({
      lines: [{ unitPriceMinor: 1_000, quantity: 3 }],
      taxRate: 0.2,
      taxesIncluded,
    });
    actions().refundOrder({
      orderId: id,
      lines: [{ lineId: lines[0]!.id, quantity: 1 }],
      amountMinor: 1_500,
    });
    const worth = taxesIncluded ? 10 : 12;
    expect(await tell(id)).toMatchObject({
      currentSubtotalPriceSet: 20,
      currentTotalTaxSet: taxesIncluded ? 3.33 : 4,
      refundDiscrepancySet: worth - 15,
      totalOutstandingSet: 0,
    });
  }
});

test("adjustments are stated as told: tax of their own, a reason that the schema does not have yet", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 12_100 }], taxRate: 0.21 });
  actions().refundOrder({
    orderId: id,
    lines: [],
    amountMinor: 1_210,
    adjustments: [{ amountMinor: -1_000, taxMinor: -210, reason: "LOYALTY_CREDIT" }],
  });
  const told = await tell(id);
  expect(told.refundDiscrepancySet).toBe(-12.1);
  expect(told.refunds[0]?.orderAdjustments).toEqual([
    { amountSet: -10, taxAmountSet: -2.1, reason: "LOYALTY_CREDIT" },
  ]);
});

test("goods that come back after money was given for them balance it", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 10_000 }] });
  actions().refundOrder({ orderId: id, lines: [], amountMinor: 3_000 });
  actions().refundOrder({ orderId: id });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "REFUNDED",
    currentSubtotalPriceSet: 0,
    refundDiscrepancySet: 0,
    totalOutstandingSet: 0,
    refunds: [
      { orderAdjustments: [{ amountSet: -30, reason: "REFUND_DISCREPANCY" }] },
      { orderAdjustments: [{ amountSet: 30, reason: "FULL_RETURN_BALANCING_ADJUSTMENT" }] },
    ],
  });
});

test("a return on account gives nothing back and leaves no discrepancy", async () => {
  const { id, lines } = actions().placeOrder({
    lines: [{ unitPriceMinor: 1_000, quantity: 2 }],
    payment: "pending",
  });
  actions().refundOrder({ orderId: id, lines: [{ lineId: lines[0]!.id, quantity: 1 }] });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "PENDING",
    currentSubtotalPriceSet: 10,
    totalRefundedSet: 0,
    refundDiscrepancySet: 0,
    totalOutstandingSet: 10,
    unpaid: true,
    refunds: [{ orderAdjustments: [], transactions: [] }],
  });
  actions().markPaid({ orderId: id });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "PAID",
    totalReceivedSet: 10,
    fullyPaid: true,
  });
});

test("what an edit left owed is given back by a refund without lines, and is no discrepancy", async () => {
  const { id, lines } = actions().placeOrder({
    lines: [{ unitPriceMinor: 2_000 }, { unitPriceMinor: 3_000 }],
  });
  actions().editOrder({ orderId: id, quantities: [{ lineId: lines[1]!.id, quantity: 0 }] });
  expect((await tell(id)).totalOutstandingSet).toBe(-30);
  actions().refundOrder({ orderId: id, lines: [] });
  expect(await tell(id)).toMatchObject({
    currentSubtotalPriceSet: 20,
    totalRefundedSet: 30,
    refundDiscrepancySet: 0,
    totalOutstandingSet: 0,
  });
  expect(await lastBody("orders/edited")).toMatchObject({
    order_edit: { line_items: { removals: [{ id: lines[1]!.id, delta: 1 }] } },
  });
});

test("shipping that is given back is a refund shipping line, not a discrepancy", async () => {
  const { id } = actions().placeOrder({
    lines: [{ unitPriceMinor: 5_000 }],
    shippingMinor: 500,
    taxRate: 0.25,
  });
  actions().refundOrder({ orderId: id, lines: [], shippingMinor: 500 });
  expect(await tell(id)).toMatchObject({
    currentSubtotalPriceSet: 50,
    currentShippingPriceSet: 0,
    totalRefundedShippingSet: 5,
    currentTotalTaxSet: 10,
    refundDiscrepancySet: 0,
    refunds: [{ orderAdjustments: [], refundShippingLines: [{ subtotalAmountSet: 5, taxAmountSet: 1 }] }],
  });
  expect(await lastBody("refunds/create")).toMatchObject({
    order_adjustments: [],
    refund_shipping_lines: [{ subtotal_amount_set: { shop_money: { amount: "5.00" } } }],
  });
});

test("a pending refund is stated as a discrepancy until it is settled, as Shopify's webhooks do", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 1_500 }] });
  const refund = actions().refundOrder({ orderId: id, pending: true });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "PAID",
    currentSubtotalPriceSet: 0,
    totalRefundedSet: 0,
    refundDiscrepancySet: 15,
    refunds: [
      {
        totalRefundedSet: 0,
        orderAdjustments: [{ amountSet: 15, reason: "REFUND_DISCREPANCY" }],
        transactions: [{ kind: "REFUND", status: "PENDING", amountSet: 15 }],
      },
    ],
  });
  actions().settleRefund({ orderId: id, refundId: refund.id });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "REFUNDED",
    totalRefundedSet: 15,
    refundDiscrepancySet: 0,
    refunds: [
      {
        orderAdjustments: [
          { amountSet: 15, reason: "REFUND_DISCREPANCY" },
          { amountSet: -15, reason: "PENDING_REFUND_DISCREPANCY" },
        ],
        transactions: [{ status: "SUCCESS" }],
      },
    ],
  });
});

test("a cancelled order of which a fee is kept", async () => {
  const { id } = actions().placeOrder({ lines: [{ unitPriceMinor: 10_000 }] });
  actions().cancelOrder({ orderId: id, feeMinor: 1_000 });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "PARTIALLY_REFUNDED",
    currentSubtotalPriceSet: 0,
    refundDiscrepancySet: 10,
    netPaymentSet: 10,
    totalOutstandingSet: 0,
    refunds: [{ refundLineItems: [{ restockType: "CANCEL" }] }],
  });

  const edited = actions().placeOrder({ lines: [{ unitPriceMinor: 10_000 }] });
  actions().editOrder({ orderId: edited.id, quantities: [{ lineId: edited.lines[0]!.id, quantity: 0 }] });
  actions().refundOrder({ orderId: edited.id, lines: [], amountMinor: 9_000 });
  actions().cancelOrder({ orderId: edited.id });
  expect(await tell(edited.id)).toMatchObject({
    currentSubtotalPriceSet: 0,
    refundDiscrepancySet: 0,
    netPaymentSet: 10,
    totalOutstandingSet: -10,
  });
});

test("a cancelled order gives back what an edit left owed, whatever was given back before", async () => {
  const { id, lines } = actions().placeOrder({ lines: [{ unitPriceMinor: 2_500, quantity: 4 }] });
  actions().refundOrder({ orderId: id, lines: [], amountMinor: 300 });
  actions().editOrder({ orderId: id, quantities: [{ lineId: lines[0]?.id ?? 0, quantity: 2 }] });
  actions().cancelOrder({ orderId: id });
  expect(await tell(id)).toMatchObject({
    displayFinancialStatus: "REFUNDED",
    currentSubtotalPriceSet: 0,
    totalRefundedSet: 100,
    netPaymentSet: 0,
    totalOutstandingSet: 0,
    refundDiscrepancySet: 0,
    refunds: [
      { totalRefundedSet: 3 },
      {
        totalRefundedSet: 97,
        orderAdjustments: [{ amountSet: 3, reason: "FULL_RETURN_BALANCING_ADJUSTMENT" }],
      },
    ],
  });
});

test("an order is cancelled without money back, and without being restocked", async () => {
  const kept = actions().placeOrder({ lines: [{ unitPriceMinor: 1_000 }] });
  actions().cancelOrder({ orderId: kept.id, refund: false, restock: true });
  expect(await tell(kept.id)).toMatchObject({
    displayFinancialStatus: "PAID",
    currentSubtotalPriceSet: 0,
    refundDiscrepancySet: 10,
    netPaymentSet: 10,
  });
  const plain = actions().placeOrder({ lines: [{ unitPriceMinor: 1_000 }] });
  actions().cancelOrder({ orderId: plain.id, refund: false });
  expect(await tell(plain.id)).toMatchObject({ currentSubtotalPriceSet: 10, refunds: [] });
});

test("an exchange adds a line, takes another off, and moves only the difference", async () => {
  const { id, lines } = actions().placeOrder({ lines: [{ title: "Mug", unitPriceMinor: 2_000 }] });
  actions().exchangeItems({
    orderId: id,
    returned: [{ lineId: lines[0]!.id, quantity: 1 }],
    lines: [{ title: "Cup", unitPriceMinor: 1_500 }],
  });
  const told = await tell(id);
  expect(told).toMatchObject({
    currentSubtotalPriceSet: 15,
    totalRefundedSet: 5,
    refundDiscrepancySet: 0,
    totalOutstandingSet: 0,
    returnStatus: "RETURNED",
    returns: [
      {
        name: "#1001-R1",
        status: "CLOSED",
        returnLineItems: [{ quantity: 1 }],
        exchangeLineItems: [{ quantity: 1, lineItems: [{ title: "Cup" }] }],
        refunds: [{ totalRefundedSet: 5 }],
      },
    ],
    refunds: [{ return: { name: "#1001-R1" } }],
  });
  expect(told.lineItems.map((line) => [line.title, line.currentQuantity])).toEqual([
    ["Mug", 0],
    ["Cup", 1],
  ]);
  expect(told.agreements.map((one) => one.reason)).toEqual(["ORDER", "RETURN", "REFUND"]);
  expect(soldAs(told, "PRODUCT")).toBe(15);

  const dearer = actions().placeOrder({ lines: [{ unitPriceMinor: 2_000 }] });
  actions().exchangeItems({
    orderId: dearer.id,
    returned: [{ lineId: dearer.lines[0]!.id, quantity: 1 }],
    lines: [{ unitPriceMinor: 2_600 }],
  });
  expect(await tell(dearer.id)).toMatchObject({
    currentSubtotalPriceSet: 26,
    totalRefundedSet: 0,
    refundDiscrepancySet: 0,
    totalOutstandingSet: 6,
    displayFinancialStatus: "PARTIALLY_PAID",
  });
});
