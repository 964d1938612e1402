import type { AdminClient } from "../../shopify/admin-client.ts";
import { fetchedCollection, moreMembers } from "../../shopify/operations/catalog.ts";
import { parseNode } from "../mapping/node.ts";
import { ChangedWhileRead } from "./whole-order.ts";

/** All products of a collection whose first page is at hand. Throws Refused, ChangedWhileRead. */
export async function wholeCollection(
  admin: AdminClient,
  node: unknown,
  signal?: AbortSignal,
): Promise<unknown[]> {
  const { id, updatedAt, products } = parseNode(fetchedCollection, node);
  const members = [...products.nodes];
  let { pageInfo } = products;
  while (pageInfo.hasNextPage) {
    const { data } = await admin.query(moreMembers, { id, after: pageInfo.endCursor }, signal);
    if (data.collection?.updatedAt !== updatedAt) throw new ChangedWhileRead("collection");
    members.push(...data.collection.products.nodes);
    pageInfo = data.collection.products.pageInfo;
  }
  return members;
}
