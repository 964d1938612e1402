import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";

export interface ValuationRules {
  readonly countZeroValueOrders: boolean;
  readonly joinGuestsByEmail: boolean;
  readonly refundDating: "order" | "refund";
}

/** Under which settings and up to which day (YYYY-MM-DD) orders count: later ones wait. */
export interface CountingScope {
  readonly rules: ValuationRules;
  readonly asOfDay: string;
  /** Of a day before today, the shop's time zone: what was cancelled after that day counts then. */
  readonly earlierIn?: string;
}

export interface ValuationScope extends CountingScope {
  readonly timeZone: string;
}

/** A day's month as year * 12 + month0. */
export const monthOf = (day: Sql): Sql =>
  sql`(extract(year from ${day}) * 12 + extract(month from ${day}) - 1)::int`;

/** An order that was free from the start; one that was returned later is still an order. */
const NOT_FREE = sql`o.gross_sales_minor <> o.discounts_minor`;

/** Condition on `o` for an order that counts by its own facts. */
export function counted({ rules, asOfDay, earlierIn }: CountingScope): Sql {
  const cancelledLater = earlierIn
    ? sql`o.exclusion = 'cancelled' and (o.cancelled_at at time zone ${earlierIn})::date > ${asOfDay}::date`
    : sql`false`;
  const counts = sql`o.deleted_at is null and (o.exclusion is null or ${cancelledLater}) and o.order_day <= ${asOfDay}::date`;
  return rules.countZeroValueOrders ? counts : sql`${counts} and ${NOT_FREE}`;
}

/** What a refund that was read took from net sales, on `r`. */
export const TAKEN = sql`r.returns_minor - coalesce(r.discrepancy_minor, 0)`;

/**
 * The orders of a table (as `withMargins` makes it) as dated amounts. `own_net` always stands on the order's day: it is what the models learn from.
 * `net` follows the setting: with refund dating "refund", what a refund took stands on the day of the refund, never before the order's,
 * and what no refund explains (quantities removed by an edit, refunds not read yet) stays on the day of the order. The meaning in one order
 * is `valueEventsOfOrder` in clv/historic/value-events.ts.
 */
export function dated(table: Sql, shop: ShopId, rules: ValuationRules): Sql {
  const ofOrders = (moved: Sql) => sql`
    select o.customer_id, o.order_day as day, 1 as orders, o.net_sales_minor as own_net, o.net_sales_minor + ${moved} as net,
      o.gross_sales_minor as gross, o.discounts_minor as discounts, o.returns_minor as returns,
      o.shipping_minor as shipping, o.cost_minor as cost, o.cost_known_net_sales_minor as cost_known,
      o.shipping_cost_minor as shipping_cost, o.payment_cost_minor as payment_cost,
      o.fulfilment_cost_minor as fulfilment_cost,
      o.gross_margin_minor + ${moved} as margin, o.contribution_minor + ${moved} as contribution
    from ${table} o`;
  if (rules.refundDating === "order") return ofOrders(sql`0`);
  const taken = sql`coalesce((
      select sum(${TAKEN}) from order_refund r where r.shop_id = ${shop} and r.order_id = o.order_id), 0)`;
  // What was given back lowers the margin by all of it on the day of the refund; without a margin there is none to lower.
  const lowered = sql`case when o.gross_margin_minor is not null then -(${TAKEN}) end`;
  return sql`${ofOrders(taken)}
    union all
    select o.customer_id, greatest(r.refund_day, o.order_day), 0, 0, -(${TAKEN}), 0, 0, 0, 0, 0, 0, 0, 0, 0,
      ${lowered}, ${lowered}
    from ${table} o join order_refund r on r.shop_id = ${shop} and r.order_id = o.order_id
    where r.returns_minor is not null`;
}
