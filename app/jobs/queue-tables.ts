import type { PgBoss } from "pg-boss";
import sql, { raw, type Sql } from "sql-template-tag";
import { z } from "zod";
import type { Log } from "../platform/log.ts";
import { ALL_JOBS } from "./all-jobs.ts";

export const SCHEMA = "pgboss";
export const JOB = raw(`${SCHEMA}.job`);
/** The instant by which the queue goes. */
export const QUEUE_NOW = raw(`${SCHEMA}.job_now()`);
export const DEAD_LETTERS = "dead-letters";

/**
 * pg-boss keeps runs of one key apart by a list of running keys that it renews once a minute: jobs that are due wait for that while
 * workers are idle. So it is only asked for one waiting job a key, and turns are locks of our own.
 */
const POLICIES = { exclusive: "exclusive", in_turn: "short" } as const;

const abandoned = z.array(z.object({ name: z.string(), ids: z.array(z.string()) }));

function execute(boss: PgBoss, { text, values }: Sql) {
  return boss.getDb().executeSql(text, values);
}

/** Queues that are as they should be cost one query for all of them. */
export async function createQueues(boss: PgBoss): Promise<void> {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  if (!existing.has(DEAD_LETTERS)) await boss.createQueue(DEAD_LETTERS);
  for (const job of ALL_JOBS) {
    const settings = {
      retryLimit: job.retryLimit,
      retryDelay: job.retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: 30 * 60,
      expireInSeconds: job.expireInSeconds,
      heartbeatSeconds: 30,
      deadLetter: DEAD_LETTERS,
      notify: true,
    };
    const policy = POLICIES[job.policy];
    if (isMatch({ ...existing.get(job.name) }, { ...settings, policy })) continue;
    // Creating a queue that exists changes nothing, so its settings are brought up to date apart; the policy is none of them.
    await execute(
      boss,
      sql`update ${raw(SCHEMA)}.queue set policy = ${policy} where name = ${job.name} and policy <> ${policy}`,
    );
    await boss.createQueue(job.name, { ...settings, policy });
    await boss.updateQueue(job.name, settings);
  }
}

function isMatch(found: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(([name, value]) => found[name] === value);
}

/** A try that a killed process did not finish counts as one, so that a job which kills its process comes to an end. */
export async function takeBackActive(boss: PgBoss, log: Log): Promise<void> {
  const names = ALL_JOBS.map((job) => job.name);
  const { rows } = await execute(
    boss,
    sql`select name, array_agg(id) ids from ${JOB} where state = 'active' and name = any(${names}) group by name`,
  );
  for (const { name, ids } of abandoned.parse(rows)) {
    await boss.fail(name, ids, { message: "the process that worked on it is gone" });
    await execute(
      boss,
      sql`update ${JOB} set start_after = ${QUEUE_NOW}
        where name = ${name} and id = any(${ids}) and state = 'retry'`,
    );
    log.info("jobs.taken_back", { job: name, jobs: ids.length });
  }
}
