import { expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import {
  listChannels,
  listCollections,
  listCountries,
  listCustomerTags,
  listDiscountCodes,
  listProductTags,
  listProductTypes,
  listVendors,
  namedProducts,
  searchProducts,
} from "../../../app/segments/choices.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aCustomer, anOrder, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

async function aProduct(
  db: Db,
  shop: ShopRef,
  product: { id: number; title: string; type?: string; vendor?: string; tags?: string[]; deleted?: boolean },
): Promise<void> {
  await db.pool.query(
    `insert into product (shop_id, product_id, source_updated_at, deleted_at, title, product_type, vendor, tags, status)
     values ($1, $2, now(), case when $3 then now() end, $4, $5, $6, $7, 'ACTIVE')`,
    [
      shop.shopId,
      product.id,
      product.deleted ?? false,
      product.title,
      product.type ?? "",
      product.vendor ?? "",
      product.tags ?? [],
    ],
  );
}

test("products are found by any part of their title, and one that was deleted is named as such", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const other = await aShop(db.pool);
  await aProduct(db, shop, { id: 1, title: "Green tea", type: "Tea" });
  await aProduct(db, shop, { id: 2, title: "Tea tin", type: "Accessories" });
  await aProduct(db, shop, { id: 3, title: "Tea of yesterday", deleted: true });
  await aProduct(db, shop, { id: 4, title: "100 % wool_scarf" });
  await aProduct(db, other, { id: 5, title: "Tea of another shop" });
  // A tombstone of what was never read has no title, and is not offered.
  await aProduct(db, shop, { id: 6, title: "", deleted: true });

  const labels = async (text: string, limit = 10) =>
    (await searchProducts(db, shop, text, limit)).map(({ label }) => label);
  expect(await labels(" TEA ")).toEqual(["Tea tin", "Green tea", "Tea of yesterday"]);
  expect(await labels("tea", 1)).toEqual(["Tea tin"]);
  expect(await labels("%")).toEqual(["100 % wool_scarf"]);
  expect(await labels("_")).toEqual(["100 % wool_scarf"]);
  expect(await labels("")).toHaveLength(4);
  expect(await namedProducts(db, shop, [3, 5, 1])).toEqual([
    { value: 3, label: "Tea of yesterday", type: "", status: "ACTIVE", isDeleted: true },
    null,
    { value: 1, label: "Green tea", type: "Tea", status: "ACTIVE", isDeleted: false },
  ]);
});

test("what can be chosen are the values that there are, the most frequent first", async ({ db }) => {
  const shop = await aShop(db.pool);
  await aProduct(db, shop, { id: 1, title: "A", type: "Tea", vendor: "Ada", tags: ["hot", "gift"] });
  await aProduct(db, shop, { id: 2, title: "B", type: "Tea", tags: ["gift"] });
  await aProduct(db, shop, { id: 3, title: "C", type: "Coffee", vendor: "Bo" });
  await aProduct(db, shop, { id: 4, title: "D", type: "Gone", deleted: true });
  await db.pool.query(
    `insert into collection (shop_id, collection_id, source_updated_at, deleted_at, title)
     values ($1, 1, now(), null, 'Warm'), ($1, 2, now(), null, 'Empty'), ($1, 3, now(), now(), 'Gone')`,
    [shop.shopId],
  );
  await db.pool.query("insert into product_collection values ($1, 1, 1), ($1, 1, 2)", [shop.shopId]);
  await aCustomer(db.pool, shop, { id: 1, country: "NL", tags: ["vip"] });
  await aCustomer(db.pool, shop, { id: 2, country: "BE" });
  await aCustomer(db.pool, shop, { id: 3, country: "BE", tags: ["vip", "press"] });
  await anOrder(db.pool, shop, {
    id: 1,
    customer: 1,
    day: "2025-01-10",
    gross: 100,
    channel: "Online Store",
  });
  await anOrder(db.pool, shop, { id: 2, customer: 1, day: "2025-01-11", gross: 100, channel: "POS" });
  await anOrder(db.pool, shop, {
    id: 3,
    customer: 3,
    day: "2025-01-12",
    gross: 100,
    channel: "Online Store",
  });
  await db.pool.query(
    "update orders set discount_codes = case order_id when 2 then '{SPRING,VIP}' else '{SPRING}' end::text[] where shop_id = $1",
    [shop.shopId],
  );
  await refreshValuation(valuationHost(db, "2025-01-20"), shop, { full: true });

  const tea = { value: "Tea", label: "Tea", products: 2 };
  expect(await listProductTypes(db, shop)).toEqual([tea, { value: "Coffee", label: "Coffee", products: 1 }]);
  expect((await listVendors(db, shop)).map(({ value }) => value)).toEqual(["Ada", "Bo"]);
  expect(await listProductTags(db, shop)).toMatchObject([
    { value: "gift", products: 2 },
    { value: "hot", products: 1 },
  ]);
  expect(await listCollections(db, shop)).toEqual([
    { value: 2, label: "Empty", products: 0 },
    { value: 1, label: "Warm", products: 2 },
  ]);
  expect(await listCountries(db, shop)).toMatchObject([
    { value: "BE", customers: 2 },
    { value: "NL", customers: 1 },
  ]);
  expect(await listChannels(db, shop)).toMatchObject([
    { value: "Online Store", customers: 2 },
    { value: "POS", customers: 1 },
  ]);
  expect(await listDiscountCodes(db, shop)).toMatchObject([
    { value: "SPRING", customers: 2 },
    { value: "VIP", customers: 1 },
  ]);
  expect(await listCustomerTags(db, shop)).toMatchObject([
    { value: "vip", customers: 2 },
    { value: "press", customers: 1 },
  ]);
});
