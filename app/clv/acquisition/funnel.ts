import {
  type Amount,
  type Basis,
  costOfTime,
  MILLION,
  type OwnTime,
  partOf,
  quotient,
  type Range,
  type RelativeRange,
} from "./amount.ts";
import { type Limits, limitsOf, type Payback } from "./limits.ts";
import { type RateRange, rateRange } from "./rate-range.ts";

/** How many of the step before: counted, or as a rate in parts per million. What was said stays, the other one follows. */
export type Step =
  | { readonly by: "count"; readonly count: number }
  | { readonly by: "rate"; readonly ppm: number };

/** Where a later sale comes from: typed in, or a shop's own orders after the first, those without a time so far, what is expected. */
export const SALE_ORIGINS = ["typed", "repeat_orders", "so_far", "expected"] as const;
export type SaleOrigin = (typeof SALE_ORIGINS)[number];

/** What customers buy after their first order. */
export interface LaterSale {
  /** Of the customers. */
  readonly buyers: Step;
  readonly amount: Amount;
  /** Months after the first order in which it has come; null where nobody knows. */
  readonly afterMonths: number | null;
  /** Of a prediction. */
  readonly range: RelativeRange | null;
  readonly origin: SaleOrigin;
}

/** spend -> reach -> leads -> customers -> first orders -> later sales. null is a step that nobody has filled in. */
export interface Funnel {
  readonly spendMinor: number | null;
  readonly ownTime: OwnTime;
  readonly reached: number | null;
  readonly leads: Step | null;
  readonly customers: Step | null;
  readonly first: Amount;
  readonly later: readonly LaterSale[];
  /** What is left of revenue, in parts per million: turns revenue into margin. */
  readonly marginPpm: number | null;
  readonly targetRatio: number;
  readonly cashBackMonths: number;
}

/** What came back, of all customers together, on one basis or as it was entered. */
export interface Returns {
  readonly basis: Basis | "mixed";
  readonly firstMinor: number;
  readonly laterMinor: number;
  readonly lifetimeMinor: number;
  readonly lifetimeRange: Range | null;
  /** First orders less all costs. */
  readonly nowMinor: number | null;
  /** Everything less all costs. */
  readonly profitMinor: number | null;
  readonly clvMinor: number;
  readonly ltvToCac: number | null;
}

export interface FunnelResult {
  readonly leads: number | null;
  readonly customers: number | null;
  readonly leadRate: number | null;
  readonly customerRate: number | null;
  readonly costMinor: number | null;
  readonly costPerLeadMinor: number | null;
  readonly cacMinor: number | null;
  /** What chance alone does to the rate at which leads become customers, and with it to the CAC; null without both counts. */
  readonly chance: { readonly rate: RateRange; readonly cacMinor: Range | null } | null;
  readonly asEntered: Returns;
  /** All of it as margin; null where revenue was entered and no margin is known, or where nobody bought. */
  readonly onMargin: Returns | null;
  /** The basis on which limits, payback and verdict are: margin where it can be said. */
  readonly judged: Returns;
  readonly limits: Limits;
  readonly payback: Payback;
  /** The later sale of fewest buyers that brings at least a third of everything, by fewer than five people. */
  readonly reliesOn: { readonly sale: number; readonly buyers: number; readonly share: number } | null;
}

const countOf = (step: Step | null, before: number | null): number | null => {
  if (step === null) return null;
  if (step.by === "count") return step.count;
  return before === null ? null : partOf(before, step.ppm);
};

const rateOf = (step: Step | null, count: number | null, before: number | null): number | null => {
  if (step?.by === "rate") return step.ppm / MILLION;
  return count === null || before === null ? null : quotient(count, before);
};

const asMargin = (amount: Amount, marginPpm: number | null): number | null => {
  if (amount.basis === "margin") return amount.minor;
  return marginPpm === null ? null : partOf(amount.minor, marginPpm);
};

interface Sale {
  readonly minor: number;
  readonly buyers: number;
  readonly afterMonths: number | null;
  readonly range: RelativeRange | null;
}

/** The returns of the first orders and the later sales, for as many customers as there are, or for one where that is not known. */
function returnsOf(
  basis: Returns["basis"],
  firstMinor: number,
  sales: readonly Sale[],
  customers: number,
  costMinor: number | null,
): Returns {
  const first = customers * firstMinor;
  const laterMinor = sales.reduce((sum, { buyers, minor }) => sum + buyers * minor, 0);
  const lifetimeMinor = first + laterMinor;
  const end = (which: keyof RelativeRange) =>
    sales.reduce((sum, { buyers, minor, range }) => {
      const whole = buyers * minor;
      return sum + (range === null ? whole : partOf(whole, range[which]));
    }, first);
  return {
    basis,
    firstMinor: first,
    laterMinor,
    lifetimeMinor,
    lifetimeRange: sales.some(({ range }) => range !== null)
      ? { lowMinor: end("lowPpm"), highMinor: end("highPpm") }
      : null,
    nowMinor: costMinor === null ? null : first - costMinor,
    profitMinor: costMinor === null ? null : lifetimeMinor - costMinor,
    clvMinor: lifetimeMinor / customers,
    ltvToCac: costMinor === null ? null : quotient(lifetimeMinor, costMinor),
  };
}

/** Nobody bought: all that was spent is lost, and the value is still that of one customer. */
function withoutCustomers(returns: Returns, costMinor: number | null): Returns {
  const lostMinor = costMinor === null ? null : 0 - costMinor;
  return {
    ...returns,
    firstMinor: 0,
    laterMinor: 0,
    lifetimeMinor: 0,
    lifetimeRange: null,
    nowMinor: lostMinor,
    profitMinor: lostMinor,
    ltvToCac: null,
  };
}

