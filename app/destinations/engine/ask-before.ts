import { noteWasThere, unaskedEntrants } from "../../db/queries/destinations/draws.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { ToolRefused } from "../tool.ts";
import type { ListTask, Turn } from "./host.ts";
import { LOOK_UPS_AT_ONCE, type LookedUp, planEach } from "./look-up.ts";
import { isListGone, stopList } from "./stopped-list.ts";

export async function isAnybodyUnasked({ host, shop }: Turn, { row }: ListTask): Promise<boolean> {
  return (await unaskedEntrants(host.db.pool, shop.shopId, row.listId, 1)).length > 0;
}

/** `not_now`: nothing more can be asked in this turn. */
export type Asked = "everybody" | "some" | "not_now";

/**
 * Asks the tool about the next of those drawn: was this person on its list before? If so, the lot has no effect on the person, who is in no comparison.
 * The question is the same for those sent and those held out, and comes before anybody of them is sent or taken off. A person of whom the tool says
 * nothing, or whom it refuses to look up, counts as not there.
 */
export async function askWhoWasThere(turn: Turn, task: ListTask): Promise<Asked> {
  const { host, shop, definition } = turn;
  const { rows, lookUp } = definition.limits;
  const { listId } = task.row;
  const most = Math.min(rows, LOOK_UPS_AT_ONCE * lookUp);
  const people = await unaskedEntrants(host.db.pool, shop.shopId, listId, most);
  if (people.length === 0) return "everybody";
  if (turn.budget.refusals <= 0) return "not_now";
  const addresses = people.flatMap(({ address }) => address ?? []);
  const told: LookedUp = { answered: [], found: [], refused: [] };
  const failures = await lookUpParts(turn, task, addresses, told);
  const refusal = failures.find((error) => error instanceof ToolRefused);
  const isNobodyAnswered = told.answered.length === 0 && addresses.length > 0;
  if (isNobodyAnswered && (refusal || told.refused.length > 0) && (await isListGone(turn, task)))
    return "not_now";

  const known = new Set([...told.answered, ...told.refused.map(({ address }) => address)]);
  const onList = new Set(told.found.flatMap((its) => (its.onList ? [its.address] : [])));
  const asked = people.filter(({ address }) => address === null || known.has(address));
  const there = asked.filter(({ address }) => address !== null && onList.has(address));
  const idsOf = (of: typeof people) => of.map(({ customerId }) => customerId);
  if (asked.length > 0)
    await host.db.transaction(async (tx) => {
      await lockErasures(tx, shop.shopId, "shared");
      await noteWasThere(tx, shop.shopId, listId, { asked: idsOf(asked), there: idsOf(there) });
    });

  for (const error of failures) if (!(error instanceof ToolRefused)) throw error;
  if (!refusal || !isNobodyAnswered) return "some";
  // As many were refused as a turn allows, and nobody was not: it is not about these people.
  await stopList(turn, task, refusal);
  return "not_now";
}

/** Each part by itself: what one of them was told is known whatever becomes of the others. Returns what went wrong. */
async function lookUpParts(
  turn: Turn,
  task: ListTask,
  addresses: readonly string[],
  told: LookedUp,
): Promise<readonly unknown[]> {
  const { lookUp } = turn.definition.limits;
  const parts: string[][] = [];
  for (let at = 0; at < addresses.length; at += lookUp) parts.push(addresses.slice(at, at + lookUp));
  const ended = await Promise.allSettled(parts.map((part) => planEach(turn, task, part, told)));
  return ended.flatMap((its) => (its.status === "rejected" ? [its.reason] : []));
}
