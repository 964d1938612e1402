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
