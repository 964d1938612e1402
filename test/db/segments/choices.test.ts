import { expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readBuilder } from "../../../app/segments/builder.ts";
import { archiveSegment, createSegment } from "../../../app/segments/change-segment.ts";
import { findChoices } from "../../../app/segments/choices.ts";
import { readRuleNames } from "../../../app/segments/rule-terms.ts";
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

  const titles = async (text: string) =>
    (await findChoices(db, shop, "products", text))?.map(({ title }) => title);
  expect(await findChoices(db, shop, "products", " TEA ")).toEqual([
    { value: 2, title: "Tea tin", isDeleted: false },
    { value: 1, title: "Green tea", isDeleted: false },
    { value: 3, title: "Tea of yesterday", isDeleted: true },
  ]);
  expect(await titles("%")).toEqual(["100 % wool_scarf"]);
  expect(await titles("_")).toEqual(["100 % wool_scarf"]);
  expect(await titles("")).toHaveLength(4);
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

  const values = async (of: string, text = "") =>
    (await findChoices(db, shop, of, text))?.map(({ value }) => value);
  expect(await values("types")).toEqual(["Tea", "Coffee"]);
  expect(await values("vendors")).toEqual(["Ada", "Bo"]);
  expect(await values("productTags")).toEqual(["gift", "hot"]);
  expect(await values("productTags", "O")).toEqual(["hot"]);
  expect(await findChoices(db, shop, "collections", "")).toEqual([
    { value: 2, title: "Empty", isDeleted: false },
    { value: 1, title: "Warm", isDeleted: false },
    { value: 3, title: "Gone", isDeleted: true },
  ]);
  expect(await values("channels")).toEqual(["Online Store", "POS"]);
  expect(await values("firstChannel", "store")).toEqual(["Online Store"]);
  expect(await values("discountCodes")).toEqual(["SPRING", "VIP"]);
  expect(await values("tags")).toEqual(["vip", "press"]);
  for (const nothing of ["netSales", "member", "country", "constructor", "__proto__", "moonPhase"])
    expect(await values(nothing)).toBeUndefined();
});

test("of many values the twenty most frequent are offered, and the others are found by their text", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  for (let id = 1; id <= 40; id++)
    await aProduct(db, shop, { id, title: `Product ${id}`, type: `Type ${id % 30}`, tags: [`t${id}`] });
  const types = (await findChoices(db, shop, "types", ""))?.map(({ value }) => value);
  expect(types).toHaveLength(20);
  expect(types?.slice(0, 2)).toEqual(["Type 1", "Type 10"]);
  expect(types).not.toContain("Type 29");
  expect(await findChoices(db, shop, "types", "type 29")).toHaveLength(1);
  expect(await findChoices(db, shop, "products", "product")).toHaveLength(20);
});

test("what a rule mentions is called as the shop calls it, wherever it stands and whatever became of it", async ({
  db,
}) => {
  const shop = await aShop(db.pool);
  const other = await aShop(db.pool);
  await aProduct(db, shop, { id: 1, title: "Green tea" });
  await aProduct(db, shop, { id: 3, title: "Tea of yesterday", deleted: true });
  await aProduct(db, shop, { id: 6, title: "", deleted: true });
  await aProduct(db, other, { id: 5, title: "Tea of another shop" });
  await db.pool.query(
    "insert into collection (shop_id, collection_id, source_updated_at, deleted_at, title) values ($1, 11, now(), null, 'Warm')",
    [shop.shopId],
  );
  const rule = {
    any: [
      { fact: "boughtThen", first: { products: [1, 5, 6] }, later: { collections: [11, 12] } },
      { not: { all: [{ fact: "boughtOrders", of: { products: [3, "x", 1.5, null, 2 ** 60] } }] } },
      { fact: "member", segment: "vip" },
      { fact: "member", segment: "constructor" },
      { fact: "leftSegment", segment: "00000000-0000-4000-8000-000000000000" },
    ],
  };
  expect(await readRuleNames(db.pool, shop.shopId, [rule, null])).toEqual({
    products: {
      1: { title: "Green tea", isGone: false },
      3: { title: "Tea of yesterday", isGone: true },
      6: { title: "", isGone: true },
    },
    collections: { 11: { title: "Warm", isGone: false } },
    segments: { vip: { title: null, isGone: false } },
  });
});

test("a segment is offered every other one, but none that is made of it", async ({ db }) => {
  const shop = await aShop(db.pool);
  let minutes = 0;
  const clock = () => new Date(Date.UTC(2026, 5, 1, 12, minutes++));
  const host = { db, clock, jobs: { enqueue: async () => true } };
  const save = async (name: string, rule: unknown) => {
    const saved = await createSegment(host, shop, { name, rule }, "1");
    if (!saved.ok) throw new Error(`${name} was refused: ${saved.reason}`);
    return saved.segment.key;
  };
  const inSegment = (segment: string) => ({ fact: "member", segment, is: "=", value: true });
  const base = await save("Base", { all: [] });
  const middle = await save("Middle", { not: inSegment(base) });
  const top = await save("Top", { any: [inSegment(middle), inSegment("vip")] });
  const beside = await save("Beside", { all: [] });
  const offered = async (key: string | null) => {
    const { segments } = await readBuilder(db, shop, { key, rules: [inSegment(top)] });
    return [base, middle, top, beside].filter((each) => segments.some((segment) => segment.key === each));
  };
  expect(await offered(null)).toEqual([base, middle, top, beside]);
  expect(await offered(base)).toEqual([beside]);
  expect(await offered(middle)).toEqual([base, beside]);
  expect(await offered(top)).toEqual([base, middle, beside]);
  const { names, segments, facts } = await readBuilder(db, shop, { key: base, rules: [inSegment(top)] });
  expect(names.segments).toEqual({ [top]: { title: "Top", isGone: false } });
  expect(segments).toContainEqual({ key: "vip", name: null });
  expect(facts.find(({ name }) => name === "boughtSales")?.parameters).toEqual([
    { name: "of", isOptional: false },
    { name: "period", isOptional: true },
  ]);
  expect(await archiveSegment(host, shop, top, "1")).toMatchObject({ ok: true });
  const later = await readBuilder(db, shop, { key: null, rules: [inSegment(top)] });
  expect(later.names.segments).toEqual({ [top]: { title: "Top", isGone: true } });
  expect(later.segments.map(({ key }) => key)).not.toContain(top);
});
