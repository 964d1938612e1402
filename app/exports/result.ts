import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import { adjustedDifference } from "../clv/experiment/adjusted-difference.ts";
import { type Interval, intervalAt } from "../clv/experiment/confidence-sequence.ts";
import type { GroupSums } from "../clv/experiment/group-sums.ts";
import { plannedVarianceOf } from "../clv/experiment/smallest-effect.ts";
import { isBroken } from "../clv/experiment/split-check.ts";
import { BUYERS_NEEDED, type Verdict, verdictOf } from "../clv/experiment/verdict.ts";
import { costCoverage } from "../clv/historic/margin.ts";
import type { Db } from "../db/client.ts";
import {
  type DaySums,
  type DrawnSums,
  drawnSums,
  type OutcomeSums,
  outcomesByDay,
} from "../db/queries/exports/draws.ts";
import { exportById, lotReachedOn } from "../db/queries/exports/records.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../platform/ids.ts";
import { findAudience } from "./audience.ts";
import { ANY_VARIANCE, EXPERIMENT_DAYS } from "./experiment-plan.ts";
import { EVERYBODY_BP, type ExportRecord, keyOrRule, listedExportOf } from "./records.ts";

export interface GroupResult {
  readonly people: number;
  /** Who ordered since the day of the file. */
  readonly buyers: number;
  /** Means per person, money in minor units. */
  readonly orders: number;
  readonly netSalesMinor: number;
  /** Null where the shop has sales of unknown cost and no default margin. */
  readonly marginMinor: number | null;
}

/** Sent less held out, per person; the interval of this look, or null where there are too few buyers. */
export interface MeasuredDifference {
  readonly difference: number;
  readonly interval: Interval | null;
}

export interface LookOfDay {
  readonly day: string;
  readonly difference: number;
  readonly interval: Interval | null;
}

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
  | {
      readonly state: "measured";
      readonly currency: string;
      readonly verdict: Verdict;
      readonly buyersNeeded: number;
      readonly sent: GroupResult;
      readonly heldOut: GroupResult;
      /** People whom the shop's lot holds out of every export; they are compared with nobody here. */
      readonly alwaysHeldOut: number;
      readonly orders: MeasuredDifference | null;
      readonly netSales: MeasuredDifference | null;
      readonly margin: MeasuredDifference | null;
      /** Share of both groups' net sales whose cost is known; null without any. */
      readonly costCoverage: number | null;
      readonly firstDay: string;
      readonly lastDay: string;
      /** The 90 days are over: the figures change only where an order of theirs does. */
      readonly isOver: boolean;
      /** Day on which another export of the list reached people whom this one holds out: the comparison ended the evening before. */
      readonly reachedOn: string | null;
      /** Difference of net sales per person on the evening of each day. */
      readonly looks: readonly LookOfDay[];
    };

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
  const [drawn, reachedOn, valuation, facts, settings] = await Promise.all([
    drawnSums(db.pool, shopId, exportId),
    lotReachedOn(db.pool, shopId, exportId),
    shopValuation(db.pool, shopId),
    readShop(db.pool, shopId),
    shopSettings(db.pool, shopId),
  ]);
  if (row.heldOutBp === null || row.heldOutBp === 0) return { record, result: { state: "no_lot" } };
  if (row.status === "failed") return { record, result: { state: "stopped" } };
  const begun = row.firstDay && dayOfIso(row.firstDay.toISOString().slice(0, 10));
  const valued = valuation && dayOfIso(valuation.as_of_day);
  const isDrawn = drawn.some(({ placement }) => placement === "held_out");
  if (!begun || !valued || valued < begun || !facts?.currency || drawn.length === 0) {
    return { record, result: { state: "not_begun" } };
  }
  if (!isDrawn) return { record, result: { state: "no_lot" } };
  const reached = (reachedOn && dayOfIso(reachedOn)) || Number.POSITIVE_INFINITY;
  if (reached <= begun) return { record, result: { state: "reached" } };
  const lastDay = Math.min(valued, begun + EXPERIMENT_DAYS - 1, reached - 1);
  const span = { from: isoOfDay(begun), through: isoOfDay(lastDay) };
  const unknownCostShare = 1 - (settings.defaultMarginBp ?? EVERYBODY_BP) / EVERYBODY_BP;
  const days = await outcomesByDay(db.pool, shopId, exportId, { ...span, unknownCostShare });
  const result = resultOf({
    drawn,
    days,
    span: { begun, lastDay },
    share: row.heldOutBp / EVERYBODY_BP,
    variance: row.plannedVariance ?? ANY_VARIANCE,
    currency: facts.currency,
    isMarginKnown:
      settings.defaultMarginBp !== null || days.every(({ unknownCostMinor }) => unknownCostMinor === 0),
  });
  const isOver = valued >= begun + EXPERIMENT_DAYS - 1;
  // What happened after the 90 days ended nothing.
  const ended = reached < begun + EXPERIMENT_DAYS ? reachedOn : null;
  return { record, result: { ...result, isOver, reachedOn: ended } };
}

