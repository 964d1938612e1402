import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import {
  adjustedDifference,
  type Difference,
  totalDifference,
} from "../clv/experiment/adjusted-difference.ts";
import { plannedVarianceOf } from "../clv/experiment/smallest-effect.ts";
import { isBroken } from "../clv/experiment/split-check.ts";
import { BUYERS_NEEDED, type Verdict, verdictOf } from "../clv/experiment/verdict.ts";
import { costCoverage } from "../clv/historic/margin.ts";
import type { Db } from "../db/client.ts";
import { comparedSince, type FirstDrawnSums, firstDrawnSums } from "../db/queries/exports/together.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../platform/ids.ts";
import { ANY_VARIANCE, EXPERIMENT_DAYS } from "./experiment-plan.ts";
import { EVERYBODY_BP } from "./records.ts";
import type { GroupResult } from "./result.ts";

/** As long as who was drawn first is known (docs/operations.md, "export_draw"). */
const TOGETHER_DAYS = 730;

/**
 * Everybody whom any export drew, from the first one on: who is held out of every export against all others.
 * - `none`: no export has held anybody out of all, or no day of it has been valued
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
    };

export async function readTogether(db: Db, { shopId }: ShopRef): Promise<TogetherResult> {
  const [firstDay, valuation, facts, settings] = await Promise.all([
    comparedSince(db.pool, shopId),
    shopValuation(db.pool, shopId),
    readShop(db.pool, shopId),
    shopSettings(db.pool, shopId),
  ]);
  const begun = firstDay === null ? undefined : dayOfIso(firstDay);
  const lastDay = valuation && dayOfIso(valuation.as_of_day);
  if (firstDay === null || !begun || !lastDay || lastDay < begun || !facts?.currency)
    return { state: "none" };
  if (lastDay >= begun + TOGETHER_DAYS) return { state: "over", firstDay };
  const unknownCostShare = 1 - (settings.defaultMarginBp ?? EVERYBODY_BP) / EVERYBODY_BP;
  const through = isoOfDay(lastDay);
  const sums = await firstDrawnSums(db.pool, shopId, { through, unknownCostShare });
  if (!sums.some(({ heldOut }) => heldOut)) return { state: "none" };
  const isMarginKnown =
    settings.defaultMarginBp !== null || sums.every(({ unknownCostMinor }) => unknownCostMinor === 0);
  const groupOf = (heldOut: boolean): GroupResult => {
    const theirs = sums.filter((one) => one.heldOut === heldOut);
    const total = (of: (one: FirstDrawnSums) => number) => theirs.reduce((sum, one) => sum + of(one), 0);
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
    currency: facts.currency,
    verdict: verdictOfAll(sums, Math.min(sent.buyers, heldOut.buyers)),
    buyersNeeded: BUYERS_NEEDED,
    ...{ sent, heldOut, firstDay, lastDay: through },
    costCoverage: costCoverage({
      netSalesMinor: sums.reduce((sum, one) => sum + one.netSales.y, 0),
      costKnownNetSalesMinor: sums.reduce((sum, one) => sum + one.costKnownMinor, 0),
    }),
  };
}

type Compared = Difference & { readonly sent: number; readonly plannedVariance: number };

/** The verdict is on the total; only what it says is divided by the people (docs/clv.md, "All exports together"). */
function verdictOfAll(sums: readonly FirstDrawnSums[], buyers: number): Verdict {
  const pairs = [...Map.groupBy(sums, ({ exportId }) => exportId).values()].map((groups) => ({
    sent: groups.find((one) => !one.heldOut),
    heldOut: groups.find((one) => one.heldOut),
    share: (groups[0]?.shareBp ?? 0) / EVERYBODY_BP,
  }));
  const splitIsBroken = isBroken(
    pairs.map(({ sent, heldOut, share }) => ({
      ...{ sent: sent?.people ?? 0, heldOut: heldOut?.people ?? 0, share },
    })),
  );
  const compared = pairs.flatMap(({ sent, heldOut }): Compared[] => {
    if (!sent || !heldOut) return [];
    const found = adjustedDifference({ ...sent, ...sent.netSales }, { ...heldOut, ...heldOut.netSales });
    if (!found) return [];
    const perPerson = sent.plannedVariance ?? ANY_VARIANCE;
    return [
      {
        ...found,
        sent: sent.people,
        plannedVariance: plannedVarianceOf(perPerson, sent.people, heldOut.people),
      },
    ];
  });
  const [first] = compared;
  const verdict = verdictOf({
    ...{ splitIsBroken, buyers, difference: totalDifference(compared) },
    // By the people of the first export alone, in all the time: later exports must not change it.
    plannedVariance: first ? (first.sent ** 2 * first.plannedVariance * TOGETHER_DAYS) / EXPERIMENT_DAYS : 0,
  });
  if (!("low" in verdict)) return verdict;
  const people = compared.reduce((sum, one) => sum + one.sent, 0);
  return { ...verdict, low: verdict.low / people, high: verdict.high / people };
}
