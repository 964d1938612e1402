import type { RelativeRange } from "../../clv/acquisition/amount.ts";
import type { Funnel, LaterSale, Step } from "../../clv/acquisition/funnel.ts";
import type { Scenario, WhatIfQuestion } from "../../clv/acquisition/what-if.ts";
import { type Comparison, EMPTY_SCENARIO } from "../../clv/acquisition/worked-examples.ts";

/** What an address says: one calculator with everything in its fields, so that a link shows the same to a colleague. */
export type CalculatorAddress =
  | { readonly calculator: "funnel"; readonly funnel: Funnel }
  | { readonly calculator: "what-if"; readonly comparison: Comparison; readonly question: WhatIfQuestion };

export type ReadAddress =
  /** `asked` null: nothing beyond which calculator. */
  | {
      readonly ok: true;
      readonly calculator: CalculatorAddress["calculator"];
      readonly asked: CalculatorAddress | null;
    }
  | { readonly ok: false; readonly parameters: readonly string[] };

const PATH = "/app/acquisition/calculator";
/** As many later sales as the page has room for. */
export const MOST_LATER_SALES = 8;

const stepText = (said: Step | null) =>
  said === null ? "" : said.by === "count" ? String(said.count) : `${said.ppm}ppm`;

const rangeText = (said: RelativeRange | null) => (said ? `${said.lowPpm}-${said.highPpm}` : "");

const laterText = (sale: LaterSale) => {
  const { buyers, amount: sold, afterMonths, range: own, origin } = sale;
  return [stepText(buyers), sold.minor, sold.basis, afterMonths ?? "", rangeText(own), origin].join(":");
};

const decimalText = (value: number) => String(Math.round(value * 1_000_000) / 1_000_000);

export const SCENARIO_PARAMETERS = [
  "model",
  "lead",
  "conversion",
  "hours",
  "rate",
  "price",
  "fee",
  "payments",
  "life",
  "margin",
  "serve",
  "upsell_share",
  "upsell",
  "since_sales",
  "since_customers",
  "range",
] as const;
export type ScenarioParameter = (typeof SCENARIO_PARAMETERS)[number];

const scenarioTexts = (said: Scenario): Readonly<Record<ScenarioParameter, string>> => ({
  model: said.model,
  lead: String(said.costPerLeadMinor),
  conversion: String(said.conversionPpm),
  hours: decimalText(said.ownTime.hours),
  rate: String(said.ownTime.rateMinor),
  price: String(said.priceMinor),
  fee: String(said.joiningFeeMinor),
  payments: decimalText(said.paymentsPerYear),
  life: said.lifetime.by === "churn" ? `${said.lifetime.ppm}ppm` : decimalText(said.lifetime.years),
  margin: said.marginPpm === null ? "" : String(said.marginPpm),
  serve: String(said.costToServeMinor),
  upsell_share: String(said.upsellPpm),
  upsell: String(said.upsellMinor),
  since_sales: String(said.netSalesSinceMinor),
  since_customers: String(said.customersSince),
  range: rangeText(said.range),
});

/** What an address leaves out. */
export const USUAL_TEXTS = scenarioTexts(EMPTY_SCENARIO);

function funnelParameters(funnel: Funnel): URLSearchParams {
  const { first, ownTime } = funnel;
  const parameters = new URLSearchParams({
    calculator: "funnel",
    spend: funnel.spendMinor === null ? "" : String(funnel.spendMinor),
    reached: funnel.reached === null ? "" : String(funnel.reached),
    leads: stepText(funnel.leads),
    customers: stepText(funnel.customers),
    first: `${first.minor}:${first.basis}`,
    margin: funnel.marginPpm === null ? "" : String(funnel.marginPpm),
    target: decimalText(funnel.targetRatio),
    months: String(funnel.cashBackMonths),
  });
  if (ownTime.hours > 0 || ownTime.rateMinor > 0) {
    parameters.set("hours", decimalText(ownTime.hours));
    parameters.set("rate", String(ownTime.rateMinor));
  }
  for (const sale of funnel.later) parameters.append("later", laterText(sale));
  return parameters;
}

function whatIfParameters(comparison: Comparison, question: WhatIfQuestion): URLSearchParams {
  const parameters = new URLSearchParams({ calculator: "what-if" });
  for (const side of ["a", "b"] as const) {
    const texts = scenarioTexts(comparison[side]);
    for (const name of SCENARIO_PARAMETERS) {
      if (name === "model" || texts[name] !== USUAL_TEXTS[name]) {
        parameters.set(`${side}.${name}`, texts[name]);
      }
    }
  }
  parameters.set("target", decimalText(question.targetRatio));
  parameters.set("months", String(question.cashBackMonths));
  parameters.set("horizon", decimalText(question.horizonYears));
  parameters.set("retention", String(question.retentionLeverPpm));
  parameters.set("revenue", String(question.revenueLeverPpm));
  return parameters;
}

/** Everything in the fields of a calculator, as parameters of the page's address. */
export function calculatorParameters(said: CalculatorAddress): string {
  const parameters =
    said.calculator === "funnel"
      ? funnelParameters(said.funnel)
      : whatIfParameters(said.comparison, said.question);
  return String(parameters);
}

export const calculatorAddress = (parameters: string): string => `${PATH}?${parameters}`;
