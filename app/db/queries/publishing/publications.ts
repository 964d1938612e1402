import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface PublicationRow {
  readonly segmentKey: string;
  readonly tag: string;
  readonly name: string;
  readonly shopifySegmentId: number | null;
  readonly wanted: boolean;
  readonly problem: string | null;
  readonly problemDetail: string | null;
  readonly askedAt: Date;
  readonly inStepAt: Date | null;
  /** When Shopify was last asked for everybody who has the tag; null where it is to be asked. */
  readonly holdersReadAt: Date | null;
  /** The last customer that it named so far; 0 before the first. */
  readonly holdersReadTo: number;
}

/** The tags that the shop's publications gave, or may have given, to anybody. */
export async function publishedTags(on: Queryable, shop: ShopId): Promise<string[]> {
  const found = await rows<{ tag: string }>(
    on,
    sql`select tag from published_segment where shop_id = ${shop} order by tag`,
  );
  return found.map(({ tag }) => tag);
}

/** Those whose tags were changed longest ago come first, and else in the order in which they were asked for. */
export function publications(on: Queryable, shop: ShopId): Promise<PublicationRow[]> {
  return rows<PublicationRow>(
    on,
    sql`select segment_key "segmentKey", tag, name, shopify_segment_id "shopifySegmentId", wanted, problem,
        problem_detail "problemDetail", asked_at "askedAt", in_step_at "inStepAt",
        holders_read_at "holdersReadAt", coalesce(holders_read_to, 0) "holdersReadTo"
      from published_segment where shop_id = ${shop} order by last_turn_at nulls first, asked_at, segment_key`,
  );
}

export async function hasPublications(on: Queryable, shop: ShopId): Promise<boolean> {
  const found = await on.query(sql`select from published_segment where shop_id = ${shop} limit 1`);
  return found.rowCount === 1;
}

/** Whether Shopify changes tags of the shop in bulk, as far as is known. */
export async function hasBulkChange(on: Queryable, shop: ShopId): Promise<boolean> {
  const found = await on.query(
    sql`select from published_segment where shop_id = ${shop} and bulk_mark is not null limit 1`,
  );
  return found.rowCount === 1;
}

/** Whether a customer segment in Shopify is one that the app published. */
export async function isPublishedAs(on: Queryable, shop: ShopId, shopifySegmentId: number): Promise<boolean> {
  const found = await on.query(
    sql`select from published_segment where shop_id = ${shop} and shopify_segment_id = ${shopifySegmentId}`,
  );
  return found.rowCount === 1;
}

