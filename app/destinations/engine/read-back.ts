import { beginReadBack, endReadBack, noteReadBackPage } from "../../db/queries/destinations/lists.ts";
import { changePeople } from "../../db/queries/destinations/people-lock.ts";
import { ToolRefused } from "../tool.ts";
import { isSpent, type ListTask, type Turn } from "./host.ts";
import { isListGone } from "./remove.ts";

export const READ_BACK_MS = 7 * 86_400_000;

/** Whether the tool's list was not read for a week, or its reading is to go on. */
export function isReadBackDue({ row }: ListTask, now: Date): boolean {
  if (row.readBackBegunAt !== null) return true;
  return now.getTime() - (row.readBackAt ?? row.startedAt).getTime() > READ_BACK_MS;
}

/**
 * Reads the tool's list and compares it with what was confirmed. Whoever is gone from it counts as unknown, and is planned and sent again; others on it
 * are the merchant's, and only counted. It goes on where it ended, in another turn or process.
 */
export async function readBack(turn: Turn, task: ListTask): Promise<void> {
  const { host, shop, tool, signal } = turn;
  const { db, clock, log } = host;
  const { destinationId, listId, toolListId } = task.row;
  let cursor = task.row.readBackCursor;
  if (task.row.readBackBegunAt === null) {
    await beginReadBack(db.pool, shop.shopId, listId, clock());
    cursor = null;
  }
  try {
    for (;;) {
      signal.throwIfAborted();
      if (isSpent(turn)) return;
      const page = await tool.readBack(toolListId, cursor, signal);
      const noted = { standings: page.standings, next: page.next, at: clock() };
      await changePeople(db, shop.shopId, destinationId, (tx) =>
        noteReadBackPage(tx, shop.shopId, listId, noted),
      );
      if (page.next === null) break;
      cursor = page.next;
    }
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    if (await isListGone(turn, task)) return;
    // The place is one that the tool does not know any more.
    await beginReadBack(db.pool, shop.shopId, listId, clock());
    if (cursor === null) throw error;
    return;
  }
  const gone = await changePeople(db, shop.shopId, destinationId, (tx) =>
    endReadBack(tx, shop.shopId, listId, clock()),
  );
  log.info("destinations.read_back", { shop: shop.domain, list: listId, gone });
}
