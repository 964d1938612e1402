import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { markWithdrawn } from "./members.ts";
import type { PeopleTx } from "./people-lock.ts";

export interface DestinationListRow {
  readonly listId: string;
  readonly destinationId: string;
  readonly segmentKey: string;
  readonly toolListId: string;
  readonly toolListName: string;
  readonly fields: readonly string[];
  readonly heldOutBp: number;
  readonly plannedVariance: number;
  readonly state: "active" | "paused" | "ended";
  readonly removing: boolean;
  /** Of one that is ended: everybody whom the app put there was to be taken off. */
  readonly removeAsked: boolean;
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly comparedAt: Date | null;
  readonly comparedOf: Date | null;
  readonly waiting: number;
  readonly heldOut: number;
  readonly inStepAt: Date | null;
  readonly readBackAt: Date | null;
  readonly readBackBegunAt: Date | null;
  readonly readBackCursor: string | null;
  readonly readBackAgainAt: Date | null;
  readonly others: number | null;
  readonly brakeAt: Date | null;
  readonly brakeAsOf: Date | null;
  readonly brakeSize: number | null;
  readonly problem: string | null;
  readonly problemWords: string | null;
  readonly problemAt: Date | null;
  readonly askedAt: Date | null;
  readonly lastTurnAt: Date | null;
}

const FIELDS = sql`list_id "listId", destination_id "destinationId", segment_key "segmentKey", tool_list_id "toolListId",
  tool_list_name "toolListName", fields, held_out_bp "heldOutBp", planned_variance "plannedVariance", state, removing, remove_asked "removeAsked", started_at "startedAt", started_by "startedBy",
  compared_at "comparedAt", compared_of "comparedOf", waiting, held_out "heldOut", in_step_at "inStepAt", read_back_at "readBackAt", read_back_begun_at "readBackBegunAt",
  read_back_cursor "readBackCursor", read_back_again_at "readBackAgainAt", others, brake_at "brakeAt", brake_as_of "brakeAsOf", brake_size "brakeSize", problem,
  problem_words "problemWords", problem_at "problemAt", asked_at "askedAt", last_turn_at "lastTurnAt"`;

/** Of one destination, or of all; those that are ended too. */
export function destinationLists(
  on: Queryable,
  shop: ShopId,
  destinationId: string | null = null,
): Promise<DestinationListRow[]> {
  return rows<DestinationListRow>(
    on,
    sql`select ${FIELDS} from destination_list
      where shop_id = ${shop} and (${destinationId}::uuid is null or destination_id = ${destinationId}::uuid)
      order by started_at, list_id`,
  );
}

export async function destinationListById(
  on: Queryable,
  shop: ShopId,
  listId: string,
): Promise<DestinationListRow | null> {
  const [found] = await rows<DestinationListRow>(
    on,
    sql`select ${FIELDS} from destination_list where shop_id = ${shop} and list_id = ${listId}`,
  );
  return found ?? null;
}

/** Returns false where another list has the tool's list. */
export async function addList(
  tx: Tx,
  shop: ShopId,
  its: Pick<
    DestinationListRow,
    | "listId"
    | "destinationId"
    | "segmentKey"
    | "toolListId"
    | "toolListName"
    | "fields"
    | "heldOutBp"
    | "plannedVariance"
    | "startedAt"
    | "startedBy"
  >,
): Promise<boolean> {
  const added = await tx.query(
    sql`insert into destination_list (shop_id, list_id, destination_id, segment_key, tool_list_id, tool_list_name, fields, held_out_bp,
        planned_variance, state, started_at, started_by)
      values (${shop}, ${its.listId}, ${its.destinationId}, ${its.segmentKey}, ${its.toolListId}, ${its.toolListName}, ${its.fields},
        ${its.heldOutBp}, ${its.plannedVariance}, 'active', ${its.startedAt}, ${its.startedBy}) on conflict do nothing`,
  );
  return added.rowCount === 1;
}

export async function setListState(
  tx: PeopleTx,
  shop: ShopId,
  listId: string,
  from: "active" | "paused",
  to: "active" | "paused",
): Promise<boolean> {
  const set = await tx.query(
    sql`update destination_list set state = ${to} where shop_id = ${shop} and list_id = ${listId} and state = ${from}`,
  );
  return set.rowCount === 1;
}

