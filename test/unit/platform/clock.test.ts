import fc from "fast-check";
import { expect, test } from "vitest";
import { clockFrom, dayIn, isKnownTimeZone } from "../../../app/platform/clock.ts";

test("a clock that starts in the past runs on from there", () => {
  const start = new Date("1998-06-30T12:01:00Z");
  const clock = clockFrom(start);
  const sinceStartMs = clock().getTime() - start.getTime();
  expect(sinceStartMs).toBeGreaterThanOrEqual(0);
  expect(sinceStartMs).toBeLessThan(60_000);
  expect(Math.abs(clockFrom(undefined)().getTime() - Date.now())).toBeLessThan(60_000);
});

test("an instant belongs to the day of its time zone", () => {
  const instant = new Date("2026-03-31T23:30:00Z");
  expect(dayIn("UTC", instant)).toBe("2026-03-31");
  expect(dayIn("Europe/Amsterdam", instant)).toBe("2026-04-01");
  expect(dayIn("America/Los_Angeles", instant)).toBe("2026-03-31");
  expect(isKnownTimeZone("Europe/Amsterdam")).toBe(true);
  expect(isKnownTimeZone("Europe/Nowhere")).toBe(false);
});

test("the day is the one that Intl prints, in zones that change their offset at midnight, by half an hour or by a whole day", () => {
  const zones = [
    "Europe/Amsterdam",
    "America/St_Johns",
    "America/Havana",
    "America/Asuncion",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
  ];
  const instant = fc.date({ min: new Date("1990-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, (timeZone, date) => {
      const printed = new Intl.DateTimeFormat("en-CA", {
        timeZone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
      }).format(date);
      expect(dayIn(timeZone, date)).toBe(printed);
    }),
    { numRuns: 1000 },
  );
  // Apia had no 30 December 2011: it went over the date line at 10:00 UTC.
  expect(dayIn("Pacific/Apia", new Date("2011-12-30T09:59:59Z"))).toBe("2011-12-29");
  expect(dayIn("Pacific/Apia", new Date("2011-12-30T10:00:00Z"))).toBe("2011-12-31");
});
