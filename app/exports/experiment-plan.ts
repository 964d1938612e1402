import type { Sql } from "sql-template-tag";
import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import { type Spending, shareLeft } from "../clv/experiment/smallest-effect.ts";
import type { Queryable } from "../db/client.ts";
import { shopHoldout, spendingFigures } from "../db/queries/exports/draws.ts";
import type { ShopId } from "../platform/ids.ts";
import { DEFAULT_ALWAYS_HELD_OUT_BP } from "./holdout.ts";

/** Days of an export's experiment; the first is that of the download. */
export const EXPERIMENT_DAYS = 90;
const YEARS = EXPERIMENT_DAYS / 365;

export interface ExperimentPlan {
  /** Share of all people, in basis points, whom the shop's lot holds out of every export. */
  readonly alwaysHeldOutBp: number;
  readonly currency: string;
  /** Of one person in the days of the experiment, in minor units; null where nobody ordered in as many days before. */
  readonly spending: Spending | null;
  /** By which the interval is planned: that of `spending`, or else one that is as good as any, always above 0. */
  readonly plannedVariance: number;
}

/** Of 100 units of money; where nothing is known of a shop. The interval needs a plan that stays, not one that is right. */
export const ANY_VARIANCE = 10_000 ** 2;

/**
 * What people like these will spend in the days of an experiment, and how much it varies, of which the variance is rather too large: that of
 * the shop's customers in as many days before, times how much more the predictions say of these people than of all, less what the
 * predictions, as the covariate of the result, will explain. Without predictions they are as the others.
 */
export async function planExperiment(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  { asOf, facts }: { readonly asOf: string; readonly facts: { readonly currency: string } },
): Promise<ExperimentPlan> {
  const after = isoOfDay((dayOfIso(asOf) ?? 0) - EXPERIMENT_DAYS);
  const [lot, figures] = await Promise.all([
    shopHoldout(on, shop),
    spendingFigures(on, shop, condition, after),
  ]);
  const { meanSquare, mean, shopSpread, audienceSpread, audienceExpected, audienceVariance } = figures;
  const times = shopSpread && audienceSpread !== null ? audienceSpread / shopSpread : 1;
  const all = meanSquare * times;
  const variance = all * shareLeft(all, (audienceVariance ?? 0) * YEARS ** 2);
  const planned = [variance, meanSquare, figures.orderSquare].find((one) => one !== null && one > 0);
  const expected = audienceExpected === null ? mean : audienceExpected * YEARS;
  return {
    alwaysHeldOutBp: lot?.shareBp ?? DEFAULT_ALWAYS_HELD_OUT_BP,
    currency: facts.currency,
    spending: variance > 0 ? { mean: expected, variance } : null,
    plannedVariance: planned ?? ANY_VARIANCE,
  };
}
