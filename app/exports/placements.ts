import type { Queryable } from "../db/client.ts";
import { formerIdsOf } from "../db/queries/exports/draws.ts";
import type { ExportMemberRow } from "../db/queries/exports/records.ts";
import type { Placement } from "../platform/holdout.ts";
import type { ShopRef } from "../platform/ids.ts";

export type PlacementOf = (customerId: number, formerIds?: readonly number[]) => Placement;

/** A member, and who else of the members has the address. */
type Sharing = Pick<ExportMemberRow, "customer_id" | "sharers">;

/**
 * Where these members are drawn. Whoever shares an address is where the first of its people is whom the lot leaves out: one mail cannot reach some
 * of the people behind an address and not the others.
 */
export async function placementsOf(
  on: Queryable,
  { shopId }: Pick<ShopRef, "shopId">,
  placementOf: PlacementOf,
  members: readonly Sharing[],
): Promise<ReadonlyMap<number, Placement>> {
  const idsOf = ({ customer_id: id, sharers }: Sharing) => [id, ...sharers];
  const formerIds = await formerIdsOf(on, shopId, members.flatMap(idsOf));
  const placed = (member: Sharing): Placement =>
    idsOf(member)
      .map((id) => placementOf(id, formerIds.get(id)))
      .find((placement) => placement !== "sent") ?? "sent";
  return new Map(members.map((member) => [member.customer_id, placed(member)]));
}
