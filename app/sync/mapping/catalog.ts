import type { CollectionRow, ProductCollectionRow, ProductRow } from "../../db/queries/source/columns.ts";
import { idFromGid } from "../../platform/ids.ts";
import { collectionNode, memberNode, productNode } from "../../shopify/operations/catalog.ts";
import { parseNode, refusing } from "./node.ts";

/** Throws Refused. */
export function mapProduct(node: unknown): ProductRow {
  const product = parseNode(productNode, node);
  return refusing(() => ({
    productId: idFromGid(product.id, "Product"),
    sourceCreatedAt: new Date(product.createdAt).toISOString(),
    sourceUpdatedAt: new Date(product.updatedAt).toISOString(),
    title: product.title,
    productType: product.productType,
    vendor: product.vendor,
    tags: product.tags,
    status: product.status,
  }));
}

/** `members`: all products of the collection. Throws Refused. */
export function mapCollection(
  node: unknown,
  members: readonly unknown[],
): { collection: CollectionRow; products: ProductCollectionRow[] } {
  const collection = parseNode(collectionNode, node);
  return refusing(() => {
    const collectionId = idFromGid(collection.id, "Collection");
    // Pages of a list that changes meanwhile can hold a product twice.
    const productIds = new Set(
      members.map((member) => idFromGid(parseNode(memberNode, member).id, "Product")),
    );
    return {
      collection: {
        collectionId,
        sourceUpdatedAt: new Date(collection.updatedAt).toISOString(),
        title: collection.title,
      },
      products: [...productIds].map((productId) => ({ collectionId, productId })),
    };
  });
}
