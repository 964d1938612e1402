import type { Db } from "../../db/client.ts";
import {
  type Departure,
  holdLeavers,
  letLeave,
  noteDepartures,
  readLeaving,
} from "../../db/queries/destinations/leaving.ts";
import { changePeople, type PeopleTx } from "../../db/queries/destinations/people-lock.ts";
import type { ShopId } from "../../platform/ids.ts";

/** Leavers of this time count together, however many turns they came in. */
const WINDOW_MS = 86_400_000;
/** One in five. */
const PART = 5;

/** Those within the window that ends now. */
export const withinWindow = (departures: readonly Departure[], now: Date): readonly Departure[] =>
  departures.filter(({ at }) => now.getTime() - Date.parse(at) < WINDOW_MS);

/**
 * Whether so many may leave now: with everybody who left within the window not more than a fifth of what the list had before the first of them. People
 * who came meanwhile make no room.
 */
export function mayLeave({
  size,
  leaving,
  departures,
}: {
  readonly size: number;
  readonly leaving: number;
  readonly departures: readonly Departure[];
}): { readonly ok: boolean; readonly of: number } {
  const of = departures[0]?.size ?? size;
  const total = leaving + departures.reduce((sum, { left }) => sum + left, 0);
  return { ok: total * PART <= of, of };
}

/**
 * Lets leavers through who may still be written to, or holds all of them until a person confirms. Who is let through is noted before anybody is
 * removed, so that pages, turns and restarts add up. Returns how many are held.
 */
export async function brakeLeavers(
  db: Db,
  shop: ShopId,
  { destinationId, listId }: { readonly destinationId: string; readonly listId: string },
  now: Date,
): Promise<number> {
  return changePeople(db, shop, destinationId, async (tx) => {
    const its = await readLeaving(tx, shop, listId);
    if (!its) return 0;
    const departures = withinWindow(its.departures, now);
    if (its.leaving === 0) {
      if (its.brakeAt !== null || departures.length < its.departures.length)
        await letLeave(tx, shop, listId, { at: now, departures });
      return 0;
    }
    const { ok, of } = mayLeave({ ...its, departures });
    if (ok) {
      const one = { at: now.toISOString(), size: its.size, left: its.leaving };
      await letLeave(tx, shop, listId, { at: now, departures: [...departures, one] });
      return 0;
    }
    await holdLeavers(tx, shop, listId, { at: now, size: of, departures });
    return its.leaving;
  });
}

/** Lets those through who were held by `heldBy`, as a person confirmed. They count for who leaves within the window after them. */
export async function confirmLeavers(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  { heldBy, now }: { readonly heldBy: Date; readonly now: Date },
): Promise<void> {
  const its = await readLeaving(tx, shop, listId);
  if (!its) return;
  const departures = withinWindow(its.departures, now);
  const left = await letLeave(tx, shop, listId, { at: now, departures, heldBy });
  if (left === 0) return;
  const one = { at: now.toISOString(), size: its.size, left };
  await noteDepartures(tx, shop, listId, [...departures, one]);
}
