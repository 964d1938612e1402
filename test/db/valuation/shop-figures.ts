import { type Db, rows } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import { agreementsOf } from "../../shopify/store/ledger.ts";
import { grossMinor, lineDiscountMinor, orderTotals, taxOnMinor } from "../../shopify/store/order-totals.ts";
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

/**
 * Gross sales are what was paid for goods and the discount on it, each without its tax. Net sales from Shopify's own ledger: what its product sales come to without tax, less what was given back beyond them.
 * A refund that its bank has not confirmed is stated in the ledger and is no discrepancy yet.
 */
export function netOfOrder(order: OrderRecord): { grossMinor: number; netMinor: number } {
  // Money back on a gift card or a tip is as little a return as they are sales.
  if (order.lines.every((line) => line.isGiftCard || line.isTip)) return { grossMinor: 0, netMinor: 0 };
  const sales = agreementsOf(order).flatMap((agreement) => agreement.sales);
  let net = 0;
  for (const sale of sales) {
    if (sale.lineType === "PRODUCT") net += sale.totalMinor - sale.taxMinor;
    if (sale.lineType === "ADJUSTMENT") net += sale.totalMinor - sale.taxMinor;
  }
  for (const refund of order.refunds) if (refund.pending) net -= refund.amountMinor;
  let gross = 0;
  for (const line of order.lines) {
    if (line.isGiftCard || line.isTip) continue;
    const taxed = { taxRate: line.taxRate ?? order.taxRate, taxesIncluded: true };
    const withoutTax = (minor: number) => minor - (order.taxesIncluded ? taxOnMinor(taxed, minor) : 0);
    const discount = lineDiscountMinor(line);
    gross += withoutTax(grossMinor(line) - discount) + withoutTax(discount);
  }
  return { grossMinor: gross, netMinor: net };
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
    const sums = netOfOrder(order);
    figures.lines += order.lines.length;
    figures.refunds += order.refunds.length;
    figures.grossMinor += sums.grossMinor;
    figures.netMinor += sums.netMinor;
    const goods = order.lines.some((line) => !line.isGiftCard && !line.isTip);
    const { financialStatus } = orderTotals(order);
    if (
      order.test ||
      financialStatus === "VOIDED" ||
      financialStatus === "EXPIRED" ||
      !goods ||
      (order.cancelledAtMs && sums.netMinor === 0)
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
