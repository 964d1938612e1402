import sql, { raw, type Sql } from "sql-template-tag";
import { GATE_OUTCOME, isWaiting, SAME_ADDRESS, SEND_OUTCOME } from "../../../platform/consent-gate.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import type { ExportMemberRow } from "../exports/records.ts";
import { peopleAt, unplanned } from "../without-statistics.ts";
import { TOOLS_REASONS } from "./left-out-by-tool.ts";
import type { PeopleTx } from "./people-lock.ts";

/**
 * On `c`, a member of the segment: another member with the address has a lower id, and is the one whose values are sent. The sum keeps the ids out of
 * the index that is looked up: by the index of ids, half of all customers would be read for each.
 */
const hasOwner = (segmentKey: string): Sql => sql`exists (
    select from customer o where o.shop_id = c.shop_id and o.email = c.email and o.deleted_at is null
      and o.customer_id + 0 < c.customer_id and ${isMember("o", segmentKey)})`;

/** Whether a customer is in the segment: one look at the key, whatever the planner thinks of how many members there are. */
function isMember(customer: string, segmentKey: string | Sql): Sql {
  const c = raw(customer);
  return sql`(select true from segment_member im where im.shop_id = ${c}.shop_id and im.segment_key = ${segmentKey}
    and im.customer_id = ${c}.customer_id) is not null`;
}

/** A member as it stands in the customer's own row. */
export type ListMemberRow = ExportMemberRow;

const MEMBER = sql`m.customer_id, c.email, c.email_marketing_state, c.first_name, c.last_name,
  c.country_code, c.email_opt_in_level, to_char(c.email_state_updated_at at time zone 'UTC', 'YYYY-MM-DD') as email_consent_day,
  coalesce(v.net_sales_minor, 0) as net_sales_minor, v.expected_value_minor, v.value_low_minor, v.value_high_minor,
  coalesce(v.rfm_group, '') as rfm_group, coalesce(v.orders, 0) as orders, v.last_order_day, v.next_order_from, v.next_order_to,
  v.order_probability, ${raw(SEND_OUTCOME)} as outcome, coalesce((select json_agg(o.customer_id order by o.customer_id) from customer o
    where o.shop_id = c.shop_id and o.email = c.email and o.deleted_at is null and o.customer_id <> c.customer_id
      and ${isMember("o", raw("m.segment_key"))}), '[]') as sharers`;
const MEMBERS = raw(
  "segment_member m left join customer c on c.shop_id = m.shop_id and c.customer_id = m.customer_id",
);
/** What is known of each of some members: looked up, as a join may go over all customers for each page of them. */
const FACTS =
  raw(`left join lateral (select * from customer k where k.shop_id = m.shop_id and k.customer_id = m.customer_id limit 1) c on true
  left join lateral (select * from customer_value k where k.shop_id = m.shop_id and k.customer_id = m.customer_id limit 1) v on true`);

export interface ListMemberPage {
  readonly members: readonly ListMemberRow[];
  /** The id after which the next page begins; null after the last one. */
  readonly next: number | null;
}

/**
 * The next members after an id, each address once. The page is cut before anything is asked of its members, and may have fewer of them: asked before,
 * it would be asked of all members for each page.
 */
export async function listMemberPage(
  on: Queryable,
  shop: ShopId,
  segmentKey: string,
  after: number,
  limit: number,
): Promise<ListMemberPage> {
  const page = await rows<ListMemberRow & { readonly is_repeated: boolean }>(
    on,
    sql`select ${MEMBER}, c.email is not null and c.deleted_at is null and ${hasOwner(segmentKey)} as is_repeated from (
        select shop_id, segment_key, customer_id from segment_member
        where shop_id = ${unplanned(shop)} and segment_key = ${segmentKey} and customer_id > ${after}
        order by customer_id limit ${limit}) m ${FACTS} order by m.customer_id`,
  );
  const next = page.length < limit ? null : (page.at(-1)?.customer_id ?? null);
  return { members: page.filter(({ is_repeated: isRepeated }) => !isRepeated), next };
}

