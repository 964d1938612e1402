import type { RequestContext } from "../../shop-internals.ts";
import { apiDecimal } from "../../store/amount.ts";
import {
  type CollectionRecord,
  gid,
  type MetafieldRecord,
  type ProductRecord,
  type VariantRecord,
} from "../../store/records.ts";
import { listConnection } from "../connection.ts";
import { define, type FieldMap, with_ } from "../field.ts";
import { instantText, type Money } from "./values.ts";

const PAGE = ["first", "last", "after", "before", "reverse"];

export function defineCatalog(map: FieldMap): void {
  define<ProductRecord>(map, "Product", {
    id: (product) => gid("Product", product.id),
    legacyResourceId: (product) => String(product.id),
    title: (product) => product.title,
    handle: (product) => product.handle,
    vendor: (product) => product.vendor,
    productType: (product) => product.productType,
    status: (product) => product.status,
    isGiftCard: (product) => product.isGiftCard,
    tags: (product) => product.tags,
    createdAt: (product) => instantText(product.createdAtMs),
    updatedAt: (product) => instantText(product.updatedAtMs),
    variantsCount: (product) => ({ count: product.variantIds.length }),
    variants: with_(PAGE, (product, args, ctx) =>
      listConnection(
        product.variantIds.map((id) => ctx.shop.store.variants.get(id)!),
        args,
      ),
    ),
  });
  define<CollectionRecord>(map, "Collection", {
    id: (collection) => gid("Collection", collection.id),
    legacyResourceId: (collection) => String(collection.id),
    title: (collection) => collection.title,
    handle: (collection) => collection.handle,
    updatedAt: (collection) => instantText(collection.updatedAtMs),
    productsCount: (collection, _args, ctx) => ({ count: ctx.shop.store.productsIn(collection).length }),
    products: with_(PAGE, (collection, args, ctx) =>
      listConnection(ctx.shop.store.productsIn(collection), args),
    ),
  });
  define<VariantRecord>(map, "ProductVariant", {
    id: (variant) => gid("ProductVariant", variant.id),
    legacyResourceId: (variant) => String(variant.id),
    title: (variant) => variant.title,
    displayName: (variant, _args, ctx) =>
      `${ctx.shop.store.products.get(variant.productId)?.title} - ${variant.title}`,
    sku: (variant) => variant.sku,
    price: (variant, _args, ctx) => apiDecimal(variant.priceMinor, ctx.shop.store.shop.currency, "full"),
    createdAt: (variant) => instantText(variant.createdAtMs),
    updatedAt: (variant) => instantText(variant.updatedAtMs),
    product: (variant, _args, ctx) => ctx.shop.store.products.get(variant.productId) ?? null,
    inventoryItem: (variant) => variant,
  });
  define<VariantRecord>(map, "InventoryItem", {
    id: (variant) => gid("InventoryItem", variant.inventoryItemId),
    sku: (variant) => variant.sku,
    createdAt: (variant) => instantText(variant.createdAtMs),
    updatedAt: (variant) => instantText(variant.updatedAtMs),
    tracked: () => true,
    unitCost: (variant, _args, ctx): Money | null =>
      variant.unitCostMinor === null
        ? null
        : { minor: variant.unitCostMinor, currency: ctx.shop.store.shop.currency, style: "short" },
  });
  defineMetafields(map);
}

function defineMetafields(map: FieldMap): void {
  define<MetafieldRecord>(map, "Metafield", {
    id: (field) => gid("Metafield", field.id),
    legacyResourceId: (field) => String(field.id),
    namespace: (field) => field.namespace,
    key: (field) => field.key,
    type: (field) => field.type,
    value: (field) => field.value,
    ownerType: (field) => field.ownerType.toUpperCase(),
    createdAt: (field) => instantText(field.createdAtMs),
    updatedAt: (field) => instantText(field.updatedAtMs),
  });
  for (const ownerType of ["Customer", "Order", "Product", "ProductVariant", "Shop"] as const) {
    const owner = (record: { id: number }) => ({ ownerType, ownerId: record.id });
    define<{ id: number }>(map, ownerType, {
      metafield: with_(["namespace", "key"], (record, args, ctx: RequestContext) => {
        const namespace = typeof args.namespace === "string" ? args.namespace : "$app";
        return ctx.shop.store.metafieldOf(owner(record), namespace, String(args.key)) ?? null;
      }),
      metafields: with_([...PAGE, "namespace"], (record, args, ctx: RequestContext) =>
        listConnection(
          ctx.shop.store
            .metafieldsOf(owner(record))
            .filter((field) => args.namespace == null || field.namespace === args.namespace),
          args,
        ),
      ),
    });
  }
}