/** One change of what a shop publishes at a time. */
export async function lockPublications(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('publications', ${shop}))`);
}

/** Asks for a segment to be published, or for it once more: everything of it is written again. */
export async function askForPublication(
  tx: Tx,
  shop: ShopId,
  asked: Pick<PublicationRow, "segmentKey" | "tag" | "name" | "askedAt"> & { readonly askedBy: string },
): Promise<void> {
  const { segmentKey, tag, name, askedAt, askedBy } = asked;
  await tx.query(
    sql`insert into published_segment as p (shop_id, segment_key, tag, name, asked_at, asked_by)
      values (${shop}, ${segmentKey}, ${tag}, ${name}, ${askedAt}, ${askedBy})
      on conflict (shop_id, segment_key) do update set wanted = true, problem = null, problem_detail = null,
        asked_at = excluded.asked_at, asked_by = excluded.asked_by, in_step_at = null, holders_read_at = null, holders_read_to = null,
        bulk_failures = 0, shopify_segment_id = case when p.problem = 'segment_gone' then null else p.shopify_segment_id end`,
  );
  await tx.query(
    sql`update published_member set written_at = null, refused = null, refusals = 0, try_again_at = null
      where shop_id = ${shop} and segment_key = ${segmentKey}`,
  );
}

/** Has everything removed that is there, and what was refused tried again. Returns false where it is not published. */
export async function takeBackPublication(on: Queryable, shop: ShopId, key: string): Promise<boolean> {
  const changed = await on.query(
    sql`with retried as (
        update published_member set refused = null, refusals = 0, try_again_at = null
        where shop_id = ${shop} and segment_key = ${key} and refused is not null
      ) update published_segment set wanted = false, bulk_failures = 0, problem = null, problem_detail = null,
        holders_read_at = null, holders_read_to = null
      where shop_id = ${shop} and segment_key = ${key}`,
  );
  return changed.rowCount === 1;
}

/** Has Shopify asked for everybody who has a tag of the app: customers were read without looking at their tags. */
export async function askForHolders(on: Queryable, shop: ShopId): Promise<boolean> {
  const changed = await on.query(
    sql`update published_segment set holders_read_at = null, holders_read_to = null where shop_id = ${shop}`,
  );
  return (changed.rowCount ?? 0) > 0;
}

/**
 * How far everybody who has the tag was asked for: from `after` to `readTo`, of which null is the end. Returns false, and notes nothing, where
 * it was asked for once more meanwhile: then it is to be read from the beginning.
 */
export async function noteHoldersRead(
  on: Queryable,
  shop: ShopId,
  { segmentKey, askedAt }: Pick<PublicationRow, "segmentKey" | "askedAt">,
  { after, readTo }: { readonly after: number; readonly readTo: number | null },
  at: Date,
): Promise<boolean> {
  const noted = await on.query(
    sql`update published_segment set holders_read_to = ${readTo},
        holders_read_at = case when ${readTo}::bigint is null then ${at}::timestamptz end
      where shop_id = ${shop} and segment_key = ${segmentKey} and asked_at = ${askedAt}
        and holders_read_at is null and coalesce(holders_read_to, 0) = ${after}`,
  );
  return noted.rowCount === 1;
}

export async function noteTurn(on: Queryable, shop: ShopId, key: string, at: Date): Promise<void> {
  await on.query(
    sql`update published_segment set last_turn_at = ${at} where shop_id = ${shop} and segment_key = ${key}`,
  );
}

/** Unless it was asked for once more meanwhile: then it is all to be done again. */
export async function notePublication(
  on: Queryable,
  shop: ShopId,
  key: string,
  its: Pick<PublicationRow, "name" | "shopifySegmentId" | "problem" | "problemDetail" | "askedAt">,
): Promise<void> {
  await on.query(
    sql`update published_segment set name = ${its.name}, shopify_segment_id = ${its.shopifySegmentId},
        problem = ${its.problem}, problem_detail = ${its.problemDetail}
      where shop_id = ${shop} and segment_key = ${key} and asked_at = ${its.askedAt}`,
  );
}

/** Notes that its customer segment is none of the app's any more, whatever was asked for meanwhile. */
export async function forgetShopifySegment(on: Queryable, shop: ShopId, key: string): Promise<void> {
  await on.query(
    sql`update published_segment set shopify_segment_id = null where shop_id = ${shop} and segment_key = ${key}`,
  );
}

/** Shopify refused something else than the segment or a tag. What is said of it already is left. */
export async function noteFailure(
  on: Queryable,
  shop: ShopId,
  { segmentKey, askedAt }: Pick<PublicationRow, "segmentKey" | "askedAt">,
  detail: string,
): Promise<void> {
  await on.query(
    sql`update published_segment set problem = 'failed', problem_detail = ${detail}
      where shop_id = ${shop} and segment_key = ${segmentKey} and asked_at = ${askedAt}
        and (problem is null or problem = 'failed')`,
  );
}

/** Of every publication of the shop: whether it waits for the merchant's permission. A segment that is gone stays known as gone. */
export async function notePermission(on: Queryable, shop: ShopId, isGranted: boolean): Promise<void> {
  await on.query(
    isGranted
      ? sql`update published_segment set problem = null where shop_id = ${shop} and problem = 'permission'`
      : sql`update published_segment set problem = 'permission' where shop_id = ${shop} and problem is null`,
  );
}

/** Unless it was asked for once more meanwhile. */
export async function noteInStep(
  on: Queryable,
  shop: ShopId,
  { segmentKey, askedAt }: Pick<PublicationRow, "segmentKey" | "askedAt">,
  at: Date,
): Promise<void> {
  await on.query(
    sql`update published_segment set in_step_at = ${at}
      where shop_id = ${shop} and segment_key = ${segmentKey} and asked_at = ${askedAt}`,
  );
}

/** Once nothing of it is left in Shopify. One that was asked for again meanwhile stays, and one whose holders are to be asked for. */
export async function forgetPublication(on: Queryable, shop: ShopId, key: string): Promise<void> {
  await on.query(
    sql`delete from published_segment p where p.shop_id = ${shop} and p.segment_key = ${key} and not p.wanted
      and p.holders_read_at is not null and p.bulk_mark is null and not exists (select from published_member m where m.shop_id = p.shop_id and m.segment_key = p.segment_key)`,
  );
}

/** Shops of which a tag is to be tried again by now, or for which Shopify runs a bulk mutation: its end may not have been told. */
export function shopsWithDueTags(on: Queryable, now: Date): Promise<{ domain: string }[]> {
  return rows<{ domain: string }>(
    on,
    sql`select domain from shop s where uninstalled_at is null and exists (
      select from published_segment p where p.shop_id = s.shop_id and p.problem is distinct from 'permission'
        and (p.bulk_mark is not null or exists (select from published_member m
          where m.shop_id = p.shop_id and m.segment_key = p.segment_key and m.try_again_at <= ${now})))`,
  );
}
