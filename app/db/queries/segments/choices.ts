import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** A product or a collection; the title is empty where it was deleted before it was ever read. */
export interface TitledRow {
  readonly id: number;
  readonly title: string;
  readonly is_deleted: boolean;
}

/** What products and collections are kept in, and by which column they are known. */
const TITLED = {
  products: { table: raw("product"), id: raw("product_id") },
  collections: { table: raw("collection"), id: raw("collection_id") },
} as const;
export type Titled = keyof typeof TITLED;

const matches = (column: Sql, text: string): Sql => sql`position(lower(${text}) in lower(${column})) > 0`;

/** Those whose title contains a text: first those that begin with it, last those that were deleted. */
export function searchTitles(
  on: Queryable,
  shop: ShopId,
  of: Titled,
  text: string,
  limit: number,
): Promise<TitledRow[]> {
  const { table, id } = TITLED[of];
  return rows<TitledRow>(
    on,
    sql`select ${id} as id, title, deleted_at is not null as is_deleted from ${table}
      where shop_id = ${shop} and title <> '' and ${matches(raw("title"), text)}
      order by deleted_at is not null, position(lower(${text}) in lower(title)), lower(title), ${id} limit ${limit}`,
  );
}

/** Of these ids, in no order; one that is not known is left out. */
export function titlesById(
  on: Queryable,
  shop: ShopId,
  of: Titled,
  ids: readonly number[],
): Promise<TitledRow[]> {
  const { table, id } = TITLED[of];
  return rows<TitledRow>(
    on,
    sql`select ${id} as id, title, deleted_at is not null as is_deleted from ${table}
      where shop_id = ${shop} and ${id} = any(${ids}::bigint[])`,
  );
}

/** A text of each product or customer, or a set of them, on its row `v`. */
export interface Texts {
  readonly from: "product" | "customer_value";
  readonly of: Sql;
  readonly areSets: boolean;
}

/** The texts that contain `text` in either case: those that most products or customers have come first. */
export async function searchTexts(
  on: Queryable,
  shop: ShopId,
  { from, of, areSets }: Texts,
  text: string,
  limit: number,
): Promise<string[]> {
  const value = areSets ? sql`unnest(${of})` : of;
  const there = from === "product" ? sql`v.deleted_at is null` : sql`true`;
  const found = await rows<{ value: string }>(
    on,
    sql`select value from (select ${value} as value from ${raw(from)} v where v.shop_id = ${shop} and ${there}) valued
      where value <> '' and ${matches(raw("value"), text)}
      group by value order by count(*) desc, value limit ${limit}`,
  );
  return found.map((row) => row.value);
}
