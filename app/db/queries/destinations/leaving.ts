import sql, { raw } from "sql-template-tag";
import { z } from "zod";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { peopleAt, toldOf } from "../without-statistics.ts";
import { lookedUpAgain, TOOLS_REASONS } from "./left-out-by-tool.ts";
import type { PeopleTx } from "./people-lock.ts";
import { MOST_REFUSALS, type OutcomeOfPerson, type PersonRow } from "./sending.ts";

/** On `p`: leaves, and may still be written to. Only such leavers are a matter of the brake. */
const IS_SOFT = raw(`(not p.wanted and p.may_be_there and p.reason in ('LEFT', 'HELD_OUT'))`);
/** On `p`: an import that may put the person (back) on the list has not ended. */
const IS_IN_FLIGHT =
  raw(`exists (select from destination_job j where j.shop_id = p.shop_id and j.list_id = p.list_id
  and j.ended_at is null and j.asked_at <= p.sent_at)`);

/** The next people to take off a list: of whom nothing has to be waited for, first those who may not be written to. */
export function peopleToRemove(
  on: Queryable,
  shop: ShopId,
  listId: string,
  now: Date,
  limit: number,
): Promise<PersonRow[]> {
  return rows<PersonRow & Record<string, unknown>>(
    on,
    sql`select p.address, p.tool_person_id "toolId" from destination_person p
      where p.shop_id = ${shop} and p.list_id = ${listId} and not p.wanted and p.may_be_there
        and (not ${IS_SOFT} or p.leave_granted_at is not null)
        and (p.removed_at is null or not ${IS_IN_FLIGHT}) and coalesce(p.try_again_at <= ${now}, true)
      order by ${IS_SOFT}, p.address limit ${limit}`,
  );
}

/**
 * Notes who is off the list. Whoever an import may put back stays noted, and is removed again when it has ended. A removal that the tool refuses is
 * tried again for as long as it takes. The address that somebody had before is kept without being there: an erasure has to reach it in the tool.
 */
export async function noteRemovals(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  outcomes: readonly OutcomeOfPerson[],
  at: Date,
): Promise<{ removed: number; refused: number }> {
  const pause = sql`interval '1 hour' * 2 ^ least(p.refusals, ${MOST_REFUSALS - 2})`;
  const told = toldOf(outcomes, ({ address }) => address);
  const code = sql`(${told.of(sql`p.address`)} ->> 'code')`;
  const words = sql`(${told.of(sql`p.address`)} ->> 'words')`;
  const moved = sql`exists (select from customer c where c.shop_id = p.shop_id and c.customer_id = p.customer_id and c.deleted_at is null
    and c.email is distinct from p.address offset 0)`;
  const theirs = sql`${peopleAt(shop, listId, told.keys)} and not p.wanted and p.may_be_there`;
  const isKept = sql`(${code} is not null or ${IS_IN_FLIGHT} or ${moved} or coalesce(p.reason in ${TOOLS_REASONS}, false))`;
  const [counts] = await rows<{ removed: number; refused: number }>(
    tx,
    sql`with forgotten as (
        delete from destination_person p using ${told.from} where ${theirs} and not ${isKept}
        returning p.removed_at is not null again, false refused
      ), noted as (
        update destination_person p set
          removed_at = case when ${code} is not null then p.removed_at when ${IS_IN_FLIGHT} then ${at}::timestamptz end,
          may_be_there = ${code} is not null or ${IS_IN_FLIGHT}, acked_there = p.acked_there and ${code} is not null,
          acked_hash = case when ${code} is not null then p.acked_hash end, acked_version = case when ${code} is not null then p.acked_version end,
          refused_code = ${code}, refused_words = ${words}, refusals = case when ${code} is null then 0 else p.refusals + 1 end,
          try_again_at = case when ${code} is not null then ${at}::timestamptz + ${pause}
            when not ${IS_IN_FLIGHT} and not ${moved} then ${at}::timestamptz + ${lookedUpAgain(sql`p.reason`)} end,
          reason = case when ${code} is null and not ${IS_IN_FLIGHT} and ${moved} then 'FORMER_ADDRESS' else p.reason end
        from ${told.from} where ${theirs} and ${isKept} returning old.removed_at is not null again, ${code} is not null refused
      ), known as (select * from forgotten union all select * from noted)
      select count(*) filter (where not refused and not again)::int removed, count(*) filter (where refused)::int refused from known`,
  );
  return counts ?? { removed: 0, refused: 0 };
}

