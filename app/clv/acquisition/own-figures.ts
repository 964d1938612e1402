import { MILLION } from "./amount.ts";
import type { Funnel, LaterSale } from "./funnel.ts";
import type { Scenario } from "./what-if.ts";
import { EMPTY_SCENARIO } from "./worked-examples.ts";

/**
 * A shop's figures of one population of customers: those who have been observed for at least `observedDays`. Amounts are averages per
 * customer of net sales, unrounded.
 */
export interface OwnFigures {
  readonly observedDays: number | null;
  readonly customers: number;
  /** New customers within the last `days`. */
  readonly recent: { readonly days: number; readonly customers: number };
  readonly firstOrderMinor: number;
  readonly averageOrderMinor: number;
  readonly ordersPerCustomer: number;
  readonly repeatRate: number;
  /** Value so far. */
  readonly historicMinor: number;
  /** Value within so many days of the first order, as far as all of the population were observed. */
  readonly within: readonly { readonly days: number; readonly averageMinor: number }[];
  /** Expected in the next twelve months, with the range of the shop's total in proportion; null where nothing is predicted. */
  readonly expected: {
    readonly averageMinor: number;
    readonly range: { readonly lowPpm: number; readonly highPpm: number } | null;
  } | null;
  readonly marginPpm: number | null;
}

const MONTHS_OF_DAYS = new Map([
  [90, 3],
  [180, 6],
  [365, 12],
]);

/** The app's figures are averages; a field holds whole minor units, and nothing below zero. */
const minor = (amount: number) => Math.max(0, Math.round(amount));

/** First order, what followed within 3, 6 and 12 months, what came after that so far, and what is expected: each by every customer. */
export function laterSalesOf(figures: OwnFigures): LaterSale[] {
  const everybody = { by: "rate", ppm: MILLION } as const;
  const sale = (amount: number, rest: Pick<LaterSale, "afterMonths" | "range" | "origin">): LaterSale[] =>
    minor(amount) > 0
      ? [{ buyers: everybody, amount: { minor: minor(amount), basis: "revenue" }, ...rest }]
      : [];
  let counted = figures.firstOrderMinor;
  const dated = figures.within.flatMap(({ days, averageMinor }) => {
    const afterMonths = MONTHS_OF_DAYS.get(days);
    if (afterMonths === undefined) return [];
    const added = averageMinor - counted;
    // More was given back than bought: the next time that is counted starts with it.
    if (added <= 0) return [];
    counted = averageMinor;
    return sale(added, { afterMonths, range: null, origin: "repeat_orders" });
  });
  return [
    ...dated,
    ...sale(figures.historicMinor - counted, { afterMonths: null, range: null, origin: "so_far" }),
    ...(figures.expected
      ? sale(figures.expected.averageMinor, {
          afterMonths: null,
          range: figures.expected.range,
          origin: "expected",
        })
      : []),
  ];
}

/** What a shop does not know stays empty: spend, reach and leads. */
export function ownFunnel(
  figures: OwnFigures,
  before: Pick<Funnel, "targetRatio" | "cashBackMonths">,
): Funnel {
  return {
    spendMinor: null,
    ownTime: { hours: 0, rateMinor: 0 },
    reached: null,
    leads: null,
    customers: { by: "count", count: figures.recent.customers },
    first: { minor: minor(figures.firstOrderMinor), basis: "revenue" },
    later: laterSalesOf(figures),
    marginPpm: figures.marginPpm,
    targetRatio: before.targetRatio,
    cashBackMonths: before.cashBackMonths,
  };
}

const YEAR_DAYS = 365;
/** Digits that a scenario keeps: as many as its address has. */
const places = (value: number) => Math.round(value * MILLION) / MILLION;

export interface OwnScenario {
  readonly scenario: Scenario;
  /** What the lifetime stands on: the prediction, or what was bought so far. */
  readonly source: "predicted" | "historic";
  /** Whether a whole year was seen, so that orders a year are counted and not taken for it. */
  readonly hasYear: boolean;
}

/**
 * Average order value x orders a year x years = value so far + expected value of the next twelve months (where there is a prediction).
 * Orders a year are the value of the first year in average orders; the years follow from the value.
 */
export function ownScenario(figures: OwnFigures): OwnScenario {
  const year = figures.within.find(({ days }) => days === YEAR_DAYS)?.averageMinor ?? null;
  const hasYear = year !== null && year > 0;
  const price = minor(figures.averageOrderMinor);
  const yearMinor = hasYear ? year : figures.historicMinor;
  const expectedMinor = figures.expected?.averageMinor ?? 0;
  const valueMinor = figures.historicMinor + expectedMinor;
  const range = figures.expected?.range ?? null;
  const relative = (ppm: number) =>
    Math.round(((figures.historicMinor + (expectedMinor * ppm) / MILLION) / valueMinor) * MILLION);
  const paymentsPerYear = price > 0 ? places(yearMinor / price) : 0;
  return {
    scenario: {
      ...EMPTY_SCENARIO,
      model: "repeat",
      priceMinor: price,
      paymentsPerYear: Math.min(366, Math.max(0.01, paymentsPerYear)),
      lifetime: {
        by: "years",
        years: Math.min(100, Math.max(0.01, yearMinor > 0 ? places(valueMinor / yearMinor) : 1)),
      },
      marginPpm: figures.marginPpm,
      range:
        range && valueMinor > 0
          ? { lowPpm: Math.max(0, relative(range.lowPpm)), highPpm: relative(range.highPpm) }
          : null,
    },
    source: figures.expected ? "predicted" : "historic",
    hasYear,
  };
}
