import type { Sql } from "sql-template-tag";
import type { Queryable } from "../db/client.ts";
import { listedMembers, valuedIds } from "../db/queries/exports/records.ts";
import { INCLUDED } from "../platform/consent-gate.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type PlacementOf, placementsOf } from "./placements.ts";

const PAGE = 1_000;

/** Whether a file of the members who meet the condition would have as many addresses now. Stops as soon as it knows. */
export async function wouldReach(
  on: Queryable,
  shop: Pick<ShopRef, "shopId">,
  condition: Sql,
  { needed, placementOf }: { readonly needed: number; readonly placementOf: PlacementOf },
): Promise<boolean> {
  let reached = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const ids: readonly number[] = await valuedIds(on, shop.shopId, { after, limit: PAGE });
    const page = await listedMembers(on, shop.shopId, condition, ids);
    const placements = await placementsOf(on, shop, placementOf, page);
    reached += page.filter(
      ({ customer_id: id, outcome, sharers }) =>
        outcome === INCLUDED && placements.get(id) === "sent" && sharers.every((other) => other > id),
    ).length;
    if (reached >= needed) return true;
    after = ids.length < PAGE ? undefined : ids.at(-1);
  }
  return false;
}
