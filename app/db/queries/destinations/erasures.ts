import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { PeopleTx } from "./people-lock.ts";

export interface PersonHashes {
  readonly addresses: readonly bigint[];
  readonly customers: readonly bigint[];
}

const arrayText = (hashes: readonly bigint[]): string => `{${hashes.join(",")}}`;

export interface HoldingDestination {
  readonly destinationId: string;
  readonly hasKey: boolean;
  /** Of the addresses, those that were sent, as text: a number would not hold them. */
  readonly sent: readonly string[];
  /** The person was sent under an address that is none of those that are known. */
  readonly underAnother: boolean;
}

/** Destinations that a person was ever sent to, by the hashes of all known addresses and of the customer ids. */
export function destinationsHolding(
  tx: PeopleTx,
  shop: ShopId,
  hashes: PersonHashes,
): Promise<HoldingDestination[]> {
  return rows<HoldingDestination & Record<string, unknown>>(
    tx,
    sql`select d.destination_id "destinationId", d.sealed_key is not null "hasKey",
        array(select s.hash::text from destination_sent s where s.shop_id = d.shop_id and s.destination_id = d.destination_id
          and s.hash = any(${arrayText(hashes.addresses)}::bigint[])) sent,
        exists (select from destination_sent s where s.shop_id = d.shop_id and s.destination_id = d.destination_id
          and s.customer_hash = any(${arrayText(hashes.customers)}::bigint[])
          and s.hash <> all(${arrayText(hashes.addresses)}::bigint[])) "underAnother"
      from destination d
      where d.shop_id = ${shop} and exists (select from destination_sent s where s.shop_id = d.shop_id and s.destination_id = d.destination_id
        and (s.hash = any(${arrayText(hashes.addresses)}::bigint[]) or s.customer_hash = any(${arrayText(hashes.customers)}::bigint[])))
      order by d.destination_id`,
  );
}

/** Asks the tool to delete a person; without a key a person has to. */
export async function addErasure(
  tx: Tx,
  shop: ShopId,
  its: {
    readonly erasureId: string;
    readonly destinationId: string;
    readonly requestId: string;
    readonly sealedPerson: Buffer | null;
    readonly keyId: string | null;
    readonly askedAt: Date;
    readonly failed: "disconnected" | "former_address" | null;
  },
): Promise<void> {
  await tx.query(
    sql`insert into destination_erasure (shop_id, erasure_id, destination_id, request_id, sealed_person, key_id, asked_at, failed)
      values (${shop}, ${its.erasureId}, ${its.destinationId}, ${its.requestId}, ${its.sealedPerson}, ${its.keyId}, ${its.askedAt},
        ${its.failed})`,
  );
}

/** Forgets whom the lists hold of an erased person, and that anything was sent. */
export async function forgetOnLists(
  tx: PeopleTx,
  shop: ShopId,
  {
    customerIds,
    emails,
    hashes,
  }: {
    readonly customerIds: readonly number[];
    readonly emails: readonly string[];
    readonly hashes: PersonHashes;
  },
): Promise<void> {
  await tx.query(
    sql`delete from destination_person where shop_id = ${shop}
      and (customer_id = any(${customerIds}::bigint[]) or address = any(${emails}::text[]))`,
  );
  await tx.query(
    sql`delete from destination_sent where shop_id = ${shop}
      and (hash = any(${arrayText(hashes.addresses)}::bigint[]) or customer_hash = any(${arrayText(hashes.customers)}::bigint[]))`,
  );
}

/**
 * Addresses under which the lists hold a customer, or held one who has another address now. An address that belongs to somebody else by now is none
 * of them.
 */
