import type { Db } from "../db/client.ts";
import {
  collections,
  customerValues,
  type ProductChoiceRow,
  productsById,
  productValues,
  searchProducts as searchTitles,
} from "../db/queries/segments/choices.ts";
import type { ShopRef } from "../platform/ids.ts";

/** What can be chosen in a rule. */
export interface Choice {
  /** As a rule holds it: a product and a collection by their number. */
  readonly value: string | number;
  readonly label: string;
  /** Customers who have it, or products, whichever is counted. */
  readonly customers?: number;
  readonly products?: number;
}

export interface ProductChoice extends Choice {
  readonly value: number;
  readonly type: string;
  /** As Shopify has it: ACTIVE, ARCHIVED, DRAFT, UNLISTED. */
  readonly status: string;
  /** Shopify no longer has it; what was bought of it can be asked for as before. */
  readonly isDeleted: boolean;
}

/** Beyond that a merchant searches. */
const MOST_CHOICES = 1_000;

function productChoice(row: ProductChoiceRow): ProductChoice {
  return {
    value: row.id,
    label: row.title,
    type: row.product_type,
    status: row.status,
    isDeleted: row.is_deleted,
  };
}

/** Products whose title contains the text, at most `limit`; those that were deleted come last. */
export async function searchProducts(
  db: Db,
  { shopId }: ShopRef,
  text: string,
  limit: number,
): Promise<ProductChoice[]> {
  return (await searchTitles(db.pool, shopId, text.trim(), limit)).map(productChoice);
}

/** The products of a rule by their ids, in their order; null for one that nobody knows. */
export async function namedProducts(
  db: Db,
  { shopId }: ShopRef,
  ids: readonly number[],
): Promise<(ProductChoice | null)[]> {
  const found = new Map(
    (await productsById(db.pool, shopId, ids)).map((row) => [row.id, productChoice(row)]),
  );
  return ids.map((id) => found.get(id) ?? null);
}

async function listProductValues(
  db: Db,
  { shopId }: ShopRef,
  column: Parameters<typeof productValues>[2],
): Promise<Choice[]> {
  const found = await productValues(db.pool, shopId, column);
  return found.slice(0, MOST_CHOICES).map(({ value, products }) => ({ value, label: value, products }));
}

export const listProductTypes = (db: Db, shop: ShopRef) => listProductValues(db, shop, "product_type");
export const listVendors = (db: Db, shop: ShopRef) => listProductValues(db, shop, "vendor");
export const listProductTags = (db: Db, shop: ShopRef) => listProductValues(db, shop, "tags");

export async function listCollections(db: Db, { shopId }: ShopRef): Promise<Choice[]> {
  const found = await collections(db.pool, shopId);
  return found.map(({ id, title, products }) => ({ value: id, label: title, products }));
}

async function listCustomerValues(
  db: Db,
  { shopId }: ShopRef,
  column: Parameters<typeof customerValues>[2],
): Promise<Choice[]> {
  const found = await customerValues(db.pool, shopId, column);
  return found.slice(0, MOST_CHOICES).map(({ value, customers }) => ({ value, label: value, customers }));
}

/** By their codes: what a country is called is a matter of the reader's language. */
export const listCountries = (db: Db, shop: ShopRef) => listCustomerValues(db, shop, "country_code");
export const listChannels = (db: Db, shop: ShopRef) => listCustomerValues(db, shop, "channels");
export const listDiscountCodes = (db: Db, shop: ShopRef) => listCustomerValues(db, shop, "discount_codes");
export const listCustomerTags = (db: Db, shop: ShopRef) => listCustomerValues(db, shop, "tags");
