import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { segmentMembersJob } from "../../../app/jobs/definitions/segment-members.ts";
import { compareMonths } from "../../../app/sync/checking/compare.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import { beginBackfill } from "../../../app/sync/history/backfill.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
afterEach(() => app.close());

async function readShop() {
  app = await startSyncedApp({
    shops: [
      {
        kind: "generated",
        domain: "products.myshopify.com",
        seed: 5,
        customers: 30,
        years: 1,
        asOf: AS_OF,
        timeZone: "Europe/Amsterdam",
      },
    ],
  });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  return app.shop();
}

/** Products, collections and which are in which, as the database has them. */
async function stored(): Promise<object> {
  const all = (sql: string) => rows(app.runtime.db.pool, sql, [app.shop().ref.shopId]);
  return {
    products: await all(
      `select product_id id, title, product_type type, vendor, tags, status from product
       where shop_id = $1 and deleted_at is null order by 1`,
    ),
    collections: await all(
      `select collection_id id, title, array(select product_id from product_collection m
         where m.shop_id = c.shop_id and m.collection_id = c.collection_id order by 1) products
       from collection c where shop_id = $1 and deleted_at is null order by 1`,
    ),
  };
}

/** The same of the local admin's records. */
function expected({ store }: LocalShop): object {
  const byId = <R extends { id: number }>(all: Iterable<R>) => [...all].sort((a, b) => a.id - b.id);
  return {
    products: byId(store.products.values()).map((product) => ({
      id: product.id,
      title: product.title,
      type: product.productType,
      vendor: product.vendor,
      tags: product.tags,
      status: product.status,
    })),
    collections: byId(store.collections.values()).map((collection) => ({
      id: collection.id,
      title: collection.title,
      products: byId(store.productsIn(collection)).map(({ id }) => id),
    })),
  };
}

test("products and collections follow the shop: read at first, by webhook, by watermark, and every night", async () => {
  const { local, ref } = await readShop();
  expect(await stored()).toEqual(expected(local));
  expect(local.store.collections.size).toBeGreaterThan(2);

  // By webhook: a new product that a condition puts into a collection, which is told by nothing, apart.
  const chai = local.actions.createProduct({ title: "Chai", productType: "New", tags: ["hot"] });
  const picked = local.actions.createCollection({ title: "Picked", holds: { productIds: [chai.id] } });
  local.actions.updateProduct({ productId: chai.id, change: { title: "Masala chai", status: "ARCHIVED" } });
  await app.settled();
  expect(await stored()).toEqual(expected(local));
  // Segments can ask what was bought, and nobody is valued anew.
  const asked = { shop: ref.domain, whole: false, catalog: true };
  expect(await app.runtime.jobs.isPending(segmentMembersJob, asked)).toBe(true);

  // A lost webhook: the next look finds the version.
  local.faults.dropWebhooks = 100;
  const [first, second] = [...local.store.products.values()];
  local.actions.updateCollection({
    collectionId: picked.id,
    change: { holds: { productIds: [chai.id, first!.id] } },
  });
  local.actions.updateProduct({ productId: first!.id, change: { vendor: "Another" } });
  await app.settled();
  expect(await stored()).not.toEqual(expected(local));
  await reconcile(app.runtime, ref);
  await app.settled();
  expect(await stored()).toEqual(expected(local));

  // A condition that holds another product now: neither a webhook nor a version of the collection tells.
  local.actions.updateProduct({ productId: chai.id, change: { productType: "Tea" } });
  // Nor does a version tell of a deletion. What changed just now may still be on its way, so it is another product.
  local.actions.deleteProduct({ productId: second!.id });
  await reconcile(app.runtime, ref);
  await app.settled();
  expect(await stored()).not.toEqual(expected(local));
  await compareMonths(app.runtime, ref);
  await app.settled();
  expect(await stored()).toEqual(expected(local));

  // A deleted product keeps its name, a deleted collection holds nothing.
  local.faults.dropWebhooks = 0;
  local.actions.deleteCollection({ collectionId: picked.id });
  await app.settled();
  expect(await stored()).toEqual(expected(local));
  const [gone] = await rows(
    app.runtime.db.pool,
    "select title, product_type, deleted_at is not null gone from product where shop_id = $1 and product_id = $2",
    [ref.shopId, second!.id],
  );
  expect(gone).toEqual({ title: second!.title, product_type: second!.productType, gone: true });
});

test("figures do not wait for products, and a line keeps its product after the product is deleted", async () => {
  const { local, ref } = await readShop();
  const { db } = app.runtime;
  const lines = () =>
    rows<{ line_id: number; product_id: number | null }>(
      db.pool,
      "select line_id, product_id from order_line where shop_id = $1 order by line_id",
      [ref.shopId],
    );
  const before = await lines();
  const productId = before[0]!.product_id!;
  local.actions.deleteProduct({ productId });
  const [order] = [...local.store.orders.values()].filter((one) =>
    one.lines.some((line) => line.productId === productId),
  );
  local.actions.setTags({ orderId: order!.id, tags: ["read again"] });
  await app.settled();
  const [versions] = await rows<{ n: number }>(
    db.pool,
    "select count(*) n from orders where shop_id = $1 and source_updated_at = $2",
    [ref.shopId, new Date(local.store.orders.get(order!.id)!.updatedAtMs)],
  );
  expect(versions!.n).toBeGreaterThan(0);
  expect(await lines()).toEqual(before);

  // Products that are never read to the end leave the state of the shop as it is.
  await db.pool.query("delete from sync_watermark where resource in ('products', 'collections')");
  const view = await readSyncView(db, ref, app.runtime.clock());
  // All is read, and nobody values it here.
  expect(view.state).toBe("valuing");
  expect(view.completeUpTo).not.toBeNull();
  await beginBackfill(app.runtime, ref, "1");
  await app.settled();
  expect(await stored()).toEqual(expected(local));
});
