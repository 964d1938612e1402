import type { Db } from "../../app/db/client.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { aCustomer, anOrder, aShop, type CustomerFields } from "./shop-rows.ts";
import { valuationHost } from "./valuation-host.ts";

export interface Member extends Omit<CustomerFields, "id"> {
  /** Day and net sales of each order. */
  readonly orders?: readonly (readonly [day: string, minor: number])[];
}

/** A valued shop with customers 1, 2, 3, ... as given. */
export async function aShopOf(db: Db, today: string, members: readonly Member[]): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  for (const [i, { orders = [], ...fields }] of members.entries()) {
    const customer = await aCustomer(db.pool, shop, { id: i + 1, ...fields });
    for (const [k, [day, gross]] of orders.entries()) {
      await anOrder(db.pool, shop, { id: customer * 100 + k, customer, day, gross });
    }
  }
  await refreshValuation(valuationHost(db, today), shop, { full: true });
  return shop;
}
