import { z } from "zod";
import { BASES, type RelativeRange } from "../../clv/acquisition/amount.ts";
import { BOUNDS, type BoundName } from "../../clv/acquisition/faults.ts";
import { type Funnel, type LaterSale, SALE_ORIGINS, type Step } from "../../clv/acquisition/funnel.ts";
import {
  type Lifetime,
  PRICE_MODELS,
  type Scenario,
  type WhatIfQuestion,
} from "../../clv/acquisition/what-if.ts";
import { type Comparison, EMPTY_SCENARIO, USUAL_QUESTION } from "../../clv/acquisition/worked-examples.ts";

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
/** 1 % of an expectation to 100 times as much. */
const MOST_RANGE_PPM = 100_000_000;

const whole = (name: BoundName) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(BOUNDS[name].least).max(BOUNDS[name].most));
const decimal = (name: BoundName) =>
  z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/)
    .transform(Number)
    .pipe(z.number().min(BOUNDS[name].least).max(BOUNDS[name].most));
const orNothing = <T>(schema: z.ZodType<T, string>) => z.union([z.literal("").transform(() => null), schema]);

/** "300" people, or "3000ppm" of the step before. */
const step = z.union([
  whole("count").transform((count): Step => ({ by: "count", count })),
  z
    .string()
    .regex(/^\d{1,7}ppm$/)
    .transform((text) => text.slice(0, -3))
    .pipe(whole("share"))
    .transform((ppm): Step => ({ by: "rate", ppm })),
]);
const stepText = (said: Step | null) =>
  said === null ? "" : said.by === "count" ? String(said.count) : `${said.ppm}ppm`;

const lifetime = z.union([
  z
    .string()
    .regex(/^\d+ppm$/)
    .transform((text) => text.slice(0, -3))
    .pipe(whole("share"))
    .transform((ppm): Lifetime => ({ by: "churn", ppm })),
  decimal("years").transform((years): Lifetime => ({ by: "years", years })),
]);

const range = z
  .string()
  .regex(/^\d{1,9}-\d{1,9}$/)
  .transform((text): RelativeRange => {
    const [low = "", high = ""] = text.split("-");
    return { lowPpm: Number(low), highPpm: Number(high) };
  })
  .refine(({ lowPpm, highPpm }) => lowPpm <= highPpm && highPpm <= MOST_RANGE_PPM);
const rangeText = (said: RelativeRange | null) => (said ? `${said.lowPpm}-${said.highPpm}` : "");

/** "8000:margin" */
const amount = z
  .string()
  .transform((text) => text.split(":"))
  .pipe(z.tuple([whole("minor"), z.enum(BASES)]))
  .transform(([minor, basis]) => ({ minor, basis }));

/** Buyers, amount, basis, month, range, origin: "3:39700:revenue:::typed" */
const later = z
  .string()
  .transform((text) => text.split(":"))
  .pipe(
    z.tuple([
      step,
      whole("minor"),
      z.enum(BASES),
      orNothing(whole("months")),
      orNothing(range),
      z.enum(SALE_ORIGINS),
    ]),
  )
  .transform(
    ([buyers, minor, basis, afterMonths, own, origin]): LaterSale => ({
      buyers,
      amount: { minor, basis },
      afterMonths,
      range: own,
      origin,
    }),
  );
const laterText = (sale: LaterSale) => {
  const { buyers, amount: sold, afterMonths, range: own, origin } = sale;
  return [stepText(buyers), sold.minor, sold.basis, afterMonths ?? "", rangeText(own), origin].join(":");
};

const funnelFields = z.object({
  spend: orNothing(whole("minor")),
  hours: decimal("hours").default(0),
  rate: whole("minor").default(0),
  reached: orNothing(whole("count")),
  leads: orNothing(step),
  customers: orNothing(step),
  first: amount,
  later: z.array(later).max(MOST_LATER_SALES).default([]),
  margin: orNothing(whole("share")),
  target: decimal("ratio"),
  months: whole("months"),
});

const scenarioFields = {
  model: z.enum(PRICE_MODELS),
  lead: whole("minor"),
  conversion: whole("share"),
  hours: decimal("hours"),
  rate: whole("minor"),
  price: whole("minor"),
  fee: whole("minor"),
  payments: decimal("paymentsPerYear"),
  life: lifetime,
  margin: orNothing(whole("share")),
  serve: whole("minor"),
  upsell_share: whole("share"),
  upsell: whole("minor"),
  since_sales: whole("minor"),
  since_customers: whole("count"),
  range: orNothing(range),
} as const;

const decimalText = (value: number) => String(Math.round(value * 1_000_000) / 1_000_000);