/**
 * Ends a list, or all of a destination. With `removing` everybody who may be there is to be removed; without it they stay, and nothing is kept of
 * who they are, but for those who may not be written to any more: these are still removed.
 */
export async function endLists(
  tx: PeopleTx,
  shop: ShopId,
  of: { readonly listId: string } | { readonly destinationId: string },
  { removing, at }: { readonly removing: boolean; readonly at: Date },
): Promise<string[]> {
  const which = "listId" in of ? sql`list_id = ${of.listId}` : sql`destination_id = ${of.destinationId}`;
  const ended = await rows<{ id: string }>(
    tx,
    sql`update destination_list set state = 'ended', removing = ${removing}, remove_asked = ${removing}, ended_at = ${at}, brake_at = null, brake_as_of = null,
        brake_size = null, problem = null, problem_words = null, problem_at = null, read_back_begun_at = null, read_back_cursor = null
      where shop_id = ${shop} and ${which} and state <> 'ended' returning list_id id`,
  );
  const ids = ended.map(({ id }) => id);
  for (const id of ids) await markWithdrawn(tx, shop, id);
  // The merchant's own stay, unless they may not be written to any more.
  if (removing)
    await tx.query(
      sql`delete from destination_person where shop_id = ${shop} and list_id = any(${ids}::uuid[]) and was_there
        and (wanted or reason in ('LEFT', 'HELD_OUT'))`,
    );
  await tx.query(
    removing
      ? sql`update destination_person set wanted = false, reason = 'LEFT', leave_granted_at = ${at}, refused_code = null, refused_words = null,
          refusals = 0, try_again_at = null
        where shop_id = ${shop} and list_id = any(${ids}::uuid[])`
      : sql`delete from destination_person where shop_id = ${shop} and list_id = any(${ids}::uuid[])
          and (wanted or not may_be_there or coalesce(reason in ('LEFT', 'HELD_OUT'), true))`,
  );
  // Who was never sent is not there to be removed.
  await tx.query(
    sql`delete from destination_person where shop_id = ${shop} and list_id = any(${ids}::uuid[]) and not may_be_there`,
  );
  if (!removing)
    await tx.query(
      sql`update destination_list l set removing = true where l.shop_id = ${shop} and l.list_id = any(${ids}::uuid[])
        and exists (select from destination_person p where p.shop_id = l.shop_id and p.list_id = l.list_id)`,
    );
  return ids;
}

/** Once nobody is left on it whom the app has put there, and no import can put anybody back; nothing is kept then of who they were. */
export async function endRemoving(tx: PeopleTx, shop: ShopId, listId: string): Promise<boolean> {
  const ended = await tx.query(
    sql`with ended as (
        update destination_list l set removing = false where l.shop_id = ${shop} and l.list_id = ${listId} and l.removing
          and not exists (select from destination_person p where p.shop_id = l.shop_id and p.list_id = l.list_id and p.may_be_there)
        returning l.list_id
      ), forgotten as (
        delete from destination_person p using ended where p.shop_id = ${shop} and p.list_id = ended.list_id
      ) select from ended`,
  );
  return ended.rowCount === 1;
}

/** Whoever could not be taken off ended lists stays there; the lists say so. Returns how many lists. */
export async function giveUpRemovals(
  tx: PeopleTx,
  shop: ShopId,
  destinationId: string,
  { endedBefore, at }: { readonly endedBefore: Date; readonly at: Date },
): Promise<number> {
  const given = await rows<{ id: string }>(
    tx,
    sql`update destination_list set removing = false, problem = 'removal_given_up', problem_words = null, problem_at = ${at}
      where shop_id = ${shop} and destination_id = ${destinationId} and removing and ended_at < ${endedBefore} returning list_id id`,
  );
  const ids = given.map(({ id }) => id);
  if (ids.length > 0)
    await tx.query(
      sql`with runs as (
          update destination_run set ended_at = ${at}, problem = 'removal_given_up'
          where shop_id = ${shop} and list_id = any(${ids}::uuid[]) and ended_at is null
        ) delete from destination_person where shop_id = ${shop} and list_id = any(${ids}::uuid[])`,
    );
  return ids.length;
}

