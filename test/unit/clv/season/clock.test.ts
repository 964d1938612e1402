import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOfDate, isoOfDay } from "../../../../app/clv/calendar.ts";
import { customerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import {
  calendarDays,
  operationalColumns,
  operationalWeeks,
  seasonClock,
} from "../../../../app/clv/season/clock.ts";
import {
  intensityOf,
  monthlyFactors,
  parseSeason,
  quarterMonthOf,
  type SeasonFactors,
  seasonOf,
} from "../../../../app/clv/season/factors.ts";

const seasons: fc.Arbitrary<SeasonFactors> = fc
  .record({
    factors: fc.array(fc.double({ min: 0.05, max: 8, noNaN: true }), { minLength: 48, maxLength: 48 }),
    lnPerYear: fc.double({ min: -0.7, max: 0.7, noNaN: true }),
    fromDay: fc.integer({ min: -3000, max: 25_000 }),
    days: fc.integer({ min: 365, max: 4000 }),
  })
  .map(({ factors, lnPerYear, fromDay, days }) =>
    seasonOf(factors, { lnPerYear, fromDay, toDay: fromDay + days - 1 }),
  );

const december: number[] = Array.from({ length: 48 }, (_, part) => (part >= 44 ? 2 : 1));
const plainTrend = { lnPerYear: 0, fromDay: dayOfDate(2021, 1, 1), toDay: dayOfDate(2023, 12, 31) };

describe("the season's clock", () => {
  test("leads from calendar days to operational weeks and back, before, inside and after what was observed", () => {
    fc.assert(
      fc.property(
        seasons,
        fc.integer({ min: -800, max: 12_000 }),
        fc.double({ min: 0, max: 5000, noNaN: true }),
        (season, start, days) => {
          const clock = seasonClock(season);
          const from = season.trend.fromDay + start;
          const weeks = operationalWeeks(clock, from, from + days);
          expect(Math.abs(calendarDays(clock, from, weeks) - days)).toBeLessThan(1e-6);
          expect(operationalWeeks(clock, from, from + days + 1)).toBeGreaterThan(weeks);
        },
      ),
    );
  });

  test("adds up over days, and to the calendar's own time over all that was observed", () => {
    fc.assert(
      fc.property(seasons, fc.integer({ min: 0, max: 400 }), (season, days) => {
        const clock = seasonClock(season);
        const { fromDay, toDay } = season.trend;
        expect(operationalWeeks(clock, fromDay - 1, toDay)).toBeCloseTo((toDay - fromDay + 1) / 7, 6);
        let sum = 0;
        for (let day = fromDay; day < fromDay + days; day++) sum += intensityOf(season, day);
        expect(operationalWeeks(clock, fromDay - 1, fromDay + days - 1) * 7).toBeCloseTo(sum, 6);
      }),
    );
  });

  test("is the calendar where there is neither season nor trend", () => {
    const clock = seasonClock(seasonOf(new Array<number>(48).fill(1), plainTrend));
    const end = plainTrend.toDay;
    expect(operationalWeeks(clock, end, end + 52 * 7)).toBeCloseTo(52, 9);
    expect(operationalWeeks(clock, end, end + 60 * 365)).toBeCloseTo((60 * 365) / 7, 6);
    expect(calendarDays(clock, end, 3)).toBeCloseTo(21, 9);
    const columns = customerSummaryColumns([{ x: 3, tx: 31 / 7, T: 100 / 7, meanValueMinor: 900 }]);
    const warped = operationalColumns(clock, columns, Int32Array.of(end - 100), end);
    expect(warped.tx[0]).toBeCloseTo(31 / 7, 9);
    expect(warped.T[0]).toBeCloseTo(100 / 7, 9);
    expect([warped.x[0], warped.meanValueMinor[0]]).toEqual([3, 900]);
  });

  test("holds the trend where it was on the last observed day", () => {
    const season = seasonOf(december, { ...plainTrend, lnPerYear: 0.3 });
    const clock = seasonClock(season);
    const year = (start: number): number =>
      operationalWeeks(clock, dayOfDate(start, 12, 31), dayOfDate(start + 1, 12, 31));
    expect(year(2022) / year(2021)).toBeCloseTo(Math.exp(0.3), 2);
    expect(year(2025) / year(2024)).toBeCloseTo(1, 9);
    expect(intensityOf(season, dayOfDate(2024, 12, 5))).toBeCloseTo(
      intensityOf(season, dayOfDate(2023, 12, 31)),
      9,
    );
  });

  test("makes a December of twice the intensity worth about two months", () => {
    const clock = seasonClock(seasonOf(december, plainTrend));
    const of = (month: number): number =>
      operationalWeeks(clock, dayOfDate(2024, month, 1) - 1, dayOfDate(2024, month, 31));
    expect(of(12) / of(10)).toBeCloseTo(2, 9);
  });

  test("keeps the last order of a history inside it, to the last bit", () => {
    fc.assert(
      fc.property(
        seasons,
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 0, max: 364 }),
        (season, a, b) => {
          const end = season.trend.toDay;
          const age = Math.max(a, b);
          const columns = customerSummaryColumns([
            { x: 1, tx: Math.min(a, b) / 7, T: age / 7, meanValueMinor: 1 },
            { x: 2, tx: age / 7, T: age / 7, meanValueMinor: 1 },
          ]);
          const { tx, T } = operationalColumns(
            seasonClock(season),
            columns,
            Int32Array.of(end - age, end - age),
            end,
          );
          expect(tx[0]).toBeLessThanOrEqual(T[0]!);
          expect(tx[1]).toBe(T[1]);
        },
      ),
    );
  });
});

