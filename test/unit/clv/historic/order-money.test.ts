import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countOrder,
  DEFAULT_ORDER_RULES,
  type LineRefund,
  moneyOfOrder,
  type Order,
  type OrderLine,
  type OrderRules,
  valueEventsOfOrder,
} from "../../../../app/clv/historic/order-money.ts";

function line(fields: Partial<OrderLine> = {}): OrderLine {
  const quantity = fields.quantity ?? 1;
  return {
    unitPriceMinor: 1000,
    quantity,
    keptQuantity: quantity,
    discountMinor: 0,
    isGiftCard: false,
    unitCostMinor: null,
    unitCostOverrideMinor: null,
    ...fields,
  };
}

function order(fields: Partial<Order> = {}): Order {
  return {
    day: 100,
    isTest: false,
    isVoided: false,
    isCancelled: false,
    shippingMinor: 0,
    lines: [line()],
    refunds: [],
    ...fields,
  };
}

function rules(fields: Partial<OrderRules> = {}): OrderRules {
  return { ...DEFAULT_ORDER_RULES, ...fields };
}

function whyNot(value: Order, using: OrderRules = DEFAULT_ORDER_RULES): string | null {
  const counted = countOrder(value, moneyOfOrder(value, using), using);
  return counted.counts ? null : counted.reason;
}

describe("money of an order", () => {
  test("net sales are gross sales less discounts and returns, without gift cards and shipping", () => {
    const money = moneyOfOrder(
      order({
        shippingMinor: 495,
        lines: [
          line({ unitPriceMinor: 2500, quantity: 3, keptQuantity: 2, discountMinor: 600 }),
          line({ unitPriceMinor: 999 }),
          line({ unitPriceMinor: 5000, isGiftCard: true }),
        ],
        refunds: [{ day: 103, line: 0, quantity: 1, subtotalMinor: 2300 }],
      }),
    );
    expect(money).toMatchObject({
      grossSalesMinor: 8499,
      discountsMinor: 600,
      returnsMinor: 2300,
      netSalesMinor: 5599,
      shippingMinor: 495,
    });
  });

  test("a quantity taken off by an edit leaves at its price after discounts", () => {
    const money = moneyOfOrder(
      order({ lines: [line({ unitPriceMinor: 1000, quantity: 3, keptQuantity: 1, discountMinor: 100 })] }),
    );
    // 2 / 3 of 2,900 is 1,933.33.
    expect(money.returnsMinor).toBe(1933);
    expect(money.netSalesMinor).toBe(967);
  });

  test("a line of which nothing is kept and nothing was refunded is worth nothing, to the minor unit", () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(100_000),
        (price, quantity, discount) => {
          const gone = line({ unitPriceMinor: price, quantity, keptQuantity: 0, discountMinor: discount });
          expect(moneyOfOrder(order({ lines: [gone] })).netSalesMinor).toBe(0);
        },
      ),
    );
  });

  test("costs come from the variant, else the product, else the default margin, and the coverage says how much is known", () => {
    const lines = [
      line({
        unitPriceMinor: 1000,
        quantity: 2,
        keptQuantity: 2,
        unitCostMinor: 300,
        unitCostOverrideMinor: 999,
      }),
      line({ unitPriceMinor: 1000, unitCostOverrideMinor: 450 }),
      line({ unitPriceMinor: 1000 }),
    ];
    const withMargin = moneyOfOrder(order({ lines }), rules({ defaultMargin: 0.4 }));
    expect(withMargin.costMinor).toBe(600 + 450 + 600);
    expect(withMargin.grossMarginMinor).toBe(4000 - 1650);
    expect(withMargin.costCoverage).toBe(0.75);

    const without = moneyOfOrder(order({ lines }), rules({ defaultMargin: null }));
    expect(without.costMinor).toBe(1050);
    expect(without.costMissingNetSalesMinor).toBe(1000);
    expect(without.grossMarginMinor).toBeNull();
    expect(without.contributionMinor).toBeNull();
  });

  test("contribution adds shipping charged and takes off what each rule says", () => {
    const money = moneyOfOrder(
      order({ shippingMinor: 500, lines: [line({ unitPriceMinor: 10_000, unitCostMinor: 4000 })] }),
      rules({
        shippingCost: { fixedMinor: 650, shareOfNetSales: 0 },
        paymentFees: { fixedMinor: 25, shareOfNetSales: 0.029 },
        fulfilmentCost: { fixedMinor: 200, shareOfNetSales: 0 },
      }),
    );
    expect(money.grossMarginMinor).toBe(6000);
    expect(money.contributionMinor).toBe(6000 + 500 - 650 - 25 - 290 - 200);
  });
});

