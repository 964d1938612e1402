import { type Db, rows } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import {
  currentQuantity,
  grossMinor,
  lineDiscountMinor,
  orderTotals,
  taxOnMinor,
} from "../../shopify/store/order-totals.ts";
import type { OrderRecord } from "../../shopify/store/records.ts";

/** What the local admin's records add up to, computed from the records and not by the app. */
export interface Figures {
  customers: number;
  orders: number;
  lines: number;
  refunds: number;
  grossMinor: number;
  netMinor: number;
  excluded: number;
}

function netOfOrder(order: OrderRecord): { grossMinor: number; netMinor: number; kept: number } {
  let gross = 0;
  let net = 0;
  let kept = 0;
  for (const line of order.lines) {
    if (line.isGiftCard) continue;
    const paid = grossMinor(line) - lineDiscountMinor(line);
    const tax = order.taxesIncluded ? taxOnMinor(order, paid) : 0;
    gross += paid === 0 ? grossMinor(line) : Math.round((grossMinor(line) * (paid - tax)) / paid);
    net += Math.round(((paid - tax) * currentQuantity(order, line)) / Math.max(1, line.quantity));
    kept += currentQuantity(order, line);
  }
  return { grossMinor: gross, netMinor: net, kept };
}

export function figuresOfStore(shop: LocalShop): Figures {
  const figures: Figures = {
    customers: shop.store.customers.size,
    orders: shop.store.orders.size,
    lines: 0,
    refunds: 0,
    grossMinor: 0,
    netMinor: 0,
    excluded: 0,
  };
  for (const order of shop.store.orders.values()) {
    const { kept, ...sums } = netOfOrder(order);
    figures.lines += order.lines.length;
    figures.refunds += order.refunds.length;
    figures.grossMinor += sums.grossMinor;
    figures.netMinor += sums.netMinor;
    const onlyGiftCards = order.lines.length > 0 && order.lines.every((line) => line.isGiftCard);
    if (
      order.test ||
      orderTotals(order).financialStatus === "VOIDED" ||
      onlyGiftCards ||
      (order.cancelledAtMs && kept === 0)
    ) {
      figures.excluded++;
    }
  }
  return figures;
}

export async function figuresOfDatabase(db: Db, shop: ShopRef): Promise<Figures> {
  const [figures] = await rows<Figures & Record<string, number>>(
    db.pool,
    `select (select count(*) from customer where shop_id = $1 and deleted_at is null) customers,
       count(*) orders,
       (select count(*) from order_line join orders using (shop_id, order_id) where shop_id = $1 and deleted_at is null) lines,
       (select count(*) from order_refund join orders using (shop_id, order_id) where shop_id = $1 and deleted_at is null) refunds,
       coalesce(sum(gross_sales_minor), 0)::bigint "grossMinor",
       coalesce(sum(net_sales_minor), 0)::bigint "netMinor",
       count(exclusion) excluded
     from orders where shop_id = $1 and deleted_at is null`,
    [shop.shopId],
  );
  if (!figures) throw new Error("sums have one row");
  return figures;
}

/** Everything stored of a shop's orders and customers, for comparing two databases or two orders of arrival. */
export async function contentsOf(db: Db, shop: ShopRef): Promise<unknown> {
  const contents: Record<string, unknown> = {};
  for (const [table, key] of [
    ["orders", "order_id"],
    ["order_line", "order_id, line_id"],
    ["order_refund", "order_id, refund_id"],
    ["customer", "customer_id"],
  ] as const) {
    const where = table === "orders" || table === "customer" ? "and deleted_at is null" : "";
    contents[table] = await rows(
      db.pool,
      `select * from ${table} where shop_id = $1 ${where} order by ${key}`,
      [shop.shopId],
    );
  }
  return contents;
}
