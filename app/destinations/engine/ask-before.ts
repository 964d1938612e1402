import { noteWasThere, unaskedEntrants } from "../../db/queries/destinations/draws.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { ToolRefused } from "../tool.ts";
import type { ListTask, Turn } from "./host.ts";
import { LOOK_UPS_AT_ONCE, planEach, type RefusedLookUp, stopList } from "./send.ts";

export async function isAnybodyUnasked({ host, shop }: Turn, { row }: ListTask): Promise<boolean> {
  return (await unaskedEntrants(host.db.pool, shop.shopId, row.listId, 1)).length > 0;
}

/** `not_now`: nothing more can be asked in this turn. */
export type Asked = "everybody" | "some" | "not_now";

/**
 * Asks the tool who of those drawn was on its list before. On them the lot has no effect, so they are in no comparison. Everybody who was drawn is asked
 * about in the same way, whatever the lot said, and before it has any effect: nobody of them was sent or taken off yet. Of whom the tool says nothing
 * counts as not there. Asks about the next of them.
 */
export async function askWhoWasThere(turn: Turn, task: ListTask): Promise<Asked> {
  const { host, shop, definition } = turn;
  const { rows, lookUp } = definition.limits;
  const { listId } = task.row;
  const most = Math.min(rows, LOOK_UPS_AT_ONCE * lookUp);
  const people = await unaskedEntrants(host.db.pool, shop.shopId, listId, most);
  if (people.length === 0) return "everybody";
  const there = await onList(
    turn,
    task,
    people.flatMap(({ address }) => address ?? []),
  );
  if (there === null) return "not_now";
  const asked = people.map(({ customerId }) => customerId);
  const found = people.flatMap(({ customerId, address }) =>
    address !== null && there.has(address) ? [customerId] : [],
  );
  await host.db.transaction(async (tx) => {
    await lockErasures(tx, shop.shopId, "shared");
    await noteWasThere(tx, shop.shopId, listId, { asked, there: found });
  });
  return "some";
}

/** Null where the tool refuses to say anything, and nothing more is done for the list in this turn. */
async function onList(
  turn: Turn,
  task: ListTask,
  addresses: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const { lookUp } = turn.definition.limits;
  const parts: string[][] = [];
  for (let at = 0; at < addresses.length; at += lookUp) parts.push(addresses.slice(at, at + lookUp));
  const refused: RefusedLookUp[] = [];
  try {
    const found = (await Promise.all(parts.map((part) => planEach(turn, task, part, refused)))).flat();
    const [first] = refused;
    if (first && found.length === 0 && addresses.length > 1) throw first.error;
    return new Set(found.flatMap((its) => (its.onList ? [its.address] : [])));
  } catch (error) {
    if (!(error instanceof ToolRefused)) throw error;
    await stopList(turn, task, error);
    return null;
  }
}
