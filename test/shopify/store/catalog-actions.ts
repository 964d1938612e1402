import type { ActionContext } from "./action-context.ts";
import { ActionRefused, type ShopActions } from "./actions.ts";

type CatalogActions = Pick<
  ShopActions,
  | "createProduct"
  | "updateProduct"
  | "deleteProduct"
  | "createCollection"
  | "updateCollection"
  | "deleteCollection"
>;

const handleOf = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/**
 * Products and collections. `collections/update` is "not fired when attribute changes affect whether a product matches a collection's
 * rules" (WebhookSubscriptionTopic.COLLECTIONS_UPDATE in the Admin schema 2026-10), and the collection's own `updatedAt` stays then as
 * well. Shopify also sends `products/update` for a product that was ordered, where its stock is tracked; that is not done here.
 */
export function catalogActions(ctx: ActionContext): CatalogActions {
  const { store } = ctx;

  function knownProduct(id: number) {
    const product = store.products.get(id);
    if (!product) throw new ActionRefused(`there is no product ${id}`);
    return product;
  }

  function knownCollection(id: number) {
    const collection = store.collections.get(id);
    if (!collection) throw new ActionRefused(`there is no collection ${id}`);
    return collection;
  }

  return {
    createProduct({
      title,
      productType = "",
      vendor = store.shop.name,
      tags = [],
      status = "ACTIVE",
      priceMinor = 0,
    }) {
      const atMs = ctx.nowMs();
      const times = { createdAtMs: atMs, updatedAtMs: atMs };
      const id = store.newId("product");
      const variant = {
        id: store.newId("variant"),
        productId: id,
        inventoryItemId: store.newId("inventoryItem"),
        title: "Default Title",
        sku: null,
        priceMinor,
        unitCostMinor: null,
        ...times,
      };
      const product = {
        ...{ id, title, handle: handleOf(title), vendor, productType, status, isGiftCard: false, tags },
        variantIds: [variant.id],
        ...times,
      };
      store.putProduct(product, [variant]);
      ctx.emit("products/create", product);
      return product;
    },
    updateProduct({ productId, change }) {
      const before = knownProduct(productId);
      const product = { ...before, ...change, updatedAtMs: ctx.nextMs(before.updatedAtMs) };
      store.putProduct(product, []);
      ctx.emit("products/update", product);
      return product;
    },
    deleteProduct({ productId }) {
      const product = knownProduct(productId);
      store.removeProduct(productId);
      ctx.emit("products/delete", product);
    },
    createCollection({ title, holds }) {
      const atMs = ctx.nowMs();
      const collection = store.putCollection({
        ...{ id: store.newId("collection"), title, handle: handleOf(title), holds },
        ...{ createdAtMs: atMs, updatedAtMs: atMs },
      });
      ctx.emit("collections/create", collection);
      return collection;
    },
    updateCollection({ collectionId, change }) {
      const before = knownCollection(collectionId);
      const collection = store.putCollection({
        ...before,
        ...change,
        updatedAtMs: ctx.nextMs(before.updatedAtMs),
      });
      ctx.emit("collections/update", collection);
      return collection;
    },
    deleteCollection({ collectionId }) {
      const collection = knownCollection(collectionId);
      store.removeCollection(collectionId);
      ctx.emit("collections/delete", collection);
    },
  };
}
