import { z } from "zod";
import { BASES, type RelativeRange } from "../../clv/acquisition/amount.ts";
import { BOUNDS, type BoundName } from "../../clv/acquisition/faults.ts";
import { type LaterSale, SALE_ORIGINS, type Step } from "../../clv/acquisition/funnel.ts";
import { type Lifetime, PRICE_MODELS, type Scenario } from "../../clv/acquisition/what-if.ts";
import { USUAL_QUESTION } from "../../clv/acquisition/worked-examples.ts";
import {
  MOST_LATER_SALES,
  type ReadAddress,
  SCENARIO_PARAMETERS,
  type ScenarioParameter,
  USUAL_TEXTS,
} from "./calculator-address.ts";

/** 100 times as much as is expected. */
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
} as const satisfies Record<ScenarioParameter, z.ZodType>;

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
  const said = SCENARIO_PARAMETERS.map((name) => [
    name,
    parameters.get(`${side}.${name}`) ?? USUAL_TEXTS[name],
  ]);
  return scenario.safeParse(Object.fromEntries(said));
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
