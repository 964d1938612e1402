import fc from "fast-check";
import { expect, test } from "vitest";
import { moneyOfOrder } from "../../../app/clv/historic/order-money.ts";
import { Refused } from "../../../app/sync/mapping/node.ts";
import { lineMoney, mapOrder, NO_DETAILS, refundReturnsMinor } from "../../../app/sync/mapping/order.ts";

const shop = { currency: "EUR", timeZone: "Europe/Amsterdam", taxesIncluded: false };

const amounts = fc
  .record({
    unitPriceMinor: fc.integer({ min: 0, max: 1_000_000 }),
    quantity: fc.integer({ min: 1, max: 50 }),
    keptShare: fc.double({ min: 0, max: 1, noNaN: true }),
    discountShare: fc.double({ min: 0, max: 1, noNaN: true }),
    taxShare: fc.double({ min: 0, max: 0.3, noNaN: true }),
  })
  .map(({ unitPriceMinor, quantity, keptShare, discountShare, taxShare }) => {
    const discountsMinor = Math.floor(unitPriceMinor * quantity * discountShare);
    return {
      unitPriceMinor,
      quantity,
      keptQuantity: Math.round(quantity * keptShare),
      discountsMinor,
      taxMinor: Math.floor((unitPriceMinor * quantity - discountsMinor) * taxShare),
    };
  });

test("gross sales less discounts less returns are net sales, to the minor unit", () => {
  fc.assert(
    fc.property(amounts, (line) => {
      const money = lineMoney(line);
      expect(money.grossMinor - money.discountMinor - money.returnsMinor).toBe(money.netSalesMinor);
      expect(money.netSalesMinor).toBeGreaterThanOrEqual(0);
      expect(money.returnsMinor).toBeGreaterThanOrEqual(0);
      expect(money.discountMinor).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a line that was kept whole is worth what was paid for it without tax", () => {
  fc.assert(
    fc.property(amounts, (line) => {
      const money = lineMoney({ ...line, keptQuantity: line.quantity });
      const paidMinor = line.unitPriceMinor * line.quantity - line.discountsMinor - line.taxMinor;
      expect(money).toMatchObject({ returnsMinor: 0, netSalesMinor: paidMinor });
    }),
  );
});

test("without tax, lines agree with the money of an order as customer value computes it", () => {
  fc.assert(
    fc.property(amounts, (line) => {
      const money = lineMoney({ ...line, taxMinor: 0 });
      const order = moneyOfOrder({
        day: 0,
        isTest: false,
        isVoided: false,
        isCancelled: false,
        shippingMinor: 0,
        refunds: [],
        lines: [
          {
            unitPriceMinor: line.unitPriceMinor,
            quantity: line.quantity,
            keptQuantity: line.keptQuantity,
            discountMinor: line.discountsMinor,
            isGiftCard: false,
            unitCostMinor: null,
            unitCostOverrideMinor: null,
          },
        ],
      });
      // Both round, one what is kept and one what is taken off: they may differ by the half that is rounded.
      expect(Math.abs(order.netSalesMinor - money.netSalesMinor)).toBeLessThanOrEqual(1);
      expect(order.grossSalesMinor).toBe(money.grossMinor);
    }),
  );
});

test("21 % tax inside the price is taken out of gross sales, discounts and net sales", () => {
  // 2 x 121.00 with 21 % inside, 10 % off: 217.80 paid, of which 37.80 is tax.
  const line = {
    unitPriceMinor: 12_100,
    quantity: 2,
    keptQuantity: 1,
    discountsMinor: 2_420,
    taxMinor: 3_780,
  };
  expect(lineMoney(line)).toEqual({
    grossMinor: 20_000,
    discountMinor: 2_000,
    returnsMinor: 9_000,
    netSalesMinor: 9_000,
  });
});

const money = (amount: string, currencyCode = "EUR") => ({ shopMoney: { amount, currencyCode } });

const mapHead = (node: unknown, of = shop) => mapOrder(node, [], NO_DETAILS, of).order;

function headNode(change: object = {}) {
  return {
    id: "gid://shopify/Order/5400000000001",
    name: "#1001",
    processedAt: "2026-03-31T22:30:00Z",
    updatedAt: "2026-04-01T00:00:00Z",
    cancelledAt: null,
    test: false,
    edited: false,
    taxesIncluded: false,
    displayFinancialStatus: "PAID",
    email: " Guest@Example.com ",
    sourceName: "web",
    discountCodes: [],
    customer: null,
    attribution: null,
    shippingAddress: null,
    billingAddress: { countryCodeV2: "BE" },
    currentShippingPriceSet: money("4.95"),
    refunds: [],
    ...change,
  };
}

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

function line(change: object = {}) {
  return {
    id: "gid://shopify/LineItem/1",
    title: "Tea",
    quantity: 3,
    currentQuantity: 2,
    isGiftCard: false,
    product: null,
    variant: {
      id: "gid://shopify/ProductVariant/3",
      inventoryItem: { unitCost: { amount: "2.5", currencyCode: "EUR" } },
    },
    originalUnitPriceSet: money("10.00"),
    discountAllocations: [{ allocatedAmountSet: money("1.00") }, { allocatedAmountSet: money("2.0") }],
    taxLines: [{ priceSet: money("5.67") }],
    ...change,
  };
}

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
  const yen = { currency: "JPY", timeZone: "Asia/Tokyo", taxesIncluded: false };
  const node = line({
    originalUnitPriceSet: money("1200.0", "JPY"),
    discountAllocations: [],
    variant: null,
  });
  const head = headNode({ currentShippingPriceSet: money("0", "JPY") });
  const { order, lines } = mapOrder(head, [node], NO_DETAILS, yen);
  expect(lines[0]?.unitPriceMinor).toBe(1_200);
  expect(order.grossSalesMinor).toBe(3_600);
});

test("a refund gives back its lines after discounts, without gift cards, and without tax where prices have it", () => {
  const lines = [
    { quantity: 1, subtotalSet: money("12.10"), totalTaxSet: money("2.10"), lineItem: { isGiftCard: false } },
    { quantity: 1, subtotalSet: money("50.00"), totalTaxSet: money("0.0"), lineItem: { isGiftCard: true } },
  ];
  expect(refundReturnsMinor(lines, true, shop)).toBe(1_000);
  expect(refundReturnsMinor(lines, false, shop)).toBe(1_210);
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
