import type { Queryable } from "../db/client.ts";
import { heldLeavers } from "../db/queries/destinations/leaving.ts";
import { type DestinationListRow, destinationLists } from "../db/queries/destinations/lists.ts";
import { type ListCounts, listCounts, listsAtWork } from "../db/queries/destinations/runs.ts";
import { allSegments } from "../db/queries/segments/stored.ts";
import type { ShopId } from "../platform/ids.ts";
import type { SegmentName } from "../segments/find.ts";
import { isTemplateKey, storedKey } from "../segments/segment-key.ts";
import type { PersonSample } from "./left-out.ts";
import { type Problem, problemOf } from "./problem.ts";

/** People who left the segment, who may still be written to, and of whom too many would leave at once: nobody of them is removed until a person confirms. */
export interface Brake {
  readonly leaving: number;
  /** People who were on the list before the first of them left. */
  readonly of: number;
  readonly since: string;
  /** Goes with the confirmation, which is about those who wanted to leave at this instant. */
  readonly asOf: string;
  readonly samples: readonly PersonSample[];
}

export interface ListSummary {
  readonly listId: string;
  readonly segment: SegmentName;
  readonly toolListId: string;
  readonly toolListName: string;
  readonly state: "active" | "paused" | "ended";
  /** Ended, and the people are still being removed. */
  readonly removing: boolean;
  /** On the list, as the tool confirmed. */
  readonly people: number;
  /** Of them, and of those who may be there, whom the app has put there: they are taken off where that is asked for at the end. */
  readonly ours: number;
  readonly running: boolean;
  readonly inStepAt: string | null;
  /** The tool refused them, and they wait to be tried again or for the merchant. */
  readonly refused: number;
  readonly brake: Brake | null;
  readonly problem: Problem | null;
}

export const SAMPLES = 5;
export const NO_COUNTS: ListCounts = {
  ...{ people: 0, ours: 0, toSend: 0, refused: 0, leaving: 0, suppressed: 0 },
  nextTryAt: null,
};

/** Of a destination, or of all. */
export async function summariesOf(
  on: Queryable,
  shop: ShopId,
  destinationId: string | null,
): Promise<{ readonly destinationId: string; readonly summary: ListSummary }[]> {
  const rows = await destinationLists(on, shop, destinationId);
  const ids = rows.map(({ listId }) => listId);
  const counts = await listCounts(on, shop, ids);
  const atWork = await listsAtWork(on, shop, ids);
  const names = await segmentNames(on, shop);
  const found: { destinationId: string; summary: ListSummary }[] = [];
  for (const row of rows) {
    const its = counts.get(row.listId) ?? NO_COUNTS;
    const summary = await summaryOf(on, shop, row, its, atWork.has(row.listId), names(row.segmentKey));
    found.push({ destinationId: row.destinationId, summary });
  }
  return found;
}

export async function summaryOf(
  on: Queryable,
  shop: ShopId,
  row: DestinationListRow,
  counts: ListCounts,
  running: boolean,
  segment: SegmentName,
): Promise<ListSummary> {
  return {
    ...{ listId: row.listId, segment, toolListId: row.toolListId, toolListName: row.toolListName },
    ...{
      state: row.state,
      removing: row.removing,
      people: counts.people,
      ours: counts.ours,
      running,
      refused: counts.refused,
    },
    inStepAt: row.inStepAt?.toISOString() ?? null,
    brake: await brakeOf(on, shop, row),
    problem: problemOf(row, null),
  };
}

async function brakeOf(on: Queryable, shop: ShopId, row: DestinationListRow): Promise<Brake | null> {
  if (!row.brakeAt || !row.brakeAsOf) return null;
  const { leaving, samples } = await heldLeavers(on, shop, row.listId, SAMPLES);
  return {
    ...{ leaving, of: row.brakeSize ?? leaving, samples },
    since: row.brakeAt.toISOString(),
    asOf: row.brakeAsOf.toISOString(),
  };
}

/** What segments are called; one that the shop no longer has by its key. */
export async function segmentNames(on: Queryable, shop: ShopId): Promise<(key: string) => SegmentName> {
  const own = new Map((await allSegments(on, shop)).map(({ segmentId, name }) => [segmentId, name]));
  return (key) =>
    isTemplateKey(key) ? { key, name: null } : { key: storedKey.parse(key), name: own.get(key) ?? key };
}
