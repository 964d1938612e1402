import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOfDate } from "../../../../app/clv/calendar.ts";
import type { CustomerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import {
  customerSummariesAt,
  outcomesBetween,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { modelTime } from "../../../../app/clv/prediction/model-time.ts";
import { type FittedModel, fitValueModel } from "../../../../app/clv/prediction/value-model.ts";
import { QUARTER_MONTHS, type SeasonFactors, seasonOf } from "../../../../app/clv/season/factors.ts";
import { actualByWeek, expectedByWeek } from "../../../../app/clv/selection/weekly-orders.ts";
import { TRANSACTION_FAMILIES, transactionFamily } from "../../../../app/clv/transactions/families.ts";
import type { FamilyName } from "../../../../app/clv/transactions/family.ts";
import { relativeError } from "../reference.ts";
import { christmas, FIRST_DAY, seasonalShop } from "../season/season-shop.ts";

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

describe("orders that came, by week", () => {
  test("are every order day of the range once, in its week, the last one as long as it is", () => {
    const anyOrders = fc.array(fc.record({ customer: fc.nat(6), day: fc.nat(80) }), { maxLength: 60 });
    fc.assert(
      fc.property(anyOrders, fc.nat(40), fc.nat(40), (orders, afterDay, days) => {
        const log = transactionLog(
          orders.map((order) => ({ ...order, valueMinor: 1 })),
          7,
        );
        const throughDay = afterDay + days;
        const { customerOf } = customerSummariesAt(log, afterDay);
        const weeks = actualByWeek(log, customerOf, afterDay, throughDay);
        expect(weeks).toHaveLength(Math.ceil(days / 7));
        const known = new Set(customerOf);
        const dates = new Set(
          orders
            .filter(({ customer }) => known.has(customer))
            .map(({ customer, day }) => `${customer} ${day}`),
        );
        weeks.forEach((count, week) => {
          const inWeek = [...dates].filter((date) => {
            const day = Number(date.split(" ")[1]);
            return day > afterDay + 7 * week && day <= Math.min(throughDay, afterDay + 7 * (week + 1));
          });
          expect(count).toBe(inWeek.length);
        });
        expect(sumOf(weeks)).toBe(sumOf(outcomesBetween(log, customerOf, afterDay, throughDay).orders));
      }),
    );
  });
});

describe("orders that are expected, by week", () => {
  const endDay = dayOfDate(2022, 6, 30);
  const log = seasonalShop({
    customers: 300,
    fromDay: FIRST_DAY,
    toDay: endDay,
    intensity: christmas,
    seed: 6,
  });
  const { columns } = customerSummariesAt(log, endDay);
  const season = seasonOf(
    Array.from({ length: QUARTER_MONTHS }, (_, i) => (i >= 44 ? 2.5 : 1)),
    { lnPerYear: -0.1, fromDay: FIRST_DAY, toDay: endDay },
  );

  function modelWith(family: FamilyName, factors: SeasonFactors | null): FittedModel {
    const fit = fitValueModel(columns, { family });
    if (!fit.ok) throw new Error(fit.reason);
    return { ...fit.model, season: factors };
  }

  /** Customer by customer, from now to the end at once. */
  function expectedAtOnce(model: FittedModel, rows: CustomerSummaryColumns, horizonWeeks: number): number {
    const { family, params } = model.transactions;
    const { columns: of, weeks } = modelTime(model.season, rows, endDay, horizonWeeks);
    return of.x.reduce(
      (sum, x, i) =>
        sum +
        (rows.weight?.[i] ?? 1) *
          transactionFamily(family).expectedTransactions(params, x, of.tx[i]!, of.T[i]!, weeks),
      0,
    );
  }

  test.each(TRANSACTION_FAMILIES.map(({ name }) => name))(
    "%s: add up to those of the whole horizon",
    (family) => {
      for (const factors of [null, season]) {
        const model = modelWith(family, factors);
        const weeks = expectedByWeek(model, columns, endDay, 25.5);
        expect(weeks).toHaveLength(26);
        expect(weeks.every((orders) => orders > 0)).toBe(true);
        expect(relativeError(sumOf(weeks), expectedAtOnce(model, columns, 25.5))).toBeLessThan(1e-9);
      }
    },
  );

  test("a weight is a repetition", () => {
    const model = modelWith("mbg_nbd", null);
    const thrice: CustomerSummaryColumns = { ...columns, weight: new Float64Array(columns.x.length).fill(3) };
    const once = expectedByWeek(model, columns, endDay, 10);
    expectedByWeek(model, thrice, endDay, 10).forEach((orders, week) => {
      expect(relativeError(orders, 3 * once[week]!)).toBeLessThan(1e-12);
    });
  });

  test("with a season, December is the busiest month ahead", () => {
    const weeks = expectedByWeek(modelWith("mbg_nbd", season), columns, endDay, 30);
    const december = Math.floor((dayOfDate(2022, 12, 10) - endDay) / 7);
    expect(weeks.indexOf(Math.max(...weeks))).toBeGreaterThanOrEqual(december - 1);
    expect(weeks[december]!).toBeGreaterThan(1.8 * weeks[december - 3]!);
  });
});
