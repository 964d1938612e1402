import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { peopleAt, toldOf } from "../without-statistics.ts";
import { lookedUpAgain } from "./left-out-by-tool.ts";
import type { PeopleTx } from "./people-lock.ts";

/** Refusals in a row after which a person is not sent again by itself: pauses of 1, 2, 4 ... 32 hours lie before, 63 hours in all. */
export const MOST_REFUSALS = 7;

/** On `p`: to be added or updated now. */
const isToSend = (
  now: Date,
) => sql`p.wanted and (p.job_id is null) is true and (not p.acked_there or p.acked_hash is distinct from p.desired_hash)
  and case when p.try_again_at is null then p.refused_code is null else p.try_again_at <= ${now} end`;

export interface PersonRow {
  readonly address: string;
  readonly toolId: string | null;
}

/** The next people to add or update; those whom the tool refused before come last. */
export function peopleToSend(
  on: Queryable,
  shop: ShopId,
  listId: string,
  now: Date,
  limit: number,
): Promise<PersonRow[]> {
  return rows<PersonRow & Record<string, unknown>>(
    on,
    sql`select p.address, p.tool_person_id "toolId" from destination_person p
      where p.shop_id = ${shop} and p.list_id = ${listId} and ${isToSend(now)}
      order by p.refused_code is not null, p.address limit ${limit}`,
  );
}

/**
 * Notes how the tool says that people stand. Whom it is against is left out, and so is whom it does not know where it makes nobody known, until it is
 * asked again. Returns how many those are.
 */
export async function noteStandings(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  {
    standings,
    addsUnknown,
    at,
  }: {
    readonly standings: readonly {
      readonly address: string;
      readonly toolId: string | null;
      readonly state: string;
      readonly onList: boolean | null;
    }[];
    readonly addsUnknown: boolean;
    readonly at: Date;
  },
): Promise<number> {
  const told = toldOf(standings, ({ address }) => address);
  const s = told.of(sql`p.address`);
  const state = sql`(${s} ->> 'state')`;
  const isOutside = sql`(${state} = 'unknown' and not ${addsUnknown}::boolean)`;
  const isOpen = sql`exists (select from destination_job j where j.shop_id = ${shop} and j.list_id = ${listId} and j.ended_at is null)`;
  const stays = sql`(p.may_be_there and not (${isOutside} and not ${isOpen}))`;
  const whyBy = (mayBeThere: Sql) => sql`(case when ${isOutside} then 'NOT_IN_AUDIENCE'
    when ${state} = 'suppressed' and not ${mayBeThere} then 'SUPPRESSED_IN_TOOL' end)`;
  const why = whyBy(sql`p.may_be_there`);
  const [noted] = await rows<{ out: number }>(
    tx,
    sql`with noted as (
        update destination_person p set standing = ${state}, tool_person_id = ${s} ->> 'toolId', looked_at = ${at},
          may_be_there = ${stays}, acked_there = p.acked_there and ${stays}, acked_hash = case when ${stays} then p.acked_hash end,
          acked_version = case when ${stays} then p.acked_version end,
          was_there = case when ${stays} then p.was_there else coalesce((${s} ->> 'onList')::boolean, false) end,
          wanted = p.wanted and ${why} is null, reason = coalesce(${why}, p.reason),
          refused_code = case when ${why} is null then p.refused_code end, refused_words = case when ${why} is null then p.refused_words end,
          refusals = case when ${why} is null then p.refusals else 0 end,
          try_again_at = case when ${why} is null then p.try_again_at
            when not ${stays} then ${at}::timestamptz + ${lookedUpAgain(why)} end
        from ${told.from} where ${peopleAt(shop, listId, told.keys)}
        returning p.standing = 'suppressed' or ${whyBy(sql`old.may_be_there`)} is not null out
      ) select count(*) filter (where out)::int out from noted`,
  );
  return noted?.out ?? 0;
}

