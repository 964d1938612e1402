import { noteRefused, noteStandings } from "../../db/queries/destinations/sending.ts";
import { type Standing, ToolRefused } from "../tool.ts";
import { changerOf, isSpent, type ListTask, type Turn } from "./host.ts";
import { addToRun } from "./run.ts";

/** Looked up at the same time, which the rate limits allow for. */
export const LOOK_UPS_AT_ONCE = 4;

/** Asks the tool how these people stand, and notes it. Returns false where the turn is over. */
export async function lookUp(
  turn: Turn,
  task: ListTask,
  addresses: readonly string[],
  lookedAt: Date,
): Promise<boolean> {
  const { shop, definition } = turn;
  const { addsUnknown } = definition;
  const { lookUp: size } = definition.limits;
  const parts: string[][] = [];
  const change = changerOf(turn);
  const refused: RefusedLookUp[] = [];
  const answered: string[] = [];
  for (let at = 0; at < addresses.length; at += size) parts.push([...addresses.slice(at, at + size)]);
  let leftOut = 0;
  let known = 0;
  for (let at = 0; at < parts.length; at += LOOK_UPS_AT_ONCE) {
    if (at > 0 && isSpent(turn)) return false;
    const some = parts.slice(at, at + LOOK_UPS_AT_ONCE);
    const found: Standing[] = [];
    await Promise.all(some.map((part) => planEach(turn, task, part, { answered, found, refused })));
    known += found.length;
    const [first] = refused;
    // Nobody at all could be looked up: it is not about these people.
    if (first && known === 0 && addresses.length > 1) throw first.error;
    const told = { standings: found, addsUnknown, at: lookedAt };
    leftOut += await change((tx) => noteStandings(tx, shop.shopId, task.row.listId, told));
  }
  const refusals = refused.map(({ address, error: { status, words } }) => ({
    address,
    code: `status_${status}`,
    words,
  }));
  if (refusals.length > 0)
    await change((tx) => noteRefused(tx, shop.shopId, task.row.listId, refusals, lookedAt));
  await addToRun(turn, task.row, "looking_up", { leftOut, refused: refusals.length });
  return true;
}

interface RefusedLookUp {
  readonly address: string;
  readonly error: ToolRefused;
}

/** What look-ups came to until now, whatever becomes of the rest. */
export interface LookedUp {
  /** Whom the tool was asked about without a refusal. Of some of them it may have said nothing. */
  readonly answered: string[];
  readonly found: Standing[];
  /** Asked about alone. */
  readonly refused: RefusedLookUp[];
}

/** One whom the tool does not look up keeps nobody else from it. */
export async function planEach(
  turn: Turn,
  task: ListTask,
  addresses: readonly string[],
  told: LookedUp,
): Promise<void> {
  try {
    const found = await turn.tool.plan(task.row.toolListId, addresses, turn.signal);
    for (const one of found) told.found.push(one);
    for (const address of addresses) told.answered.push(address);
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    turn.budget.refusals -= 1;
    const [only, ...others] = addresses;
    if (only !== undefined && others.length === 0) {
      told.refused.push({ address: only, error });
      return;
    }
    if (turn.budget.refusals <= 0) throw error;
    const half = Math.ceil(addresses.length / 2);
    await planEach(turn, task, addresses.slice(0, half), told);
    await planEach(turn, task, addresses.slice(half), told);
  }
}
