import type { DestinationListRow } from "../../db/queries/destinations/lists.ts";
import { noteRun, openRun } from "../../db/queries/destinations/runs.ts";
import { newId } from "../../platform/ids.ts";
import { type RunCounts, type RunStep, type StoredCounts, storedCounts } from "../runs.ts";
import type { Turn } from "./host.ts";

/**
 * Adds to what is said of the list's present run, which begins with the first thing that is done and ends when the list is in step: over turns and
 * restarts.
 */
export async function addToRun(
  { host, shop }: Turn,
  list: DestinationListRow,
  step: RunStep,
  more: Partial<RunCounts>,
): Promise<void> {
  const { db, clock } = host;
  const kind = list.removing ? "end" : list.inStepAt === null ? "first" : "step";
  const open = await openRun(db.pool, shop.shopId, {
    listId: list.listId,
    runId: newId(),
    kind,
    at: clock(),
  });
  const before = storedCounts.parse(open.counts);
  const people = (more.added ?? 0) + (more.updated ?? 0) + (more.removed ?? 0);
  const counts: StoredCounts = {
    added: before.added + (more.added ?? 0),
    updated: before.updated + (more.updated ?? 0),
    removed: before.removed + (more.removed ?? 0),
    leftOut: before.leftOut + (more.leftOut ?? 0),
    refused: before.refused + (more.refused ?? 0),
    step,
    done: (before.step === step ? before.done : 0) + people,
  };
  await noteRun(db.pool, shop.shopId, open.runId, { counts, endedAt: null });
}