type Measure = "orders" | "netSales" | "margin";
interface Group extends Record<Measure, OutcomeSums> {
  readonly drawn: DrawnSums;
  buyers: number;
}

const NOTHING: OutcomeSums = { y: 0, yy: 0, xy: 0 };
const plus = (one: OutcomeSums, other: OutcomeSums): OutcomeSums => ({
  y: one.y + other.y,
  yy: one.yy + other.yy,
  xy: one.xy + other.xy,
});
const sumsOf = ({ drawn }: Group, { y, yy, xy }: OutcomeSums): GroupSums => ({
  people: drawn.people,
  x: drawn.x,
  xx: drawn.xx,
  y,
  yy,
  xy,
});

interface Observed {
  readonly drawn: readonly DrawnSums[];
  readonly days: readonly DaySums[];
  readonly span: { readonly begun: number; readonly lastDay: number };
  readonly share: number;
  /** Planned, of a person's net sales. */
  readonly variance: number;
  readonly currency: string;
  readonly isMarginKnown: boolean;
}

function resultOf({ drawn, days, span, share, variance, currency, isMarginKnown }: Observed) {
  const groupOf = (placement: "sent" | "held_out"): Group => ({
    drawn: drawn.find((one) => one.placement === placement) ?? { placement, people: 0, x: 0, xx: 0 },
    buyers: 0,
    orders: NOTHING,
    netSales: NOTHING,
    margin: NOTHING,
  });
  const sent = groupOf("sent");
  const heldOut = groupOf("held_out");
  const differenceOf = (measure: Measure) =>
    adjustedDifference(sumsOf(sent, sent[measure]), sumsOf(heldOut, heldOut[measure]));
  const planned = plannedVarianceOf(variance, sent.drawn.people, heldOut.drawn.people);
  const splitIsBroken = isBroken([{ sent: sent.drawn.people, heldOut: heldOut.drawn.people, share }]);
  const compared = days.filter(({ placement }) => placement !== "always_held_out");
  const buyers = () => Math.min(sent.buyers, heldOut.buyers);
  const byDay = Map.groupBy(days, ({ day }) => day);
  const looks: LookOfDay[] = [];
  for (let day = span.begun; day <= span.lastDay; day++) {
    for (const one of byDay.get(isoOfDay(day)) ?? []) {
      const group = one.placement === "sent" ? sent : one.placement === "held_out" ? heldOut : null;
      if (!group) continue;
      group.buyers += one.buyers;
      for (const measure of ["orders", "netSales", "margin"] as const) {
        group[measure] = plus(group[measure], one[measure]);
      }
    }
    const found = differenceOf("netSales");
    if (!found) continue;
    const interval = buyers() >= BUYERS_NEEDED && !splitIsBroken ? intervalAt(found, planned) : null;
    looks.push({ day: isoOfDay(day), difference: found.difference, interval });
  }
  const netSales = differenceOf("netSales");
  const measured = (measure: Measure): MeasuredDifference | null => {
    const found = differenceOf(measure);
    if (!found || !netSales) return null;
    // Another measure is as far on its way to its planned variance as net sales are.
    const plannedOwn = netSales.variance > 0 ? (planned * found.variance) / netSales.variance : 0;
    const interval = buyers() >= BUYERS_NEEDED && !splitIsBroken ? intervalAt(found, plannedOwn) : null;
    return { difference: found.difference, interval };
  };
  const meansOf = (group: Group): GroupResult => {
    const mean = (of: OutcomeSums): number => (group.drawn.people > 0 ? of.y / group.drawn.people : 0);
    return {
      people: group.drawn.people,
      buyers: group.buyers,
      orders: mean(group.orders),
      netSalesMinor: mean(group.netSales),
      marginMinor: isMarginKnown ? mean(group.margin) : null,
    };
  };
  return {
    state: "measured" as const,
    currency,
    verdict: verdictOf({ splitIsBroken, buyers: buyers(), difference: netSales, plannedVariance: planned }),
    buyersNeeded: BUYERS_NEEDED,
    sent: meansOf(sent),
    heldOut: meansOf(heldOut),
    alwaysHeldOut: drawn.find(({ placement }) => placement === "always_held_out")?.people ?? 0,
    orders: measured("orders"),
    netSales: measured("netSales"),
    margin: isMarginKnown ? measured("margin") : null,
    costCoverage: costCoverage({
      netSalesMinor: sent.netSales.y + heldOut.netSales.y,
      costKnownNetSalesMinor: compared.reduce((sum, one) => sum + one.costKnownMinor, 0),
    }),
    firstDay: isoOfDay(span.begun),
    lastDay: isoOfDay(span.lastDay),
    looks,
  };
}
