import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface ProductChoiceRow {
  readonly id: number;
  readonly title: string;
  readonly product_type: string;
  readonly status: string;
  readonly is_deleted: boolean;
}

const matches = (column: Sql, text: string): Sql => sql`position(lower(${text}) in lower(${column})) > 0`;

/** Products whose title contains a text, those that begin with it first and those that were deleted last. */
export function searchProducts(
  on: Queryable,
  shop: ShopId,
  text: string,
  limit: number,
): Promise<ProductChoiceRow[]> {
  return rows<ProductChoiceRow>(
    on,
    sql`select product_id as id, title, product_type, status, deleted_at is not null as is_deleted from product
      where shop_id = ${shop} and title <> '' and ${matches(raw("title"), text)}
      order by deleted_at is not null, position(lower(${text}) in lower(title)), lower(title), product_id limit ${limit}`,
  );
}

/** Of these ids, in no order; one that is not known is left out. */
export function productsById(
  on: Queryable,
  shop: ShopId,
  ids: readonly number[],
): Promise<ProductChoiceRow[]> {
  return rows<ProductChoiceRow>(
    on,
    sql`select product_id as id, title, product_type, status, deleted_at is not null as is_deleted from product
      where shop_id = ${shop} and product_id = any(${ids}::bigint[])`,
  );
}

/** Different values of the products that are there, by how many have them. */
export function productValues(
  on: Queryable,
  shop: ShopId,
  column: "product_type" | "vendor" | "tags",
): Promise<{ value: string; products: number }[]> {
  const value = column === "tags" ? sql`unnest(tags)` : raw(column);
  return rows(
    on,
    sql`select value, count(*) as products
      from (select ${value} as value from product where shop_id = ${shop} and deleted_at is null) valued
      where value <> '' group by value order by products desc, value`,
  );
}

export function collections(
  on: Queryable,
  shop: ShopId,
): Promise<{ id: number; title: string; products: number }[]> {
  return rows(
    on,
    sql`select c.collection_id as id, c.title, count(m.product_id) as products
      from collection c left join product_collection m on m.shop_id = c.shop_id and m.collection_id = c.collection_id
      where c.shop_id = ${shop} and c.deleted_at is null
      group by c.collection_id, c.title order by lower(c.title), c.collection_id`,
  );
}

/** Different values of a column of customer_value, by how many customers have them. */
export function customerValues(
  on: Queryable,
  shop: ShopId,
  column: "country_code" | "channels" | "discount_codes" | "tags",
): Promise<{ value: string; customers: number }[]> {
  const value = column === "country_code" ? raw(column) : sql`unnest(${raw(column)})`;
  return rows(
    on,
    sql`select value, count(*) as customers
      from (select ${value} as value from customer_value where shop_id = ${shop}) valued
      where value is not null group by value order by customers desc, value`,
  );
}
