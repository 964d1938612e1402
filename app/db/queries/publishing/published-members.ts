import sql, { empty, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { lockErasures } from "../privacy/erasure.ts";

/** Refusals in a row after which nothing is asked by itself any more: pauses of 1, 2, 4 ... 32 hours lie before, 63 hours in all. */
export const MOST_REFUSALS = 7;
/** A tag that somebody removes is put back, but not more often than this: an automation that removes it would go on for ever. */
const PUT_BACK_PAUSE = raw("interval '1 hour'");

/** On `p`: nothing has to be waited for, or not any longer. */
export const isDue = (now: Date) => sql`coalesce(p.try_again_at <= ${now}, p.refused is null)`;

/*
 * A planner without statistics, as after the first publication of a shop, takes a segment for one row, and a join of two such goes over all of
 * one for each row of the other. So what belongs to a customer is looked up here, and never joined: by a subquery of its own, which `limit`
 * and `offset` keep one, or by the ids in an array.
 */

/** What is known of the tag of a member `m`, as `p`. */
export const withTag = (shop: ShopId, key: string): Sql =>
  sql`left join lateral (select * from published_member k
    where k.shop_id = ${shop} and k.segment_key = ${key} and k.customer_id = m.customer_id limit 1) p on true`;

/**
 * The next members whose tag is not known to be there, noted before it is written: what a process did not live to say of may be there. Nobody
 * is erased meanwhile, and a segment that is taken back gets none.
 */
export async function intendTags(
  tx: Tx,
  shop: ShopId,
  key: string,
  now: Date,
  limit: number,
): Promise<number[]> {
  await lockErasures(tx, shop, "shared");
  const intended = await rows<{ id: number }>(
    tx,
    sql`insert into published_member (shop_id, segment_key, customer_id)
      select m.shop_id, m.segment_key, m.customer_id from segment_member m
      join published_segment s using (shop_id, segment_key) ${withTag(shop, key)}
      where m.shop_id = ${shop} and m.segment_key = ${key} and s.wanted and p.written_at is null
        and p.bulk_line is null and (${isDue(now)} or p.refused_removal)
      order by m.customer_id limit ${limit}
      on conflict (shop_id, segment_key, customer_id) do update set written_at = null returning customer_id id`,
  );
  return intended.map(({ id }) => id).sort((a, b) => a - b);
}

/** What Shopify said of a change: null where it made it, and else why not. */
export interface TagOutcome {
  readonly id: number;
  readonly refused: string | null;
}

/** What was said of `p`, looked up by what stands in one of its columns. */
export const refusedBy = (said: readonly (readonly [number, string | null])[], column: Sql): Sql =>
  sql`(${JSON.stringify(Object.fromEntries(said.filter(([, refused]) => refused !== null)))}::jsonb ->> ${column}::text)`;

const saidOf = (outcomes: readonly TagOutcome[]) => ({
  ids: outcomes.map(({ id }) => id),
  refused: refusedBy(
    outcomes.map(({ id, refused }) => [id, refused]),
    sql`p.customer_id`,
  ),
});

/** What is set of `p` by Shopify's words, which are null where it made the change. */
export function refusalOf(change: "addition" | "removal", refused: Sql, at: Date): Sql {
  const isRemoval = change === "removal";
  const before = sql`case when p.refused_removal = ${isRemoval} then p.refusals else 0 end`;
  return sql`refused = ${refused}, refused_removal = ${refused} is not null and ${isRemoval},
    refusals = case when ${refused} is null then 0 else ${before} + 1 end,
    try_again_at = case when ${refused} is not null and ${before} + 1 < ${MOST_REFUSALS}
      then ${at}::timestamptz + interval '1 hour' * 2 ^ (${before}) end`;
}

/** Notes what came of it; returns those of whom nothing is kept any more, because they were erased meanwhile. */
export async function noteTags(
  on: Queryable,
  shop: ShopId,
  key: string,
  outcomes: readonly TagOutcome[],
  at: Date,
): Promise<number[]> {
  const { ids, refused } = saidOf(outcomes);
  const kept = await rows<{ id: number }>(
    on,
    sql`update published_member p set ${refusalOf("addition", refused, at)},
        written_at = case when ${refused} is null then ${at}::timestamptz end
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id = any(${ids}::bigint[])
      returning p.customer_id id`,
  );
  const known = new Set(kept.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

export interface LeftMember {
  readonly id: number;
  /** The customer whom this one was merged into, who took the tag over; null where that one is to have it. */
  readonly heirId: number | null;
}

/** That customer is no member of the segment. */
export const isLeft = (shop: ShopId, key: string, id: Sql): Sql =>
  sql`not exists (select from segment_member m where m.shop_id = ${shop} and m.segment_key = ${key}
    and m.customer_id = ${id} offset 0)`;

/**
 * The next customers who have the tag, or may have it, and are no members any more; with `everybody` the members too. Whom Shopify refused
 * before come last, and not before their time.
 */
export function membersToUntag(
  on: Queryable,
  shop: ShopId,
  key: string,
  among: "left" | "everybody",
  now: Date,
  limit: number,
): Promise<LeftMember[]> {
  const left = among === "left" ? sql`and ${isLeft(shop, key, sql`p.customer_id`)}` : empty;
  const heir =
    among === "left"
      ? sql`case when ${isLeft(shop, key, sql`a.to_customer_id`)} then a.to_customer_id end`
      : sql`a.to_customer_id`;
  return rows<LeftMember>(
    on,
    sql`select p.customer_id id, ${heir} "heirId" from published_member p
      left join customer_alias a on a.shop_id = p.shop_id and a.from_customer_id = p.customer_id
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.bulk_line is null ${left}
        and (${isDue(now)} or not p.refused_removal)
      order by p.refused is not null, p.customer_id limit ${limit}`,
  );
}

/** Notes whose tag Shopify did not take, and forgets the others. */
export async function noteRemovals(
  on: Queryable,
  shop: ShopId,
  key: string,
  outcomes: readonly TagOutcome[],
  at: Date,
): Promise<void> {
  const { ids, refused } = saidOf(outcomes);
  const theirs = sql`p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id = any(${ids}::bigint[])`;
  await on.query(
    sql`with removed as (delete from published_member p where ${theirs} and ${refused} is null)
      update published_member p set ${refusalOf("removal", refused, at)}, written_at = null
      where ${theirs} and ${refused} is not null`,
  );
}

/** The tags of the app that a customer has in Shopify, in lower case. */
export interface SeenTags {
  readonly id: number;
  readonly tags: readonly string[];
}

/**
 * Compares what customers have with what is known: a tag that is there and not known is noted as one that may be there, and one that is known
 * and gone as not written. What was written after `askedAt`, when Shopify was asked, says more than its answer. Returns how much was noted.
 * Nobody is erased meanwhile: the caller holds a lock that an erasure takes.
 */
export async function noteSeenTags(
  tx: Tx,
  shop: ShopId,
  seen: readonly SeenTags[],
  askedAt: Date,
): Promise<number> {
  const [noted] = await rows<{ count: number }>(
    tx,
    sql`with seen as (
        select o.id, o.tags from json_to_recordset(${JSON.stringify(seen)}) o(id bigint, tags text[])
      ), found as (
        insert into published_member (shop_id, segment_key, customer_id)
        select s.shop_id, s.segment_key, seen.id from published_segment s join seen on s.tag = any(seen.tags)
        where s.shop_id = ${shop} on conflict do nothing returning 1
      ), lost as (
        update published_member p set written_at = null, try_again_at = p.written_at + ${PUT_BACK_PAUSE}
        from published_segment s, seen
        where p.shop_id = ${shop} and s.shop_id = p.shop_id and s.segment_key = p.segment_key
          and p.customer_id = seen.id and p.written_at < ${askedAt} and s.tag <> all(seen.tags) returning 1
      ) select (select count(*) from found)::int + (select count(*) from lost)::int count`,
  );
  return noted?.count ?? 0;
}

/**
 * The same for a part of Shopify's list of those who have the tag: `ids` are all of them that are greater than `after` and at most `upTo`.
 * Shopify's search lags behind, so that only what was written before `writtenBefore` can be missing from it.
 */
export async function noteHolders(
  tx: Tx,
  shop: ShopId,
  key: string,
  {
    ids,
    after,
    upTo,
    writtenBefore,
  }: {
    readonly ids: readonly number[];
    readonly after: number;
    readonly upTo: number | null;
    readonly writtenBefore: Date;
  },
): Promise<void> {
  await tx.query(
    sql`with found as (
        insert into published_member (shop_id, segment_key, customer_id)
        select shop_id, segment_key, unnest(${ids}::bigint[]) from published_segment
        where shop_id = ${shop} and segment_key = ${key} on conflict do nothing
      ) update published_member p set written_at = null, try_again_at = p.written_at + ${PUT_BACK_PAUSE}
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id > ${after}
        and (${upTo}::bigint is null or p.customer_id <= ${upTo}) and p.customer_id <> all(${ids}::bigint[])
        and p.written_at < ${writtenBefore}`,
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
  /** Those from whom Shopify refuses to take it. */
  readonly leftRefused: number;
}

export async function tagCounts(on: Queryable, shop: ShopId, key: string): Promise<TagCounts> {
  const [counts] = await rows<TagCounts>(
    on,
    sql`select count(m.customer_id)::int members, count(m.customer_id) filter (where p.written_at is not null)::int tagged,
        count(m.customer_id) filter (where p.refused is not null and not p.refused_removal)::int refused,
        count(*) filter (where m.customer_id is null)::int "left",
        count(*) filter (where p.refused is not null and p.refused_removal)::int "leftRefused"
      from (select * from segment_member where shop_id = ${shop} and segment_key = ${key}) m
      full join (select * from published_member where shop_id = ${shop} and segment_key = ${key}) p using (customer_id)`,
  );
  return counts ?? { members: 0, tagged: 0, refused: 0, left: 0, leftRefused: 0 };
}

export interface TagRefusals {
  /** Shopify's words, the most frequent first. */
  readonly words: readonly { readonly words: string; readonly customers: number }[];
  /** When it is next asked again; null where it is not by itself. */
  readonly tryAgainAt: Date | null;
}

/** Reasons that are shown. */
const MOST_REASONS = 3;

export async function tagRefusals(on: Queryable, shop: ShopId, key: string): Promise<TagRefusals> {
  const found = await rows<{ words: string; customers: number; next: Date | null }>(
    on,
    sql`select refused words, count(*)::int customers, min(min(try_again_at)) over () next from published_member
      where shop_id = ${shop} and segment_key = ${key} and refused is not null
      group by 1 order by 2 desc, 1 limit ${MOST_REASONS}`,
  );
  return {
    words: found.map(({ words, customers }) => ({ words, customers })),
    tryAgainAt: found[0]?.next ?? null,
  };
}
