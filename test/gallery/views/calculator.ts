import type { SavedCalculation } from "../../../app/acquisition/saved-calculations.ts";
import type { Funnel } from "../../../app/clv/acquisition/funnel.ts";
import type { OwnFigures } from "../../../app/clv/acquisition/own-figures.ts";
import { ownFunnel, ownScenario } from "../../../app/clv/acquisition/own-figures.ts";
import {
  EMPTY_SCENARIO,
  USUAL_QUESTION,
  webinarExample,
  workedExample,
} from "../../../app/clv/acquisition/worked-examples.ts";
import type { CalculatorAddress, ReadAddress } from "../../../app/ui/acquisition/calculator-address.ts";
import type { OwnFiguresView } from "../../../app/valuation/pages/own-figures.ts";
import { shop } from "./shop.ts";

const figures: OwnFigures = {
  observedDays: 365,
  customers: 2_640,
  recent: { days: 90, customers: 412 },
  firstOrderMinor: 6_112.4,
  averageOrderMinor: 5_868.9,
  ordersPerCustomer: 4.02,
  repeatRate: 0.5832,
  historicMinor: 23_592.7,
  within: [
    { days: 14, averageMinor: 6_402 },
    { days: 30, averageMinor: 6_990 },
    { days: 60, averageMinor: 8_215 },
    { days: 90, averageMinor: 9_260 },
    { days: 180, averageMinor: 12_044 },
    { days: 365, averageMinor: 15_911 },
  ],
  expected: { averageMinor: 4_318, range: { lowPpm: 903_000, highPpm: 1_118_000 } },
  marginPpm: 425_000,
};

type ReadyView = Extract<OwnFiguresView, { state: "ready" }>;
export const ownView: ReadyView = {
  state: "ready",
  shop,
  asOfDay: "2026-03-31",
  figures,
  learning: null,
  costCoverage: 0.94,
};
export const noView: OwnFiguresView = { state: "none", shop };
/** A young shop: no prediction, no margin, nobody observed for long. */
export const learningView: ReadyView = {
  ...ownView,
  figures: { ...figures, observedDays: null, customers: 24, within: [], expected: null, marginPpm: null },
  learning: "too_few_customers",
  costCoverage: 0,
};

const webinar = webinarExample(100);
const asked = (address: CalculatorAddress): ReadAddress => ({
  ok: true,
  calculator: address.calculator,
  asked: address,
});
const funnelOf = (funnel: Funnel) => asked({ calculator: "funnel", funnel });
const own = ownFunnel(figures, webinar);
const ownStart = ownScenario(figures).scenario;

export const addresses = {
  plain: { ok: true, calculator: "funnel", asked: null },
  unreadable: { ok: false, parameters: ["first", "margin"] },
  own: funnelOf({
    ...own,
    spendMinor: 1_240_000,
    ownTime: { hours: 24, rateMinor: 4_500 },
    reached: 180_000,
    leads: { by: "count", count: 2_860 },
  }),
  unfilled: funnelOf(own),
  wrong: funnelOf({
    ...webinar,
    leads: { by: "count", count: 12_000 },
    later: [{ ...webinar.later[0]!, buyers: { by: "count", count: 900 } }],
  }),
  nobody: funnelOf({ ...webinar, customers: { by: "rate", ppm: 0 }, marginPpm: null }),
  loss: funnelOf({ ...webinar, spendMinor: 540_000 }),
  what_if: { ok: true, calculator: "what-if", asked: null },
  what_if_own: asked({
    calculator: "what-if",
    question: USUAL_QUESTION,
    comparison: {
      a: { ...ownStart, costPerLeadMinor: 350, conversionPpm: 60_000 },
      b: {
        ...ownStart,
        model: "membership",
        costPerLeadMinor: 350,
        conversionPpm: 45_000,
        joiningFeeMinor: 2_500,
        paymentsPerYear: 12,
        priceMinor: 1_495,
        lifetime: { by: "churn", ppm: 350_000 },
        upsellPpm: 120_000,
        upsellMinor: 19_900,
        range: null,
      },
    },
  }),
  two_firms: asked({
    calculator: "what-if",
    question: USUAL_QUESTION,
    comparison: workedExample("two_firms", 100),
  }),
  what_if_wrong: asked({
    calculator: "what-if",
    question: USUAL_QUESTION,
    comparison: {
      a: {
        ...EMPTY_SCENARIO,
        model: "rental",
        priceMinor: 3_000,
        costPerLeadMinor: 90_000,
        conversionPpm: 0,
        lifetime: { by: "churn", ppm: 0 },
      },
      b: {
        ...EMPTY_SCENARIO,
        model: "since",
        netSalesSinceMinor: 500_000,
        customersSince: 0,
        marginPpm: 300_000,
      },
    },
  }),
} as const satisfies Record<string, ReadAddress>;

const kept = (
  name: string,
  calculator: SavedCalculation["calculator"],
  savedAt: string,
): SavedCalculation => ({ id: name, name, calculator, parameters: "", savedAt });
export const savedCalculations = [
  kept("Webinar in April", "funnel", "2026-03-30T09:12:00Z"),
  kept("Spring campaign: advertisements, mail and the fair together", "funnel", "2026-03-12T15:40:00Z"),
  kept("Membership instead of single sales", "what-if", "2026-02-02T08:05:00Z"),
];
