import { describe, expect, test } from "vitest";
import { moneyOfOrder } from "../../../../app/clv/historic/order-money.ts";
import type {
  StatedAdjustment,
  StatedLine,
  StatedRefundLine,
} from "../../../../app/clv/historic/stated-order.ts";
import { back, line, order, refund } from "../../../builders/stated-order.ts";

describe("money given back and fees kept", () => {
  const bought = line({ unitPriceMinor: 10_000 });
  const returned = line({ unitPriceMinor: 2_000, keptQuantity: 0 });

  test("money back for goods that stay lowers net sales", () => {
    const amountMinor = -3_000;
    const money = moneyOfOrder(
      order({
        lines: [bought],
        refunds: [refund([], [{ amountMinor }])],
        refundDiscrepancyMinor: amountMinor,
      }),
    );
    expect(money).toMatchObject({ returnsMinor: 3_000, netSalesMinor: 7_000, doubts: [] });
    expect(money.refunds).toEqual([{ returnsMinor: 0, discrepancyMinor: -3_000 }]);
  });

  test("all money back without lines leaves an order that is worth nothing", () => {
    const money = moneyOfOrder(
      order({
        lines: [line({ unitPriceMinor: 8_000 })],
        refunds: [refund([], [{ amountMinor: -8_000 }])],
        refundDiscrepancyMinor: -8_000,
      }),
    );
    expect(money).toMatchObject({ netSalesMinor: 0, exclusion: null });
  });

  test("a restocking fee stays", () => {
    const money = moneyOfOrder(
      order({
        lines: [returned],
        refunds: [refund([back({ subtotalMinor: 2_000 })], [{ amountMinor: 100, reason: "RESTOCK" }])],
        refundDiscrepancyMinor: 100,
      }),
    );
    expect(money).toMatchObject({ returnsMinor: 1_900, netSalesMinor: 100, refundDiscrepancyMinor: 100 });
  });

  test("a fee is without its tax", () => {
    const money = moneyOfOrder(
      order({
        taxesIncluded: true,
        lines: [line({ unitPriceMinor: 2_420, keptQuantity: 0, taxMinor: 420, taxRate: 0.21 })],
        refunds: [
          refund([back({ subtotalMinor: 2_420, taxMinor: 420 })], [{ amountMinor: 100, taxMinor: 21 }]),
        ],
        refundDiscrepancyMinor: 121,
      }),
    );
    expect(money).toMatchObject({ netSalesMinor: 100, refundDiscrepancyTaxMinor: 21, doubts: [] });
  });

  test("goods back on an order that nobody has paid are returned, and nothing is given back", () => {
    const money = moneyOfOrder(
      order({
        financialStatus: "PENDING",
        lines: [line({ quantity: 2, keptQuantity: 1 })],
        refunds: [refund([back()])],
      }),
    );
    expect(money).toMatchObject({ netSalesMinor: 1_000, refundDiscrepancyMinor: 0 });
  });

  describe("a refund whose money is on its way", () => {
    const whole = back({ subtotalMinor: 2_000 });
    const held = { amountMinor: 2_000 };
    const released = { amountMinor: -2_000, reason: "PENDING_REFUND_DISCREPANCY" };
    const money = (
      lines: readonly StatedLine[],
      one: { lines: StatedRefundLine[]; pendingMinor: number; adjustments: Partial<StatedAdjustment>[] },
    ) => {
      const stated = { ...refund(one.lines, one.adjustments), pendingMinor: one.pendingMinor };
      const refundDiscrepancyMinor = stated.adjustments.reduce((sum, each) => sum + each.amountMinor, 0);
      return moneyOfOrder(order({ lines, refunds: [stated], refundDiscrepancyMinor }));
    };

    test("is no fee while it is pending, nor once it is settled: the goods are back", () => {
      const cases = [
        { pendingMinor: 2_000, adjustments: [held] },
        { pendingMinor: 2_000, adjustments: [{ ...held, reason: "PENDING_REFUND_DISCREPANCY" }] },
        { pendingMinor: 2_000, adjustments: [] },
        { pendingMinor: 0, adjustments: [held, released] },
        { pendingMinor: 0, adjustments: [] },
        { pendingMinor: 0, adjustments: [released] },
      ];
      for (const one of cases) {
        expect(money([returned], { lines: [whole], ...one })).toMatchObject({
          netSalesMinor: 0,
          refundDiscrepancyMinor: 0,
          doubts: [],
        });
      }
    });

    test("leaves the fee that is kept of it", () => {
      const fee = { amountMinor: 100, reason: "RESTOCK" };
      for (const one of [
        { pendingMinor: 1_900, adjustments: [fee, { amountMinor: 1_900 }] },
        {
          pendingMinor: 0,
          adjustments: [fee, { amountMinor: 1_900 }, { ...released, amountMinor: -1_900 }],
        },
      ]) {
        expect(money([returned], { lines: [whole], ...one }).netSalesMinor).toBe(100);
      }
    });

    test("for goods that stay counts once the money went", () => {
      const given = { amountMinor: -3_000 };
      const back3000 = { amountMinor: 3_000 };
      const pending = { lines: [], pendingMinor: 3_000, adjustments: [given, back3000] };
      expect(money([bought], pending).netSalesMinor).toBe(10_000);
      const settled = {
        lines: [],
        pendingMinor: 0,
        adjustments: [given, back3000, { ...released, amountMinor: -3_000 }],
      };
      expect(money([bought], settled).netSalesMinor).toBe(7_000);
    });

    test("that nobody gives back keeps the money: it is a fee of the whole price", () => {
      expect(money([returned], { lines: [whole], pendingMinor: 0, adjustments: [held] }).netSalesMinor).toBe(
        2_000,
      );
    });
  });

  test("the money for a line that an edit removed counts once, stated as a discrepancy or not", () => {
    for (const amountMinor of [0, -2_000]) {
      const money = moneyOfOrder(
        order({
          isEdited: true,
          lines: [bought, returned],
          refunds: [refund([], amountMinor === 0 ? [] : [{ amountMinor }])],
          refundDiscrepancyMinor: amountMinor,
          receivedMinor: 12_000,
          refundedMinor: 2_000,
        }),
      );
      expect(money).toMatchObject({ netSalesMinor: 10_000, returnsMinor: 2_000 });
    }
  });

  test("neither money that an edit left owed nor what is still to be paid hides or makes goodwill", () => {
    const amountMinor = -500;
    const goodwill = { refunds: [refund([], [{ amountMinor }])], refundDiscrepancyMinor: amountMinor };
    const paidBack = {
      refunds: [refund([], [{ amountMinor: -2_000 }])],
      refundDiscrepancyMinor: -2_000,
    };
    const added = line({ unitPriceMinor: 1_500 });
    const edited = (fields: Parameters<typeof order>[0]) =>
      moneyOfOrder(order({ isEdited: true, receivedMinor: 12_000, ...fields })).netSalesMinor;
    const lines = [bought, returned];
    expect(edited({ ...goodwill, lines, refundedMinor: 500, outstandingMinor: -2_000 })).toBe(9_500);
    expect(
      edited({ ...paidBack, lines: [...lines, added], refundedMinor: 2_000, outstandingMinor: 1_500 }),
    ).toBe(11_500);
  });

  test("a fee that is kept stays beside the money that is paid back for an edit", () => {
    const money = moneyOfOrder(
      order({
        isEdited: true,
        lines: [returned, returned],
        refunds: [
          refund([back({ subtotalMinor: 2_000 })], [{ amountMinor: 100, reason: "RESTOCK" }]),
          refund([], [{ amountMinor: -2_000 }]),
        ],
        refundDiscrepancyMinor: -1_900,
        receivedMinor: 4_000,
        refundedMinor: 3_900,
      }),
    );
    expect(money).toMatchObject({ netSalesMinor: 100, doubts: [] });
  });

  test("goodwill on an order that was edited before it was paid is given back all the same", () => {
    const money = moneyOfOrder(
      order({
        isEdited: true,
        lines: [bought, returned],
        refunds: [refund([], [{ amountMinor: -500 }])],
        refundDiscrepancyMinor: -500,
        receivedMinor: 10_000,
        refundedMinor: 500,
      }),
    );
    expect(money.netSalesMinor).toBe(9_500);
  });

  test("of a cancelled order counts what was paid and kept: shipping first, then goods without their tax", () => {
    const partly = (fields: Parameters<typeof order>[0]) =>
      moneyOfOrder(order({ isCancelled: true, lines: [bought], outstandingMinor: 6_000, ...fields }));
    expect(partly({ receivedMinor: 4_000 })).toMatchObject({
      netSalesMinor: 4_000,
      outstandingMinor: 0,
      exclusion: null,
    });
    expect(partly({ receivedMinor: 4_000, shippingMinor: 500 }).netSalesMinor).toBe(3_500);
    expect(partly({ receivedMinor: 0, shippingMinor: 500 })).toMatchObject({
      netSalesMinor: 0,
      exclusion: "cancelled",
    });
    expect(partly({ receivedMinor: 4_840, currentTaxMinor: 2_100 })).toMatchObject({
      netSalesMinor: 4_000,
      refundDiscrepancyTaxMinor: -1_260,
    });
    expect(partly({ receivedMinor: 10_000, refundedMinor: 500 }).netSalesMinor).toBe(9_500);
  });

  test("a reason that nobody knows, and totals that disagree, are named and counted", () => {
    const money = moneyOfOrder(
      order({
        lines: [bought],
        refunds: [refund([], [{ amountMinor: -300, reason: "WEATHER" }])],
        refundDiscrepancyMinor: -700,
        currentSubtotalMinor: 4_000,
      }),
    );
    expect(money.netSalesMinor).toBe(9_700);
    expect(money.doubts).toEqual(["discrepancy_disagrees", "totals_disagree", "unknown_adjustment_reason"]);
  });
});
