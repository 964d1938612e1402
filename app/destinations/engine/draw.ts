import type { Queryable, Tx } from "../../db/client.ts";
import { addEntrants } from "../../db/queries/destinations/draws.ts";
import type { ListMemberRow } from "../../db/queries/destinations/members.ts";
import { beginComparison, shopHoldout } from "../../db/queries/exports/draws.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import type { PlacementOf } from "../../exports/placements.ts";
import { dayIn } from "../../platform/clock.ts";
import { DRAWN_DAYS, type Placement } from "../../platform/holdout.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { shopFactsOf } from "../../valuation/pages/shop-facts.ts";
import { placementBy } from "./values.ts";

const DAY_MS = 86_400_000;

/** Of one comparison of a list. */
export interface Draw {
  readonly day: string;
  readonly placementOf: PlacementOf;
  readonly alwaysBp: number;
  /** Nobody is drawn, or those who were are being forgotten. */
  readonly isOver: boolean;
}

interface DrawnList {
  readonly listId: string;
  readonly heldOutBp: number;
  readonly startedAt: Date;
}

export async function readDraw(on: Queryable, shop: ShopRef, list: DrawnList, now: Date): Promise<Draw> {
  const [lot, row] = [await shopHoldout(on, shop.shopId), await readShop(on, shop.shopId)];
  const alwaysBp = lot?.shareBp ?? 0;
  const isKept = now.getTime() - list.startedAt.getTime() < DRAWN_DAYS * DAY_MS;
  return {
    day: dayIn(shopFactsOf(shop, row).timeZone, now),
    placementOf: placementBy(lot, list),
    alwaysBp,
    isOver: lot === null || alwaysBp + list.heldOutBp === 0 || !isKept,
  };
}

/**
 * Records where those were drawn who might be on the list for the first time, before any of them can be sent: whatever becomes of them there later,
 * they are counted where they were drawn. Of an address of several people it would be the lot of all of them, so these are not compared.
 */
export async function recordDraw(
  tx: Tx,
  { shopId }: ShopRef,
  { listId }: DrawnList,
  { day, alwaysBp, isOver }: Draw,
  {
    members,
    placements,
  }: {
    readonly members: readonly ListMemberRow[];
    readonly placements: ReadonlyMap<number, Placement>;
  },
): Promise<void> {
  if (isOver) return;
  const people = members.flatMap((its) => {
    const placement = placements.get(its.customer_id);
    return placement !== undefined && its.sharers.length === 0
      ? [{ customerId: its.customer_id, placement, expectedMinor: its.expected_value_minor ?? 0 }]
      : [];
  });
  if (people.length === 0) return;
  await addEntrants(tx, shopId, listId, { day, alwaysBp, people });
  if (alwaysBp > 0) await beginComparison(tx, shopId, day);
}
