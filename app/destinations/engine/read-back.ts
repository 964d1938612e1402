import { changePeople } from "../../db/queries/destinations/people-lock.ts";
import {
  beginReadBack,
  endReadBack,
  noteReadBackPage,
  noteUnseen,
  putOffReadBack,
  unseenPeople,
} from "../../db/queries/destinations/read-back.ts";
import { type Standing, ToolRefused } from "../tool.ts";
import { isSpent, type ListTask, type Turn } from "./host.ts";
import { refusedAlone } from "./refusal.ts";
import { isListGone } from "./stopped-list.ts";

export const READ_BACK_MS = 7 * 86_400_000;
/** A reading that the tool refuses begins again after this time. */
const PUT_OFF_MS = 3_600_000;
/** In the place of a cursor: every page was read. */
const PAGES_READ = "(read)";

/** Whether the tool's list was not read for a week, or its reading is to go on. */
export function isReadBackDue({ row }: ListTask, now: Date): boolean {
  if (row.readBackBegunAt !== null) return true;
  if (row.readBackAgainAt !== null && row.readBackAgainAt > now) return false;
  return now.getTime() - (row.readBackAt ?? row.startedAt).getTime() > READ_BACK_MS;
}

/**
 * Reads the tool's list and compares it with what was confirmed. Whoever is on no page is looked up, as pages of a list that changes meanwhile can miss
 * somebody; only who is not on it by that counts as gone, and is planned and sent again. Others on it are the merchant's, and only counted. It goes on where it ended, in
 * another turn or process. A tool that refuses it is asked again later, and nothing else waits for it.
 */
export async function readBack(turn: Turn, task: ListTask): Promise<void> {
  const { host, shop } = turn;
  const { db, clock, log } = host;
  const { listId } = task.row;
  let cursor = task.row.readBackCursor;
  if (task.row.readBackBegunAt === null) {
    await beginReadBack(db.pool, shop.shopId, listId, clock());
    cursor = null;
  }
  try {
    if (cursor !== PAGES_READ && !(await readPages(turn, task, cursor))) return;
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    if (await isListGone(turn, task)) return;
    await putOff(turn, task);
    return;
  }
  const gone = await lookUpUnseen(turn, task);
  if (gone === null) return;
  await endReadBack(db.pool, shop.shopId, listId, clock());
  log.info("destinations.read_back", { shop: shop.domain, list: listId, gone });
}

async function putOff({ host, shop }: Turn, { row }: ListTask): Promise<void> {
  const { db, clock, log } = host;
  await putOffReadBack(db.pool, shop.shopId, row.listId, new Date(clock().getTime() + PUT_OFF_MS));
  log.warn("destinations.read_back_put_off", { shop: shop.domain, list: row.listId });
}

/** Returns false where the turn is over, or the reading has to begin anew later. */
async function readPages(turn: Turn, task: ListTask, from: string | null): Promise<boolean> {
  const { host, shop, tool, signal } = turn;
  const { db, clock } = host;
  const { destinationId, listId, toolListId } = task.row;
  for (let cursor = from; ; ) {
    signal.throwIfAborted();
    if (isSpent(turn)) return false;
    const place: string | null = cursor;
    const page = await refusedAlone(turn, () => tool.readBack(toolListId, place, signal));
    if (page === "lost") {
      await putOff(turn, task);
      return false;
    }
    const { standings, next } = page;
    const noted = { standings, next: next ?? PAGES_READ, at: clock() };
    await changePeople(db, shop.shopId, destinationId, (tx) =>
      noteReadBackPage(tx, shop.shopId, listId, noted),
    );
    if (next === null) return true;
    cursor = next;
  }
}

/** Returns how many are gone; null where the turn is over. */
async function lookUpUnseen(turn: Turn, task: ListTask): Promise<number | null> {
  const { host, shop, definition, signal } = turn;
  const { db, clock } = host;
  const { destinationId, listId } = task.row;
  let gone = 0;
  for (let after = ""; ; ) {
    signal.throwIfAborted();
    const people = await unseenPeople(db.pool, shop.shopId, listId, after, definition.limits.lookUp);
    const last = people.at(-1);
    if (!last) return gone;
    if (isSpent(turn)) return null;
    const told = { standings: await standingsOf(turn, task, people), at: clock() };
    gone += await changePeople(db, shop.shopId, destinationId, (tx) =>
      noteUnseen(tx, shop.shopId, listId, told),
    );
    after = last.address;
  }
}

/** Of whom the tool refuses to say anything stays what was confirmed. */
async function standingsOf(
  { tool, signal }: Turn,
  { row }: ListTask,
  people: readonly { readonly address: string }[],
): Promise<readonly Standing[]> {
  try {
    return await tool.plan(
      row.toolListId,
      people.map(({ address }) => address),
      signal,
    );
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    return [];
  }
}
