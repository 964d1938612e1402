import { describe, expect, test } from "vitest";
import { dayOfDate, monthOfDay } from "../../../../app/clv/calendar.ts";
import {
  customerSummariesAt,
  type TransactionLog,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { estimateSeason } from "../../../../app/clv/season/estimate.ts";
import { intensityOf, quarterMonthOf } from "../../../../app/clv/season/factors.ts";
import { shrunkFactors, zScoreOfF } from "../../../../app/clv/season/shrinkage.ts";
import { Random } from "../../../shopify/generator/random.ts";
import { day, hasReference, readLog } from "../reference.ts";
import {
  christmas,
  FIRST_DAY,
  holdoutErrors,
  type Intensity,
  seasonAt,
  seasonalShop,
  steady,
} from "./season-shop.ts";

const YEAR = 365;

function wholeSeason(log: TransactionLog, endDay: number) {
  const found = seasonAt(log, endDay);
  if (!found.ok) throw new Error(found.reason);
  return found.season;
}

/** Intensity of each of the 48 parts as a share of the mean of a year, given that of days. */
function partsOf(intensity: Intensity): number[] {
  const sums = Array.from({ length: 48 }, () => ({ sum: 0, days: 0 }));
  let total = 0;
  for (let date = dayOfDate(2023, 1, 1); date <= dayOfDate(2023, 12, 31); date++) {
    const part = sums[quarterMonthOf(date)]!;
    part.sum += intensity(date);
    part.days += 1;
    total += intensity(date);
  }
  return sums.map(({ sum, days }) => (sum / days / total) * 365);
}

describe("a shop of three years with a known Christmas peak", () => {
  const log = seasonalShop({
    customers: 20_000,
    fromDay: FIRST_DAY,
    toDay: dayOfDate(2023, 12, 31),
    intensity: christmas,
    seed: 1,
  });

  test("shows its season to a few percent", () => {
    const season = wholeSeason(log, dayOfDate(2023, 9, 30));
    const found = partsOf((date) => intensityOf(season, date));
    const errors = partsOf(christmas).map((factor, part) => found[part]! / factor - 1);
    const rms = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / 48);
    expect(rms).toBeLessThan(0.06);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.18);
    const peak = partsOf(christmas).flatMap((factor, part) =>
      factor > 2 ? [found[part]! / factor - 1] : [],
    );
    expect(peak).toHaveLength(4);
    for (const error of peak) expect(Math.abs(error)).toBeLessThan(0.1);
    expect(season.trend.lnPerYear).toBe(0);
  });

  // The total is what a stationary model misses. The absolute error per customer rewards predictions that are too low, since most do not buy.
  test("is predicted into Christmas, which a stationary model misses by a third", () => {
    const end = dayOfDate(2023, 9, 30);
    const through = dayOfDate(2023, 12, 31);
    const stationary = holdoutErrors(log, end, through, null);
    const seasonal = holdoutErrors(log, end, through, wholeSeason(log, end));
    expect(stationary.bias).toBeLessThan(-0.3);
    expect(Math.abs(seasonal.bias)).toBeLessThan(0.05);
    expect(seasonal.rmse).toBeLessThan(0.97 * stationary.rmse);
  });

  test.each([
    ["after Christmas", dayOfDate(2022, 12, 31), dayOfDate(2023, 4, 30)],
    ["over a summer", dayOfDate(2023, 2, 28), dayOfDate(2023, 8, 31)],
    ["over a whole year", dayOfDate(2022, 12, 31), dayOfDate(2023, 12, 31)],
  ])(
    "is predicted better %s too, where a stationary model takes the peak for the rule",
    (_, end, through) => {
      const stationary = holdoutErrors(log, end, through, null);
      const seasonal = holdoutErrors(log, end, through, wholeSeason(log, end));
      expect(stationary.bias).toBeGreaterThan(0.2);
      expect(Math.abs(seasonal.bias)).toBeLessThan(0.05);
      expect(seasonal.mae).toBeLessThan(0.95 * stationary.mae);
      expect(seasonal.rmse).toBeLessThan(0.98 * stationary.rmse);
    },
  );

  test("has half its peak believed after a single Christmas", () => {
    const season = wholeSeason(log, dayOfDate(2022, 6, 30));
    const found = partsOf((date) => intensityOf(season, date));
    expect(found[45]! / found[12]!).toBeGreaterThan(1.4);
    expect(found[45]! / found[12]!).toBeLessThan(2.4);
    expect(season.trend.lnPerYear).toBe(0);
  });

  test("has a reason for no season while it is young", () => {
    expect(seasonAt(log, FIRST_DAY + YEAR - 2)).toEqual({ ok: false, reason: "history_too_short" });
  });
});

