import sql from "sql-template-tag";
import type { Db } from "../db/client.ts";
import { publications } from "../db/queries/publishing/publications.ts";
import { segmentSums } from "../db/queries/segments/members.ts";
import { gidOf, idFromGid, type ShopRef } from "../platform/ids.ts";
import type { Answer } from "../shopify/admin-client.ts";
import type { Shopify } from "../shopify/app.ts";
import { type MemberPage, segmentById, segmentMembers } from "../shopify/operations/publishing.ts";
import { readShopFacts } from "../valuation/pages/shop-facts.ts";

/** More than this many members are not asked for while somebody waits. */
const MOST_MEMBERS = 5_000;

export interface SegmentCard {
  readonly currency: string;
  readonly minorDigits: number;
  /** Members of whom the app has a value. */
  readonly customers: number;
  readonly netSalesMinor: number;
  /** Null where nothing is expected of anybody, as without a model. */
  readonly expectedValueMinor: number | null;
  readonly reachable: number;
  /** The segment has more members than were summed up. */
  readonly isPartial: boolean;
  /** Where the app published it. */
  readonly segmentKey: string | null;
}

/** What the members of any customer segment in Shopify have been worth and are expected to bring; null where there is no such segment. */
export async function readSegmentCard(
  { db, shopify }: { readonly db: Db; readonly shopify: Pick<Shopify, "adminFor"> },
  shop: ShopRef,
  shopifySegmentId: number,
): Promise<SegmentCard | null> {
  const admin = await shopify.adminFor(shop, "live");
  const id = gidOf("Segment", shopifySegmentId);
  const { data: asked } = await admin.query(segmentById, { id });
  if (!asked.segment) return null;
  const ids: number[] = [];
  let after: string | null = null;
  do {
    const page: Answer<MemberPage> = await admin.query(segmentMembers, { id, after });
    const { edges, pageInfo } = page.data.customerSegmentMembers;
    ids.push(...edges.map(({ node }) => idFromGid(node.id, "CustomerSegmentMember")));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null && ids.length < MOST_MEMBERS);
  const [facts, rows, [sums]] = await Promise.all([
    readShopFacts(db, shop),
    publications(db.pool, shop.shopId),
    segmentSums(db.pool, shop.shopId, [sql`v.customer_id = any(${ids}::bigint[])`]),
  ]);
  return {
    currency: facts.currency,
    minorDigits: facts.minorDigits,
    customers: sums?.customers ?? 0,
    netSalesMinor: sums?.net_sales_minor ?? 0,
    expectedValueMinor: sums?.predicted_customers ? sums.expected_value_minor : null,
    reachable: sums?.reachable ?? 0,
    isPartial: after !== null,
    segmentKey: rows.find((row) => row.shopifySegmentId === shopifySegmentId)?.segmentKey ?? null,
  };
}
