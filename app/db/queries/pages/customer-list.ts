import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { VALUE_AT_STAKE } from "../segments/value-at-stake.ts";

/**
 * What a list is sorted by, on `v`, with a cast for values that come back as text. Each column has an index (shop_id, column,
 * customer_id), but for margin and contribution, which the index of segments holds and a scan of it sorts; the value at stake has none,
 * and is for lists of a segment.
 */
const SORTED_BY = {
  net_sales: { value: "v.net_sales_minor", type: "bigint" },
  margin: { value: "v.gross_margin_minor", type: "bigint" },
  contribution: { value: "v.contribution_minor", type: "bigint" },
  predicted: { value: "v.expected_value_minor", type: "bigint" },
  orders: { value: "v.orders", type: "int" },
  last_order: { value: "v.last_order_day", type: "date" },
  name: { value: "v.sort_name", type: "text" },
  value_at_stake: { value: VALUE_AT_STAKE, type: "float8" },
} as const;
export type ListSort = keyof typeof SORTED_BY;
export const isListSort = (text: string): text is ListSort => Object.hasOwn(SORTED_BY, text);

export interface CustomerListRow {
  readonly customer_id: number;
  readonly sort_value: number | string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly country_code: string | null;
  readonly email_marketing_state: string | null;
  readonly rfm_group: string;
  readonly orders: number;
  readonly net_sales_minor: number;
  readonly gross_margin_minor: number | null;
  readonly contribution_minor: number | null;
  readonly last_order_day: string | null;
  readonly expected_value_minor: number | null;
  readonly value_low_minor: number | null;
  readonly value_high_minor: number | null;
  readonly p_alive: number | null;
  readonly value_at_stake: number | null;
}

/** A place between two rows of a list. */
export interface ListPlace {
  readonly value: number | string | null;
  readonly customerId: number;
}

export interface ListPage {
  readonly sort: ListSort;
  readonly direction: "asc" | "desc";
  /** Reads the rows after this place, or from the start where there is none. */
  readonly after?: ListPlace | undefined;
  /** Reads in the opposite direction; rows are returned in the order of reading. */
  readonly backwards: boolean;
  readonly limit: number;
}

/**
 * Rows of a list in the order of reading, of the customers that meet a condition on `v` (customer_value). Rows without a value stand at the end in either direction, so a list is two
 * ranges of one index, and each range is read by one statement.
 */
export async function customerPage(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  page: ListPage,
): Promise<CustomerListRow[]> {
  const { after, backwards } = page;
  const ranges: ("valued" | "empty")[] = backwards ? ["empty", "valued"] : ["valued", "empty"];
  const start = after ? ranges.indexOf(after.value === null ? "empty" : "valued") : 0;
  const found: CustomerListRow[] = [];
  for (const [i, range] of ranges.entries()) {
    if (i < start || found.length >= page.limit) continue;
    const from = i === start ? after : undefined;
    found.push(...(await readRange(on, shop, condition, page, range, from, page.limit - found.length)));
  }
  return found;
}

function readRange(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  page: ListPage,
  range: "valued" | "empty",
  after: ListPlace | undefined,
  limit: number,
): Promise<CustomerListRow[]> {
  const { value: sorted, type } = SORTED_BY[page.sort];
  const ascending = (page.direction === "asc") !== page.backwards;
  const past = raw(ascending ? ">" : "<");
  const direction = raw(ascending ? "asc" : "desc");
  const value = raw(sorted);
  const conditions = [
    sql`v.shop_id = ${shop}`,
    sql`${value} is ${raw(range === "valued" ? "not null" : "null")}`,
    condition,
  ];
  if (after && range === "valued") {
    conditions.push(
      sql`(${value}, v.customer_id) ${past} (${after.value}::${raw(type)}, ${after.customerId}::bigint)`,
    );
  }
  if (after && range === "empty") conditions.push(sql`v.customer_id ${past} ${after.customerId}::bigint`);
  // The inner select asks for nothing but what the index holds, so rows that do not match are never fetched.
  return rows<CustomerListRow>(
    on,
    sql`select page.customer_id, page.sort_value, c.first_name, c.last_name, c.email, c.country_code,
        c.email_marketing_state, v.rfm_group, v.orders, v.net_sales_minor, v.gross_margin_minor, v.contribution_minor, v.last_order_day, v.expected_value_minor,
        v.value_low_minor, v.value_high_minor, v.p_alive, ${raw(VALUE_AT_STAKE)} as value_at_stake
      from (
        select v.customer_id, ${value} as sort_value from customer_value v
        where ${join(conditions, " and ")} order by ${value} ${direction}, v.customer_id ${direction} limit ${limit}
      ) page
      join customer_value v on v.shop_id = ${shop} and v.customer_id = page.customer_id
      join customer c on c.shop_id = ${shop} and c.customer_id = page.customer_id
      order by page.sort_value ${direction}, page.customer_id ${direction}`,
  );
}

/** Everybody who meets a condition on `v` (customer_value), the most first, in the very order of the pages; without an order by id alone. */
export async function listedIds(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  sort: ListSort | null,
): Promise<readonly number[]> {
  const order = sort && sql`${raw(SORTED_BY[sort].value)} desc nulls last, v.customer_id desc`;
  const [found] = await rows<{ ids: number[] | null }>(
    on,
    sql`select array_agg(v.customer_id order by ${order ?? raw("v.customer_id")}) as ids
      from customer_value v where v.shop_id = ${shop} and ${condition}`,
  );
  return found?.ids ?? [];
}

/** How many customers match, counted no further than `limit`. */
export async function countCustomers(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  limit: number,
): Promise<number> {
  const [row] = await rows<{ customers: number }>(
    on,
    sql`select count(*) as customers from (
        select from customer_value v where v.shop_id = ${shop} and ${condition} limit ${limit}) found`,
  );
  return row?.customers ?? 0;
}

/** Countries of the shop's customers, one look into the index for each. */
export async function customerCountries(on: Queryable, shop: ShopId): Promise<string[]> {
  const found = await rows<{ country_code: string }>(
    on,
    sql`with recursive country(country_code) as (
        (select country_code from customer_value where shop_id = ${shop} and country_code is not null
         order by country_code limit 1)
        union all
        select (select v.country_code from customer_value v
                where v.shop_id = ${shop} and v.country_code > country.country_code order by v.country_code limit 1)
        from country where country.country_code is not null
      )
      select country_code from country where country_code is not null`,
  );
  return found.map(({ country_code }) => country_code);
}