const scenarioTexts = (said: Scenario): Record<keyof typeof scenarioFields, string> => ({
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

const scenario = z.object(scenarioFields).transform(
  (said): Scenario => ({
    model: said.model,
    costPerLeadMinor: said.lead,
    conversionPpm: said.conversion,
    ownTime: { hours: said.hours, rateMinor: said.rate },
    priceMinor: said.price,
    joiningFeeMinor: said.fee,
    paymentsPerYear: said.payments,
    lifetime: said.life,
    marginPpm: said.margin,
    costToServeMinor: said.serve,
    upsellPpm: said.upsell_share,
    upsellMinor: said.upsell,
    netSalesSinceMinor: said.since_sales,
    customersSince: said.since_customers,
    range: said.range,
  }),
);
const NOTHING_SAID = scenarioTexts(EMPTY_SCENARIO);

const questionFields = z.object({
  target: decimal("ratio").default(USUAL_QUESTION.targetRatio),
  months: whole("months").default(USUAL_QUESTION.cashBackMonths),
  horizon: decimal("years").default(USUAL_QUESTION.horizonYears),
  retention: whole("share").default(USUAL_QUESTION.retentionLeverPpm),
  revenue: whole("share").default(USUAL_QUESTION.revenueLeverPpm),
});

const namesOf = (error: z.ZodError, prefix = "") => [
  ...new Set(error.issues.map(({ path }) => `${prefix}${String(path[0] ?? "")}`)),
];

function readScenario(parameters: URLSearchParams, side: "a" | "b") {
  const said = { ...NOTHING_SAID };
  for (const name of Object.keys(NOTHING_SAID)) {
    const text = parameters.get(`${side}.${name}`);
    if (text !== null) Object.assign(said, { [name]: text });
  }
  return scenario.safeParse(said);
}

/** Parameters that belong to no calculator, such as those that Shopify adds, are passed over. */
export function readCalculatorAddress(parameters: URLSearchParams): ReadAddress {
  const calculator = z.enum(["funnel", "what-if"]).safeParse(parameters.get("calculator") ?? "funnel");
  if (!calculator.success) return { ok: false, parameters: ["calculator"] };
  const values = Object.fromEntries(parameters);
  if (calculator.data === "funnel") {
    if (!parameters.has("first")) return { ok: true, calculator: "funnel", asked: null };
    const sales = parameters.has("later") ? { later: parameters.getAll("later") } : {};
    const read = funnelFields.safeParse({ ...values, ...sales });
    if (!read.success) return { ok: false, parameters: namesOf(read.error) };
    const { spend, hours, rate, reached, leads, customers, first, later: laterSales, ...rest } = read.data;
    return {
      ok: true,
      calculator: "funnel",
      asked: {
        calculator: "funnel",
        funnel: {
          spendMinor: spend,
          ownTime: { hours, rateMinor: rate },
          reached,
          leads,
          customers,
          first,
          later: laterSales,
          marginPpm: rest.margin,
          targetRatio: rest.target,
          cashBackMonths: rest.months,
        },
      },
    };
  }
  if (!parameters.has("a.model")) return { ok: true, calculator: "what-if", asked: null };
  const [a, b] = [readScenario(parameters, "a"), readScenario(parameters, "b")];
  const question = questionFields.safeParse(values);
  if (!a.success || !b.success || !question.success) {
    const wrong = [
      ...(a.success ? [] : namesOf(a.error, "a.")),
      ...(b.success ? [] : namesOf(b.error, "b.")),
      ...(question.success ? [] : namesOf(question.error)),
    ];
    return { ok: false, parameters: wrong };
  }
  const { target, months, horizon, retention, revenue } = question.data;
  return {
    ok: true,
    calculator: "what-if",
    asked: {
      calculator: "what-if",
      comparison: { a: a.data, b: b.data },
      question: {
        targetRatio: target,
        cashBackMonths: months,
        horizonYears: horizon,
        retentionLeverPpm: retention,
        revenueLeverPpm: revenue,
      },
    },
  };
}

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
    const texts = Object.entries(scenarioTexts(comparison[side]));
    const usual: Readonly<Record<string, string>> = NOTHING_SAID;
    for (const [name, text] of texts) {
      if (name === "model" || text !== usual[name]) parameters.set(`${side}.${name}`, text);
    }
  }
  parameters.set("target", decimalText(question.targetRatio));
  parameters.set("months", String(question.cashBackMonths));
  parameters.set("horizon", decimalText(question.horizonYears));
  parameters.set("retention", String(question.retentionLeverPpm));
  parameters.set("revenue", String(question.revenueLeverPpm));
  return parameters;
}

export function calculatorAddress(said: CalculatorAddress): string {
  const parameters =
    said.calculator === "funnel"
      ? funnelParameters(said.funnel)
      : whatIfParameters(said.comparison, said.question);
  return `${PATH}?${parameters}`;
}
