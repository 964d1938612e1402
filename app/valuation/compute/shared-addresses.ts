import type { Tx } from "../../db/client.ts";
import type { CountingScope } from "../../db/queries/valuation/counted-orders.ts";
import {
  type AddressUse,
  addressUses,
  storeSharedAddresses,
} from "../../db/queries/valuation/shared-addresses.ts";
import type { ShopId } from "../../platform/ids.ts";

/** A family of six has 18 recipients in three spellings each, and 12 under two keys. */
export const MIN_RECIPIENTS = 20;
/** An office orders again and again for the same people; of a marketplace's buyers most come once. */
const MIN_SHARE_OF_ORDERS = 0.5;

/**
 * Whether so many unlike recipients share an address that it cannot be one customer's: THE rule. Orders that do not say whom they were for
 * are no evidence either way.
 */
export function isSharedByMany({
  statedOrders,
  recipients,
}: Pick<AddressUse, "statedOrders" | "recipients">): boolean {
  return recipients >= MIN_RECIPIENTS && recipients >= statedOrders * MIN_SHARE_OF_ORDERS;
}

/** Lists the addresses that many share, and brings the figures of those that are taken out up to date. Takes nothing out. */
export async function listSharedAddresses(tx: Tx, shop: ShopId, scope: CountingScope): Promise<void> {
  const uses = await addressUses(tx, shop, scope, MIN_RECIPIENTS);
  await storeSharedAddresses(tx, shop, uses, isSharedByMany);
}
