import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calibratedLevels,
  coverageOf,
  type PitValues,
  pitHistogram,
  pitShare,
} from "../../../../app/clv/selection/interval-calibration.ts";
import { seededUniform } from "../reference.ts";

/** Continuous outcomes whose transforms are evenly spread, then bent. */
function even(size: number, bend: (u: number) => number = (u) => u): PitValues {
  // A step that has no common divisor with the size visits every place once, in no order.
  const below = Float64Array.from({ length: size }, (_, i) => bend((((i * 7919) % size) + 0.5) / size));
  return { below, upTo: below };
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const anyTransforms = fc.array(fc.tuple(unit, unit, fc.boolean()), { minLength: 1, maxLength: 30 }).map(
  (rows): PitValues => ({
    below: Float64Array.from(rows, ([a, b, isPoint]) => (isPoint ? a : Math.min(a, b))),
    upTo: Float64Array.from(rows, ([a, b, isPoint]) => (isPoint ? a : Math.max(a, b))),
  }),
);

describe("share of the outcomes between two levels", () => {
  test("is the share of random draws over each customer's step that fall there", () => {
    const draws = 500;
    fc.assert(
      fc.property(
        anyTransforms,
        unit,
        unit,
        fc.nat(2),
        fc.integer({ min: 1, max: 3 }),
        (pit, a, b, first, step) => {
          const from = Math.min(a, b);
          const to = Math.max(a, b);
          let inside = 0;
          let all = 0;
          for (let i = first; i < pit.below.length; i += step) {
            const low = pit.below[i]!;
            const high = pit.upTo[i]!;
            for (let draw = 0; draw < draws; draw++) {
              const at = high - low > 1e-12 ? low + ((draw + 0.5) / draws) * (high - low) : high;
              if (at > from && at <= to) inside += 1;
              all += 1;
            }
          }
          const wanted = all === 0 ? to - from : inside / all;
          expect(Math.abs(pitShare(pit, from, to, first, step) - wanted)).toBeLessThan(2.1 / draws);
        },
      ),
    );
  });

  test("over ten bins is a whole", () => {
    fc.assert(
      fc.property(anyTransforms, (pit) => {
        const bins = pitHistogram(pit);
        expect(bins).toHaveLength(10);
        expect(bins.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
    );
    for (const share of pitHistogram(even(1000))) expect(share).toBeCloseTo(0.1, 9);
  });
});

describe("levels that a shop's past teaches", () => {
  test("are the nominal ones where the model was right", () => {
    const [low, high] = calibratedLevels(even(20_000));
    expect(low).toBeCloseTo(0.1, 3);
    expect(high).toBeCloseTo(0.9, 3);
    const coverage = coverageOf(even(20_000));
    expect(coverage.plain).toBeCloseTo(0.8, 3);
    expect(coverage.calibrated).toBeCloseTo(0.8, 2);
  });

  test("of counts are the nominal ones where the model was right, though the counts have steps", () => {
    const uniform = seededUniform(3);
    const size = 20_000;
    const below = new Float64Array(size);
    const upTo = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      // Geometric counts whose mean differs from customer to customer.
      const stop = 0.2 + 0.7 * uniform();
      const count = Math.floor(Math.log(uniform()) / Math.log(1 - stop));
      below[i] = 1 - (1 - stop) ** count;
      upTo[i] = 1 - (1 - stop) ** (count + 1);
    }
    const [low, high] = calibratedLevels({ below, upTo });
    expect(Math.abs(low - 0.1)).toBeLessThan(0.01);
    expect(Math.abs(high - 0.9)).toBeLessThan(0.01);
  });

  test("undo a known distortion", () => {
    const square = even(20_001, (u) => u * u);
    const [low, high] = calibratedLevels(square);
    // With this many customers the nominal levels still weigh one percent.
    expect(Math.abs(low - 0.01)).toBeLessThan(0.002);
    expect(Math.abs(high - 0.81)).toBeLessThan(0.002);
    const coverage = coverageOf(square);
    expect(coverage.plain).toBeCloseTo(Math.sqrt(0.9) - Math.sqrt(0.1), 3);
    expect(Math.abs(coverage.calibrated - 0.8)).toBeLessThan(0.01);
  });

  test("move little on the word of few, and not at all on nobody's", () => {
    const allHigh: PitValues = {
      below: new Float64Array(10).fill(0.99),
      upTo: new Float64Array(10).fill(1),
    };
    const [low, high] = calibratedLevels(allHigh);
    expect(low).toBeGreaterThan(0.1);
    expect(low).toBeLessThan(0.15);
    expect(high).toBeLessThan(0.91);
    const nobody: PitValues = { below: new Float64Array(0), upTo: new Float64Array(0) };
    expect(calibratedLevels(nobody)).toEqual([0.1, 0.9]);
    expect(coverageOf(nobody).calibrated).toBeCloseTo(0.8, 12);
    const one: PitValues = { below: Float64Array.of(0.3), upTo: Float64Array.of(0.4) };
    expect(coverageOf(one)).toEqual({ plain: 1, calibrated: 1 });
  });

  test("are two levels in order, whatever happened", () => {
    const extremes = [0, 0.5, 1].map((at): PitValues => {
      const all = new Float64Array(300_000).fill(at);
      return { below: all, upTo: all };
    });
    for (const pit of extremes) {
      const [low, high] = calibratedLevels(pit);
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThan(high);
      expect(high).toBeLessThan(1);
    }
    fc.assert(
      fc.property(anyTransforms, (pit) => {
        const [low, high] = calibratedLevels(pit);
        expect(low > 0 && low < high && high < 1).toBe(true);
      }),
    );
  });

  test("of very many customers are learned from a part of them that says the same", () => {
    const [low, high] = calibratedLevels(even(400_001, (u) => u ** 1.5));
    expect(Math.abs(low - 0.1 ** 1.5)).toBeLessThan(0.003);
    expect(Math.abs(high - 0.9 ** 1.5)).toBeLessThan(0.003);
  });
});
