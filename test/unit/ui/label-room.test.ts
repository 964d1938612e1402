import { expect, test } from "vitest";
import { anchorOf, type PlaceTick, THIN_WIDTHS, thinWidths } from "../../../app/ui/charts/label-room.ts";

/** What stays of the labels on an axis so wide. */
const shown = (ticks: readonly PlaceTick[], width: number) => {
  const widths = thinWidths(ticks);
  return ticks.filter((_, index) => (widths[index] ?? 0) < width);
};

const months = Array.from({ length: 9 }, (_, i) => ({ at: 0.01 + i * 0.12375, label: "Jul 2026" }));

test("labels never touch, however narrow the axis, and the last one always stays", () => {
  for (let width = 161; width <= 1_000; width += 1) {
    const kept = shown(months, width);
    expect(kept.at(-1)).toBe(months.at(-1));
    let end = -Infinity;
    for (const tick of kept) {
      const length = tick.label.length * 6;
      const start = tick.at * width - { start: 0, middle: length / 2, end: length }[anchorOf(tick)];
      expect(start, `at ${width} pixels`).toBeGreaterThan(end);
      end = start + length;
    }
  }
});

test("a wide axis shows every label and a narrower one leaves even steps", () => {
  expect(shown(months, 900)).toEqual(months);
  const positions = shown(months, 320).map((tick) => months.indexOf(tick as (typeof months)[number]));
  expect(positions.length).toBeGreaterThan(1);
  expect(new Set(positions.slice(1).map((at, i) => at - positions[i]!)).size).toBe(1);
});

test("short labels with room for all of them stay on the narrowest axis", () => {
  const ticks = [0.1, 0.5, 0.9].map((at) => ({ at, label: "€2" }));
  for (const width of THIN_WIDTHS) expect(shown(ticks, width)).toEqual(ticks);
});

test("a label under the border of two ranges stands centred even at the edge of the axis", () => {
  expect(anchorOf({ at: 0, label: "€200", border: true })).toBe("middle");
  expect(anchorOf({ at: 0, label: "€200" })).toBe("start");
  expect(anchorOf({ at: 1, label: "€200" })).toBe("end");
});
