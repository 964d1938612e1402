import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { TOOLS_REASONS } from "./left-out-by-tool.ts";

export interface DestinationRunRow {
  readonly runId: string;
  readonly kind: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly counts: unknown;
  readonly problem: string | null;
  readonly words: string | null;
}

/** The run of the list that has not ended, begun where there is none. */
export async function openRun(
  on: Queryable,
  shop: ShopId,
  {
    listId,
    runId,
    kind,
    at,
  }: { readonly listId: string; readonly runId: string; readonly kind: string; readonly at: Date },
): Promise<{ runId: string; counts: unknown }> {
  const [open] = await rows<{ runId: string; counts: unknown }>(
    on,
    sql`select run_id "runId", counts from destination_run where shop_id = ${shop} and list_id = ${listId} and ended_at is null
      order by started_at desc, run_id desc limit 1`,
  );
  if (open) return open;
  await on.query(
    sql`insert into destination_run (shop_id, run_id, list_id, kind, started_at, counts) values (${shop}, ${runId}, ${listId}, ${kind}, ${at}, '{}')`,
  );
  return { runId, counts: {} };
}

export async function noteRun(
  on: Queryable,
  shop: ShopId,
  runId: string,
  {
    counts,
    endedAt,
    problem = null,
    words = null,
  }: {
    readonly counts: object;
    readonly endedAt: Date | null;
    readonly problem?: string | null;
    readonly words?: string | null;
  },
): Promise<void> {
  await on.query(
    sql`update destination_run set counts = ${JSON.stringify(counts)}::jsonb, ended_at = ${endedAt}, problem = ${problem}, words = ${words}
      where shop_id = ${shop} and run_id = ${runId}`,
  );
}

/** With what is in its way, where that is what ended it. */
export async function endRun(on: Queryable, shop: ShopId, listId: string, at: Date): Promise<void> {
  const isStopped = sql`(l.problem in ('list_gone', 'tool_refused'))`;
  await on.query(
    sql`update destination_run r set ended_at = ${at}, problem = case when ${isStopped} then l.problem end,
        words = case when ${isStopped} then l.problem_words end
      from destination_list l where l.shop_id = ${shop} and l.list_id = ${listId} and r.shop_id = l.shop_id and r.list_id = l.list_id
        and r.ended_at is null`,
  );
}

/** Newest first. */
export function latestRuns(
  on: Queryable,
  shop: ShopId,
  listId: string,
  limit: number,
): Promise<DestinationRunRow[]> {
  return rows<DestinationRunRow & Record<string, unknown>>(
    on,
    sql`select run_id "runId", kind, started_at "startedAt", ended_at "endedAt", counts, problem, words from destination_run
      where shop_id = ${shop} and list_id = ${listId} order by started_at desc, run_id desc limit ${limit}`,
  );
}

export interface ListCounts {
  readonly people: number;
  /** Whom the app has put there or may have, and who is taken off where that is asked for at the end: not the merchant's own, unless they may not stay. */
  readonly ours: number;
  readonly toSend: number;
  readonly refused: number;
  readonly leaving: number;
  readonly suppressed: number;
  readonly nextTryAt: Date | null;
}

/** By list. */
export async function listCounts(
  on: Queryable,
  shop: ShopId,
  listIds: readonly string[],
): Promise<Map<string, ListCounts>> {
  const found = await rows<ListCounts & { id: string }>(
    on,
    sql`select list_id id, count(*) filter (where acked_there)::int people,
        count(*) filter (where may_be_there and not (was_there and coalesce(wanted or reason in ('LEFT', 'HELD_OUT'), false)))::int ours,
        count(*) filter (where wanted and refused_code is null and (not acked_there or acked_hash is distinct from desired_hash))::int "toSend",
        count(*) filter (where refused_code is not null)::int refused, count(*) filter (where not wanted and may_be_there)::int leaving,
        count(*) filter (where reason = 'SUPPRESSED_IN_TOOL')::int suppressed, min(try_again_at) filter (where refused_code is not null) "nextTryAt"
      from destination_person where shop_id = ${shop} and list_id = any(${listIds}::uuid[]) group by list_id`,
  );
  return new Map(found.map(({ id, ...counts }) => [id, counts]));
}

export interface ListedPersonRow {
  readonly customerId: number;
  readonly address: string;
  readonly name: string | null;
  readonly reason: string | null;
  readonly code: string | null;
  readonly words: string | null;
  readonly refusals: number;
  readonly tryAgainAt: Date | null;
}

/** A page of those whom the tool refused, or whom its word leaves out. */
export async function peopleOfList(
  on: Queryable,
  shop: ShopId,
  listId: string,
  which: "refused" | "suppressed",
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ total: number; people: ListedPersonRow[] }> {
  const isOne = which === "refused" ? sql`p.refused_code is not null` : sql`p.reason in ${TOOLS_REASONS}`;
  const found = await rows<ListedPersonRow & { total: number }>(
    on,
    sql`select p.customer_id "customerId", p.address, nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') as name, p.reason,
        p.refused_code code, p.refused_words words, p.refusals, p.try_again_at "tryAgainAt", p.total
      from (select *, count(*) over ()::int total from destination_person p
        where p.shop_id = ${shop} and p.list_id = ${listId} and ${isOne} order by p.address offset ${offset} limit ${limit}) p
      left join lateral (select * from customer k where k.shop_id = p.shop_id and k.customer_id = p.customer_id limit 1) c on true
      order by p.address`,
  );
  return { total: found[0]?.total ?? 0, people: found };
}

/** Lists of which a run goes on, or that a person waits for; not those that something keeps from having their turn. */
export async function listsAtWork(
  on: Queryable,
  shop: ShopId,
  listIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(
    on,
    sql`select l.list_id id from destination_list l join destination d using (shop_id, destination_id)
      where l.shop_id = ${shop} and l.list_id = any(${listIds}::uuid[])
        and (l.removing or l.state = 'active' and l.problem is null and d.state = 'active' and d.problem is null)
        and (l.asked_at is not null
          or exists (select from destination_run r where r.shop_id = l.shop_id and r.list_id = l.list_id and r.ended_at is null))`,
  );
  return new Set(found.map(({ id }) => id));
}
