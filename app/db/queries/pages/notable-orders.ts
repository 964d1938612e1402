import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { type CountingScope, counted } from "../valuation/counted-orders.ts";

/** Orders that have been unpaid for longer than this are listed. */
export const LONG_UNPAID_DAYS = 60;

/** Of the net sales of an order `o`, what is still to be paid. What is outstanding holds tax and shipping as well, so it can be more. */
const UNPAID_MINOR = sql`greatest(0, least(o.net_sales_minor, o.outstanding_minor))`;
const isLongAgo = (asOfDay: Sql): Sql => sql`o.order_day < ${asOfDay} - ${LONG_UNPAID_DAYS}::int`;

/** What has been unpaid for too long, as of a day (an expression). */
export const longUnpaidMinor = (asOfDay: Sql): Sql =>
  sql`case when ${isLongAgo(asOfDay)} then ${UNPAID_MINOR} else 0 end`;

export interface NotableRow {
  readonly order_id: number;
  readonly name: string;
  readonly order_day: string;
  readonly net_sales_minor: number;
  readonly long_unpaid_minor: number;
  readonly chargeback: string | null;
  readonly doubts: readonly string[];
}

/** Why an order is named. */
export type NotableKind = "ahead" | "doubtful" | "long_unpaid" | "chargeback_open" | "chargeback_lost";

/** The condition of the partial index `orders_notable_idx`: a query has to repeat it to use the index. */
const NOTABLE = raw("(o.chargeback is not null or o.outstanding_minor > 0 or o.doubts <> '{}')");

function isOf(kind: NotableKind, shop: ShopId, scope: CountingScope): Sql {
  const ofShop = sql`o.shop_id = ${shop} and o.deleted_at is null`;
  const counts = counted(scope);
  switch (kind) {
    case "ahead":
      return sql`${ofShop} and o.exclusion is null and o.order_day > ${scope.asOfDay}::date`;
    case "doubtful":
      return sql`${ofShop} and ${NOTABLE} and o.doubts <> '{}'`;
    case "long_unpaid":
      return sql`${ofShop} and ${NOTABLE} and ${counts} and o.outstanding_minor > 0
        and ${isLongAgo(sql`${scope.asOfDay}::date`)} and o.net_sales_minor > 0`;
    case "chargeback_open":
      return sql`${ofShop} and ${NOTABLE} and ${counts} and o.chargeback = 'open'`;
    case "chargeback_lost":
      return sql`${ofShop} and ${NOTABLE} and ${counts} and o.chargeback = 'lost'`;
  }
}

/** How many orders are of a kind, and what they are worth: for unpaid ones, what is still to be paid of it. */
export async function countNotable(
  on: Queryable,
  shop: ShopId,
  kind: NotableKind,
  scope: CountingScope,
): Promise<{ orders: number; netSalesMinor: number }> {
  const minor = kind === "long_unpaid" ? UNPAID_MINOR : sql`o.net_sales_minor`;
  const [row] = await rows<{ orders: number; netSalesMinor: number }>(
    on,
    sql`select count(*) as orders, coalesce(sum(${minor}), 0)::bigint as "netSalesMinor"
      from orders o where ${isOf(kind, shop, scope)}`,
  );
  return row ?? { orders: 0, netSalesMinor: 0 };
}

/** Orders of a kind, the latest first. */
export function notableOrders(
  on: Queryable,
  shop: ShopId,
  kind: NotableKind,
  scope: CountingScope,
  limit: number,
): Promise<NotableRow[]> {
  return rows<NotableRow>(
    on,
    sql`select o.order_id, o.name, o.order_day, o.net_sales_minor, o.chargeback, o.doubts,
        ${UNPAID_MINOR} as long_unpaid_minor
      from orders o where ${isOf(kind, shop, scope)}
      order by o.order_day desc, o.order_id desc limit ${limit}`,
  );
}

/** Kept beside the valuation that counted them, so that the overview reads no orders. */
export async function storeNotableCounts(on: Queryable, shop: ShopId, counts: unknown): Promise<void> {
  await on.query(
    sql`update shop_valuation set notable_orders = ${JSON.stringify(counts)} where shop_id = ${shop}`,
  );
}

export async function storedNotableCounts(on: Queryable, shop: ShopId): Promise<unknown> {
  const [row] = await rows<{ notable_orders: unknown }>(
    on,
    sql`select notable_orders from shop_valuation where shop_id = ${shop}`,
  );
  return row?.notable_orders ?? null;
}
