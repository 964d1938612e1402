import type { RfmThresholds } from "../clv/historic/rfm.ts";
import type { Queryable } from "../db/client.ts";
import { type GapQuantile, gapQuantiles } from "../db/queries/pages/summary.ts";
import type { ShopId } from "../platform/ids.ts";
import type { RankedFigures } from "../valuation/compute/ranked-figures.ts";

/** Thresholds by what they are compared with: money in minor units, days. */
export const MONEY_THRESHOLDS = ["vipFromMinor", "highValueFromMinor"] as const;
export const DAY_THRESHOLDS = [
  "lapsedAfterDays",
  "championsWithinDays",
  "atRiskSinceDays",
  "usualGapFromDays",
  "usualGapToDays",
] as const;
export type ThresholdName = (typeof MONEY_THRESHOLDS)[number] | (typeof DAY_THRESHOLDS)[number];

/** Borders drawn from the shop's own customers. */
export interface SegmentThresholds extends Readonly<Record<ThresholdName, number>> {
  /** Net sales from which a customer is among the top 10 %. */
  readonly vipFromMinor: number;
  /** Net sales from which a customer is in the top quarter. */
  readonly highValueFromMinor: number;
  /** Days without an order: more than nine of ten gaps after which customers of this shop ordered again. */
  readonly lapsedAfterDays: number;
  /** Champions ordered within this many days, the day of the valuation included: recency score 5. */
  readonly championsWithinDays: number;
  /** Customers at risk have not ordered for this many days: recency score 1 or 2. */
  readonly atRiskSinceDays: number;
  /** Half of the gaps after which customers of this shop ordered again were from this many days... */
  readonly usualGapFromDays: number;
  /** ...to this many: a quarter was shorter, a quarter longer. */
  readonly usualGapToDays: number;
}

/** With fewer gaps than this the rhythm of a shop is not known. */
const MIN_GAPS = 100;
const DEFAULT_LAPSED_DAYS = 180;
const SHORTEST_LAPSED_DAYS = 30;
const DEFAULT_USUAL_DAYS = { from: 30, to: 90 };

export interface ThresholdInput {
  readonly ranked: RankedFigures;
  readonly asOfDay: number;
  readonly rfm: RfmThresholds | null;
}

const daysOf = (quantile: GapQuantile | undefined, otherwise: number): number =>
  quantile && quantile.days !== null && quantile.gaps >= MIN_GAPS ? Math.ceil(quantile.days) : otherwise;

/** Whether borders in days are drawn from the shop's own gaps between orders; else they are the app's. */
export async function isRhythmKnown(on: Queryable, shop: ShopId): Promise<boolean> {
  const [median] = await gapQuantiles(on, shop, [0.5]);
  return median !== undefined && median.gaps >= MIN_GAPS;
}

/** Borders out of the shop's own customers, kept with the valuation, and the rhythm of its orders. */
export async function readThresholds(
  on: Queryable,
  shop: ShopId,
  input: ThresholdInput,
): Promise<SegmentThresholds> {
  const { ranked, asOfDay, rfm } = input;
  const [longest, shorter, longer] = await gapQuantiles(on, shop, [0.9, 0.25, 0.75]);
  const rhythm = daysOf(longest, DEFAULT_LAPSED_DAYS);
  const daysSince = (day: number | undefined): number => Math.max(1, asOfDay - (day ?? asOfDay) + 1);
  return {
    vipFromMinor: ranked.vipFromMinor,
    highValueFromMinor: ranked.highValueFromMinor,
    lapsedAfterDays: Math.max(SHORTEST_LAPSED_DAYS, rhythm),
    championsWithinDays: daysSince(rfm?.recency[3]),
    // A score of 3 begins at recency[1]; the day before it is the last day of a customer at risk.
    atRiskSinceDays: Math.max(1, rfm ? asOfDay - rfm.recency[1] + 1 : 1),
    usualGapFromDays: daysOf(shorter, DEFAULT_USUAL_DAYS.from),
    usualGapToDays: daysOf(longer, DEFAULT_USUAL_DAYS.to),
  };
}