/** The members of whom an address is to be sent, as they stand at this moment. */
export function listMembersByAddress(
  on: Queryable,
  shop: ShopId,
  segmentKey: string,
  addresses: readonly string[],
): Promise<ListMemberRow[]> {
  return rows<ListMemberRow>(
    on,
    // The sum keeps the order out of the index of ids, which would be read until the address is met.
    sql`select ${MEMBER} from unnest(${addresses}::text[]) asked(email) cross join lateral (
        select k.shop_id, ${segmentKey}::text as segment_key, k.customer_id from customer k
        where k.shop_id = ${unplanned(shop)} and k.email = asked.email and k.deleted_at is null and ${isMember("k", segmentKey)}
        order by k.customer_id + 0 limit 1) m ${FACTS} order by c.email`,
  );
}

/** On `c`, a member: as the address, but that one of several members with it is counted for it. */
const memberOutcome = (segmentKey: string): Sql =>
  sql`coalesce(nullif(${raw(SEND_OUTCOME)}, 'INCLUDED'), case when ${hasOwner(segmentKey)} then ${SAME_ADDRESS} else 'INCLUDED' end)`;

/** How many members may be sent, and how many not for which reason, with a few of each. */
export interface OutcomeRow {
  readonly outcome: string;
  readonly customers: number;
  readonly samples: readonly { readonly customerId: number; readonly address: string | null }[];
}

export async function listOutcomes(
  on: Queryable,
  shop: ShopId,
  segmentKey: string,
  samples: number,
): Promise<OutcomeRow[]> {
  return rows<OutcomeRow & Record<string, unknown>>(
    on,
    sql`with judged as materialized (
        select m.customer_id, c.email, ${memberOutcome(segmentKey)} as outcome
        from ${MEMBERS} where m.shop_id = ${unplanned(shop)} and m.segment_key = ${segmentKey}
      ), placed as (
        select *, row_number() over (partition by outcome order by customer_id) as place from judged
      ) select outcome, count(*)::int customers,
          coalesce(json_agg(json_build_object('customerId', customer_id, 'address', email) order by customer_id)
            filter (where place <= ${samples}), '[]') samples
        from placed group by outcome order by outcome`,
  );
}

export interface OutcomePerson {
  readonly customerId: number;
  readonly address: string | null;
  readonly name: string | null;
  readonly outcome: string;
}

/** A page of the members who are left out, or who wait. */
export async function membersLeftOut(
  on: Queryable,
  shop: ShopId,
  segmentKey: string,
  which: "waiting" | "left_out",
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ total: number; people: OutcomePerson[] }> {
  const isOne = which === "waiting" ? sql`outcome = 'WAITING'` : sql`outcome not in ('WAITING', 'INCLUDED')`;
  const found = await rows<OutcomePerson & { total: number }>(
    on,
    sql`with judged as (
        select m.customer_id, c.email, nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') as name, ${memberOutcome(segmentKey)} as outcome
        from ${MEMBERS} where m.shop_id = ${unplanned(shop)} and m.segment_key = ${segmentKey}
      ) select customer_id "customerId", email address, name, outcome, count(*) over ()::int total from judged where ${isOne}
      order by customer_id offset ${offset} limit ${limit}`,
  );
  return { total: found[0]?.total ?? 0, people: found };
}

// ---------------------------------------------------------------------------------------------- who is to be there

export interface WantedPerson {
  readonly address: string;
  readonly customerId: number;
  /** Base64 of the hash of the values. */
  readonly hash: string;
}

/**
 * Notes who is to be on the list and with which values. Whom the tool's word leaves out stays so until it is time to ask it again. Other values
 * than those that the tool refused are tried at once.
 */
export async function noteWanted(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  wanted: readonly WantedPerson[],
  now: Date,
): Promise<void> {
  const staysOut = sql`coalesce(p.reason in ${TOOLS_REASONS} and (p.may_be_there or p.try_again_at > ${now}), false)`;
  await tx.query(
    sql`insert into destination_person as p (shop_id, list_id, address, customer_id, wanted, desired_hash)
      select ${shop}, ${listId}::uuid, address, "customerId", true, decode(hash, 'base64')
      from json_to_recordset(${JSON.stringify(wanted)}) w(address text, "customerId" bigint, hash text)
      on conflict (shop_id, list_id, address) do update set customer_id = excluded.customer_id, desired_hash = excluded.desired_hash,
        desired_version = p.desired_version + (p.desired_hash is distinct from excluded.desired_hash)::int,
        wanted = not ${staysOut}, reason = case when ${staysOut} then p.reason end,
        leave_held_at = null, leave_granted_at = null, removed_at = null,
        refused_code = case when p.wanted and p.desired_hash = excluded.desired_hash then p.refused_code end,
        refused_words = case when p.wanted and p.desired_hash = excluded.desired_hash then p.refused_words end,
        refusals = case when p.wanted and p.desired_hash = excluded.desired_hash then p.refusals else 0 end,
        try_again_at = case when ${staysOut} or (p.wanted and p.desired_hash = excluded.desired_hash) then p.try_again_at end
      where p.customer_id <> excluded.customer_id or p.desired_hash is distinct from excluded.desired_hash
        or (not p.wanted and not ${staysOut})`,
  );
}

