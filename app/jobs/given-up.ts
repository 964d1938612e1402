import sql, { type Sql } from "sql-template-tag";
import { type Queryable, rows } from "../db/client.ts";
import type { ShopDomain } from "../platform/ids.ts";
import { DEAD_LETTERS, JOB, QUEUE_NOW } from "./queue-tables.ts";

/** A job that failed as often as it is tried, and that no later one of its key has made up for. */
export interface GivenUp {
  readonly job: string;
  readonly at: Date;
  /** The message of the last error. */
  readonly reason: string;
}

/**
 * Condition on `j`. Dead letters, which have an index and are few, but do not say of which job they are, are asked first: without one for the
 * shop nothing else is looked at.
 */
const givenUpOf = (shop: ShopDomain): Sql => sql`exists (
    select from ${JOB} dead where dead.name = ${DEAD_LETTERS} and dead.state = 'created'
      and ${shop} in (dead.data->>'shop', dead.data->'payload'->>'shop'))
  and j.state = 'failed' and ${shop} in (j.data->>'shop', j.data->'payload'->>'shop')
  and j.name <> ${DEAD_LETTERS} and not exists (
    select from ${JOB} later where later.name = j.name and later.singleton_key is not distinct from j.singleton_key
      and later.created_on > j.created_on and later.state <> 'failed')`;

/** What was given up of a shop within the week that the queue remembers; of each kind of job the latest. */
export async function jobsGivenUp(on: Queryable, shop: ShopDomain): Promise<GivenUp[]> {
  return rows<GivenUp>(
    on,
    sql`select distinct on (j.name) j.name job, j.completed_on at, coalesce(j.output->>'message', '') reason
      from ${JOB} j where ${givenUpOf(shop)} order by j.name, j.completed_on desc`,
  );
}

/** Has it tried once more, at once. */
export async function retryGivenUp(on: Queryable, shop: ShopDomain): Promise<void> {
  await on.query(
    sql`update ${JOB} set state = 'retry', retry_limit = retry_limit + 1, start_after = ${QUEUE_NOW}, completed_on = null
      where id in (
        select distinct on (j.name, j.singleton_key) j.id from ${JOB} j where ${givenUpOf(shop)}
        order by j.name, j.singleton_key, j.created_on desc)`,
  );
}
