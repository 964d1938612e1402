import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moneyOfOrder } from "../../../../app/clv/historic/order-money.ts";
import { line, order } from "../../../builders/stated-order.ts";
import { stories } from "../../../oracle/order-story.ts";

describe("gross sales and discounts where prices contain tax", () => {
  // A dress of 100 with 10 % tax inside and a discount of 25 %, as public explanations of Shopify's sales reports tell it:
  // support.cloudlab.com, "Why aren't my reports matching Shopify, part 2": 90.90, less 22.72, is 68.18.
  test("tax is taken out first and the discount after it, as in Shopify's sales reports", () => {
    const dress = line({ unitPriceMinor: 10_000, discountMinor: 2_500, taxMinor: 682, taxRate: 0.1 });
    expect(moneyOfOrder(order({ taxesIncluded: true, lines: [dress] }))).toMatchObject({
      grossSalesMinor: 9_091,
      discountsMinor: 2_273,
      netSalesMinor: 6_818,
    });
  });

  test("goods that were given away had a price without tax all the same", () => {
    const free = line({ unitPriceMinor: 2_420, discountMinor: 2_420, taxMinor: 0, taxRate: 0.21 });
    const sold = line({ unitPriceMinor: 1_210, taxMinor: 210, taxRate: 0.21 });
    const money = { grossSalesMinor: 3_000, discountsMinor: 2_000, netSalesMinor: 1_000 };
    expect(moneyOfOrder(order({ taxesIncluded: true, lines: [free, sold] }))).toMatchObject(money);
  });

  test("where an app writes all tax on one line, each discount has the order's share of it", () => {
    const free = line({ unitPriceMinor: 2_420, discountMinor: 2_420, taxMinor: 0 });
    const taxed = line({ unitPriceMinor: 1_210, taxMinor: 840, taxRate: 0.21 });
    const untaxed = line({ unitPriceMinor: 3_630 });
    expect(moneyOfOrder(order({ taxesIncluded: true, lines: [free, taxed, untaxed] }))).toMatchObject({
      grossSalesMinor: 6_000,
      discountsMinor: 2_000,
      netSalesMinor: 4_000,
    });
  });

  test("who is exempt has a rate and no tax, in the discount neither", () => {
    const exempt = line({ unitPriceMinor: 6_000, discountMinor: 1_000, taxMinor: 0, taxRate: 0.17 });
    expect(moneyOfOrder(order({ taxesIncluded: true, lines: [exempt] }))).toMatchObject({
      grossSalesMinor: 6_000,
      discountsMinor: 1_000,
      netSalesMinor: 5_000,
    });
  });

  test("a discount of nearly everything keeps to the rate, whatever a tax of one minor unit says", () => {
    const nearly = line({ unitPriceMinor: 12_100, discountMinor: 12_097, taxMinor: 1, taxRate: 0.21 });
    expect(moneyOfOrder(order({ taxesIncluded: true, lines: [nearly] }))).toMatchObject({
      grossSalesMinor: 10_000,
      discountsMinor: 9_998,
      netSalesMinor: 2,
    });
  });

  test("with tax on top, prices and discounts are without it as they stand", () => {
    const taxed = line({ unitPriceMinor: 10_000, discountMinor: 2_500, taxMinor: 750, taxRate: 0.1 });
    expect(moneyOfOrder(order({ taxesIncluded: false, lines: [taxed] }))).toMatchObject({
      grossSalesMinor: 10_000,
      discountsMinor: 2_500,
      netSalesMinor: 7_500,
    });
  });

  test("discounts are what was taken off the full prices without tax, to a minor unit a line", () => {
    fc.assert(
      fc.property(stories({ taxAnywhere: false }), ({ stated, ledger }) => {
        const money = moneyOfOrder(stated);
        expect(Math.abs(money.discountsMinor - ledger.discounts)).toBeLessThanOrEqual(stated.lines.length);
        expect(money.grossSalesMinor).toBe(ledger.goodsSold + money.discountsMinor);
      }),
      { numRuns: 1_000 },
    );
  });
});
