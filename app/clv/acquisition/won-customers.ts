import { assumedCostMinor } from "../historic/goods-cost.ts";
import type { Basis, Range, RelativeRange } from "./amount.ts";
import { MILLION, quotient } from "./amount.ts";
import { type Limits, limitsOf, type Payback } from "./limits.ts";
import { Z_80 } from "./rate-range.ts";
import { type VerdictCode, verdictOf } from "./verdict.ts";

/** Sums over the customers who came from one place, as the valuation stores them. */
export interface WonSums {
  readonly customers: number;
  readonly repeatCustomers: number;
  readonly orders: number;
  readonly netSalesMinor: number;
  /** Sum of the squares of the customers' net sales. */
  readonly netSalesSquares: number;
  readonly costMinor: number;
  readonly costKnownNetSalesMinor: number;
  readonly firstOrderNetSalesMinor: number;
  readonly firstOrderCostMinor: number;
  readonly firstOrderCostKnownNetSalesMinor: number;
  readonly predictedCustomers: number;
  readonly expectedValueMinor: number;
}

/** What customers had bought by the end of each month after that of their first order, of those whose month was complete. */
export interface WonMonth {
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly costMinor: number;
  readonly costKnownNetSalesMinor: number;
}

export interface WonQuestion {
  readonly basis: Basis;
  readonly defaultMarginBp: number | null;
  /** null where nobody can say what was spent on them. */
  readonly spendMinor: number | null;
  /** Of the shop's predicted total, in proportion; null where nothing is predicted. */
  readonly expectedRange: RelativeRange | null;
  readonly targetRatio: number;
  readonly cashBackMonths: number;
}

export interface WonResult {
  readonly customers: number;
  readonly spendMinor: number | null;
  readonly cacMinor: number | null;
  /** First orders. */
  readonly firstMinor: number;
  /** Everything that was bought so far, the first orders included. */
  readonly realisedMinor: number;
  /** Of the next twelve months; null where nothing is predicted. */
  readonly expectedMinor: number | null;
  /** First orders less spend. */
  readonly nowMinor: number | null;
  /** Realised and expected, less spend. */
  readonly profitMinor: number | null;
  /** Realised and expected, of a customer. */
  readonly clvMinor: number;
  readonly ltvToCac: number | null;
  /** 80 % range of realised and expected value; null with a customer or none. */
  readonly lifetimeRange: Range | null;
  readonly limits: Limits;
  readonly payback: Payback;
  readonly verdict: VerdictCode;
  /** Cumulative value of a customer by months after that of the first order. */
  readonly curve: readonly number[];
}

/** Of sums over many orders, the cost that the default margin assumes rounded once for all of them. */
function marginOf(of: Omit<WonMonth, "customers">, defaultMarginBp: number | null): number | null {
  const assumed = assumedCostMinor(of.netSalesMinor - of.costKnownNetSalesMinor, defaultMarginBp);
  return assumed === null ? null : of.netSalesMinor - of.costMinor - assumed;
}

/**
 * What customers cost and brought, on one basis. Null where that is gross margin, some sales have no known cost and the shop has no default
 * margin. The expected part has the share of margin that the realised one had.
 *
 * The range is what chance does to a sum of so many customers who differ as these do (normal approximation, 80 %), and the range of the
 * prediction on top, end to end: wider than both together would be.
 */
export function wonResult(
  sums: WonSums,
  months: readonly WonMonth[],
  question: WonQuestion,
): WonResult | null {
  const { basis, defaultMarginBp, spendMinor, targetRatio, cashBackMonths } = question;
  const { customers } = sums;
  const worthOf = (of: Omit<WonMonth, "customers">): number | null =>
    basis === "revenue" ? of.netSalesMinor : marginOf(of, defaultMarginBp);
  const realisedMinor = worthOf(sums);
  const firstMinor = worthOf({
    netSalesMinor: sums.firstOrderNetSalesMinor,
    costMinor: sums.firstOrderCostMinor,
    costKnownNetSalesMinor: sums.firstOrderCostKnownNetSalesMinor,
  });
  if (realisedMinor === null || firstMinor === null) return null;
  // Of revenue all is left; goods that cost more than they brought leave nothing of what is expected.
  const share = basis === "revenue" ? 1 : Math.max(0, quotient(realisedMinor, sums.netSalesMinor) ?? 0);
  const expectedMinor = sums.predictedCustomers > 0 ? sums.expectedValueMinor * share : null;
  const lifetimeMinor = realisedMinor + (expectedMinor ?? 0);
  const lifetimeRange = rangeOf(sums, { share, realisedMinor, expectedMinor, of: question.expectedRange });
  const cacMinor = spendMinor === null ? null : quotient(spendMinor, customers);
  const clvMinor = quotient(lifetimeMinor, customers) ?? 0;
  const curve = months.flatMap((month) => {
    const value = worthOf(month);
    return value === null || month.customers === 0 ? [] : [value / month.customers];
  });
  const judged = {
    nowMinor: spendMinor === null ? null : firstMinor - spendMinor,
    profitMinor: spendMinor === null ? null : lifetimeMinor - spendMinor,
    ltvToCac: spendMinor === null ? null : quotient(lifetimeMinor, spendMinor),
    lifetimeRange,
  };
  return {
    customers,
    spendMinor,
    cacMinor,
    firstMinor,
    realisedMinor,
    expectedMinor,
    clvMinor,
    ...judged,
    limits: limitsOf({
      clvMinor,
      withinMonthsMinor: curve[cashBackMonths - 1] ?? curve.at(-1) ?? quotient(firstMinor, customers) ?? 0,
      targetRatio,
      conversionPpm: null,
      ownTimeMinor: 0,
    }),
    payback: paybackOf(cacMinor, quotient(firstMinor, customers), curve, clvMinor),
    verdict: verdictOf({ customers, costMinor: spendMinor, judged }, targetRatio),
    curve,
  };
}

/** The month of the first order is month 1. */
function paybackOf(
  cacMinor: number | null,
  firstMinor: number | null,
  curve: readonly number[],
  clvMinor: number,
): Payback {
  if (cacMinor === null || firstMinor === null) return { state: "unknown" };
  if (firstMinor >= cacMinor) return { state: "first_order" };
  const at = curve.findIndex((value) => value >= cacMinor);
  if (at >= 0) return { state: "later", months: at + 1, payment: null };
  return { state: clvMinor >= cacMinor ? "not_dated" : "never" };
}

function rangeOf(
  { customers, netSalesMinor, netSalesSquares }: WonSums,
  value: {
    readonly share: number;
    readonly realisedMinor: number;
    readonly expectedMinor: number | null;
    readonly of: RelativeRange | null;
  },
): Range | null {
  if (customers < 2) return null;
  // Squares of amounts lose their last digits: equal amounts may differ by less than nothing.
  const spreadMinor = Math.sqrt(
    Math.max(0, (netSalesSquares - (netSalesMinor * netSalesMinor) / customers) / (customers - 1)),
  );
  const reach = Z_80 * spreadMinor * Math.sqrt(customers) * value.share;
  const expected = value.expectedMinor ?? 0;
  const { lowPpm, highPpm } = value.of ?? { lowPpm: MILLION, highPpm: MILLION };
  return {
    lowMinor: value.realisedMinor - reach + (expected * lowPpm) / MILLION,
    highMinor: value.realisedMinor + reach + (expected * highPpm) / MILLION,
  };
}
