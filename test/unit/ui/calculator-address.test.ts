import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Funnel, type LaterSale, SALE_ORIGINS, type Step } from "../../../app/clv/acquisition/funnel.ts";
import { PRICE_MODELS, type Scenario } from "../../../app/clv/acquisition/what-if.ts";
import {
  EXAMPLES,
  USUAL_QUESTION,
  webinarExample,
  workedExample,
} from "../../../app/clv/acquisition/worked-examples.ts";
import {
  type CalculatorAddress,
  calculatorParameters,
} from "../../../app/ui/acquisition/calculator-address.ts";
import { readCalculatorAddress } from "../../../app/ui/acquisition/read-calculator-address.ts";

const read = (parameters: string) => readCalculatorAddress(new URLSearchParams(parameters));
const asked = (said: CalculatorAddress) => ({ ok: true, calculator: said.calculator, asked: said });

const minor = fc.integer({ min: 0, max: 10_000_000_000_000 });
const ppm = fc.integer({ min: 0, max: 1_000_000 });
const count = fc.integer({ min: 0, max: 1_000_000_000 });
/** As exact as an address is. */
const decimal = (most: number) =>
  fc.integer({ min: 10_000, max: most * 1e6 }).map((millionths) => millionths / 1e6);
const step: fc.Arbitrary<Step> = fc.oneof(
  count.map((people) => ({ by: "count", count: people }) as const),
  ppm.map((share) => ({ by: "rate", ppm: share }) as const),
);
const range = fc.option(fc.record({ lowPpm: ppm, highPpm: fc.integer({ min: 1_000_000, max: 9_000_000 }) }));
const amount = fc.record({ minor, basis: fc.constantFrom("revenue", "margin") });
const ownTime = fc.record({ hours: decimal(100), rateMinor: minor });
const sale: fc.Arbitrary<LaterSale> = fc.record({
  buyers: step,
  amount,
  afterMonths: fc.option(fc.integer({ min: 0, max: 120 })),
  range,
  origin: fc.constantFrom(...SALE_ORIGINS),
});
const funnel: fc.Arbitrary<Funnel> = fc.record({
  spendMinor: fc.option(minor),
  ownTime,
  reached: fc.option(count),
  leads: fc.option(step),
  customers: fc.option(step),
  first: amount,
  later: fc.array(sale, { maxLength: 8 }),
  marginPpm: fc.option(ppm),
  targetRatio: decimal(50).filter((ratio) => ratio >= 0.1),
  cashBackMonths: fc.integer({ min: 0, max: 120 }),
});
const scenario: fc.Arbitrary<Scenario> = fc.record({
  model: fc.constantFrom(...PRICE_MODELS),
  costPerLeadMinor: minor,
  conversionPpm: ppm,
  ownTime,
  priceMinor: minor,
  joiningFeeMinor: minor,
  paymentsPerYear: decimal(366),
  lifetime: fc.oneof(
    decimal(100).map((years) => ({ by: "years", years }) as const),
    ppm.map((share) => ({ by: "churn", ppm: share }) as const),
  ),
  marginPpm: fc.option(ppm),
  costToServeMinor: minor,
  upsellPpm: ppm,
  upsellMinor: minor,
  netSalesSinceMinor: minor,
  customersSince: count,
  range,
});

describe("the address of a calculator", () => {
  test("leads back to the same funnel", () => {
    fc.assert(
      fc.property(funnel, (drawn) => {
        const said = { calculator: "funnel", funnel: drawn } as const;
        expect(read(calculatorParameters(said))).toEqual(asked(said));
      }),
    );
  });

  test("leads back to the same two scenarios", () => {
    fc.assert(
      fc.property(scenario, scenario, (a, b) => {
        const said = { calculator: "what-if", comparison: { a, b }, question: USUAL_QUESTION } as const;
        expect(read(calculatorParameters(said))).toEqual(asked(said));
      }),
    );
  });

  test("every example has one", () => {
    const webinar = { calculator: "funnel", funnel: webinarExample(100) } as const;
    expect(read(calculatorParameters(webinar))).toEqual(asked(webinar));
    for (const name of EXAMPLES) {
      const comparison = workedExample(name, 100);
      const said = { calculator: "what-if", comparison, question: USUAL_QUESTION } as const;
      expect(read(calculatorParameters(said)), name).toEqual(asked(said));
    }
  });

  test("without anything in it is the page as it opens, whatever Shopify adds", () => {
    expect(read("host=abc&embedded=1")).toEqual({
      ok: true,
      calculator: "funnel",
      asked: null,
    });
    expect(read("calculator=what-if")).toEqual({
      ok: true,
      calculator: "what-if",
      asked: null,
    });
  });

  test.each([
    ["calculator=horoscope", ["calculator"]],
    ["first=8000:margin", ["spend", "reached", "leads", "customers", "margin", "target", "months"]],
    ["first=-5:margin&spend=1&reached=&leads=&customers=&margin=&target=3&months=3", ["first"]],
    ["first=5:gross&spend=1&reached=&leads=&customers=&margin=&target=3&months=3", ["first"]],
    [
      "first=5:margin&spend=1e9&reached=NaN&leads=&customers=&margin=2000000&target=3&months=3",
      ["spend", "reached", "margin"],
    ],
    ["calculator=what-if&a.model=lottery&b.price=-1", ["a.model", "b.price"]],
    ["calculator=what-if&a.model=rental&a.life=0&horizon=Infinity", ["a.life", "horizon"]],
    ["calculator=what-if&a.model=rental&b.range=9-2", ["b.range"]],
  ])("%s is refused, with what cannot be read", (search, parameters) => {
    expect(read(`${search}`)).toEqual({ ok: false, parameters });
  });

  test("any text whatever is read or refused, and breaks nothing", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("first", "later", "a.model", "a.life", "target"),
        (text, name) => {
          const parameters = new URLSearchParams({
            calculator: "what-if",
            "a.model": "rental",
            [name]: text,
          });
          expect(typeof readCalculatorAddress(parameters).ok).toBe("boolean");
        },
      ),
    );
  });
});
