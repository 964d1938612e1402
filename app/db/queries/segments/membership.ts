import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { lockErasures } from "../privacy/erasure.ts";
import type { SegmentSums } from "./members.ts";

/** One at a time for a shop; nobody is erased meanwhile, so that nobody who was is written. */
export async function lockMembership(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('segment members', ${shop}))`);
  await lockErasures(tx, shop, "shared");
  await tx.query("select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)");
}

export interface MembershipRow {
  readonly segmentKey: string;
  readonly ruleHash: string;
  readonly beganAt: Date;
  readonly evaluatedAt: Date;
  readonly wholeAt: Date;
  /** Of the valuation that was read. */
  readonly asOfDay: string;
  readonly modelId: string | null;
  readonly valuedAt: Date;
}

export function membershipRows(on: Queryable, shop: ShopId): Promise<MembershipRow[]> {
  return rows<MembershipRow>(
    on,
    sql`select segment_key "segmentKey", rule_hash "ruleHash", began_at "beganAt", evaluated_at "evaluatedAt",
        whole_at "wholeAt", as_of_day "asOfDay", model_id "modelId", valued_at "valuedAt"
      from segment_membership where shop_id = ${shop}`,
  );
}

/** Takes the customers who wait into the temporary table segment_taken; returns how many. */
export async function takeDirtyCustomers(tx: Tx, shop: ShopId): Promise<number> {
  await tx.query(
    `create temporary table segment_taken
       (customer_id bigint primary key, orders int, returns_minor bigint, consent text) on commit drop`,
  );
  const taken = await tx.query(
    sql`with gone as (
        delete from segment_dirty where shop_id = ${shop} returning customer_id, orders, returns_minor, consent
      ) insert into segment_taken select * from gone`,
  );
  await tx.query("analyze segment_taken");
  return taken.rowCount ?? 0;
}

/**
 * Forgets who is in segments that are not in use, and returns their keys. What was recorded of entries, exits and sizes stays.
 */
export async function dropOtherMembers(tx: Tx, shop: ShopId, inUse: readonly string[]): Promise<string[]> {
  const others = sql`where shop_id = ${shop} and segment_key <> all(${inUse}::text[])`;
  await tx.query(sql`delete from segment_member ${others}`);
  const gone = await rows<{ key: string }>(
    tx,
    sql`delete from segment_membership ${others} returning segment_key key`,
  );
  return gone.map(({ key }) => key);
}

export interface AskedSegment {
  readonly key: string;
  /** On `v`, a row of customer_value. */
  readonly condition: Sql;
  /** Why somebody enters or leaves of whom nothing else changed; null where the first members are found, which is no entry. */
  readonly cause: string | null;
}

export interface Movement {
  readonly entered: number;
  readonly left: number;
}

/**
 * Makes segment_member of the segments equal to their conditions, for everybody or for those in segment_taken, and records who
 * entered and left: one statement and one pass over the customers.
 */
export async function writeMembers(
  tx: Tx,
  shop: ShopId,
  segments: readonly AskedSegment[],
  among: "everybody" | "taken",
  at: Date,
  day: string,
): Promise<Movement> {
  if (segments.length === 0) return { entered: 0, left: 0 };
  const met = (i: number): Sql => raw(`met_${i}`);
  const answers = segments.map(({ condition }, i) => sql`${condition} as ${met(i)}`);
  const asked = segments.map(({ key, cause }, i) => sql`(${key}::text, ${cause}::text, ${met(i)})`);
  const causes = segments.map(({ key, cause }) => sql`(${key}::text, ${cause}::text)`);
  const keys = segments.map(({ key }) => key);
  const onlyTaken = (of: string): Sql =>
    among === "taken" ? sql`and ${raw(of)}.customer_id in (select customer_id from segment_taken)` : empty;
  const [movement] = await rows<{ entered: number; left: number }>(
    tx,
    sql`with answered as materialized (
        select v.customer_id, ${join(answers)} from customer_value v where v.shop_id = ${shop} ${onlyTaken("v")}
      ), now_in as materialized (
        select a.customer_id, s.key, s.cause from answered a
        cross join lateral (values ${join(asked)}) s(key, cause, met) where s.met
      ), gone as (
        delete from segment_member m where m.shop_id = ${shop} and m.segment_key = any(${keys}::text[]) ${onlyTaken("m")}
          and not exists (select from now_in n where n.key = m.segment_key and n.customer_id = m.customer_id)
        returning m.segment_key, m.customer_id
      ), come as (
        insert into segment_member (shop_id, segment_key, customer_id, since, entered_day)
        select ${shop}, n.key, n.customer_id, ${at}, case when n.cause is not null then ${day}::date end from now_in n
        where not exists (select from segment_member m
          where m.shop_id = ${shop} and m.segment_key = n.key and m.customer_id = n.customer_id)
        returning segment_key, customer_id
      ), moved as (
        select segment_key, customer_id, true entered from come
        union all select segment_key, customer_id, false from gone
      ), recorded as (
        insert into segment_event (shop_id, segment_key, at, customer_id, entered, day, cause)
        select ${shop}, m.segment_key, ${at}, m.customer_id, m.entered, ${day}, ${CAUSE}
        from moved m
        join (values ${join(causes)}) c(key, cause) on c.key = m.segment_key and c.cause is not null
        left join segment_taken t on t.customer_id = m.customer_id
        left join customer_value v on v.shop_id = ${shop} and v.customer_id = m.customer_id
        on conflict do nothing returning entered
      ) select count(*) filter (where entered) entered, count(*) filter (where not entered) "left" from recorded`,
  );
  return { entered: movement?.entered ?? 0, left: movement?.left ?? 0 };
}

/** What changed of the customer (`t` before, `v` now) beside the segment's own cause `c`. */
const CAUSE = sql`case
  when c.cause = 'rule' then 'rule'
  when v.customer_id is null then 'removed'
  when t.customer_id is null then c.cause
  when v.orders <> coalesce(t.orders, 0) then 'order'
  when t.orders is null then 'new'
  when v.returns_minor <> t.returns_minor then 'refund'
  when v.consent <> t.consent then 'consent'
  else c.cause end`;

/** Notes that the members are those of this moment and of this valuation; `hashes` of the rules where everybody was looked at. */
export async function stampMembership(
  tx: Tx,
  shop: ShopId,
  keys: readonly string[],
  at: Date,
  valuation: Pick<MembershipRow, "asOfDay" | "modelId" | "valuedAt">,
  hashes: readonly string[] | null,
): Promise<void> {
  if (keys.length === 0) return;
  const { asOfDay, modelId, valuedAt } = valuation;
  await tx.query(
    hashes
      ? sql`insert into segment_membership (shop_id, segment_key, rule_hash, began_at, evaluated_at, whole_at, as_of_day, model_id,
            valued_at)
          select ${shop}, key, hash, ${at}, ${at}, ${at}, ${asOfDay}, ${modelId}::uuid, ${valuedAt}
          from unnest(${keys}::text[], ${hashes}::text[]) stamp(key, hash)
          on conflict (shop_id, segment_key) do update set rule_hash = excluded.rule_hash,
            evaluated_at = excluded.evaluated_at, whole_at = excluded.whole_at, as_of_day = excluded.as_of_day,
            model_id = excluded.model_id, valued_at = excluded.valued_at`
      : sql`update segment_membership set evaluated_at = ${at}, as_of_day = ${asOfDay}, model_id = ${modelId}::uuid,
            valued_at = ${valuedAt}
          where shop_id = ${shop} and segment_key = any(${keys}::text[])`,
  );
}

/** Keeps the sizes of a day; a later look on the same day replaces them. */
export async function writeDay(
  tx: Tx,
  shop: ShopId,
  day: string,
  sizes: readonly (SegmentSums & { readonly key: string })[],
): Promise<void> {
  await tx.query(
    sql`insert into segment_day (shop_id, segment_key, day, customers, net_sales_minor, expected_value_minor, reachable)
      select ${shop}, key, ${day}, customers, net_sales_minor, case when predicted_customers > 0 then expected_value_minor end,
        reachable
      from json_to_recordset(${JSON.stringify(sizes)}) s(key text, customers int, net_sales_minor bigint,
        predicted_customers bigint, expected_value_minor bigint, reachable int)
      on conflict (shop_id, segment_key, day) do update set customers = excluded.customers,
        net_sales_minor = excluded.net_sales_minor, expected_value_minor = excluded.expected_value_minor,
        reachable = excluded.reachable`,
  );
}