// ---------------------------------------------------------------------------------------------- the brake

/** Leavers who may still be written to, let through together: how many, and of how many on the list before. */
const departure = z.object({ at: z.iso.datetime({ offset: true }), size: z.number(), left: z.number() });
export type Departure = z.infer<typeof departure>;

export interface Leaving {
  /** People who are on the list, as the tool confirmed, without those who were let through. */
  readonly size: number;
  /** Of these, who wants to leave and may still be written to. */
  readonly leaving: number;
  readonly departures: readonly Departure[];
  readonly brakeAt: Date | null;
}

/** It stays so until the transaction ends. */
export async function readLeaving(tx: PeopleTx, shop: ShopId, listId: string): Promise<Leaving | null> {
  const [list] = await rows<{ departures: unknown; brakeAt: Date | null }>(
    tx,
    sql`select departures, brake_at "brakeAt" from destination_list where shop_id = ${shop} and list_id = ${listId}`,
  );
  if (!list) return null;
  const [counts] = await rows<{ size: number; leaving: number }>(
    tx,
    sql`select count(*) filter (where p.acked_there and (p.wanted or p.leave_granted_at is null))::int size,
        count(*) filter (where ${IS_SOFT} and p.leave_granted_at is null)::int leaving
      from destination_person p where p.shop_id = ${shop} and p.list_id = ${listId}`,
  );
  return {
    size: counts?.size ?? 0,
    leaving: counts?.leaving ?? 0,
    departures: z.array(departure).parse(list.departures),
    brakeAt: list.brakeAt,
  };
}

export async function letLeave(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  {
    at,
    departures,
    heldBy,
  }: { readonly at: Date; readonly departures: readonly Departure[]; readonly heldBy?: Date },
): Promise<number> {
  const which = heldBy ? sql`and p.leave_held_at <= ${heldBy}` : sql``;
  const granted = await tx.query(
    sql`update destination_person p set leave_granted_at = ${at}, leave_held_at = null
      where p.shop_id = ${shop} and p.list_id = ${listId} and ${IS_SOFT} and p.leave_granted_at is null ${which}`,
  );
  await tx.query(
    sql`update destination_list set departures = ${JSON.stringify(departures)}::jsonb, brake_at = null, brake_as_of = null, brake_size = null
      where shop_id = ${shop} and list_id = ${listId}`,
  );
  return granted.rowCount ?? 0;
}

export async function noteDepartures(
  tx: Tx,
  shop: ShopId,
  listId: string,
  departures: readonly Departure[],
): Promise<void> {
  await tx.query(
    sql`update destination_list set departures = ${JSON.stringify(departures)}::jsonb where shop_id = ${shop} and list_id = ${listId}`,
  );
}

export async function holdLeavers(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  {
    at,
    size,
    departures,
  }: { readonly at: Date; readonly size: number; readonly departures: readonly Departure[] },
): Promise<void> {
  await tx.query(
    sql`update destination_person p set leave_held_at = ${at}
      where p.shop_id = ${shop} and p.list_id = ${listId} and ${IS_SOFT} and p.leave_granted_at is null and p.leave_held_at is null`,
  );
  await tx.query(
    sql`update destination_list set brake_at = coalesce(brake_at, ${at}), brake_as_of = ${at}, brake_size = ${size},
        departures = ${JSON.stringify(departures)}::jsonb
      where shop_id = ${shop} and list_id = ${listId}`,
  );
}

export interface HeldSample {
  readonly customerId: number;
  readonly address: string;
}

/** Who waits for a confirmation: how many, and a few of them. */
export async function heldLeavers(
  on: Queryable,
  shop: ShopId,
  listId: string,
  samples: number,
): Promise<{ leaving: number; samples: HeldSample[] }> {
  const found = await rows<HeldSample & { total: number }>(
    on,
    sql`select p.customer_id "customerId", p.address, count(*) over ()::int total from destination_person p
      where p.shop_id = ${shop} and p.list_id = ${listId} and p.leave_held_at is not null and not p.wanted
      order by p.address limit ${samples}`,
  );
  return {
    leaving: found[0]?.total ?? 0,
    samples: found.map(({ customerId, address }) => ({ customerId, address })),
  };
}
