import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketBorders } from "../../../app/segments/value-distribution.ts";

test("buckets are equally wide, on round amounts, and leave no value below the first", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -100_000, max: 10_000_000 }),
      fc.nat(10_000_000),
      fc.constantFrom(1, 100, 1000),
      (least, spread, majorUnit) => {
        const borders = bucketBorders(least, least + spread, majorUnit);
        expect(borders[0]).toBeLessThanOrEqual(least);
        expect(borders.length).toBeGreaterThan(0);
        expect(borders.length).toBeLessThanOrEqual(12);
        const widths = new Set(borders.slice(1).map((border, i) => border - borders[i]!));
        expect(widths.size).toBeLessThanOrEqual(1);
        for (const width of widths) expect(width % majorUnit).toBe(0);
      },
    ),
  );
});
