import { z } from "zod";
import type { Operation } from "../admin-client.ts";

/*
 * `collections/update` is sent when products are added or removed by hand or the conditions change, and "not fired when attribute changes
 * affect whether a product matches a collection's rules" (WebhookSubscriptionTopic.COLLECTIONS_UPDATE in the Admin schema 2026-10). So
 * the products of a collection are read from the collection, and those of all collections again every night.
 * `products/update` is also sent when a product is ordered, and `updatedAt` changes then, where its stock is tracked (PRODUCTS_UPDATE,
 * Product.updatedAt): most fetches of a product find what is stored.
 */

const PRODUCT_FIELDS = "id createdAt updatedAt title productType vendor tags status";

export const productNode = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  title: z.string(),
  productType: z.string(),
  vendor: z.string(),
  tags: z.array(z.string()),
  status: z.string(),
});

const filter = (search: string | null) => (search === null ? "" : `(query: ${JSON.stringify(search)})`);

/** For `bulkOperationRunQuery`; `search` narrows the products. */
export function productsBulkQuery(search: string | null): string {
  return `{ products${filter(search)} { edges { node { ${PRODUCT_FIELDS} } } } }`;
}

const nodes = z.object({ nodes: z.array(z.looseObject({ id: z.string() }).nullable()) });

/** Products by id; a deleted one is null. */
export const productsById: Operation<{ nodes: ({ id: string } | null)[] }> = {
  name: "productsById",
  document: `query productsById($ids: [ID!]!) { nodes(ids: $ids) { id ... on Product { ${PRODUCT_FIELDS} } } }`,
  data: nodes,
};

const COLLECTION_FIELDS = "id updatedAt title";

export const collectionNode = z.object({ id: z.string(), updatedAt: z.string(), title: z.string() });

/** A product of a collection. */
export const memberNode = z.object({ id: z.string() });

const members = z.object({
  nodes: z.array(memberNode),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

/** For `bulkOperationRunQuery`; `search` narrows the collections. */
export function collectionsBulkQuery(search: string | null): string {
  return `{ collections${filter(search)} { edges { node { ${COLLECTION_FIELDS} products { edges { node { id } } } } } } }`;
}

const MEMBERS = "nodes { id } pageInfo { hasNextPage endCursor }";

/** Collections by id, with the first of their products; a deleted one is null. */
export const collectionsById: Operation<{ nodes: ({ id: string } | null)[] }> = {
  name: "collectionsById",
  document: `query collectionsById($ids: [ID!]!) {
    nodes(ids: $ids) { id ... on Collection { ${COLLECTION_FIELDS} products(first: 100) { ${MEMBERS} } } }
  }`,
  data: nodes,
};

/** What `collectionsById` returns of a collection. */
export const fetchedCollection = collectionNode.extend({ products: members });

const more = z.object({ collection: z.object({ updatedAt: z.string(), products: members }).nullable() });

export const moreMembers: Operation<z.infer<typeof more>> = {
  name: "moreMembers",
  document: `query moreMembers($id: ID!, $after: String) {
    collection(id: $id) { updatedAt products(first: 250, after: $after) { ${MEMBERS} } }
  }`,
  data: more,
};