export async function addressesOnLists(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<string[]> {
  const found = await rows<{ address: string }>(
    tx,
    sql`select distinct p.address from destination_person p
      where p.shop_id = ${shop} and p.customer_id = any(${customerIds}::bigint[])
        and not exists (select from customer c where c.shop_id = p.shop_id and c.email = p.address and c.deleted_at is null
          and c.customer_id <> all(${customerIds}::bigint[])) order by 1`,
  );
  return found.map(({ address }) => address);
}

export interface ErasureRow {
  readonly erasureId: string;
  readonly sealedPerson: Buffer;
  readonly keyId: string;
  readonly askedAt: Date;
  /** The tool took it before, and an import that was open then has ended since. */
  readonly isAgain: boolean;
  readonly tries: number;
}

/**
 * The next people whom the tool is to delete: for the first time, or once more after the imports that were open then. Those of a few minutes later
 * count too, as clocks of processes differ; they do not hold the person.
 */
export function dueErasures(
  on: Queryable,
  shop: ShopId,
  destinationId: string,
  now: Date,
  limit: number,
): Promise<ErasureRow[]> {
  return rows<ErasureRow & Record<string, unknown>>(
    on,
    sql`select e.erasure_id "erasureId", e.sealed_person "sealedPerson", e.key_id "keyId", e.asked_at "askedAt",
        e.passed_on_at is not null "isAgain", e.tries
      from destination_erasure e
      where e.shop_id = ${shop} and e.destination_id = ${destinationId} and e.done_at is null and e.failed is null
        and coalesce(e.try_again_at <= ${now}, true)
        and (e.passed_on_at is null or not exists (
          select from destination_job j join destination_list l on l.shop_id = j.shop_id and l.list_id = j.list_id
          where j.shop_id = e.shop_id and l.destination_id = e.destination_id and j.ended_at is null and j.asked_at <= e.passed_on_at + interval '5 minutes'))
      order by e.asked_at, e.erasure_id limit ${limit}`,
  );
}

/** The tool took it. It is done where no import was open that may bring the person back; then the address is forgotten. */
export async function noteErasurePassedOn(
  on: Queryable,
  shop: ShopId,
  erasureId: string,
  at: Date,
): Promise<void> {
  const isDone = sql`(e.passed_on_at is not null or not exists (
    select from destination_job j join destination_list l on l.shop_id = j.shop_id and l.list_id = j.list_id
    where j.shop_id = e.shop_id and l.destination_id = e.destination_id and j.ended_at is null))`;
  await on.query(
    sql`update destination_erasure e set passed_on_at = coalesce(e.passed_on_at, ${at}), tries = e.tries + 1, try_again_at = null, words = null,
        done_at = case when ${isDone} then ${at}::timestamptz end,
        sealed_person = case when not ${isDone} then e.sealed_person end, key_id = case when not ${isDone} then e.key_id end
      where e.shop_id = ${shop} and e.erasure_id = ${erasureId}`,
  );
}

export async function noteErasureRefused(
  on: Queryable,
  shop: ShopId,
  erasureId: string,
  {
    words,
    tryAgainAt,
    failed,
  }: {
    readonly words: string;
    readonly tryAgainAt: Date | null;
    readonly failed: "refused" | "given_up" | null;
  },
): Promise<void> {
  await on.query(
    sql`update destination_erasure set tries = tries + 1, words = ${words}, try_again_at = ${tryAgainAt}, failed = ${failed},
        sealed_person = case when ${failed}::text is null then sealed_person end, key_id = case when ${failed}::text is null then key_id end
      where shop_id = ${shop} and erasure_id = ${erasureId}`,
  );
}

/** Those that nobody could pass on in time: a person has to. Returns how many. */
export async function giveUpErasures(on: Queryable, shop: ShopId, askedBefore: Date): Promise<number> {
  const given = await on.query(
    sql`update destination_erasure set failed = 'given_up', sealed_person = null, key_id = null, try_again_at = null
      where shop_id = ${shop} and done_at is null and failed is null and asked_at < ${askedBefore}`,
  );
  return given.rowCount ?? 0;
}

/** What became of an erasure in a tool. */
export interface ToolErasure {
  readonly requestId: string;
  readonly tool: string;
  readonly accountName: string;
  /** "done", "waiting", or why a person has to do it by hand. */
  readonly state: "done" | "waiting" | "disconnected" | "refused" | "given_up" | "former_address";
  readonly words: string | null;
}

/** By request and tool; of more than one address the worst. */
export function erasuresInTools(
  on: Queryable,
  shop: ShopId,
  requestIds: readonly string[],
): Promise<ToolErasure[]> {
  return rows<ToolErasure & Record<string, unknown>>(
    on,
    sql`select distinct on (e.request_id, e.destination_id) e.request_id "requestId", d.tool, d.account_name "accountName",
        coalesce(e.failed, case when e.done_at is not null then 'done'
          when d.problem in ('key_refused', 'key_unreadable') then 'refused' else 'waiting' end) state, e.words
      from destination_erasure e join destination d on d.shop_id = e.shop_id and d.destination_id = e.destination_id
      where e.shop_id = ${shop} and e.request_id = any(${requestIds}::uuid[])
      order by e.request_id, e.destination_id, e.failed is null, e.done_at is not null, e.erasure_id`,
  );
}

export async function erasureCounts(
  on: Queryable,
  shop: ShopId,
): Promise<Map<string, { waiting: number; failed: number }>> {
  const found = await rows<{ id: string; waiting: number; failed: number }>(
    on,
    sql`select destination_id id, count(*) filter (where done_at is null and failed is null)::int waiting,
        count(*) filter (where failed is not null)::int failed
      from destination_erasure where shop_id = ${shop} group by destination_id`,
  );
  return new Map(found.map(({ id, waiting, failed }) => [id, { waiting, failed }]));
}
