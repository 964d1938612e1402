import type { Db } from "../../db/client.ts";
import { countSingly } from "../../db/queries/sync/dirty.ts";
import { lastTakenSlice } from "../../db/queries/sync/progress.ts";
import { hasTouches } from "../../db/queries/valuation/customer-value.ts";
import type { ShopRef } from "../../platform/ids.ts";

/**
 * How far the app is with orders that no file settles, mostly because of what their refunds were for. Until they are read singly the
 * figures hold what the file says of them.
 */
export interface SingleReading {
  /** Orders that wait. */
  readonly waiting: number;
  /** Of how many: those that waited when the last file was taken over; null where more wait now. */
  readonly of: number | null;
  readonly secondsLeft: number | null;
  /** Something was read that is not in the figures yet. */
  readonly isValuing: boolean;
}

/** Below this many the pace is not known yet. */
const PACE_FROM = 5;

export async function readSingleReading(db: Db, shop: ShopRef, now: Date): Promise<SingleReading> {
  const { shopId } = shop;
  const [waiting, isValuing] = await Promise.all([
    countSingly(db.pool, shopId, "orders"),
    hasTouches(db.pool, shopId),
  ]);
  const slice = waiting > 0 ? await lastTakenSlice(db.pool, shopId, "orders") : null;
  if (!slice?.finishedAt || slice.leftSingly < waiting) {
    return { waiting, of: null, secondsLeft: null, isValuing };
  }
  const read = slice.leftSingly - waiting;
  const seconds = (now.getTime() - slice.finishedAt.getTime()) / 1000;
  const secondsLeft = read < PACE_FROM || seconds <= 0 ? null : Math.ceil((seconds / read) * waiting);
  return { waiting, of: slice.leftSingly, secondsLeft, isValuing };
}
