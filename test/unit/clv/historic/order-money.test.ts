import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moneyOfOrder } from "../../../../app/clv/historic/order-money.ts";
import type { StatedOrder } from "../../../../app/clv/historic/stated-order.ts";
import { back, line, order, refund } from "../../../builders/stated-order.ts";
import { stories } from "../../../oracle/order-story.ts";

describe("money of an order", () => {
  test("net sales are gross sales less discounts and returns, without gift cards and shipping", () => {
    const money = moneyOfOrder(
      order({
        shippingMinor: 495,
        lines: [
          line({ unitPriceMinor: 2_500, quantity: 3, keptQuantity: 2, discountMinor: 600 }),
          line({ unitPriceMinor: 999 }),
          line({ unitPriceMinor: 5_000, isGiftCard: true }),
        ],
        refunds: [refund([back({ subtotalMinor: 2_300 })])],
      }),
    );
    expect(money).toMatchObject({
      grossSalesMinor: 8_499,
      discountsMinor: 600,
      returnsMinor: 2_300,
      netSalesMinor: 5_599,
      giftCardsMinor: 5_000,
      doubts: [],
    });
  });

  test("shipping is without the tax inside its price, and as stated where prices have none", () => {
    const taxed = {
      lines: [line({ unitPriceMinor: 2_420, taxMinor: 420, taxRate: 0.21 })],
      shippingMinor: 495,
    };
    const inside = moneyOfOrder(
      order({ ...taxed, taxesIncluded: true, totalTaxMinor: 506, currentTaxMinor: 506 }),
    );
    expect(inside).toMatchObject({ netSalesMinor: 2_000, shippingMinor: 409 });
    expect(moneyOfOrder(order({ ...taxed, currentTaxMinor: 506 })).shippingMinor).toBe(495);
    // Tax that the goods hold already leaves nothing for the shipping, and none can be more than it.
    const stated = (currentTaxMinor: number) =>
      moneyOfOrder(order({ ...taxed, taxesIncluded: true, currentTaxMinor })).shippingMinor;
    expect([stated(0), stated(420), stated(9_999)]).toEqual([495, 495, 0]);
  });

  test("a unit that an edit took off leaves at its price after discounts", () => {
    const money = moneyOfOrder(
      order({ isEdited: true, lines: [line({ quantity: 3, keptQuantity: 1, discountMinor: 100 })] }),
    );
    // 2 / 3 of 2,900 is 1,933.33.
    expect(money).toMatchObject({ returnsMinor: 1_933, netSalesMinor: 967 });
  });

  test("lines and refunds add up to the order, and the order to what its story says, wherever returns and discrepancies come from", () => {
    fc.assert(
      fc.property(
        fc.oneof(stories({ taxAnywhere: false }), stories({ taxAnywhere: true })),
        ({ stated, ledger, tipsKept, giftCardsKept }) => {
          const money = moneyOfOrder(stated);
          const net = ledger.goodsSold - ledger.goodsBack + ledger.discrepancy;
          // Edits and returns of a line round each for itself.
          const rounding = stated.isEdited ? stated.lines.length + stated.refunds.length : 0;
          expect(Math.abs(money.netSalesMinor - net)).toBeLessThanOrEqual(rounding);
          expect(money.grossSalesMinor - money.discountsMinor - money.returnsMinor).toBe(money.netSalesMinor);
          expect(money.grossSalesMinor - money.discountsMinor).toBe(ledger.goodsSold);
          expect(Math.abs(money.refundDiscrepancyMinor - ledger.discrepancy)).toBeLessThanOrEqual(rounding);
          expect(money.giftCardsMinor).toBe(giftCardsKept);
          // Two lines without a product and of one price may each be the tip; what is kept of tips may then be the other's.
          if (stated.lines.filter((one) => !one.hasProduct).length < 2)
            expect(money.tipsMinor).toBe(tipsKept);
          for (const key of ["grossSalesMinor", "discountsMinor", "returnsMinor", "netSalesMinor"] as const) {
            expect(money.lines.reduce((sum, one) => sum + one[key], 0)).toBe(money[key]);
          }
          if (!stated.isEdited) {
            const explained = money.refunds.reduce(
              (sum, one) => sum + (one.returnsMinor ?? 0) - (one.discrepancyMinor ?? 0),
              0,
            );
            const none = money.lines.every((one) => one.kind !== "goods");
            expect(none ? 0 : explained).toBe(none ? 0 : money.returnsMinor);
          }
          expect(money.doubts).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("tips", () => {
  const coffee = line({ unitPriceMinor: 2_000 });
  const tip = line({ unitPriceMinor: 500, hasProduct: false });

  test("a tip is no sale", () => {
    const money = moneyOfOrder(
      order({ lines: [coffee, tip], tipsReceivedMinor: 500, currentSubtotalMinor: 2_000 }),
    );
    expect(money).toMatchObject({ grossSalesMinor: 2_000, netSalesMinor: 2_000, tipsMinor: 500, doubts: [] });
  });

  test("a tip that is given back changes no sales", () => {
    const money = moneyOfOrder(
      order({
        lines: [coffee, { ...tip, keptQuantity: 0 }],
        tipsReceivedMinor: 500,
        refunds: [refund([back({ line: 1, subtotalMinor: 500 })])],
      }),
    );
    expect(money).toMatchObject({ netSalesMinor: 2_000, returnsMinor: 0, tipsMinor: 0, doubts: [] });
  });

  test("several tips, and a tip beside another line without a product, are told apart by their amount", () => {
    const wrapping = line({ unitPriceMinor: 250, hasProduct: false, taxMinor: 43, taxRate: 0.21 });
    const second = line({ unitPriceMinor: 300, hasProduct: false });
    const money = moneyOfOrder(
      order({ taxesIncluded: true, lines: [coffee, wrapping, tip, second], tipsReceivedMinor: 800 }),
    );
    expect(money.lines.map(({ kind }) => kind)).toEqual(["goods", "goods", "tip", "tip"]);
    expect(money.netSalesMinor).toBe(2_207);
  });

  test("a tip with a discount is a tip, whichever of the two amounts Shopify counts", () => {
    for (const tipsReceivedMinor of [500, 400]) {
      const lines = [coffee, { ...tip, discountMinor: 100 }];
      expect(moneyOfOrder(order({ lines, tipsReceivedMinor })).netSalesMinor).toBe(2_000);
    }
  });

  test("a tip that no line has is named and counted as a tip", () => {
    const money = moneyOfOrder(order({ lines: [coffee], tipsReceivedMinor: 500 }));
    expect(money).toMatchObject({ netSalesMinor: 2_000, tipsMinor: 500, doubts: ["tip_without_line"] });
  });
});

describe("tax inside prices", () => {
  test("all tax on one line: what an edit removes takes its own share, from either line, and shipping keeps its tax", () => {
    for (const [removed, currentTaxMinor] of [
      [0, 4_305],
      [1, 105],
    ]) {
      const money = moneyOfOrder(
        order({
          taxesIncluded: true,
          isEdited: true,
          lines: [0, 1].map((at) =>
            line({
              unitPriceMinor: 12_100,
              keptQuantity: at === removed ? 0 : 1,
              taxMinor: at === 0 ? 0 : 4_200,
              taxRate: at === 0 ? 0 : 0.21,
            }),
          ),
          shippingMinor: 605,
          totalTaxMinor: 4_305,
          currentTaxMinor,
          receivedMinor: 24_805,
          outstandingMinor: -12_100,
        }),
      );
      expect(money).toMatchObject({ netSalesMinor: 10_000, taxMinor: 2_205, shippingMinor: 500, doubts: [] });
    }
  });

  // Three times 121.00 with 21 % inside, all of it written on the first line by the app that made the order.
  const three = (returned: number) =>
    order({
      taxesIncluded: true,
      lines: [0, 1, 2].map((at) =>
        line({
          unitPriceMinor: 12_100,
          keptQuantity: at === returned ? 0 : 1,
          taxMinor: at === 0 ? 6_300 : 0,
          taxRate: at === 0 ? 0.21 : 0,
        }),
      ),
      refunds: [refund([back({ line: returned, subtotalMinor: 12_100, taxMinor: 2_100 })])],
    });

  test.each([0, 1, 2])(
    "a returned line takes the tax of its refund, wherever the tax stands (line %i)",
    (at) => {
      const money = moneyOfOrder(three(at));
      expect(money).toMatchObject({ grossSalesMinor: 30_000, returnsMinor: 10_000, netSalesMinor: 20_000 });
      expect(money.lines[at]).toMatchObject({ netSalesMinor: 0 });
    },
  );

  test("lines with rates of their own keep them", () => {
    const money = moneyOfOrder(
      order({
        taxesIncluded: true,
        lines: [
          line({ unitPriceMinor: 1_090, taxMinor: 90, taxRate: 0.09 }),
          line({ unitPriceMinor: 2_420, discountMinor: 1_210, taxMinor: 210, taxRate: 0.21 }),
        ],
      }),
    );
    expect(money.lines.map((one) => one.netSalesMinor)).toEqual([1_000, 1_000]);
    expect(money).toMatchObject({ grossSalesMinor: 3_000, discountsMinor: 1_000 });
  });
});

describe("orders that do not count", () => {
  test("each for its reason", () => {
    const none = line({ keptQuantity: 0 });
    const cases: [Partial<StatedOrder>, string | null][] = [
      [{}, null],
      [{ isTest: true }, "test"],
      [{ financialStatus: "VOIDED" }, "voided"],
      [{ financialStatus: "EXPIRED", receivedMinor: 0 }, "expired"],
      [{ financialStatus: "PENDING", receivedMinor: 0 }, null],
      [{ lines: [line({ isGiftCard: true })] }, "gift_card"],
      [{ isCancelled: true }, null],
      [{ isCancelled: true, lines: [none], isEdited: true }, "cancelled"],
      [{ isCancelled: true, lines: [none], refunds: [refund([back()])] }, "cancelled"],
    ];
    for (const [fields, reason] of cases) expect(moneyOfOrder(order(fields)).exclusion).toBe(reason);
  });

  test("the fee that is kept of a cancelled order counts", () => {
    const money = moneyOfOrder(
      order({
        isCancelled: true,
        lines: [line({ unitPriceMinor: 10_000, keptQuantity: 0 })],
        refunds: [refund([back({ subtotalMinor: 10_000 })], [{ amountMinor: 1_000 }])],
        refundDiscrepancyMinor: 1_000,
      }),
    );
    expect(money).toMatchObject({ netSalesMinor: 1_000, exclusion: null });
  });

  test("what is kept of a cancelled order counts when an edit took the line off, whatever the refund states", () => {
    for (const amountMinor of [0, -9_000]) {
      const adjustments = amountMinor === 0 ? [] : [{ amountMinor }];
      const money = moneyOfOrder(
        order({
          isCancelled: true,
          isEdited: true,
          lines: [line({ unitPriceMinor: 10_000, keptQuantity: 0 })],
          refunds: [refund([], adjustments)],
          refundDiscrepancyMinor: amountMinor,
          receivedMinor: 10_000,
          refundedMinor: 9_000,
        }),
      );
      expect(money).toMatchObject({ netSalesMinor: 1_000, exclusion: null });
    }
  });

  test("a cancelled order whose refunds round is worth nothing, to the minor unit", () => {
    const lines = [0, 1, 2].map(() =>
      line({ unitPriceMinor: 333, keptQuantity: 0, taxMinor: 58, taxRate: 0.21 }),
    );
    const refunds = lines.map((_, at) => refund([back({ line: at, subtotalMinor: 333, taxMinor: 57 })]));
    const money = moneyOfOrder(order({ taxesIncluded: true, isCancelled: true, lines, refunds }));
    expect(money).toMatchObject({ netSalesMinor: 0, exclusion: "cancelled" });
  });
});

describe("without the lines of refunds, as in a bulk file", () => {
  const unread = { lines: null, adjustments: null, pendingMinor: 0 };

  test("a single refund is what was not kept, and certain where Shopify's totals say the same", () => {
    const lines = [line({ quantity: 3, keptQuantity: 2, discountMinor: 100 })];
    const certain = moneyOfOrder(order({ lines, refunds: [unread] }));
    expect(certain).toMatchObject({ netSalesMinor: 1_933, needsRefunds: false });
    expect(certain.refunds).toEqual([{ returnsMinor: 967, discrepancyMinor: 0 }]);
    const moved = moneyOfOrder(order({ lines, refunds: [unread], currentSubtotalMinor: 1_934 }));
    expect(moved.needsRefunds).toBe(true);
  });

  test("several refunds, a discrepancy or an edit have to be read", () => {
    const lines = [line({ quantity: 3, keptQuantity: 1 })];
    for (const fields of [
      { refunds: [unread, unread] },
      { refunds: [unread], refundDiscrepancyMinor: -100 },
      { refunds: [unread], isEdited: true },
    ]) {
      expect(moneyOfOrder(order({ lines, ...fields })).needsRefunds).toBe(true);
    }
    expect(
      moneyOfOrder(order({ lines, refunds: [unread], refundDiscrepancyMinor: -100 })).netSalesMinor,
    ).toBe(900);
  });
});
