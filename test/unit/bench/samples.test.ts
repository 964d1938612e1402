import { expect, test } from "vitest";
import { tableOf } from "../../bench/report.ts";
import { median, percentile } from "../../bench/samples.ts";

test("a percentile is a sample that was measured, by nearest rank", () => {
  const samples = [40, 10, 30, 20];
  expect(percentile(samples, 0.25)).toBe(10);
  expect(median(samples)).toBe(20);
  expect(percentile(samples, 0.51)).toBe(30);
  expect(percentile(samples, 0.99)).toBe(40);
  expect(samples).toEqual([40, 10, 30, 20]);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

test("the table shows the app's figure over the baseline's, and a dash where there is no baseline", () => {
  const table = tableOf([
    { name: "route", unit: "requests/s", app: 500, baseline: 2000, better: "higher" },
    { name: "memory", unit: "MiB", app: 12.34, baseline: null, better: "lower" },
  ]);
  const rows = table.split("\n").map((line) => line.trim().split(/\s{2,}/));
  expect(rows[1]).toEqual(["route", "requests/s", "500", "2,000", "0.25", "higher"]);
  expect(rows[2]).toEqual(["memory", "MiB", "12.3", "-", "-", "-"]);
});
