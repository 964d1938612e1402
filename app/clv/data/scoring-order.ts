import type { CustomerSummaryColumns } from "./customer-summary.ts";
import { groupEqualRows } from "./group-rows.ts";

/**
 * An order of the rows in which equal (x, tx, T) are adjacent, and equal (x, T) too unless `dependsOnRecency`. `newXAndT[i]` is 1
 * where `order[i]` is the first row of its (x, T), `newSummary[i]` where it is the first of its (x, tx, T): what depends on these
 * alone is computed once, there.
 */
export type ScoringOrder = { order: Int32Array; newXAndT: Uint8Array; newSummary: Uint8Array };

export function scoringOrder({ x, tx, T }: CustomerSummaryColumns, dependsOnRecency: boolean): ScoringOrder {
  const histories = groupEqualRows([x, tx, T]);
  const first = histories.firstRow;
  const pairOf = dependsOnRecency
    ? Int32Array.from(first.keys())
    : groupEqualRows([Float64Array.from(first, (row) => x[row]!), Float64Array.from(first, (row) => T[row]!)])
        .groupOf;
  const byPair = listByGroup(pairOf, (pairOf.length === 0 ? -1 : maximum(pairOf)) + 1);
  const byHistory = listByGroup(histories.groupOf, first.length);
  const size = x.length;
  const rows: ScoringOrder = {
    order: new Int32Array(size),
    newXAndT: new Uint8Array(size),
    newSummary: new Uint8Array(size),
  };
  let at = 0;
  let pair = -1;
  for (const history of byPair.items) {
    if (pairOf[history] !== pair) rows.newXAndT[at] = 1;
    pair = pairOf[history]!;
    rows.newSummary[at] = 1;
    for (let i = byHistory.start[history]!; i < byHistory.start[history + 1]!; i++) {
      rows.order[at++] = byHistory.items[i]!;
    }
  }
  return rows;
}

function maximum(values: Int32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** The members of all groups in one list; those of group g are at `start[g]` to `start[g + 1]` - 1. */
function listByGroup(groupOf: Int32Array, groups: number): { start: Int32Array; items: Int32Array } {
  const start = new Int32Array(groups + 1);
  for (const group of groupOf) start[group + 1]! += 1;
  for (let group = 0; group < groups; group++) start[group + 1]! += start[group]!;
  const next = start.slice();
  const items = new Int32Array(groupOf.length);
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i]!;
    items[next[group]!] = i;
    next[group]! += 1;
  }
  return { start, items };
}
