import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOfTime } from "../../../../app/clv/acquisition/amount.ts";
import { BOUNDS, type BoundName, faultsOfFunnel } from "../../../../app/clv/acquisition/faults.ts";
import {
  computeFunnel,
  type Funnel,
  type LaterSale,
  SALE_ORIGINS,
  type Step,
} from "../../../../app/clv/acquisition/funnel.ts";
import { leversOf } from "../../../../app/clv/acquisition/levers.ts";
import { rateRange } from "../../../../app/clv/acquisition/rate-range.ts";
import {
  cacOf,
  computeScenario,
  PRICE_MODELS,
  type Scenario,
  type WhatIfQuestion,
} from "../../../../app/clv/acquisition/what-if.ts";

/** Anything that a field may hold, its ends included. */
const whole = (name: BoundName) => fc.integer({ min: Math.ceil(BOUNDS[name].least), max: BOUNDS[name].most });
const decimal = (name: BoundName) =>
  fc.double({ min: BOUNDS[name].least, max: BOUNDS[name].most, noNaN: true });
const ownTime = fc.record({ hours: decimal("hours"), rateMinor: whole("minor") });
const step: fc.Arbitrary<Step> = fc.oneof(
  whole("count").map((count) => ({ by: "count", count }) as const),
  whole("share").map((ppm) => ({ by: "rate", ppm }) as const),
);
const range = fc.option(
  fc.record({
    lowPpm: fc.integer({ min: 0, max: 1_000_000 }),
    highPpm: fc.integer({ min: 1_000_000, max: 3_000_000 }),
  }),
);
const amount = fc.record({ minor: whole("minor"), basis: fc.constantFrom("revenue", "margin") });
const laterSale: fc.Arbitrary<LaterSale> = fc.record({
  buyers: step,
  amount,
  afterMonths: fc.option(whole("months")),
  range,
  origin: fc.constantFrom(...SALE_ORIGINS),
});
const anyFunnel: fc.Arbitrary<Funnel> = fc.record({
  spendMinor: fc.option(whole("minor")),
  ownTime,
  reached: fc.option(whole("count")),
  leads: fc.option(step),
  customers: fc.option(step),
  first: amount,
  later: fc.array(laterSale, { maxLength: 4 }),
  marginPpm: fc.option(whole("share")),
  targetRatio: decimal("ratio"),
  cashBackMonths: whole("months"),
});
const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  model: fc.constantFrom(...PRICE_MODELS),
  costPerLeadMinor: whole("minor"),
  conversionPpm: whole("share"),
  ownTime,
  priceMinor: whole("minor"),
  joiningFeeMinor: whole("minor"),
  paymentsPerYear: decimal("paymentsPerYear"),
  lifetime: fc.oneof(
    decimal("years").map((years) => ({ by: "years", years }) as const),
    whole("share").map((ppm) => ({ by: "churn", ppm }) as const),
  ),
  marginPpm: fc.option(whole("share")),
  costToServeMinor: whole("minor"),
  upsellPpm: whole("share"),
  upsellMinor: whole("minor"),
  netSalesSinceMinor: whole("minor"),
  customersSince: whole("count"),
  range,
});
const anyQuestion: fc.Arbitrary<WhatIfQuestion> = fc.record({
  targetRatio: decimal("ratio"),
  cashBackMonths: whole("months"),
  horizonYears: decimal("years").filter((years) => years >= 1),
  retentionLeverPpm: whole("share"),
  revenueLeverPpm: whole("share"),
});

