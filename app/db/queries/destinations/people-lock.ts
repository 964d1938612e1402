import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Db, Tx } from "../../client.ts";

declare const LOCKED: unique symbol;
/** A transaction that holds the lock of a destination's people. What changes more than one of them takes no other. */
export type PeopleTx = Tx & { readonly [LOCKED]: true };

/**
 * A statement over many people locks their rows in whatever order its plan has, so two of them at once could wait for each other for ever. Of one
 * destination there are never two: whoever changes its people, or whether they may be sent, has the destination's row first.
 *
 * Locks are taken in this order, and each may be left out: the shop's row (`fenced`), `lockDestinations`, the merge lock, the valuation lock,
 * `lockErasures`, this; then rows of lists, requests and people, and the queue's. Rows that refer to the destination can be added meanwhile.
 */
export async function lockPeople(tx: Tx, shop: ShopId, destinationId: string): Promise<PeopleTx> {
  await tx.query(
    sql`select from destination where shop_id = ${shop} and destination_id = ${destinationId} for no key update`,
  );
  return tx as PeopleTx;
}

/** Of all destinations of the shop, one after the other by id. Needs the erasure lock alone, so that no other destination gets people meanwhile. */
export async function lockPeopleOfShop(tx: Tx, shop: ShopId): Promise<PeopleTx> {
  await tx.query(
    sql`select from destination where shop_id = ${shop} order by destination_id for no key update`,
  );
  return tx as PeopleTx;
}

/** A transaction of its own. */
export function changePeople<T>(
  { transaction }: Pick<Db, "transaction">,
  shop: ShopId,
  destinationId: string,
  work: (tx: PeopleTx) => Promise<T>,
): Promise<T> {
  return transaction(async (tx) => work(await lockPeople(tx, shop, destinationId)));
}
