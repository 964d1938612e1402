import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface DestinationRow {
  readonly destinationId: string;
  readonly tool: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly sealedKey: Buffer | null;
  readonly keyId: string | null;
  readonly state: "active" | "paused" | "key_refused" | "disconnected";
  readonly problem: string | null;
  readonly problemWords: string | null;
  readonly problemAt: Date | null;
  readonly failures: number;
  readonly nextTryAt: Date | null;
  readonly connectedAt: Date;
  readonly connectedBy: string;
}

const FIELDS = sql`destination_id "destinationId", tool, account_id "accountId", account_name "accountName", sealed_key "sealedKey",
  key_id "keyId", state, problem, problem_words "problemWords", problem_at "problemAt", failures, next_try_at "nextTryAt",
  connected_at "connectedAt", connected_by "connectedBy"`;

/** What pages change of a shop's destinations they change one after the other. */
export async function lockDestinations(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('destinations', ${shop}))`);
}

export function destinations(on: Queryable, shop: ShopId): Promise<DestinationRow[]> {
  return rows<DestinationRow>(
    on,
    sql`select ${FIELDS} from destination where shop_id = ${shop} order by connected_at, destination_id`,
  );
}

export async function destinationById(
  on: Queryable,
  shop: ShopId,
  destinationId: string,
): Promise<DestinationRow | null> {
  const [found] = await rows<DestinationRow>(
    on,
    sql`select ${FIELDS} from destination where shop_id = ${shop} and destination_id = ${destinationId}`,
  );
  return found ?? null;
}

/** Those that a job may have to do something for: a key is left. */
export async function workingDestinations(on: Queryable, shop: ShopId): Promise<string[]> {
  const found = await rows<{ id: string }>(
    on,
    sql`select destination_id id from destination where shop_id = ${shop} and sealed_key is not null order by 1`,
  );
  return found.map(({ id }) => id);
}

export async function addDestination(
  tx: Tx,
  shop: ShopId,
  its: Pick<
    DestinationRow,
    | "destinationId"
    | "tool"
    | "accountId"
    | "accountName"
    | "sealedKey"
    | "keyId"
    | "connectedAt"
    | "connectedBy"
  >,
): Promise<boolean> {
  const added = await tx.query(
    sql`insert into destination (shop_id, destination_id, tool, account_id, account_name, sealed_key, key_id, state, connected_at, connected_by)
      values (${shop}, ${its.destinationId}, ${its.tool}, ${its.accountId}, ${its.accountName}, ${its.sealedKey}, ${its.keyId}, 'active',
        ${its.connectedAt}, ${its.connectedBy}) on conflict do nothing`,
  );
  return added.rowCount === 1;
}

/** Another key: what the old one was stopped for begins once more. What was paused stays so. Returns false where no key is needed any more. */
export async function storeKey(
  tx: Tx,
  shop: ShopId,
  its: Pick<DestinationRow, "destinationId" | "accountName" | "sealedKey" | "keyId">,
): Promise<boolean> {
  const stored = await tx.query(
    sql`update destination set sealed_key = ${its.sealedKey}, key_id = ${its.keyId}, account_name = ${its.accountName},
        state = case when state = 'key_refused' then coalesce(state_before, 'active') else state end, state_before = null,
        problem = null, problem_words = null, problem_at = null, failures = 0, next_try_at = null
      where shop_id = ${shop} and destination_id = ${its.destinationId} and sealed_key is not null`,
  );
  return stored.rowCount === 1;
}

/** Returns false where it is in no such state. */
export async function setState(
  tx: Tx,
  shop: ShopId,
  destinationId: string,
  from: readonly DestinationRow["state"][],
  to: DestinationRow["state"],
  at: Date,
): Promise<boolean> {
  const set = await tx.query(
    sql`update destination set state = ${to}, disconnected_at = case when ${to} = 'disconnected' then ${at}::timestamptz end
      where shop_id = ${shop} and destination_id = ${destinationId} and state = any(${from})`,
  );
  return set.rowCount === 1;
}

/** The tool refused the key: nothing is asked of it until there is another one. A key that was replaced meanwhile is none of it. */
export async function noteKeyRefused(
  on: Queryable,
  shop: ShopId,
  destinationId: string,
  sealedKey: Buffer,
  { code, words, at }: { readonly code: string; readonly words: string; readonly at: Date },
): Promise<void> {
  await on.query(
    sql`update destination set state = case when state = 'disconnected' then state else 'key_refused' end,
        state_before = case when state in ('active', 'paused') then state else state_before end,
        problem = ${code}, problem_words = ${words}, problem_at = ${at}, next_try_at = null
      where shop_id = ${shop} and destination_id = ${destinationId} and sealed_key = ${sealedKey}`,
  );
}

export async function noteUnavailable(
  on: Queryable,
  shop: ShopId,
  destinationId: string,
  { at, nextTryAt }: { readonly at: Date; readonly nextTryAt: Date },
): Promise<void> {
  await on.query(
    sql`update destination set failures = failures + 1, next_try_at = ${nextTryAt}, problem = 'tool_unavailable', problem_words = null,
        problem_at = coalesce(case when problem = 'tool_unavailable' then problem_at end, ${at})
      where shop_id = ${shop} and destination_id = ${destinationId} and state <> 'key_refused'`,
  );
}

export async function noteAvailable(on: Queryable, shop: ShopId, destinationId: string): Promise<void> {
  await on.query(
    sql`update destination set failures = 0, next_try_at = null, problem = null, problem_words = null, problem_at = null
      where shop_id = ${shop} and destination_id = ${destinationId} and problem = 'tool_unavailable'`,
  );
}

/** The key of a disconnected one goes once nobody has to be removed or erased by it any more. */
export async function forgetKeyWhenDone(tx: Tx, shop: ShopId, destinationId: string): Promise<boolean> {
  const forgot = await tx.query(
    sql`update destination d set sealed_key = null, key_id = null, problem = null, problem_words = null, problem_at = null, next_try_at = null
      where d.shop_id = ${shop} and d.destination_id = ${destinationId} and d.state = 'disconnected' and d.sealed_key is not null
        and not exists (select from destination_list l where l.shop_id = d.shop_id and l.destination_id = d.destination_id
          and l.removing)
        and not exists (select from destination_erasure e where e.shop_id = d.shop_id and e.destination_id = d.destination_id
          and e.done_at is null and e.failed is null)`,
  );
  return forgot.rowCount === 1;
}

/** On `d`: its key works, as far as is known. */
const IS_UNSTOPPED = raw("coalesce(d.problem not in ('key_refused', 'key_unreadable'), true)");
/** Days after which people who could not be taken off an ended list are left there. */
export const REMOVAL_DAYS = 30;
const isOverdue = (now: Date) => sql`exists (select from destination_list l where l.shop_id = d.shop_id
  and l.destination_id = d.destination_id and l.removing and l.ended_at < ${now}::timestamptz - ${REMOVAL_DAYS} * interval '1 day')`;
/** Nothing is asked of the tool until there is another key, whether it is disconnected or not. */
export const isStopped = ({ problem }: Pick<DestinationRow, "problem">): boolean =>
  problem === "key_refused" || problem === "key_unreadable";

/** Destinations with something to do by now that no job may be waiting for: of shops without the app only erasures. */
export function destinationsDue(
  on: Queryable,
  now: Date,
  { readBackBefore, comparedBefore }: { readonly readBackBefore: Date; readonly comparedBefore: Date },
): Promise<{ domain: string; destinationId: string }[]> {
  return rows<{ domain: string; destinationId: string }>(
    on,
    sql`select s.domain, d.destination_id "destinationId" from destination d join shop s using (shop_id)
      where d.sealed_key is not null and (${IS_UNSTOPPED} or ${isOverdue(now)}) and coalesce(d.next_try_at <= ${now}, true)
        and ((s.uninstalled_at is null and (d.next_try_at is not null or ${isOverdue(now)}))
          or exists (select from destination_erasure e where e.shop_id = d.shop_id and e.destination_id = d.destination_id
            and e.done_at is null and e.failed is null and coalesce(e.try_again_at <= ${now}, true))
          or s.uninstalled_at is null and exists (select from destination_list l where l.shop_id = d.shop_id
            and l.destination_id = d.destination_id and (l.state <> 'ended' or l.removing) and (
              (l.state = 'active' and d.state = 'active' and l.problem is distinct from 'list_gone' and (l.waiting > 0 or l.asked_at is not null or coalesce(l.compared_at < ${comparedBefore}, true)
                or (coalesce(l.read_back_at, l.started_at) < ${readBackBefore} and coalesce(l.read_back_again_at <= ${now}, true))
                or l.read_back_begun_at is not null))
              or exists (select from destination_job j where j.shop_id = l.shop_id and j.list_id = l.list_id and j.ended_at is null)
              or exists (select from destination_person p where p.shop_id = l.shop_id and p.list_id = l.list_id
                and p.try_again_at <= ${now} and case when p.wanted then l.state = 'active' and d.state = 'active'
                  and l.problem is distinct from 'list_gone' else p.may_be_there end))))
      order by d.shop_id, d.destination_id`,
  );
}
