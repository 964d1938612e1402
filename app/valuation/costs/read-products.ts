import type { Db } from "../../db/client.ts";
import { type ProductCostRow, productCosts } from "../../db/queries/costs/products.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type ShopFacts, shopFactsOf } from "../pages/shop-facts.ts";
import { type CostsFileReading, costsFile, type FileProduct, readCostsFile } from "./product-file.ts";

export interface ProductCost extends FileProduct {
  readonly isDeleted: boolean;
  /** Kept units whose cost Shopify did not know, and their net sales. */
  readonly units: number;
  readonly netSalesMinor: number;
}

export interface ProductCostsView {
  readonly shop: ShopFacts;
  /** Whether the shop's currency is known, so that amounts can be stated. */
  readonly canState: boolean;
  readonly contains: string;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly all: number;
  readonly products: readonly ProductCost[];
}

export const PRODUCTS_A_PAGE = 25;

const productOf = (row: ProductCostRow): ProductCost => ({
  productId: row.product_id,
  title: row.title,
  isDeleted: row.is_deleted,
  unitCostMinor: row.unit_cost_minor,
  units: row.units,
  netSalesMinor: row.net_sales_minor,
  priceMinor: row.units > 0 ? Math.max(0, Math.round(row.net_sales_minor / row.units)) : null,
});

export async function readProductCosts(
  db: Db,
  shop: ShopRef,
  asked: { readonly contains: string; readonly page: number },
): Promise<ProductCostsView> {
  const facts = await readShop(db.pool, shop.shopId);
  const found = await productCosts(db.pool, shop.shopId, {
    contains: asked.contains,
    limit: PRODUCTS_A_PAGE,
    offset: (asked.page - 1) * PRODUCTS_A_PAGE,
  });
  const all = found[0]?.all ?? 0;
  return {
    shop: shopFactsOf(shop, facts),
    canState: Boolean(facts?.currency),
    contains: asked.contains,
    page: asked.page,
    pages: Math.max(1, Math.ceil(all / PRODUCTS_A_PAGE)),
    all,
    products: found.map(productOf),
  };
}

/** The costs of all products as CSV, or null before the shop's currency is known. */
export async function productCostsFile(db: Db, shop: ShopRef): Promise<string | null> {
  const currency = (await readShop(db.pool, shop.shopId))?.currency;
  if (!currency) return null;
  return costsFile((await productCosts(db.pool, shop.shopId)).map(productOf), currency);
}

/** What a file says about the shop's products; nothing is stored. */
export async function readGivenCosts(
  db: Db,
  shop: ShopRef,
  text: string,
): Promise<CostsFileReading | { readonly ok: false; readonly problem: "no_currency" }> {
  const currency = (await readShop(db.pool, shop.shopId))?.currency;
  if (!currency) return { ok: false, problem: "no_currency" };
  const products = (await productCosts(db.pool, shop.shopId)).map(productOf);
  return readCostsFile(text, { products, currency });
}
