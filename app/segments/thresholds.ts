import type { RfmThresholds } from "../clv/historic/rfm.ts";
import type { Queryable } from "../db/client.ts";
import { gapQuantile } from "../db/queries/pages/summary.ts";
import type { ShopId } from "../platform/ids.ts";
import type { RankedFigures } from "../valuation/compute/ranked-figures.ts";
import type { SegmentThresholds } from "./definition.ts";

/** Fewer gaps than this say nothing of a shop's rhythm. */
const MIN_GAPS = 100;
const DEFAULT_LAPSED_DAYS = 180;
const SHORTEST_LAPSED_DAYS = 30;

export interface ThresholdInput {
  readonly ranked: RankedFigures;
  readonly asOfDay: number;
  readonly rfm: RfmThresholds | null;
}

/** Borders out of the shop's own customers, kept with the valuation, and the rhythm of its orders. */
export async function readThresholds(
  on: Queryable,
  shop: ShopId,
  input: ThresholdInput,
): Promise<SegmentThresholds> {
  const { ranked, asOfDay, rfm } = input;
  const gap = await gapQuantile(on, shop, 0.9);
  const rhythm = gap.gaps >= MIN_GAPS && gap.days !== null ? Math.ceil(gap.days) : DEFAULT_LAPSED_DAYS;
  const daysSince = (day: number | undefined): number => Math.max(1, asOfDay - (day ?? asOfDay) + 1);
  return {
    vipFromMinor: ranked.vipFromMinor,
    highValueFromMinor: ranked.highValueFromMinor,
    lapsedAfterDays: Math.max(SHORTEST_LAPSED_DAYS, rhythm),
    championsWithinDays: daysSince(rfm?.recency[3]),
    // A score of 3 begins at recency[1]; the day before it is the last day of a customer at risk.
    atRiskSinceDays: Math.max(1, rfm ? asOfDay - rfm.recency[1] + 1 : 1),
  };
}