/** A person waits for the next turn of the list, or of every list of the destination. */
export async function noteAsked(
  tx: Tx,
  shop: ShopId,
  {
    destinationId,
    listId,
    at,
  }: { readonly destinationId: string; readonly listId: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(
    sql`update destination_list set asked_at = ${at} where shop_id = ${shop} and destination_id = ${destinationId} and state = 'active'
      and (${listId}::uuid is null or list_id = ${listId}::uuid)`,
  );
}

/** Unless somebody asked again since. */
export async function forgetAsked(on: Queryable, shop: ShopId, listId: string, askedAt: Date): Promise<void> {
  await on.query(
    sql`update destination_list set asked_at = null where shop_id = ${shop} and list_id = ${listId} and asked_at <= ${askedAt}`,
  );
}

export async function noteListTurn(on: Queryable, shop: ShopId, listId: string, at: Date): Promise<void> {
  await on.query(
    sql`update destination_list set last_turn_at = ${at} where shop_id = ${shop} and list_id = ${listId}`,
  );
}

export async function noteCompared(
  on: Queryable,
  shop: ShopId,
  listId: string,
  {
    at,
    of,
    waiting,
    heldOut,
  }: { readonly at: Date; readonly of: Date | null; readonly waiting: number; readonly heldOut: number },
): Promise<void> {
  await on.query(
    sql`update destination_list set compared_at = ${at}, compared_of = ${of}, waiting = ${waiting}, held_out = ${heldOut} where shop_id = ${shop} and list_id = ${listId}`,
  );
}

/** It is to be compared in the next turn, whenever that was done last. */
export async function forgetCompared(on: Queryable, shop: ShopId, listId: string): Promise<void> {
  await on.query(
    sql`update destination_list set compared_at = null where shop_id = ${shop} and list_id = ${listId}`,
  );
}

export async function noteListProblem(
  on: Queryable,
  shop: ShopId,
  listId: string,
  problem: { readonly code: string; readonly words: string | null; readonly at: Date } | null,
): Promise<void> {
  await on.query(
    problem === null
      ? sql`update destination_list set problem = null, problem_words = null, problem_at = null
          where shop_id = ${shop} and list_id = ${listId} and problem is not null`
      : sql`update destination_list set problem = ${problem.code}, problem_words = ${problem.words},
            problem_at = coalesce(case when problem = ${problem.code} then problem_at end, ${problem.at})
          where shop_id = ${shop} and list_id = ${listId}`,
  );
}

/**
 * Nothing more is done with a list that is paused, or of a paused destination: nobody who may not be written to any more is still to be taken off, and
 * no import is open that could put somebody there.
 */
export async function isAtRest(on: Queryable, shop: ShopId, listId: string): Promise<boolean> {
  const [found] = await rows<{ atRest: boolean }>(
    on,
    sql`select not exists (select from destination_job j where j.shop_id = ${shop} and j.list_id = ${listId} and j.ended_at is null
        and j.lost_at is null)
      and not exists (select from destination_person p where p.shop_id = ${shop} and p.list_id = ${listId} and not p.wanted and p.may_be_there
        and p.refused_code is null and p.removed_at is null and (coalesce(p.reason not in ('LEFT', 'HELD_OUT'), true) or p.leave_granted_at is not null)) "atRest"`,
  );
  return found?.atRest ?? false;
}

/** Agrees: nobody is to be added, updated or removed but those who wait for their time, for an import or for a person. */
export async function noteListInStep(
  on: Queryable,
  shop: ShopId,
  listId: string,
  at: Date,
): Promise<boolean> {
  const noted = await on.query(
    sql`update destination_list l set in_step_at = ${at} where l.shop_id = ${shop} and l.list_id = ${listId} and l.state = 'active'
      and l.compared_at is not null
      and not exists (select from destination_job j where j.shop_id = l.shop_id and j.list_id = l.list_id and j.ended_at is null
        and j.lost_at is null)
      and not exists (select from destination_person p where p.shop_id = l.shop_id and p.list_id = l.list_id and p.refused_code is null
        and ((p.wanted and (not p.acked_there or p.acked_hash is distinct from p.desired_hash))
          or (not p.wanted and p.may_be_there and p.removed_at is null and p.leave_held_at is null)))`,
  );
  return noted.rowCount === 1;
}