/** Of these, who is still to be sent and was looked up at `lookedAt` without anything against it. It stays so until the transaction ends. */
export async function readSendable(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  addresses: readonly string[],
  now: Date,
  lookedAt: Date,
): Promise<Map<string, { readonly toolId: string | null; readonly isThere: boolean }>> {
  const found = await rows<PersonRow & { isThere: boolean }>(
    tx,
    sql`select p.address, p.tool_person_id "toolId", p.acked_there "isThere" from destination_person p
        join destination_list l on l.shop_id = p.shop_id and l.list_id = p.list_id and l.state = 'active'
        join destination d on d.shop_id = l.shop_id and d.destination_id = l.destination_id and d.state = 'active'
      where ${peopleAt(shop, listId, addresses)} and ${isToSend(now)}
        and p.standing in ('mailable', 'unknown') and p.looked_at = ${lookedAt}
      order by p.address`,
  );
  return new Map(found.map((row) => [row.address, row]));
}

/** In a tenth of the time that pg takes to write an array. */
const arrayText = (hashes: readonly bigint[]): string => `{${hashes.join(",")}}`;

/** People who may not be sent after all, as their rows stand now, are looked at again then. */
export async function postponePeople(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  addresses: readonly string[],
  until: Date,
): Promise<void> {
  await tx.query(
    sql`update destination_person p set try_again_at = ${until} where ${peopleAt(shop, listId, addresses)} and p.wanted and p.job_id is null`,
  );
}

export interface IntendedPerson {
  readonly address: string;
  readonly customerId: number;
  readonly hash: string;
}

/** Notes, before the request is made, that these people may be on the list from now on, and in which request. */
export async function intendToSend(
  tx: PeopleTx,
  shop: ShopId,
  {
    listId,
    destinationId,
    jobId,
    people,
    hashes,
    at,
  }: {
    readonly listId: string;
    readonly destinationId: string;
    readonly jobId: string;
    readonly people: readonly IntendedPerson[];
    /** Of address and customer id of each, in the same order, for `destination_sent`. */
    readonly hashes: { readonly addresses: readonly bigint[]; readonly customers: readonly bigint[] };
    readonly at: Date;
  },
): Promise<void> {
  const told = toldOf(people, ({ address }) => address);
  const hash = sql`decode(${told.of(sql`p.address`)} ->> 'hash', 'base64')`;
  await tx.query(
    sql`insert into destination_job (shop_id, job_id, list_id, people, asked_at) values (${shop}, ${jobId}, ${listId}, ${people.length}, ${at})`,
  );
  await tx.query(
    sql`update destination_person p set may_be_there = true, maybe_since = case when p.may_be_there then p.maybe_since else ${at} end, removed_at = null, job_id = ${jobId}, sent_at = ${at}, customer_id = (${told.of(sql`p.address`)} ->> 'customerId')::bigint,
        desired_version = p.desired_version + (p.desired_hash is distinct from ${hash})::int, desired_hash = ${hash}, sent_hash = ${hash},
        sent_version = p.desired_version + (p.desired_hash is distinct from ${hash})::int
      from ${told.from} where ${peopleAt(shop, listId, told.keys)}`,
  );
  await tx.query(
    sql`insert into destination_sent (shop_id, destination_id, hash, customer_hash)
      select ${shop}, ${destinationId}::uuid, * from unnest(${arrayText(hashes.addresses)}::bigint[], ${arrayText(hashes.customers)}::bigint[])
      on conflict (shop_id, destination_id, hash) do update set customer_hash = excluded.customer_hash
        where destination_sent.customer_hash <> excluded.customer_hash`,
  );
}

// ---------------------------------------------------------------------------------------------- requests that put people on a list

export interface OpenJobRow {
  readonly jobId: string;
  readonly listId: string;
  /** Null where the answer was lost. */
  readonly toolRef: string | null;
  readonly askedAt: Date;
  readonly polls: number;
  readonly nextPollAt: Date | null;
}

