import type { Db } from "../../app/db/client.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { aLine, aShop, type CustomerFields, someCustomers, someOrders } from "./shop-rows.ts";
import { valuationHost } from "./valuation-host.ts";

export interface MemberOrder {
  readonly discounts?: number;
  readonly returns?: number;
  /** Of all of the order; unknown where it is not said. */
  readonly cost?: number;
  /** Of each of these one unit was bought and kept. */
  readonly products?: readonly number[];
}

export interface Member extends Omit<CustomerFields, "id"> {
  /** Day and gross sales of each order. */
  readonly orders?: readonly (readonly [day: string, minor: number, money?: MemberOrder])[];
  readonly sms?: string | null;
}

/** A valued shop with customers 1, 2, 3, ... as given. */
export async function aShopOf(db: Db, today: string, members: readonly Member[]): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  const customers = members.map(({ orders: _, sms: __, ...fields }, i) => ({ id: i + 1, ...fields }));
  const orders = members.flatMap(({ orders = [] }, i) =>
    orders.map(([day, gross, { discounts = 0, returns = 0, cost } = {}], k) => ({
      id: (i + 1) * 100 + k,
      customer: i + 1,
      day,
      gross,
      discounts,
      returns,
      cost: cost ?? 0,
      costKnownNetSales: cost === undefined ? 0 : gross - discounts - returns,
    })),
  );
  await someCustomers(db.pool, shop, customers);
  await someOrders(db.pool, shop, orders);
  for (const [i, { orders: placed = [], sms = null }] of members.entries()) {
    if (sms !== null)
      await db.pool.query(
        "update customer set sms_marketing_state = $3 where shop_id = $1 and customer_id = $2",
        [shop.shopId, i + 1, sms],
      );
    for (const [k, [, , { products = [] } = {}]] of placed.entries())
      for (const [n, product] of products.entries())
        await aLine(db.pool, shop, {
          id: ((i + 1) * 100 + k) * 10 + n,
          order: (i + 1) * 100 + k,
          product,
        });
  }
  await refreshValuation(valuationHost(db, today), shop, { full: true });
  return shop;
}
