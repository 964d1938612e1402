import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import type { Db } from "../db/client.ts";
import { drawnSums, outcomesByAge } from "../db/queries/experiments/outcomes.ts";
import { peopleOfExport } from "../db/queries/exports/draws.ts";
import { exportById, lotReachedOn } from "../db/queries/exports/records.ts";
import { readBasis } from "../experiments/basis.ts";
import { type Measured, measure } from "../experiments/measure.ts";
import { EVERYBODY_BP } from "../platform/holdout.ts";
import type { ShopRef } from "../platform/ids.ts";
import { findAudience } from "./audience.ts";
import { ANY_VARIANCE, EXPERIMENT_DAYS } from "./experiment-plan.ts";
import { type ExportRecord, keyOrRule, listedExportOf } from "./records.ts";

/**
 * - `no_lot`: nobody was held out, so there is nothing to compare with
 * - `not_begun`: the file was not downloaded, or no day of it has been valued
 * - `stopped`: the download ended before its last row, so nobody knows whom the file reached
 * - `reached`: on the day of the download another export of the list reached people whom this one holds out
 * - `measured`: with a verdict of today
 */
export type ExportResult =
  | { readonly state: "no_lot" }
  | { readonly state: "not_begun" }
  | { readonly state: "stopped" }
  | { readonly state: "reached" }
  | (Measured & {
      /** People whom the shop's lot holds out of every export; they are compared with nobody here. */
      readonly alwaysHeldOut: number;
      /** The 90 days are over: the figures change only where an order of theirs does. */
      readonly isOver: boolean;
      /** Day on which another export of the list reached people whom this one holds out: the comparison ended the evening before. */
      readonly reachedOn: string | null;
    });

export interface ExportResultView {
  readonly record: ExportRecord;
  readonly result: ExportResult;
}

/** What an export brought until now; null for one that is not there or that this version cannot read. */
export async function readExportResult(
  db: Db,
  shop: ShopRef,
  exportId: string,
): Promise<ExportResultView | null> {
  const { shopId } = shop;
  const row = await exportById(db.prisma, shopId, exportId);
  if (!row) return null;
  const listed = listedExportOf(row);
  if (listed.status === "unreadable") return null;
  const audience = await findAudience(db.pool, shopId, keyOrRule(listed.audience));
  const record = listedExportOf(row, audience?.name);
  if (record.status === "unreadable") return null;
  const [reachedOn, basis] = await Promise.all([
    lotReachedOn(db.pool, shopId, exportId),
    readBasis(db.pool, shopId),
  ]);
  if (row.heldOutBp === null || row.heldOutBp === 0) return { record, result: { state: "no_lot" } };
  if (row.status === "failed") return { record, result: { state: "stopped" } };
  const begun = row.firstDay && dayOfIso(row.firstDay.toISOString().slice(0, 10));
  if (!begun || !basis || basis.valuedDay < begun) return { record, result: { state: "not_begun" } };
  const reached = (reachedOn && dayOfIso(reachedOn)) || Number.POSITIVE_INFINITY;
  const lastDay = Math.min(basis.valuedDay, begun + EXPERIMENT_DAYS - 1, reached - 1);
  const cohort = { firstDay: begun, days: Math.max(0, lastDay - begun + 1) };
  const people = peopleOfExport(shopId, exportId, { ...cohort, firstDay: isoOfDay(begun) });
  const drawn = await drawnSums(db.pool, people);
  if (drawn.length === 0) return { record, result: { state: "not_begun" } };
  const peopleOf = (placement: string): number =>
    drawn.find((one) => one.placement === placement)?.people ?? 0;
  const [sent, heldOut] = [peopleOf("sent"), peopleOf("held_out")];
  if (heldOut === 0) return { record, result: { state: "no_lot" } };
  if (reached <= begun) return { record, result: { state: "reached" } };
  const ages = await outcomesByAge(db.pool, shopId, people, basis.unknownCostShare);
  const measured = measure({
    ...{ cohorts: [cohort], drawn, ages, lastDay },
    split: { sent, heldOut, share: row.heldOutBp / EVERYBODY_BP },
    variance: row.plannedVariance ?? ANY_VARIANCE,
    currency: basis.currency,
    isMarginKnown: basis.isMarginKnown(ages),
  });
  const isOver = basis.valuedDay >= begun + EXPERIMENT_DAYS - 1;
  // What happened after the 90 days ended nothing.
  const ended = reached < begun + EXPERIMENT_DAYS ? reachedOn : null;
  const alwaysHeldOut = peopleOf("always_held_out");
  return { record, result: { ...measured, alwaysHeldOut, isOver, reachedOn: ended } };
}
