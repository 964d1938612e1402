import sql from "sql-template-tag";
import { type Db, type Queryable, rows } from "../client.ts";
import { MAPPING_VERSION } from "./source/mapping-version.ts";

/** Says that the process lives, by the database's clock; `works`: that its workers look for jobs. */
export async function recordProcess(on: Queryable, processId: string, works: boolean): Promise<void> {
  await on.query(
    sql`insert into app_process as p (process_id, seen_at, worked_at, mapping_version)
      values (${processId}, now(), case when ${works} then now() end, ${MAPPING_VERSION})
      on conflict (process_id) do update set seen_at = excluded.seen_at,
        worked_at = coalesce(excluded.worked_at, p.worked_at)`,
  );
}

/**
 * Writes the process's row and, for a moment, a page of a new table: a row is replaced in the place that the former one had, also on a disk that
 * has no room for anything else.
 */
export async function writeSomething(db: Db, processId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await recordProcess(tx, processId, false);
    await tx.query("create temporary table room_for_a_page on commit drop as select 1 as one");
  });
}

/**
 * Takes out the process itself and those that died more than a day ago. A worker's row stays: another one that starts in its place within the
 * time that a heartbeat lasts leaves no gap.
 */
export async function forgetProcess(on: Queryable, processId: string): Promise<void> {
  await on.query(
    sql`delete from app_process
      where (process_id = ${processId} and worked_at is null) or seen_at < now() - interval '1 day'`,
  );
}

/** Four beats of `startHeartbeat` and a little. */
export const WORKER_MS = 45_000;

/** The oldest mapping under which a process that works, this or another, stores orders; null where none works. */
export async function oldestWorkersMapping(on: Queryable): Promise<number | null> {
  const [found] = await rows<{ version: number | null }>(
    on,
    sql`select min(mapping_version) as version from app_process
      where worked_at > now() - ${WORKER_MS} * interval '1 millisecond'`,
  );
  return found?.version ?? null;
}

/** Whether the workers of any process looked for jobs within this time. */
export async function isWorking(on: Queryable, withinMs: number): Promise<boolean> {
  const [found] = await rows<{ working: boolean }>(
    on,
    sql`select exists (select from app_process
      where worked_at > now() - ${withinMs} * interval '1 millisecond') working`,
  );
  return found?.working ?? false;
}