/** Of a destination; the longest open first. */
export function openJobs(on: Queryable, shop: ShopId, destinationId: string): Promise<OpenJobRow[]> {
  return rows<OpenJobRow & Record<string, unknown>>(
    on,
    sql`select j.job_id "jobId", j.list_id "listId", j.tool_ref "toolRef", j.asked_at "askedAt", j.polls, j.next_poll_at "nextPollAt"
      from destination_job j join destination_list l on l.shop_id = j.shop_id and l.list_id = j.list_id
      where j.shop_id = ${shop} and l.destination_id = ${destinationId} and j.ended_at is null order by j.asked_at, j.job_id`,
  );
}

/** What a process did not live to hear: of requests without an answer nobody knows what came of them. Only who has the turn may ask. */
export async function loseUnanswered(
  tx: PeopleTx,
  shop: ShopId,
  destinationId: string,
  at: Date,
): Promise<number> {
  const lost = await rows<{ id: string }>(
    tx,
    sql`select j.job_id id from destination_job j join destination_list l on l.shop_id = j.shop_id and l.list_id = j.list_id
      where j.shop_id = ${shop} and l.destination_id = ${destinationId} and j.ended_at is null and j.tool_ref is null and j.lost_at is null`,
  );
  for (const { id } of lost) await loseJob(tx, shop, id, at);
  return lost.length;
}

/**
 * The answer was lost. The people may be there and are sent again; what was asked may still be done at any time, so that whoever leaves meanwhile
 * is removed once more.
 */
export async function loseJob(tx: PeopleTx, shop: ShopId, jobId: string, at: Date): Promise<void> {
  await tx.query(
    sql`with lost as (
        update destination_job set lost_at = ${at} where shop_id = ${shop} and job_id = ${jobId}
      ) update destination_person set job_id = null where shop_id = ${shop} and job_id = ${jobId}`,
  );
}

/** The tool said that it did nothing, or was not asked. */
export async function dropJob(tx: PeopleTx, shop: ShopId, jobId: string): Promise<void> {
  await tx.query(
    sql`with dropped as (
        delete from destination_job where shop_id = ${shop} and job_id = ${jobId}
      ) update destination_person set job_id = null,
          may_be_there = may_be_there and (acked_there or maybe_since is distinct from sent_at)
        where shop_id = ${shop} and job_id = ${jobId}`,
  );
}

export async function noteJobRef(
  on: Queryable,
  shop: ShopId,
  jobId: string,
  toolRef: string,
  nextPollAt: Date,
): Promise<void> {
  await on.query(
    sql`update destination_job set tool_ref = ${toolRef}, next_poll_at = ${nextPollAt} where shop_id = ${shop} and job_id = ${jobId}`,
  );
}

export async function notePoll(on: Queryable, shop: ShopId, jobId: string, nextPollAt: Date): Promise<void> {
  await on.query(
    sql`update destination_job set polls = polls + 1, next_poll_at = ${nextPollAt} where shop_id = ${shop} and job_id = ${jobId}`,
  );
}

export interface OutcomeOfPerson {
  readonly address: string;
  readonly toolId?: string | null;
  /** Null where it was done. */
  readonly code: string | null;
  readonly words?: string;
}

const pausedAfter = (refusals: string) =>
  sql`interval '1 hour' * 2 ^ least(${raw(refusals)}, ${MOST_REFUSALS - 2})`;

/**
 * Ends a request with what became of each person, and only of those who were in it. `rest`: of those who are not named. What was sent is now known to
 * be there; what is to be sent may be something else by then.
 */