describe("a season", () => {
  test("has Black Friday in one part of the year, and 48 parts", () => {
    const parts = new Set<number>();
    for (let day = dayOfDate(2024, 1, 1); day <= dayOfDate(2024, 12, 31); day++)
      parts.add(quarterMonthOf(day));
    expect([...parts]).toEqual(Array.from({ length: 48 }, (_, part) => part));
    for (let year = 2000; year < 2028; year++) {
      const thanksgiving = [22, 23, 24, 25, 26, 27, 28].find(
        (date) => (dayOfDate(year, 11, date) + 4) % 7 === 4,
      )!;
      const blackFriday = dayOfDate(year, 11, thanksgiving + 1);
      expect(`${isoOfDay(blackFriday)} ${quarterMonthOf(blackFriday)}`).toBe(`${isoOfDay(blackFriday)} 43`);
    }
  });

  test("shows its months with a mean of 1 over the year", () => {
    const months = monthlyFactors(seasonOf(december, plainTrend));
    const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    expect(months.reduce((sum, factor, i) => sum + (factor * days[i]!) / 365, 0)).toBeCloseTo(1, 12);
    expect(months[11]! / months[0]!).toBeCloseTo(2, 12);
  });

  test("is read back as it was stored", () => {
    fc.assert(
      fc.property(seasons, (season) => {
        const stored = JSON.stringify(season);
        expect(JSON.stringify(parseSeason(JSON.parse(stored)))).toBe(stored);
      }),
    );
  });

  test("that is not whole is none", () => {
    const whole = seasonOf(december, plainTrend);
    expect(parseSeason(whole)).not.toBeNull();
    for (const broken of [
      null,
      [],
      "season",
      { ...whole, version: 2 },
      { ...whole, level: 0 },
      { ...whole, quarterMonths: december.slice(1) },
      { ...whole, quarterMonths: december.map((factor, part) => (part === 7 ? 0 : factor)) },
      { ...whole, quarterMonths: [...december.slice(1), "1"] },
      { ...whole, trend: undefined },
      { ...whole, trend: { ...plainTrend, lnPerYear: Number.NaN } },
      { ...whole, trend: { ...plainTrend, fromDay: 0.5 } },
      { ...whole, trend: { ...plainTrend, toDay: plainTrend.fromDay - 1 } },
    ]) {
      expect(parseSeason(broken)).toBeNull();
    }
  });
});