describe("which orders count", () => {
  test("test, voided, wholly cancelled, gift-card and zero-value orders do not, each with its reason", () => {
    expect(whyNot(order())).toBeNull();
    expect(whyNot(order({ isTest: true }))).toBe("test");
    expect(whyNot(order({ isVoided: true }))).toBe("voided");
    expect(whyNot(order({ isCancelled: true, lines: [line({ keptQuantity: 0 })] }))).toBe("cancelled");
    expect(whyNot(order({ lines: [line({ isGiftCard: true })] }))).toBe("gift_cards_only");
    expect(whyNot(order({ lines: [line({ discountMinor: 1000 })] }))).toBe("zero_value");
  });

  test("what stays of a cancelled order stays", () => {
    const kept = order({
      isCancelled: true,
      lines: [line({ keptQuantity: 0 })],
      refunds: [{ day: 101, line: 0, quantity: 1, subtotalMinor: 800 }],
    });
    expect(whyNot(kept)).toBeNull();
    expect(moneyOfOrder(kept).netSalesMinor).toBe(200);
  });

  test("zero-value orders count if the merchant says so, and returned goods do not make an order zero-value", () => {
    expect(
      whyNot(order({ lines: [line({ unitPriceMinor: 0 })] }), rules({ countZeroValueOrders: true })),
    ).toBeNull();
    const returned = order({
      lines: [line({ keptQuantity: 0 })],
      refunds: [{ day: 120, line: 0, quantity: 1, subtotalMinor: 1000 }],
    });
    expect(whyNot(returned)).toBeNull();
  });
});

describe("dating of refunds", () => {
  const refunded = order({
    lines: [line({ quantity: 3, keptQuantity: 1 })],
    refunds: [
      { day: 130, line: 0, quantity: 1, subtotalMinor: 1000 },
      { day: 110, line: 0, quantity: 1, subtotalMinor: 900 },
    ],
  });

  test("goes back to the day of the order unless set otherwise", () => {
    expect(valueEventsOfOrder(refunded)).toEqual([{ day: 100, netSalesMinor: 1100, isOrder: true }]);
  });

  test("can be the day of the refund", () => {
    expect(valueEventsOfOrder(refunded, rules({ refundDating: "day_of_refund" }))).toEqual([
      { day: 100, netSalesMinor: 3000, isOrder: true },
      { day: 110, netSalesMinor: -900, isOrder: false },
      { day: 130, netSalesMinor: -1000, isOrder: false },
    ]);
  });
});

describe("conservation of money", () => {
  const anyLine = fc
    .record({
      unitPriceMinor: fc.nat(1_000_000),
      quantity: fc.nat(20),
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
      discountShare: fc.double({ min: 0, max: 1, noNaN: true }),
      isGiftCard: fc.boolean(),
      unitCostMinor: fc.option(fc.nat(500_000)),
      unitCostOverrideMinor: fc.option(fc.nat(500_000)),
    })
    .map(
      ({ kept, discountShare, ...rest }): OrderLine => ({
        ...rest,
        keptQuantity: Math.floor(rest.quantity * kept),
        discountMinor: Math.floor(rest.unitPriceMinor * rest.quantity * discountShare),
      }),
    );
  const anyRefund: fc.Arbitrary<LineRefund> = fc.record({
    day: fc.integer({ min: 100, max: 200 }),
    line: fc.nat(5),
    quantity: fc.nat(3),
    subtotalMinor: fc.nat(100_000),
  });
  const anyOrder = fc
    .record({ lines: fc.array(anyLine, { maxLength: 6 }), refunds: fc.array(anyRefund, { maxLength: 5 }) })
    .map(({ lines, refunds }) =>
      order({ lines, refunds: refunds.filter((refund) => refund.line < lines.length) }),
    );
  const anyMargin = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));

  test("lines add up to the order in every column, in whole minor units", () => {
    fc.assert(
      fc.property(anyOrder, anyMargin, (value, defaultMargin) => {
        const { lines, ...money } = moneyOfOrder(value, rules({ defaultMargin }));
        for (const key of [
          "grossSalesMinor",
          "discountsMinor",
          "returnsMinor",
          "netSalesMinor",
          "costMinor",
        ] as const) {
          expect(money[key]).toBe(lines.reduce((sum, part) => sum + part[key], 0));
          expect(Number.isInteger(money[key])).toBe(true);
        }
        expect(money.netSalesMinor).toBe(money.grossSalesMinor - money.discountsMinor - money.returnsMinor);
      }),
    );
  });

  test("the dated events add up to net sales whichever way refunds are dated", () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom("day_of_order", "day_of_refund"), (value, refundDating) => {
        const using = rules({ refundDating, countZeroValueOrders: true });
        const events = valueEventsOfOrder(value, using);
        const counts = countOrder(value, moneyOfOrder(value, using), using).counts;
        expect(events.reduce((sum, event) => sum + event.netSalesMinor, 0)).toBe(
          counts ? moneyOfOrder(value, using).netSalesMinor : 0,
        );
        expect(events.filter((event) => event.isOrder)).toHaveLength(counts ? 1 : 0);
      }),
    );
  });
});