describe("a shop without season", () => {
  test.each([
    { customers: 200, years: 2, process: "bg_nbd" as const },
    { customers: 200, years: 4, process: "mbg_nbd" as const },
    { customers: 1000, years: 3, process: "mbg_nbd" as const },
    { customers: 8000, years: 3, process: "bg_nbd" as const },
  ])("of $customers customers and $years years is not predicted worse by more than 1 %", (plan) => {
    const end = FIRST_DAY + plan.years * YEAR;
    let worst = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const log = seasonalShop({ ...plan, fromDay: FIRST_DAY, toDay: end + 182, intensity: steady, seed });
      const found = seasonAt(log, end);
      if (!found.ok) continue;
      const stationary = holdoutErrors(log, end, end + 182, null);
      const seasonal = holdoutErrors(log, end, end + 182, found.season);
      worst = Math.max(worst, seasonal.mae / stationary.mae - 1);
    }
    expect(worst).toBeLessThan(0.01);
  });

  test("that had one great month in two years has no season", () => {
    const log = seasonalShop({
      customers: 10_000,
      fromDay: FIRST_DAY,
      toDay: FIRST_DAY + 2 * YEAR,
      intensity: (date) => (date >= dayOfDate(2022, 5, 1) && date <= dayOfDate(2022, 5, 31) ? 3 : 1),
      seed: 5,
    });
    const found = seasonAt(log, FIRST_DAY + 2 * YEAR);
    if (!found.ok) return expect(found.reason).toBe("no_pattern");
    const may = partsOf((date) => intensityOf(found.season, date))[17]!;
    expect(may).toBeLessThan(1.3);
  });

  test("whose months are good and bad for everybody by chance has no trend", () => {
    const slopes = [1, 2, 3, 4, 5, 6].map((seed) => {
      const random = new Random(100 + seed);
      const months = Array.from({ length: 40 }, () => Math.exp(0.4 * random.normal()));
      const log = seasonalShop({
        customers: 20_000,
        fromDay: FIRST_DAY,
        toDay: FIRST_DAY + 3 * YEAR,
        intensity: (date) => months[monthOfDay(date) - monthOfDay(FIRST_DAY)]!,
        seed,
      });
      const found = seasonAt(log, FIRST_DAY + 3 * YEAR);
      return found.ok ? found.season.trend.lnPerYear : 0;
    });
    expect(slopes).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("but with an even growth of habits has a trend of that size", () => {
    const log = seasonalShop({
      customers: 20_000,
      fromDay: FIRST_DAY,
      toDay: FIRST_DAY + 3 * YEAR,
      intensity: (date) => Math.exp((0.2 * (date - FIRST_DAY)) / YEAR),
      seed: 6,
    });
    const season = wholeSeason(log, FIRST_DAY + 3 * YEAR);
    expect(season.quarterMonths).toEqual(new Array(48).fill(1));
    expect(season.trend.lnPerYear).toBeGreaterThan(0.1);
    expect(season.trend.lnPerYear).toBeLessThan(0.3);
  });
});

describe("a season that cannot be had", () => {
  const empty = transactionLog([], 0);
  const buyOnce = transactionLog(
    Array.from({ length: 1000 }, (_, i) => ({ customer: i, day: FIRST_DAY + i, valueMinor: 100 })),
    1000,
  );

  test.each([
    ["without customers", empty, "history_too_short"],
    ["without a second order", buyOnce, "no_pattern"],
  ])("%s is a reason", (_, log, reason) => {
    const endDay = FIRST_DAY + 1000;
    const found = estimateSeason({
      log,
      endDay,
      ...customerSummariesAt(log, endDay),
      expectNew: () => (weeks) => weeks,
    });
    expect(found).toEqual({ ok: false, reason });
  });

  test("without a model is a reason", () => {
    const endDay = FIRST_DAY + 1000;
    expect(
      estimateSeason({
        log: buyOnce,
        endDay,
        ...customerSummariesAt(buyOnce, endDay),
        expectNew: () => null,
      }),
    ).toEqual({ ok: false, reason: "did_not_converge" });
  });

  test.skipIf(!hasReference)("of the CD shop is too short a history", () => {
    const orders = [...readLog("cdnow/transactions-sample.csv").values()];
    const log = transactionLog(
      orders.flatMap((rows, customer) =>
        rows.map((row) => ({ customer, day: row.day, valueMinor: row.netSalesMinor })),
      ),
      orders.length,
    );
    expect(seasonAt(log, day("1997-09-30"))).toEqual({ ok: false, reason: "history_too_short" });
    // A year and a half shows one Christmas, and no month that stands out far enough in so few orders.
    expect(seasonAt(log, day("1998-06-30"))).toEqual({ ok: false, reason: "no_pattern" });
  });
});

describe("shrinkage of the parts of a year", () => {
  const cells = (orders: (part: number, year: number) => number) =>
    Array.from({ length: 36 }, (_, i) => ({
      part: i % 12,
      orders: orders(i % 12, Math.floor(i / 12)),
      expected: 400,
    }));

  test("keeps a peak that comes every year and takes one that came once for chance", () => {
    const yearly = shrunkFactors(
      cells((part) => (part === 11 ? 1000 : 400)),
      12,
    ).factors;
    const once = shrunkFactors(
      cells((part, year) => (part === 11 && year === 2 ? 1000 : 400)),
      12,
    ).factors;
    const found = (yearly[11]! - 1) / (1000 / 450 - 1);
    expect(found).toBeGreaterThan(0.9);
    expect(found).toBeLessThan(1);
    expect(once.every((factor) => Math.abs(factor - 1) < 0.1)).toBe(true);
  });

  test("shrinks more where there are fewer orders", () => {
    const peak = (scale: number): number =>
      shrunkFactors(
        cells((part) => (part === 11 ? 1000 : 400)).map((cell) => ({
          ...cell,
          orders: cell.orders * scale,
          expected: cell.expected * scale,
        })),
        12,
      ).factors[11]!;
    expect(peak(1)).toBeGreaterThan(peak(0.02));
    expect(peak(0.02)).toBeGreaterThan(1);
  });

  // Tabled 5 % and 0.1 % points: F(10, 10) = 2.978, chi-squared(10) = 18.307, chi-squared(11) = 31.264.
  test("scores a ratio of mean squares as the tables do", () => {
    expect(zScoreOfF(2.978, 10, 10)).toBeCloseTo(1.645, 1);
    expect(zScoreOfF(1.8307, 10, 0)).toBeCloseTo(1.645, 2);
    expect(zScoreOfF(31.264 / 11, 11, 0)).toBeCloseTo(3.09, 1);
  });
});
