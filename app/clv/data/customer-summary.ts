/**
 * Customer-by-sufficient-statistic (CBS) as columns: all that the models use of each customer, one row per customer. Several
 * orders on one day are one transaction.
 *
 * - `x`, frequency: repeat transactions = days with an order - 1; a whole number >= 0
 * - `tx`, recency: weeks (7 days, fractional) from the first to the last transaction
 * - `T`, observation time: weeks from the first transaction to the end of observation; 0 <= tx <= T
 * - `meanValueMinor`: mean value of the repeat transactions in minor units; 0 where x = 0
 * - `weight`: number of customers that a row stands for; 1 where absent
 * - `sumLnGaps`: sum of ln(gap in weeks) over the gaps between the customer's transactions; only CNBD-k needs it, to report the
 *   log-likelihood with all its constants
 */
export type CustomerSummaryColumns = {
  x: Float64Array;
  tx: Float64Array;
  T: Float64Array;
  meanValueMinor: Float64Array;
  weight?: Float64Array;
  sumLnGaps?: Float64Array;
};

/** The same of one customer: frequency x, recency tx and T in weeks, and the mean value of repeat transactions in minor units. */
export type CustomerSummary = { x: number; tx: number; T: number; meanValueMinor: number };

/** A dated amount of one customer; `day` counts days since 1970-01-01 in the shop's calendar. */
export type DatedAmount = { day: number; netSalesMinor: number };

/**
 * Summary of one customer at the end of `endDay`, or null where the first order is later.
 * `orders` may come in any order, with several on one day.
 */
export function customerSummary(orders: readonly DatedAmount[], endDay: number): CustomerSummary | null {
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  let totalMinor = 0;
  let firstDayMinor = 0;
  const days = new Set<number>();
  for (const { day, netSalesMinor } of orders) {
    if (day > endDay) continue;
    if (day < firstDay) {
      firstDay = day;
      firstDayMinor = 0;
    }
    if (day === firstDay) firstDayMinor += netSalesMinor;
    if (day > lastDay) lastDay = day;
    totalMinor += netSalesMinor;
    days.add(day);
  }
  if (days.size === 0) return null;
  const x = days.size - 1;
  return {
    x,
    tx: (lastDay - firstDay) / 7,
    T: (endDay - firstDay) / 7,
    meanValueMinor: x === 0 ? 0 : (totalMinor - firstDayMinor) / x,
  };
}

export function customerSummaryColumns(histories: readonly CustomerSummary[]): CustomerSummaryColumns {
  return {
    x: Float64Array.from(histories, (history) => history.x),
    tx: Float64Array.from(histories, (history) => history.tx),
    T: Float64Array.from(histories, (history) => history.T),
    meanValueMinor: Float64Array.from(histories, (history) => history.meanValueMinor),
  };
}

/** Bounds far beyond any shop: 2,700 years of daily orders, 19 million years, and the largest exact whole number of minor units. */
const MAX_ORDERS = 1e6;
const MAX_WEEKS = 1e9;
const MAX_MINOR = Number.MAX_SAFE_INTEGER;
/** Times below a millisecond count as 0. */
const MIN_WEEKS = 1e-9;

/**
 * The nearest summary in the domain of the models: x whole and >= 0, 0 <= tx <= T, a mean value >= 0, every number finite and
 * below the bounds above. A negative mean (more returned than bought) becomes 0.
 */
export function clampedSummary(history: CustomerSummary): CustomerSummary {
  const { x, tx, T, meanValueMinor } = clampedSummaryColumns(customerSummaryColumns([history]));
  return { x: x[0]!, tx: tx[0]!, T: T[0]!, meanValueMinor: meanValueMinor[0]! };
}

/** A copy with every row in the domain of the models (`clampedSummary`), in the same order. */
export function clampedSummaryColumns(columns: CustomerSummaryColumns): CustomerSummaryColumns {
  const size = columns.x.length;
  const x = new Float64Array(size);
  const tx = new Float64Array(size);
  const T = new Float64Array(size);
  const meanValueMinor = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const repeats = Math.floor(clamp(columns.x[i]!, MAX_ORDERS));
    x[i] = repeats;
    T[i] = weeks(columns.T[i]!);
    if (repeats === 0) continue;
    tx[i] = Math.min(T[i]!, weeks(columns.tx[i]!));
    meanValueMinor[i] = clamp(columns.meanValueMinor[i]!, MAX_MINOR);
  }
  return { ...columns, x, tx, T, meanValueMinor };
}

function weeks(value: number): number {
  const bounded = clamp(value, MAX_WEEKS);
  return bounded < MIN_WEEKS ? 0 : bounded;
}

function clamp(value: number, max: number): number {
  return value > 0 && value < Number.POSITIVE_INFINITY ? Math.min(value, max) : 0;
}

/**
 * Throws a RangeError that names the first row outside of the domain of the models: x whole and >= 0, 0 <= tx <= T (an end of
 * observation before the last order gives a tx above T), a weight and a mean value that are finite. A mean value of 0 or below is
 * allowed, because goods can be sent back; the models of spend leave such a customer out.
 */
export function refuseOutsideDomain({ x, tx, T, meanValueMinor, weight }: CustomerSummaryColumns): void {
  for (let i = 0; i < x.length; i++) {
    const refuse = (name: string, value: number, right: string): never => {
      throw new RangeError(`row ${i}: ${name} ${value} should be ${right}`);
    };
    if (!(Number.isInteger(x[i]) && x[i]! >= 0)) refuse("x", x[i]!, "a whole number of at least 0");
    if (!(T[i]! >= 0 && T[i]! < Number.POSITIVE_INFINITY))
      refuse("T", T[i]!, "a finite number of at least 0");
    if (!(tx[i]! >= 0 && tx[i]! <= T[i]!)) refuse("tx", tx[i]!, `between 0 and T (${T[i]})`);
    if (!Number.isFinite(meanValueMinor[i])) refuse("meanValueMinor", meanValueMinor[i]!, "a finite number");
    if (weight && !Number.isFinite(weight[i])) refuse("weight", weight[i]!, "a finite number");
  }
}
