import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CalendarPeriod,
  dateOfDay,
  dayOfDate,
  dayOfIso,
  firstDayOfPeriod,
  isoOfDay,
  isoOfMonth,
  monthOfDay,
  periodOfDay,
} from "../../../app/clv/calendar.ts";

const anyDay = fc.integer({ min: -100_000, max: 100_000 });
const anyPeriod = fc.constantFrom<CalendarPeriod>("week", "month", "quarter", "year");

describe("calendar", () => {
  test("counts days from 1970-01-01 as the platform's own dates do", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = new Date(day * 86_400_000);
        expect(dateOfDay(day)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          date: date.getUTCDate(),
        });
        expect(isoOfDay(day)).toBe(date.toISOString().slice(0, 10));
      }),
    );
  });

  test("reads back every date it writes", () => {
    fc.assert(fc.property(anyDay, (day) => dayOfIso(isoOfDay(day)) === day));
  });

  test("refuses what is not a date", () => {
    for (const text of [
      "1997-02-29",
      "1997-13-01",
      "1997-00-10",
      "1997-1-1",
      "31-01-1997",
      "",
      "1997-01-01T00:00",
    ]) {
      expect(dayOfIso(text)).toBeNull();
    }
    expect(dayOfIso("2000-02-29")).toBe(dayOfDate(2000, 2, 29));
  });

  test("numbers months so that neighbours differ by one across a new year", () => {
    expect(monthOfDay(dayOfDate(1998, 1, 1)) - monthOfDay(dayOfDate(1997, 12, 31))).toBe(1);
    expect(isoOfMonth(monthOfDay(dayOfDate(1997, 12, 31)))).toBe("1997-12");
  });

  test("starts weeks on Monday", () => {
    const monday = dayOfDate(2026, 11, 16);
    expect(new Date(monday * 86_400_000).getUTCDay()).toBe(1);
    expect(periodOfDay(monday - 1, "week")).toBe(periodOfDay(monday, "week") - 1);
    expect(periodOfDay(monday + 6, "week")).toBe(periodOfDay(monday, "week"));
  });

  test("cuts time into periods without gap or overlap", () => {
    fc.assert(
      fc.property(anyDay, anyPeriod, (day, period) => {
        const index = periodOfDay(day, period);
        expect(firstDayOfPeriod(index, period)).toBeLessThanOrEqual(day);
        expect(firstDayOfPeriod(index + 1, period)).toBeGreaterThan(day);
        expect(periodOfDay(firstDayOfPeriod(index, period), period)).toBe(index);
      }),
    );
  });
});
