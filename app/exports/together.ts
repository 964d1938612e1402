import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import {
  adjustedDifference,
  type Difference,
  totalDifference,
} from "../clv/experiment/adjusted-difference.ts";
import { entryBlocks } from "../clv/experiment/entry-blocks.ts";
import { plannedVarianceOf } from "../clv/experiment/smallest-effect.ts";
import { isBroken } from "../clv/experiment/split-check.ts";
import { BUYERS_NEEDED, type Verdict, verdictOf } from "../clv/experiment/verdict.ts";
import { costCoverage } from "../clv/historic/margin.ts";
import type { Db } from "../db/client.ts";
import {
  type CohortOfAll,
  comparedSince,
  type FirstDrawnOfDay,
  firstDrawnByDay,
  firstDrawnSums,
  type GroupSumsOfAll,
  type Lowering,
  lowerings,
} from "../db/queries/exports/together.ts";
import { readBasis } from "../experiments/basis.ts";
import type { GroupResult } from "../experiments/measure.ts";
import { DRAWN_DAYS, EVERYBODY_BP } from "../platform/holdout.ts";
import type { ShopRef } from "../platform/ids.ts";
import { ANY_VARIANCE, EXPERIMENT_DAYS } from "./experiment-plan.ts";

/**
 * Everybody whom any export or list drew, from the first one on: who is held out of all against all others.
 * - `none`: nobody has been held out of all, or no day of it has been valued
 * - `over`: two years have passed, and who was drawn first is being forgotten
 */
export type TogetherResult =
  | { readonly state: "none" }
  | { readonly state: "over"; readonly firstDay: string }
  | {
      readonly state: "measured";
      readonly currency: string;
      /** Of net sales per person who is not held out. */
      readonly verdict: Verdict;
      readonly buyersNeeded: number;
      readonly sent: GroupResult;
      readonly heldOut: GroupResult;
      /** Share of both groups' net sales whose cost is known; null without any. */
      readonly costCoverage: number | null;
      readonly firstDay: string;
      readonly lastDay: string;
      /** Day of the latest lowering of the share that ended the comparison of somebody: it is of the evening before. */
      readonly loweredOn: string | null;
    };

export async function readTogether(db: Db, { shopId }: ShopRef): Promise<TogetherResult> {
  const on = db.pool;
  const [firstDay, basis] = [await comparedSince(on, shopId), await readBasis(on, shopId)];
  const begun = firstDay === null ? undefined : dayOfIso(firstDay);
  if (firstDay === null || !begun || !basis || basis.valuedDay < begun) return { state: "none" };
  const { valuedDay: lastDay, currency } = basis;
  if (lastDay >= begun + DRAWN_DAYS) return { state: "over", firstDay };
  const { cohorts, loweredOn } = cohortsOf(
    await firstDrawnByDay(on, shopId),
    await lowerings(on, shopId),
    lastDay,
  );
  const asked = cohorts.map((its) => ({ ...its, from: isoOfDay(its.from), to: isoOfDay(its.to) }));
  const sums = await firstDrawnSums(on, shopId, asked, basis.unknownCostShare);
  if (!sums.some(({ heldOut }) => heldOut)) return { state: "none" };
  const isMarginKnown = basis.isMarginKnown(sums);
  const groupOf = (heldOut: boolean): GroupResult => {
    const theirs = sums.filter((one) => one.heldOut === heldOut);
    const total = (of: (one: GroupSumsOfAll) => number) => theirs.reduce((sum, one) => sum + of(one), 0);
    const people = total((one) => one.people);
    const mean = (measure: "orders" | "netSales" | "margin") =>
      people === 0 ? 0 : total((one) => one[measure].y) / people;
    return {
      ...{ people, buyers: total((one) => one.buyers) },
      ...{ orders: mean("orders"), netSalesMinor: mean("netSales") },
      marginMinor: isMarginKnown ? mean("margin") : null,
    };
  };
  const [sent, heldOut] = [groupOf(false), groupOf(true)];
  return {
    state: "measured",
    currency,
    verdict: verdictOfAll(cohorts, sums, Math.min(sent.buyers, heldOut.buyers)),
    buyersNeeded: BUYERS_NEEDED,
    ...{ sent, heldOut, firstDay, lastDay: isoOfDay(lastDay), loweredOn },
    costCoverage: costCoverage({
      netSalesMinor: sums.reduce((sum, one) => sum + one.netSales.y, 0),
      costKnownNetSalesMinor: sums.reduce((sum, one) => sum + one.costKnownMinor, 0),
    }),
  };
}

