import type { Day } from "../calendar.ts";

/** What RFM scores: the day of the last order (later is better), number of orders, and net sales. */
export type RfmCustomer = { lastOrderDay: Day; orders: number; netSalesMinor: number };

export type RfmColumns = {
  lastOrderDay: ArrayLike<number>;
  orders: ArrayLike<number>;
  netSalesMinor: ArrayLike<number>;
};

/** Smallest values with the scores 2, 3, 4 and 5. A score is 1 plus the number of thresholds that a value reaches. */
export type Quintiles = [number, number, number, number];
export type RfmThresholds = { recency: Quintiles; frequency: Quintiles; monetary: Quintiles };

export type Score = 1 | 2 | 3 | 4 | 5;
export type RfmScore = { recency: Score; frequency: Score; monetary: Score };

/**
 * Quintiles within the shop over its customers with an order, or null without such customers. Customers with equal values always have
 * equal scores, so quintiles of a shop with many one-time buyers have different sizes. A tie across a threshold takes the higher score
 * for recency (all bought today: all 5) and the lower score for orders and money (most bought once: one order is a 1).
 */
export function rfmThresholds(columns: RfmColumns): RfmThresholds | null {
  if (columns.orders.length === 0) return null;
  return {
    recency: quintilesTiesUp(columns.lastOrderDay),
    frequency: quintilesTiesDown(columns.orders),
    monetary: quintilesTiesDown(columns.netSalesMinor),
  };
}

function quintilesTiesUp(values: ArrayLike<number>): Quintiles {
  const sorted = Float64Array.from(values).sort();
  const at = (k: number): number => sorted[Math.floor((k * sorted.length) / 5)]!;
  return [at(1), at(2), at(3), at(4)];
}

/** The values are whole numbers, so "more than the border" is "at least the border + 1". */
function quintilesTiesDown(values: ArrayLike<number>): Quintiles {
  const sorted = Float64Array.from(values).sort();
  const above = (k: number): number => sorted[Math.max(0, Math.ceil((k * sorted.length) / 5) - 1)]! + 1;
  return [above(1), above(2), above(3), above(4)];
}

export function rfmScore(customer: RfmCustomer, thresholds: RfmThresholds): RfmScore {
  return {
    recency: scoreOf(customer.lastOrderDay, thresholds.recency),
    frequency: scoreOf(customer.orders, thresholds.frequency),
    monetary: scoreOf(customer.netSalesMinor, thresholds.monetary),
  };
}

function scoreOf(value: number, [two, three, four, five]: Quintiles): Score {
  if (value >= five) return 5;
  if (value >= four) return 4;
  if (value >= three) return 3;
  return value >= two ? 2 : 1;
}

/** Spelled as Shopify's `CustomerRfmGroup`, so that its group and ours can be compared. */
export type RfmGroup =
  | "CHAMPIONS"
  | "LOYAL"
  | "ACTIVE"
  | "NEW"
  | "PROMISING"
  | "NEEDS_ATTENTION"
  | "ALMOST_LOST"
  | "AT_RISK"
  | "PREVIOUSLY_LOYAL"
  | "DORMANT"
  | "PROSPECTS";

export type RfmRule = {
  group: RfmGroup;
  recency: readonly [from: Score, to: Score];
  /** Range of frequency + monetary score, 2 to 10. */
  strength: readonly [from: number, to: number];
};

/**
 * Shopify documents that a group follows from the recency score and the mean of the frequency and monetary scores, and describes the
 * groups in words ("very recent purchases, many orders, the most spend"), without thresholds. The thresholds here are our own reading
 * of these descriptions: frequency + monetary 2-4 is few (mean up to 2), 5-7 some, 8-10 many (mean from 4).
 */
export const RFM_RULES: readonly RfmRule[] = [
  { group: "CHAMPIONS", recency: [5, 5], strength: [8, 10] },
  { group: "LOYAL", recency: [3, 4], strength: [8, 10] },
  { group: "ACTIVE", recency: [4, 5], strength: [5, 7] },
  { group: "NEW", recency: [5, 5], strength: [2, 4] },
  { group: "PROMISING", recency: [4, 4], strength: [2, 4] },
  { group: "NEEDS_ATTENTION", recency: [3, 3], strength: [5, 7] },
  { group: "ALMOST_LOST", recency: [2, 3], strength: [2, 4] },
  { group: "AT_RISK", recency: [1, 2], strength: [5, 7] },
  { group: "PREVIOUSLY_LOYAL", recency: [1, 2], strength: [8, 10] },
  { group: "DORMANT", recency: [1, 1], strength: [2, 4] },
];

/** Group of a score; a customer without orders has no score and is a prospect. */
export function rfmGroup(score: RfmScore | null): RfmGroup {
  if (score === null) return "PROSPECTS";
  const strength = score.frequency + score.monetary;
  for (const rule of RFM_RULES) {
    if (
      score.recency >= rule.recency[0] &&
      score.recency <= rule.recency[1] &&
      strength >= rule.strength[0] &&
      strength <= rule.strength[1]
    ) {
      return rule.group;
    }
  }
  throw new Error(`No RFM group for ${score.recency}${score.frequency}${score.monetary}`);
}