/** Members whom the lot leaves out: those who are on the list leave it. */
export async function noteHeldOut(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  addresses: readonly string[],
): Promise<void> {
  await tx.query(
    sql`update destination_person p set wanted = false, reason = 'HELD_OUT', refused_code = null, refused_words = null, refusals = 0, try_again_at = null
      where ${peopleAt(shop, listId, addresses)} and p.wanted`,
  );
}

/**
 * Marks who is to leave because nobody at the address may be written to any more: consent withdrawn, gone, or suppressed in the tool while on the
 * list. No pause and no brake is for them.
 */
export async function markWithdrawn(tx: PeopleTx, shop: ShopId, listId: string): Promise<number> {
  const why = sql`coalesce((
      select case when count(*) = 0 then 'ERASED' else min(${raw(GATE_OUTCOME)}) filter (where ${raw(GATE_OUTCOME)} <> 'INCLUDED') end
      from customer c where c.shop_id = q.shop_id and c.email = q.address and c.deleted_at is null
    ), case when q.standing = 'suppressed' and q.may_be_there then 'SUPPRESSED_IN_TOOL' end)`;
  // By key instead of by a join: what is planned for a few rows would go over all people for each of them.
  const marked = await tx.query(
    sql`with asked as materialized (
        select q.address, ${why} as why from destination_person q where q.shop_id = ${shop} and q.list_id = ${listId}
      ), told as materialized (
        select jsonb_object_agg(address, why) people from asked where why is not null
      ) update destination_person p set wanted = false, reason = (select people from told) ->> p.address, leave_held_at = null,
        leave_granted_at = null, refused_code = null, refused_words = null, refusals = 0, try_again_at = null
      where p.shop_id = ${shop} and p.list_id = ${listId} and (select people from told) ->> p.address is not null
        and (p.wanted or (p.reason is distinct from (select people from told) ->> p.address and p.reason is distinct from 'FORMER_ADDRESS'))`,
  );
  return marked.rowCount ?? 0;
}

/**
 * Marks who left the segment, and may still be written to. Of whom something waits to be read stays as they are. Asked for each row: as a join,
 * planned before there are statistics, it would take minutes.
 */
export async function markLeft(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  segmentKey: string,
): Promise<number> {
  const marked = await tx.query(
    sql`update destination_person p set wanted = false, reason = 'LEFT', refused_code = null, refused_words = null, refusals = 0,
        try_again_at = null
      where p.shop_id = ${shop} and p.list_id = ${listId} and (p.wanted or (p.reason in ${TOOLS_REASONS} and not p.may_be_there))
        and (select true from customer c where c.shop_id = p.shop_id and c.email = p.address and c.deleted_at is null
          and (${isMember("c", segmentKey)}) limit 1) is null
        and (select true from customer c where c.shop_id = p.shop_id and c.email = p.address and c.deleted_at is null
          and ${raw(isWaiting("p.address"))} limit 1) is null`,
  );
  return marked.rowCount ?? 0;
}

/**
 * Who is neither to be there nor can be, but for those whom the tool's word leaves out and who are asked for again. Whoever left and was on the list before
 * the app put them there stays there, as the merchant's own.
 */
export async function forgetGone(tx: PeopleTx, shop: ShopId, listId: string): Promise<void> {
  await tx.query(
    sql`delete from destination_person where shop_id = ${shop} and list_id = ${listId} and not wanted
      and ((not may_be_there and not coalesce(reason in ${TOOLS_REASONS}, false) and reason is distinct from 'FORMER_ADDRESS')
        or (was_there and reason in ('LEFT', 'HELD_OUT')))`,
  );
}
