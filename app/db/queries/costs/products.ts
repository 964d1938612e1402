import sql, { empty, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

/** What the merchant says that a unit costs; null takes back what was said. */
export interface ProductCostChange {
  readonly productId: number;
  readonly unitCostMinor: number | null;
}

export interface ProductCostRow {
  readonly product_id: number;
  readonly title: string;
  readonly is_deleted: boolean;
  /** In the shop's currency. */
  readonly unit_cost_minor: number | null;
  /** Kept units of counted orders whose cost Shopify did not know, and their net sales. */
  readonly units: number;
  readonly net_sales_minor: number;
}

const changesTable = (changes: readonly ProductCostChange[]): Sql =>
  sql`json_to_recordset(${JSON.stringify(changes)}::json) as c("productId" bigint, "unitCostMinor" bigint)`;

/** The stored costs of products with these changes, as `select product_id, unit_cost_minor`. */
export const changedProductCosts = (stored: Sql, changes: readonly ProductCostChange[]): Sql =>
  sql`(select coalesce(c."productId", p.product_id) as product_id,
      case when c."productId" is null then p.unit_cost_minor else c."unitCostMinor" end as unit_cost_minor
    from ${stored} p full join ${changesTable(changes)} on c."productId" = p.product_id
    where case when c."productId" is null then p.unit_cost_minor else c."unitCostMinor" end is not null)`;

/** `contains`: in the title, in either case. `ids`: of these alone. */
export interface ProductsAsked {
  readonly contains?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/** Products with what was sold of them at unknown cost; those that leave the most unknown come first. */
export function productCosts(
  on: Queryable,
  shop: ShopId,
  { contains = "", limit, offset = 0 }: ProductsAsked = {},
): Promise<(ProductCostRow & { readonly all: number })[]> {
  const escaped = contains.replace(/[\\%_]/g, "\\$&");
  return rows(
    on,
    sql`with unknown as (
        select l.product_id, sum(l.current_quantity)::bigint as units, sum(l.net_sales_minor)::bigint as net_sales_minor
        from order_line l
        join orders o on o.shop_id = l.shop_id and o.order_id = l.order_id and o.deleted_at is null and o.exclusion is null
        where l.shop_id = ${shop} and l.kind = 'goods' and l.unit_cost_minor is null and l.product_id is not null
          and l.current_quantity > 0
        group by 1
      )
      select p.product_id, p.title, p.deleted_at is not null as is_deleted, c.unit_cost_minor,
        coalesce(u.units, 0)::bigint as units, coalesce(u.net_sales_minor, 0)::bigint as net_sales_minor,
        (count(*) over ())::int as all
      from product p
      left join product_cost c on c.shop_id = ${shop} and c.product_id = p.product_id
        and c.currency = (select currency from shop where shop_id = ${shop})
      left join unknown u on u.product_id = p.product_id
      where p.shop_id = ${shop} and (p.deleted_at is null or u.units > 0 or c.unit_cost_minor is not null)
        ${contains === "" ? empty : sql`and p.title ilike ${`%${escaped}%`}`}
      order by net_sales_minor desc, p.title, p.product_id
      ${limit === undefined ? empty : sql`limit ${limit} offset ${offset}`}`,
  );
}

/** How many products have a cost of the merchant's, and of how many is asked whether they exist. */
export async function productCostCounts(
  on: Queryable,
  shop: ShopId,
): Promise<{ stated: number; former: string | null }> {
  const [row] = await rows<{ stated: number; former: string | null }>(
    on,
    sql`select (count(*) filter (where c.currency = s.currency))::int as stated,
        min(c.currency) filter (where c.currency <> s.currency) as former
      from product_cost c join shop s on s.shop_id = c.shop_id where c.shop_id = ${shop}`,
  );
  return row ?? { stated: 0, former: null };
}

/** Stores the changes that change something, of products that are known; returns how many. */
export async function storeProductCosts(
  tx: Tx,
  shop: ShopId,
  changes: readonly ProductCostChange[],
  { currency, at }: { readonly currency: string; readonly at: Date },
): Promise<number> {
  const removed = await tx.query(
    sql`delete from product_cost p using ${changesTable(changes)}
      where p.shop_id = ${shop} and p.product_id = c."productId" and c."unitCostMinor" is null`,
  );
  const written = await tx.query(
    sql`insert into product_cost as p (shop_id, product_id, unit_cost_minor, currency, changed_at)
      select ${shop}, k.product_id, c."unitCostMinor", ${currency}, ${at}
      from ${changesTable(changes)} join product k on k.shop_id = ${shop} and k.product_id = c."productId"
      where c."unitCostMinor" is not null order by k.product_id
      on conflict (shop_id, product_id) do update set unit_cost_minor = excluded.unit_cost_minor,
        currency = excluded.currency, changed_at = excluded.changed_at
      where (p.unit_cost_minor, p.currency) is distinct from (excluded.unit_cost_minor, excluded.currency)`,
  );
  return (removed.rowCount ?? 0) + (written.rowCount ?? 0);
}