export async function settleJob(
  tx: PeopleTx,
  shop: ShopId,
  jobId: string,
  {
    outcomes,
    rest,
    outcome = "ended",
    at,
  }: {
    readonly outcomes: readonly OutcomeOfPerson[];
    /** "again": they are sent again, without having been refused. */
    readonly rest: "done" | "unknown" | "again";
    readonly outcome?: "ended" | "given_up";
    readonly at: Date;
  },
): Promise<{ added: number; updated: number; refused: number }> {
  const told = toldOf(
    // Of several outcomes of a person a refusal counts.
    outcomes.toSorted((a, b) => Number(a.code !== null) - Number(b.code !== null)),
    ({ address }) => address,
  );
  const o = told.of(sql`p.address`);
  const code = sql`coalesce(${o} ->> 'code', case when ${o} is null and ${rest === "unknown"} then 'unconfirmed' end)`;
  const isDone = sql`(case when ${o} is null then ${rest === "done"} else ${o} ->> 'code' is null end)`;
  // The tool refused the only request that could have put the address there.
  const isUntouched = sql`(coalesce(${o} ->> 'code' is not null, false) and not p.acked_there and coalesce(p.maybe_since = p.sent_at, false))`;
  const [counts] = await rows<{ added: number; updated: number; refused: number }>(
    tx,
    sql`with settled as (
        update destination_person p set job_id = null, tool_person_id = coalesce(${o} ->> 'toolId', p.tool_person_id),
          may_be_there = p.may_be_there and not ${isUntouched},
          acked_there = p.acked_there or ${isDone}, acked_hash = case when ${isDone} then p.sent_hash else p.acked_hash end,
          acked_version = case when ${isDone} then p.sent_version else p.acked_version end,
          refused_code = case when p.wanted then ${code} end,
          refused_words = case when p.wanted and ${code} is not null then ${o} ->> 'words' end,
          refusals = case when p.wanted and ${code} is not null then p.refusals + 1 else 0 end,
          try_again_at = case when p.wanted and ${code} is not null and p.refusals + 1 < ${MOST_REFUSALS}
            then ${at}::timestamptz + ${pausedAfter("p.refusals")} end
        from ${told.from} where p.shop_id = ${shop} and p.job_id = ${jobId}
        returning old.acked_there or old.was_there on_list, ${isDone} done, ${code} is not null refused,
          exists (select from destination_list l where l.shop_id = p.shop_id and l.list_id = p.list_id and l.fields <> '{}') has_fields
      ), counts as (
        select count(*) filter (where done and not on_list)::int added, count(*) filter (where done and on_list and has_fields)::int updated,
          count(*) filter (where done and on_list and not has_fields)::int unchanged, count(*) filter (where refused)::int refused
        from settled
      ), ended as (
        update destination_job set ended_at = ${at}, outcome = ${outcome}, done = counts.added + counts.updated + counts.unchanged, refused = counts.refused
        from counts where shop_id = ${shop} and job_id = ${jobId} and ended_at is null
      ) select added, updated, refused from counts`,
  );
  return counts ?? { added: 0, updated: 0, refused: 0 };
}

/** The tool refused people before they were sent. */
export async function noteRefused(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  people: readonly { readonly address: string; readonly code: string; readonly words: string }[],
  at: Date,
): Promise<void> {
  const told = toldOf(people, ({ address }) => address);
  const o = told.of(sql`p.address`);
  await tx.query(
    sql`update destination_person p set refused_code = ${o} ->> 'code', refused_words = ${o} ->> 'words', refusals = p.refusals + 1,
        try_again_at = case when p.refusals + 1 < ${MOST_REFUSALS} then ${at}::timestamptz + ${pausedAfter("p.refusals")} end
      from ${told.from} where ${peopleAt(shop, listId, told.keys)} and p.wanted`,
  );
}

/** Requests of which nothing more is to come: those whose answer was lost, a day ago. */
export async function endLostJobs(
  tx: PeopleTx,
  shop: ShopId,
  destinationId: string,
  { askedBefore, at }: { readonly askedBefore: Date; readonly at: Date },
): Promise<void> {
  await tx.query(
    sql`update destination_job j set ended_at = ${at}, outcome = 'given_up' from destination_list l
      where j.shop_id = ${shop} and j.ended_at is null and j.lost_at is not null and j.asked_at < ${askedBefore}
        and l.shop_id = j.shop_id and l.list_id = j.list_id and l.destination_id = ${destinationId}`,
  );
}

/** Everybody whom the tool refused is tried again now. */
export async function retryRefused(tx: PeopleTx, shop: ShopId, listId: string): Promise<number> {
  const retried = await tx.query(
    sql`update destination_person set refused_code = null, refused_words = null, refusals = 0, try_again_at = null
      where shop_id = ${shop} and list_id = ${listId} and refused_code is not null`,
  );
  return retried.rowCount ?? 0;
}
