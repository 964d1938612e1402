import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Db, type Queryable, rows, type Transaction, type Tx } from "../../client.ts";
import type { SegmentSums } from "./members.ts";

/**
 * Gives `work` transactions on one connection, on which alone the shop's members are found meanwhile. What it found of one level of segments
 * is kept by the temporary tables segment_taken and segment_moved until the next.
 */
export function findingMembers<T>(
  db: Pick<Db, "connection">,
  shop: ShopId,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const lock = sql`hashtextextended('segment members', ${shop})`;
  return db.connection(async (connection, transaction) => {
    // Of the connection, which is closed where something fails, and not of a transaction.
    await connection.query(sql`select pg_advisory_lock(${lock})`);
    await connection.query(
      `create temporary table segment_taken
         (customer_id bigint primary key, orders int, returns_minor bigint, consent text, version text);
       create temporary table segment_moved (segment_key text, customer_id bigint, entered boolean, cause text)`,
    );
    const result = await work((inside) =>
      transaction(async (tx) => {
        await tx.query("select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)");
        return inside(tx);
      }),
    );
    await connection.query("drop table segment_taken, segment_moved");
    await connection.query(sql`select pg_advisory_unlock(${lock})`);
    return result;
  });
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

/** Copies the customers who wait into the temporary table segment_taken, and holds none of them; returns how many. */
export async function takeDirtyCustomers(tx: Tx, shop: ShopId): Promise<number> {
  const taken = await tx.query(
    sql`insert into segment_taken select customer_id, orders, returns_minor, consent, xmin::text from segment_dirty
      where shop_id = ${shop}`,
  );
  await tx.query("analyze segment_taken");
  return taken.rowCount ?? 0;
}

/** Whoever was noted again meanwhile, or is being, goes on waiting. No row is waited for: a valuation holds them in an order of its own. */
export async function dropTakenCustomers(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(
    sql`with free as (
        select d.customer_id from segment_dirty d join segment_taken t using (customer_id)
        where d.shop_id = ${shop} and d.xmin::text = t.version
        for update of d skip locked
      ) delete from segment_dirty d using free where d.shop_id = ${shop} and d.customer_id = free.customer_id`,
  );
}

/** Forgets who is in segments, whose members are those of no rule then. What was recorded of entries, exits and sizes stays. */
export async function dropMembers(tx: Tx, shop: ShopId, keys: readonly string[]): Promise<void> {
  const theirs = sql`where shop_id = ${shop} and segment_key = any(${keys}::text[])`;
  await tx.query(sql`delete from segment_member ${theirs}`);
  await tx.query(sql`update segment_membership set rule_hash = '' ${theirs}`);
}

/** Forgets that segments had members, once those that use them know of it. */
export async function dropMembership(tx: Tx, shop: ShopId, keys: readonly string[]): Promise<void> {
  await tx.query(
    sql`delete from segment_membership where shop_id = ${shop} and segment_key = any(${keys}::text[]) and rule_hash = ''`,
  );
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
 * Finds who enters and who leaves the segments, among everybody or those in segment_taken, into segment_moved: one pass over the
 * customers, which writes nothing that an erasure would wait for.
 */
export async function findMoved(
  tx: Tx,
  shop: ShopId,
  segments: readonly AskedSegment[],
  among: "everybody" | "taken",
): Promise<void> {
  if (segments.length === 0) return;
  const met = (i: number): Sql => raw(`met_${i}`);
  const answers = segments.map(({ condition }, i) => sql`${condition} as ${met(i)}`);
  const asked = segments.map(({ key }, i) => sql`(${key}::text, ${met(i)})`);
  const causes = segments.map(({ key, cause }) => sql`(${key}::text, ${cause}::text)`);
  const keys = segments.map(({ key }) => key);
  const onlyTaken = (of: string): Sql =>
    among === "taken" ? sql`and ${raw(of)}.customer_id in (select customer_id from segment_taken)` : empty;
  // A full join is never looked up row by row, whatever is thought of the sizes of tables that were filled a moment ago.
  await tx.query(
    sql`insert into segment_moved
      select key, customer_id, m.is_member is null, c.cause
      from (
        select a.customer_id, s.key, true is_in from (
          select v.customer_id, ${join(answers)} from customer_value v where v.shop_id = ${shop} ${onlyTaken("v")} offset 0
        ) a cross join lateral (values ${join(asked)}) s(key, met) where s.met
      ) n
      full join (
        select m.customer_id, m.segment_key key, true is_member from segment_member m
        where m.shop_id = ${shop} and m.segment_key = any(${keys}::text[]) ${onlyTaken("m")}
      ) m using (key, customer_id)
      join (values ${join(causes)}) c(key, cause) using (key)
      where n.is_in is null or m.is_member is null`,
  );
}

/**
 * Moves those in segment_moved into and out of segment_member, and records it. Who is gone meanwhile enters nothing, and of who was erased
 * meanwhile nothing is recorded: erasures have to be locked out.
 */
export async function writeMoved(tx: Tx, shop: ShopId, at: Date, day: string): Promise<Movement> {
  await tx.query("analyze segment_moved");
  const [movement] = await rows<{ entered: number; left: number }>(
    tx,
    sql`with gone as (
        delete from segment_member m using segment_moved d
        where m.shop_id = ${shop} and m.segment_key = d.segment_key and m.customer_id = d.customer_id and not d.entered
        returning m.segment_key, m.customer_id, false entered, d.cause
      ), come as (
        insert into segment_member (shop_id, segment_key, customer_id, since, entered_day)
        select ${shop}, d.segment_key, d.customer_id, ${at}, case when d.cause is not null then ${day}::date end
        from segment_moved d join customer_value v on v.shop_id = ${shop} and v.customer_id = d.customer_id
        where d.entered
        returning segment_key, customer_id, entered_day is not null is_recorded
      ), moved as (
        select d.segment_key, d.customer_id, true entered, d.cause from come
        join segment_moved d using (segment_key, customer_id) where is_recorded
        union all select * from gone where cause is not null
      ), recorded as (
        insert into segment_event (shop_id, segment_key, at, customer_id, entered, day, cause)
        select ${shop}, c.segment_key, ${at}, c.customer_id, c.entered, ${day}, ${CAUSE}
        from moved c
        left join segment_taken t on t.customer_id = c.customer_id
        left join customer_value v on v.shop_id = ${shop} and v.customer_id = c.customer_id
        on conflict do nothing returning entered
      ) select count(*) filter (where entered) entered, count(*) filter (where not entered) "left" from recorded`,
  );
  await tx.query("truncate segment_moved");
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