/** First month in which the first orders and the later sales up to it have brought the cost of all customers. */
function paybackOf(
  firstMinor: number,
  sales: readonly Sale[],
  customers: number,
  costMinor: number | null,
): Payback {
  if (costMinor === null) return { state: "unknown" };
  let sum = customers * firstMinor;
  if (sum >= costMinor) return { state: "first_order" };
  const dated = sales
    .flatMap(({ afterMonths, buyers, minor }) =>
      afterMonths === null ? [] : [{ afterMonths, buyers, minor }],
    )
    .sort((one, other) => one.afterMonths - other.afterMonths);
  for (const { afterMonths, buyers, minor } of dated) {
    sum += buyers * minor;
    if (sum >= costMinor) return { state: "later", months: afterMonths, payment: null };
  }
  const all = sales.reduce((total, { buyers, minor }) => total + buyers * minor, customers * firstMinor);
  return { state: all >= costMinor ? "not_dated" : "never" };
}

const FEW_BUYERS = 5;
const LARGE_SHARE = 1 / 3;

function reliesOn(sales: readonly Sale[], lifetimeMinor: number): FunnelResult["reliesOn"] {
  const large = sales
    .map(({ buyers, minor }, sale) => ({ sale, buyers, share: quotient(buyers * minor, lifetimeMinor) ?? 0 }))
    .filter(({ buyers, share }) => buyers > 0 && buyers < FEW_BUYERS && share >= LARGE_SHARE)
    .sort((one, other) => one.buyers - other.buyers || other.share - one.share);
  return large[0] ?? null;
}

/**
 * Everything that follows from a funnel. Money is minor units and not rounded; a figure that nothing can be said about is null. Where
 * the customers are not known everything is that of one, and where there are none the value of one and the limits are.
 */
export function computeFunnel(funnel: Funnel): FunnelResult {
  const { spendMinor, reached, marginPpm, first } = funnel;
  const leads = countOf(funnel.leads, reached);
  const customers = countOf(funnel.customers, leads);
  const customerRate = rateOf(funnel.customers, customers, leads);
  const costMinor = spendMinor === null ? null : spendMinor + costOfTime(funnel.ownTime);
  // Without customers there is no share of them either: each later sale at its rate, a counted one by nobody.
  const base = customers !== null && customers > 0 ? customers : 1;
  const spent = customers !== null && customers > 0 ? costMinor : null;
  const buyersOf = ({ buyers }: LaterSale) =>
    buyers.by === "rate" ? partOf(base, buyers.ppm) : base === customers ? buyers.count : 0;
  const salesAs = (minorOf: (amount: Amount) => number): Sale[] =>
    funnel.later.map((sale) => ({
      minor: minorOf(sale.amount),
      buyers: buyersOf(sale),
      afterMonths: sale.afterMonths,
      range: sale.range,
    }));
  const bases = new Set([first.basis, ...funnel.later.map(({ amount }) => amount.basis)]);
  const entered = salesAs(({ minor }) => minor);
  const isNobody = customers === 0;
  const said = (...asked: Parameters<typeof returnsOf>) =>
    isNobody ? withoutCustomers(returnsOf(...asked), costMinor) : returnsOf(...asked);
  const asEntered = said(bases.size > 1 ? "mixed" : first.basis, first.minor, entered, base, spent);
  const firstMargin = asMargin(first, marginPpm);
  const canBeMargin = firstMargin !== null && (marginPpm !== null || !bases.has("revenue"));
  const margins = canBeMargin ? salesAs((amount) => asMargin(amount, marginPpm) ?? 0) : null;
  const onMargin = margins && firstMargin !== null ? said("margin", firstMargin, margins, base, spent) : null;
  const judged = onMargin ?? asEntered;
  const sales = margins ?? entered;
  const firstMinor = onMargin && firstMargin !== null ? firstMargin : first.minor;
  const soon = sales.reduce(
    (sum, { afterMonths, buyers, minor }) =>
      afterMonths !== null && afterMonths <= funnel.cashBackMonths ? sum + buyers * minor : sum,
    base * firstMinor,
  );
  const chanceRate = leads !== null && customers !== null ? rateRange(customers, leads) : null;
  const costPerLeadMinor = costMinor === null || leads === null ? null : quotient(costMinor, leads);
  return {
    leads,
    customers,
    leadRate: rateOf(funnel.leads, leads, reached),
    customerRate,
    costMinor,
    costPerLeadMinor,
    cacMinor: costMinor === null || customers === null ? null : quotient(costMinor, customers),
    chance: chanceRate && {
      rate: chanceRate,
      cacMinor:
        costPerLeadMinor === null || chanceRate.low === 0
          ? null
          : { lowMinor: costPerLeadMinor / chanceRate.high, highMinor: costPerLeadMinor / chanceRate.low },
    },
    asEntered,
    onMargin,
    judged,
    limits: limitsOf({
      clvMinor: judged.clvMinor,
      withinMonthsMinor: soon / base,
      targetRatio: funnel.targetRatio,
      conversionPpm: customerRate === null ? null : customerRate * MILLION,
      // Own time is in the cost of the leads.
      ownTimeMinor: 0,
    }),
    payback: isNobody ? { state: "never" } : paybackOf(firstMinor, sales, base, spent),
    // Of one customer who stands for a number that is not known, nobody can be counted.
    reliesOn: customers === null ? null : reliesOn(sales, judged.lifetimeMinor),
  };
}
