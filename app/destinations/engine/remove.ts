import { forgetKeyWhenDone, REMOVAL_DAYS } from "../../db/queries/destinations/destinations.ts";
import { noteRemovals, peopleToRemove } from "../../db/queries/destinations/leaving.ts";
import { giveUpRemovals } from "../../db/queries/destinations/lists.ts";
import { changePeople } from "../../db/queries/destinations/people-lock.ts";
import type { PersonRow } from "../../db/queries/destinations/sending.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type PersonOutcome, ToolRefused } from "../tool.ts";
import { type EngineHost, isSpent, type ListTask, type Turn } from "./host.ts";
import { addToRun } from "./run.ts";
import { isListGone } from "./stopped-list.ts";

/** Takes everybody off the list who is to leave and of whom nothing is to be waited for. Returns false where the turn ended before. */
export async function removeLeavers(turn: Turn, task: ListTask): Promise<boolean> {
  const { host, shop, definition, signal } = turn;
  const { db, clock } = host;
  const { destinationId, listId } = task.row;
  for (;;) {
    signal.throwIfAborted();
    const people = await peopleToRemove(db.pool, shop.shopId, listId, clock(), definition.limits.removal);
    if (people.length === 0) return true;
    if (isSpent(turn)) return false;
    const outcomes = await removeEach(turn, task, people);
    const told = outcomes.map((its) =>
      its.outcome === "done"
        ? { address: its.address, code: null }
        : { address: its.address, code: its.code, words: its.words },
    );
    const counts = await changePeople(db, shop.shopId, destinationId, (tx) =>
      noteRemovals(tx, shop.shopId, listId, told, clock()),
    );
    await addToRun(turn, task.row, "removing", counts);
    // Nothing was said of anybody: asking again at once would be no better.
    if (outcomes.length === 0) return true;
  }
}

/** One whom the tool refuses to remove keeps nobody else on the list. */
async function removeEach(
  turn: Turn,
  task: ListTask,
  people: readonly PersonRow[],
): Promise<readonly PersonOutcome[]> {
  try {
    return await turn.tool.remove(task.row.toolListId, people, turn.signal);
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    // Of a list that is gone nobody is left to be removed.
    if (await isListGone(turn, task)) {
      return people.map(({ address }) => ({ address, outcome: "done", toolId: null }));
    }
    turn.budget.refusals -= 1;
    const [only, ...others] = people;
    // The tool's id may be that of nobody any more.
    if (only && others.length === 0 && only.toolId !== null)
      return removeEach(turn, task, [{ ...only, toolId: null }]);
    if (people.length === 1 || turn.budget.refusals <= 0) {
      const { status, words } = error;
      return people.map(({ address }) => ({ address, outcome: "refused", code: `status_${status}`, words }));
    }
    const half = Math.ceil(people.length / 2);
    return [
      ...(await removeEach(turn, task, people.slice(0, half))),
      ...(await removeEach(turn, task, people.slice(half))),
    ];
  }
}

const DAY_MS = 86_400_000;

/** A tool that does not let the app take people off for so long never does; a person has to. */
export async function giveUpOldRemovals(
  { db, clock, log }: EngineHost,
  { shopId, domain }: ShopRef,
  destinationId: string,
): Promise<void> {
  const at = clock();
  const endedBefore = new Date(at.getTime() - REMOVAL_DAYS * DAY_MS);
  const lists = await changePeople(db, shopId, destinationId, async (tx) => {
    const given = await giveUpRemovals(tx, shopId, destinationId, { endedBefore, at });
    if (given > 0) await forgetKeyWhenDone(tx, shopId, destinationId);
    return given;
  });
  if (lists > 0) log.error("destinations.removals_given_up", { shop: domain, lists });
}