interface Cohort extends Omit<CohortOfAll, "from" | "to"> {
  readonly from: number;
  readonly to: number;
  readonly plannedVariance: number;
}

/**
 * The people of an export, and of each block of a list, until the last day; but where the share was lowered below theirs, until the evening before, for
 * then some of those who were held out were reached.
 */
function cohortsOf(
  found: readonly FirstDrawnOfDay[],
  lowered: readonly Lowering[],
  lastDay: number,
): { readonly cohorts: readonly Cohort[]; readonly loweredOn: string | null } {
  const sources = [...Map.groupBy(found, ({ source, shareBp }) => `${source} ${shareBp}`).values()];
  let loweredOn: string | null = null;
  const all = sources.flatMap((days) => {
    const [first] = days;
    if (!first) return [];
    const { source, shareBp, plannedVariance, isList } = first;
    const entries = days.map(({ firstDay, ...groups }) => ({ ...groups, day: dayOfIso(firstDay) ?? 0 }));
    const blocks = isList ? entryBlocks(entries) : entries.map(({ day }) => ({ from: day, to: day }));
    return blocks.map((block): Cohort => {
      // Who came to a list came the day before their first day.
      const since = isList ? block.from - 1 : block.from;
      const lowering = lowered.find((one) => {
        const day = dayOfIso(one.day) ?? 0;
        return one.shareBp < shareBp && day >= since && day <= lastDay;
      });
      if (lowering && (loweredOn === null || lowering.day > loweredOn)) loweredOn = lowering.day;
      const through = lowering ? (dayOfIso(lowering.day) ?? 0) - 1 : lastDay;
      const days = through - block.to + 1;
      return { source, shareBp, plannedVariance: plannedVariance ?? ANY_VARIANCE, ...block, days };
    });
  });
  // The first stays the first: by it the interval is planned.
  const inOrder = (one: Cohort, other: Cohort): number =>
    one.to - other.to ||
    (one.source < other.source ? -1 : one.source > other.source ? 1 : one.shareBp - other.shareBp);
  return { cohorts: all.filter(({ days }) => days > 0).sort(inOrder), loweredOn };
}

type Compared = Difference & { readonly sent: number; readonly plannedVariance: number };

/** The verdict is on the total; only what it says is divided by the people (docs/clv.md, "All exports and lists together"). */
function verdictOfAll(cohorts: readonly Cohort[], sums: readonly GroupSumsOfAll[], buyers: number): Verdict {
  const pairs = cohorts.map(({ shareBp, plannedVariance }, cohort) => ({
    sent: sums.find((one) => one.cohort === cohort && !one.heldOut),
    heldOut: sums.find((one) => one.cohort === cohort && one.heldOut),
    share: shareBp / EVERYBODY_BP,
    plannedVariance,
  }));
  const splitIsBroken = isBroken(
    pairs.map(({ sent, heldOut, share }) => ({
      ...{ sent: sent?.people ?? 0, heldOut: heldOut?.people ?? 0, share },
    })),
  );
  const compared = pairs.flatMap(({ sent, heldOut, plannedVariance }): Compared[] => {
    if (!sent || !heldOut) return [];
    const found = adjustedDifference({ ...sent, ...sent.netSales }, { ...heldOut, ...heldOut.netSales });
    if (!found) return [];
    const planned = plannedVarianceOf(plannedVariance, sent.people, heldOut.people);
    return [{ ...found, sent: sent.people, plannedVariance: planned }];
  });
  const [first] = compared;
  const verdict = verdictOf({
    ...{ splitIsBroken, buyers, difference: totalDifference(compared) },
    // By the people of the first cohort alone, in all the time: later ones must not change it.
    plannedVariance: first ? (first.sent ** 2 * first.plannedVariance * DRAWN_DAYS) / EXPERIMENT_DAYS : 0,
  });
  if (!("low" in verdict)) return verdict;
  const people = compared.reduce((sum, one) => sum + one.sent, 0);
  return { ...verdict, low: verdict.low / people, high: verdict.high / people };
}
