import type { Db } from "../../app/db/client.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { aShop, type CustomerFields, someCustomers, someOrders } from "./shop-rows.ts";
import { valuationHost } from "./valuation-host.ts";

export interface Member extends Omit<CustomerFields, "id"> {
  /** Day and net sales of each order. */
  readonly orders?: readonly (readonly [day: string, minor: number])[];
}

/** A valued shop with customers 1, 2, 3, ... as given. */
export async function aShopOf(db: Db, today: string, members: readonly Member[]): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  const customers = members.map(({ orders: _, ...fields }, i) => ({ id: i + 1, ...fields }));
  const orders = members.flatMap(({ orders = [] }, i) =>
    orders.map(([day, gross], k) => ({ id: (i + 1) * 100 + k, customer: i + 1, day, gross })),
  );
  await someCustomers(db.pool, shop, customers);
  await someOrders(db.pool, shop, orders);
  await refreshValuation(valuationHost(db, today), shop, { full: true });
  return shop;
}
