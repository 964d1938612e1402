import { expect, test } from "vitest";
import { Refused } from "../../../app/sync/mapping/node.ts";
import { mapOrder, NO_DETAILS } from "../../../app/sync/mapping/order.ts";
import { aLineNode, aMappingShop, anOrderNode, money } from "../../builders/order-nodes.ts";

const shop = aMappingShop();

const mapHead = (node: unknown, of = shop) => mapOrder(node, [], NO_DETAILS, of).order;

const headNode = (change: object = {}, currency?: string) =>
  anOrderNode(
    {
      email: " Guest@Example.com ",
      billingAddress: { name: "An de Wit", countryCodeV2: "BE" },
      currentShippingPriceSet: money("4.95"),
      ...change,
    },
    currency,
  );

test("an order belongs to the day of its processing in the shop's time zone", () => {
  expect(mapHead(headNode(), shop)).toMatchObject({
    orderDay: "2026-04-01",
    guestEmail: "guest@example.com",
    countryCode: "BE",
    channel: "web",
    shippingMinor: 495,
  });
  expect(mapHead(headNode(), { ...shop, timeZone: "America/New_York" }).orderDay).toBe("2026-03-31");
});

test("the address of an order with a customer is not kept", () => {
  const head = mapHead(headNode({ customer: { id: "gid://shopify/Customer/7" } }), shop);
  expect(head).toMatchObject({ customerId: 7, guestEmail: null });
});

test.each([
  ["unknown_currency", headNode({ currentShippingPriceSet: money("1.00", "ZZZ") })],
  ["other_currency", headNode({ currentShippingPriceSet: money("1.00", "USD") })],
  ["bad_shape", headNode({ processedAt: 5 })],
  ["bad_value", headNode({ processedAt: "yesterday" })],
  ["bad_value", headNode({ currentShippingPriceSet: money("1,00") })],
  ["bad_value", headNode({ id: "gid://shopify/Customer/1" })],
])("an order is refused with the reason %s", (reason, node) => {
  expect(() => mapHead(node, shop)).toThrow(expect.objectContaining({ name: "Refused", reason }));
});

const line = (change: object = {}) =>
  aLineNode({
    quantity: 3,
    currentQuantity: 2,
    product: null,
    variant: {
      id: "gid://shopify/ProductVariant/3",
      inventoryItem: { unitCost: { amount: "2.5", currencyCode: "EUR" } },
    },
    discountAllocations: [{ allocatedAmountSet: money("1.00") }, { allocatedAmountSet: money("2.0") }],
    taxLines: [{ rate: 0.21, priceSet: money("5.67") }],
    ...change,
  });

test("tax beside the price is left alone, and a cost in another currency is none", () => {
  const mapped = mapOrder(headNode(), [line()], NO_DETAILS, shop);
  expect(mapped.order).toMatchObject({
    grossSalesMinor: 3_000,
    costMinor: 500,
    costKnownNetSalesMinor: 1_800,
  });
  expect(mapped.lines).toEqual([
    expect.objectContaining({
      orderId: 5_400_000_000_001,
      discountMinor: 300,
      returnsMinor: 900,
      netSalesMinor: 1_800,
      unitCostMinor: 250,
    }),
  ]);
  const variant = {
    id: "gid://shopify/ProductVariant/3",
    inventoryItem: { unitCost: { amount: "2.5", currencyCode: "USD" } },
  };
  const [costless] = mapOrder(headNode(), [line({ variant })], NO_DETAILS, shop).lines;
  expect(costless?.unitCostMinor).toBeNull();
});

test("yen have no minor unit, however many zeros Shopify prints", () => {
  const yen = aMappingShop({ currency: "JPY", timeZone: "Asia/Tokyo" });
  const node = line({
    originalUnitPriceSet: money("1200.0", "JPY"),
    discountAllocations: [],
    variant: null,
  });
  const head = headNode({ currentShippingPriceSet: money("0", "JPY") }, "JPY");
  const { order, lines } = mapOrder(head, [node], NO_DETAILS, yen);
  expect(lines[0]?.unitPriceMinor).toBe(1_200);
  expect(order.grossSalesMinor).toBe(3_600);
});

const refund = {
  id: "gid://shopify/Refund/9",
  createdAt: "2026-04-05T10:00:00Z",
  totalRefundedSet: money("11.10"),
};
const back = {
  quantity: 1,
  subtotalSet: money("12.10"),
  totalTaxSet: money("2.10"),
  lineItem: { id: "gid://shopify/LineItem/1" },
};
const kept = {
  amountSet: money("1.00"),
  taxAmountSet: money("0.0"),
  reason: "RESTOCK",
};

test("a refund takes its lines and its adjustments, and says so on its day", () => {
  const node = headNode({
    taxesIncluded: true,
    refunds: [refund],
    refundDiscrepancySet: money("1.00"),
    totalRefundedSet: money("11.10"),
    currentSubtotalPriceSet: money("12.10"),
    currentTotalTaxSet: money("2.10"),
    currentTotalPriceSet: money("17.05"),
    totalReceivedSet: money("29.15"),
  });
  const lineOfTwo = aLineNode({
    quantity: 2,
    originalUnitPriceSet: money("12.10"),
    taxLines: [{ rate: 0.21, priceSet: money("4.20") }],
  });
  const refunds = new Map([[refund.id, { lines: [back], adjustments: [kept], transactions: [] }]]);
  const mapped = mapOrder(node, [lineOfTwo], { ...NO_DETAILS, refunds }, shop);
  expect(mapped.order).toMatchObject({
    grossSalesMinor: 2_000,
    returnsMinor: 900,
    netSalesMinor: 1_100,
    refundDiscrepancyMinor: 100,
    taxMinor: 210,
    currentTotalMinor: 1_705,
    receivedMinor: 2_915,
    refundedMinor: 1_110,
    doubts: [],
  });
  expect(mapped.refunds).toEqual([
    expect.objectContaining({ returnsMinor: 1_000, discrepancyMinor: 100, refundedMinor: 1_110 }),
  ]);
  expect(mapped.needsRefunds).toBe(false);
});

test("an order out of a file whose refunds are not certain leaves them unread", () => {
  const node = headNode({ refunds: [refund, { ...refund, id: "gid://shopify/Refund/10" }] });
  const mapped = mapOrder(node, [line()], NO_DETAILS, shop);
  expect(mapped.needsRefunds).toBe(true);
  expect(mapped.refunds.map((one) => one.returnsMinor)).toEqual([null, null]);
});

test.each([
  [[], null],
  [[{ initiatedAs: "INQUIRY", status: "LOST" }], null],
  [[{ initiatedAs: "CHARGEBACK", status: "UNDER_REVIEW" }], "open"],
  [[{ initiatedAs: "CHARGEBACK", status: "A_NEW_STATE" }], "open"],
  [
    [
      { initiatedAs: "CHARGEBACK", status: "WON" },
      { initiatedAs: "CHARGEBACK", status: "LOST" },
    ],
    "lost",
  ],
  [[{ initiatedAs: "CHARGEBACK", status: "WON" }], "won"],
])("disputes %j are the chargeback %s", (disputes, chargeback) => {
  expect(mapHead(headNode({ disputes }), shop).chargeback).toBe(chargeback);
});

test("a refusal never repeats what a person entered", () => {
  const node = headNode({ email: 17, customer: "somebody@example.com" });
  try {
    mapHead(node, shop);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    expect(String(error)).not.toContain("somebody");
  }
});