/** Every number in a result, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
const close = (one: number, other: number) =>
  Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));

describe("a funnel", () => {
  test("has no number that is none, whatever stands in its fields", () => {
    fc.assert(
      fc.property(anyFunnel, (funnel) => {
        expect(numbersIn(computeFunnel(funnel)).filter((number) => !Number.isFinite(number))).toEqual([]);
      }),
    );
  });

  test("a higher conversion never raises the CAC, and a higher spend never lowers it", () => {
    fc.assert(
      fc.property(anyFunnel, whole("share"), whole("share"), whole("minor"), (funnel, one, other, more) => {
        const cacAt = (ppm: number, extra = 0) =>
          computeFunnel({
            ...funnel,
            spendMinor: (funnel.spendMinor ?? 0) + extra,
            leads: { by: "count", count: 1_000 },
            customers: { by: "rate", ppm },
          }).cacMinor ?? Number.POSITIVE_INFINITY;
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(cacAt(high)).toBeLessThanOrEqual(cacAt(low));
        expect(cacAt(low, more)).toBeGreaterThanOrEqual(cacAt(low));
      }),
    );
  });

  test("a customer may cost as many leads as it takes: CAC = cost per lead / conversion, and so are the limits", () => {
    fc.assert(
      fc.property(anyFunnel, whole("share"), (funnel, ppm) => {
        fc.pre(ppm > 0);
        const filled = {
          ...funnel,
          spendMinor: funnel.spendMinor ?? 1,
          leads: { by: "count", count: 500 },
        } as const;
        const { cacMinor, costPerLeadMinor, limits } = computeFunnel({
          ...filled,
          customers: { by: "rate", ppm },
        });
        expect(close((costPerLeadMinor ?? 0) / (ppm / 1e6), cacMinor ?? 0)).toBe(true);
        const { cacMinor: most, costPerLeadMinor: mostPerLead } = limits.breakEven;
        expect(close(most * (ppm / 1e6), mostPerLead ?? 0)).toBe(true);
      }),
    );
  });

  test("now and later are the whole, and both bases of one price differ by the margin", () => {
    fc.assert(
      fc.property(anyFunnel, whole("share"), (funnel, marginPpm) => {
        const sold = { ...funnel.first, basis: "revenue" } as const;
        const later = funnel.later.map((sale) => ({
          ...sale,
          amount: { ...sale.amount, basis: "revenue" } as const,
        }));
        const { asEntered, onMargin } = computeFunnel({ ...funnel, first: sold, later, marginPpm });
        expect(asEntered.firstMinor + asEntered.laterMinor).toBe(asEntered.lifetimeMinor);
        expect(
          close(onMargin?.lifetimeMinor ?? Number.NaN, (asEntered.lifetimeMinor * marginPpm) / 1e6),
        ).toBe(true);
      }),
    );
  });

  test("more people than the step before are refused beside the field", () => {
    fc.assert(
      fc.property(whole("count"), fc.integer({ min: 1, max: 1_000 }), (reached, more) => {
        const funnel: Funnel = {
          spendMinor: 1,
          ownTime: { hours: 0, rateMinor: 0 },
          reached,
          leads: { by: "count", count: reached + more },
          customers: { by: "rate", ppm: 1_000_000 },
          first: { minor: 1, basis: "margin" },
          later: [],
          marginPpm: null,
          targetRatio: 3,
          cashBackMonths: 3,
        };
        expect(faultsOfFunnel(funnel)).toEqual([
          { field: "leads", code: "more_leads_than_reached", isError: true },
        ]);
      }),
    );
  });
});

describe("a scenario", () => {
  test("has no number that is none, whatever stands in its fields, and neither have its levers", () => {
    fc.assert(
      fc.property(anyScenario, anyQuestion, (scenario, question) => {
        const results = [computeScenario(scenario, question), leversOf(scenario, question)];
        expect(numbersIn(results).filter((number) => !Number.isFinite(number))).toEqual([]);
      }),
    );
  });

  test("a higher conversion never raises the CAC nor delays the payback", () => {
    fc.assert(
      fc.property(
        anyScenario,
        anyQuestion,
        whole("share"),
        whole("share"),
        (scenario, question, one, other) => {
          const at = (conversionPpm: number) => computeScenario({ ...scenario, conversionPpm }, question);
          const [low, high] = [at(Math.min(one, other)), at(Math.max(one, other))];
          const infinite = Number.POSITIVE_INFINITY;
          expect(high.cacMinor ?? infinite).toBeLessThanOrEqual(low.cacMinor ?? infinite);
          const months = ({ payback }: typeof low) =>
            payback.state === "first_order" ? 0 : payback.state === "later" ? payback.months : infinite;
          expect(months(high)).toBeLessThanOrEqual(months(low));
        },
      ),
    );
  });

  test("with the maximum cost per lead the CAC is the maximum CAC, or own time alone is more than that", () => {
    fc.assert(
      fc.property(anyScenario, anyQuestion, (scenario, question) => {
        fc.pre(scenario.conversionPpm > 0);
        const time = costOfTime(scenario.ownTime);
        for (const { cacMinor, costPerLeadMinor } of Object.values(
          computeScenario(scenario, question).limits,
        )) {
          const atMost = cacOf({ ...scenario, costPerLeadMinor: costPerLeadMinor ?? Number.NaN });
          expect(close(atMost ?? Number.NaN, Math.max(cacMinor, time))).toBe(true);
        }
      }),
    );
  });

  test("a longer lifetime, a higher price and a better margin never lower the value", () => {
    fc.assert(
      fc.property(
        anyScenario,
        anyQuestion,
        decimal("years"),
        decimal("years"),
        (scenario, question, one, other) => {
          const valueFor = (years: number) =>
            computeScenario({ ...scenario, lifetime: { by: "years", years } }, question).clvMinor;
          const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
          expect(valueFor(longer)).toBeGreaterThanOrEqual(valueFor(shorter));
          const dearer = { ...scenario, priceMinor: scenario.priceMinor + 1 };
          const value = computeScenario(scenario, question).clvMinor;
          expect(computeScenario(dearer, question).clvMinor).toBeGreaterThanOrEqual(value);
          expect(computeScenario({ ...scenario, marginPpm: null }, question).clvMinor).toBeGreaterThanOrEqual(
            value,
          );
        },
      ),
    );
  });

  test("either lever is what the plain formula gives for the churn or the price that it leads to", () => {
    fc.assert(
      fc.property(
        anyScenario,
        anyQuestion,
        fc.integer({ min: 200_000, max: 900_000 }),
        fc.integer({ min: 0, max: 90_000 }),
        (drawn, usual, churnPpm, leverPpm) => {
          const question = {
            ...usual,
            horizonYears: 100,
            retentionLeverPpm: leverPpm,
            revenueLeverPpm: leverPpm,
          };
          const scenario: Scenario = { ...drawn, model: "repeat", lifetime: { by: "churn", ppm: churnPpm } };
          const { priceMinor, paymentsPerYear, upsellMinor, upsellPpm, costToServeMinor } = scenario;
          const direct = (price: number, upsell: number, churn: number) =>
            (price * paymentsPerYear * (1 / churn) + upsell * (upsellPpm / 1e6)) *
              ((scenario.marginPpm ?? 1e6) / 1e6) -
            costToServeMinor;
          const lever = leverPpm / 1e6;
          const { retention, revenue } = leversOf(scenario, question);
          const kept = direct(priceMinor, upsellMinor, churnPpm / 1e6 - lever);
          const raised = direct(priceMinor * (1 + lever), upsellMinor * (1 + lever), churnPpm / 1e6);
          // The cost to serve is taken off a value that may be as large, so the sum before it says how exact it can be.
          const exact = 1e-9 * (kept + raised + 4 * costToServeMinor + 1);
          expect(Math.abs((retention?.clvMinor ?? Number.NaN) - kept)).toBeLessThanOrEqual(exact);
          expect(Math.abs(revenue.clvMinor - raised)).toBeLessThanOrEqual(exact);
        },
      ),
    );
  });
});

test("the 80 % interval of a rate holds the rate, is narrower with more tries, and is Wilson's", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (tries, drawn) => {
        const hits = Math.min(drawn, tries);
        const { low, high } = rateRange(hits, tries)!;
        expect(low).toBeLessThanOrEqual(hits / tries);
        expect(high).toBeGreaterThanOrEqual(hits / tries);
        const wider = rateRange(hits * 4, tries * 4)!;
        expect(wider.high - wider.low).toBeLessThanOrEqual(high - low);
      },
    ),
  );
  // Its ends are where the score of the test is the quantile: |rate - p| = z sqrt(p (1 - p) / n).
  const { low, high } = rateRange(6, 300)!;
  for (const p of [low, high]) {
    expect(Math.abs(0.02 - p) / Math.sqrt((p * (1 - p)) / 300)).toBeCloseTo(1.2815515655446004, 10);
  }
  expect(rateRange(3, 0)).toBeNull();
  expect(rateRange(4, 3)).toBeNull();
});
