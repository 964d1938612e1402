import sql, { empty } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { lockErasures } from "../privacy/erasure.ts";

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
}

/** In the order in which they were asked for. */
export function publications(on: Queryable, shop: ShopId): Promise<PublicationRow[]> {
  return rows<PublicationRow>(
    on,
    sql`select segment_key "segmentKey", tag, name, shopify_segment_id "shopifySegmentId", wanted, problem,
        problem_detail "problemDetail", asked_at "askedAt", in_step_at "inStepAt"
      from published_segment where shop_id = ${shop} order by asked_at, segment_key`,
  );
}

export async function hasPublications(on: Queryable, shop: ShopId): Promise<boolean> {
  const found = await on.query(sql`select from published_segment where shop_id = ${shop} limit 1`);
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
        asked_at = excluded.asked_at, asked_by = excluded.asked_by, in_step_at = null,
        shopify_segment_id = case when p.problem = 'segment_gone' then null else p.shopify_segment_id end`,
  );
  await tx.query(
    sql`update published_member set written_at = null, refused = null
      where shop_id = ${shop} and segment_key = ${segmentKey}`,
  );
}

/** Returns false where it is not published. */
export async function takeBackPublication(on: Queryable, shop: ShopId, key: string): Promise<boolean> {
  const changed = await on.query(
    sql`update published_segment set wanted = false, problem = null, problem_detail = null
      where shop_id = ${shop} and segment_key = ${key}`,
  );
  return changed.rowCount === 1;
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

/** Once nothing of it is left in Shopify. One that was asked for again meanwhile stays. */
export async function forgetPublication(on: Queryable, shop: ShopId, key: string): Promise<void> {
  await on.query(
    sql`delete from published_segment p where p.shop_id = ${shop} and p.segment_key = ${key} and not p.wanted
      and not exists (select from published_member m where m.shop_id = p.shop_id and m.segment_key = p.segment_key)`,
  );
}

/**
 * The next members whose tag is not known to be there, noted before it is written: what a process did not live to say of may be there. Nobody
 * is erased meanwhile.
 */
export async function intendTags(tx: Tx, shop: ShopId, key: string, limit: number): Promise<number[]> {
  await lockErasures(tx, shop, "shared");
  const intended = await rows<{ id: number }>(
    tx,
    sql`insert into published_member (shop_id, segment_key, customer_id)
      select m.shop_id, m.segment_key, m.customer_id from segment_member m
      left join published_member p using (shop_id, segment_key, customer_id)
      where m.shop_id = ${shop} and m.segment_key = ${key} and p.written_at is null and p.refused is null
      order by m.customer_id limit ${limit}
      on conflict (shop_id, segment_key, customer_id) do update set written_at = null returning customer_id id`,
  );
  return intended.map(({ id }) => id).sort((a, b) => a - b);
}

/** Notes what came of it; returns those of whom nothing is kept any more, because they were erased meanwhile. */
export async function noteTags(
  on: Queryable,
  shop: ShopId,
  key: string,
  outcomes: readonly { readonly id: number; readonly refused: string | null }[],
  at: Date,
): Promise<number[]> {
  const kept = await rows<{ id: number }>(
    on,
    sql`update published_member p set refused = o.refused, written_at = case when o.refused is null then ${at}::timestamptz end
      from json_to_recordset(${JSON.stringify(outcomes)}) o(id bigint, refused text)
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id = o.id returning p.customer_id id`,
  );
  const ids = new Set(kept.map(({ id }) => id));
  return outcomes.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
}

export interface LeftMember {
  readonly id: number;
  /** The customer whom this one was merged into, who took the tag over; null where that one is to have it. */
  readonly heirId: number | null;
}

/**
 * The next customers who have the tag, or may have it, and are no members any more; with `everybody` the members too. Those who were
 * `tried` are left out, and whom Shopify refused before come last.
 */
export function membersToUntag(
  on: Queryable,
  shop: ShopId,
  key: string,
  among: "left" | "everybody",
  tried: readonly number[],
  limit: number,
): Promise<LeftMember[]> {
  const isMember = (id: string) =>
    sql`exists (select from segment_member m where m.shop_id = p.shop_id and m.segment_key = p.segment_key
      and m.customer_id = ${id === "p" ? sql`p.customer_id` : sql`a.to_customer_id`})`;
  const left = among === "left" ? sql`and not ${isMember("p")}` : empty;
  const heir =
    among === "left" ? sql`case when not ${isMember("a")} then a.to_customer_id end` : sql`a.to_customer_id`;
  return rows<LeftMember>(
    on,
    sql`select p.customer_id id, ${heir} "heirId" from published_member p
      left join customer_alias a on a.shop_id = p.shop_id and a.from_customer_id = p.customer_id
      where p.shop_id = ${shop} and p.segment_key = ${key} ${left} and p.customer_id <> all(${tried}::bigint[])
      order by p.refused is not null, p.customer_id limit ${limit}`,
  );
}

export async function noteRefusedRemovals(
  on: Queryable,
  shop: ShopId,
  key: string,
  refusals: readonly { readonly id: number; readonly refused: string }[],
): Promise<void> {
  await on.query(
    sql`update published_member p set refused = o.refused, written_at = null
      from json_to_recordset(${JSON.stringify(refusals)}) o(id bigint, refused text)
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id = o.id`,
  );
}

export async function forgetTags(
  on: Queryable,
  shop: ShopId,
  key: string,
  ids: readonly number[],
): Promise<void> {
  await on.query(
    sql`delete from published_member
      where shop_id = ${shop} and segment_key = ${key} and customer_id = any(${ids}::bigint[])`,
  );
}

export interface TagCounts {
  readonly members: number;
  /** Members who have the tag. */
  readonly tagged: number;
  /** Members whom Shopify refuses the tag. */
  readonly refused: number;
  /** Customers who may have it, and are no members. */
  readonly left: number;
  /** Those of them from whom Shopify refuses to take it. */
  readonly leftRefused: number;
}

export async function tagCounts(on: Queryable, shop: ShopId, key: string): Promise<TagCounts> {
  const [counts] = await rows<TagCounts>(
    on,
    sql`select count(m.customer_id)::int members, count(m.customer_id) filter (where p.written_at is not null)::int tagged,
        count(m.customer_id) filter (where p.refused is not null)::int refused,
        count(*) filter (where m.customer_id is null)::int "left",
        count(*) filter (where m.customer_id is null and p.refused is not null)::int "leftRefused"
      from (select * from segment_member where shop_id = ${shop} and segment_key = ${key}) m
      full join (select * from published_member where shop_id = ${shop} and segment_key = ${key}) p using (customer_id)`,
  );
  return counts ?? { members: 0, tagged: 0, refused: 0, left: 0, leftRefused: 0 };
}
