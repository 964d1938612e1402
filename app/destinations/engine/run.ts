import { z } from "zod";
import type { DestinationListRow } from "../../db/queries/destinations/lists.ts";
import { noteRun, openRun } from "../../db/queries/destinations/runs.ts";
import { newId } from "../../platform/ids.ts";
import { RUN_STEPS, type RunCounts, type RunStep } from "../runs.ts";
import type { Turn } from "./host.ts";

const count = z.number().catch(0);
export const storedCounts = z
  .object({
    ...{ added: count, updated: count, removed: count, leftOut: count, refused: count },
    step: z.enum(RUN_STEPS).catch("comparing"),
    done: count,
    of: z.number().nullable().catch(null),
  })
  .catch({
    ...{ added: 0, updated: 0, removed: 0, leftOut: 0, refused: 0 },
    ...{ step: "comparing", done: 0, of: null },
  });
export type StoredCounts = z.infer<typeof storedCounts>;

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
    of: null,
  };
  await noteRun(db.pool, shop.shopId, open.runId, { counts, endedAt: null });
}
