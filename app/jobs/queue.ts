import { setTimeout as delay } from "node:timers/promises";
import type { ClientBase } from "pg";
import { PgBoss } from "pg-boss";
import sql, { raw, type Sql } from "sql-template-tag";
import { z } from "zod";
import { errorFields, type Log } from "../platform/log.ts";
import { ALL_JOBS } from "./all-jobs.ts";
import { Hints } from "./hints.ts";
import type { JobDefinition } from "./job-definition.ts";
import { announceWorker } from "./worker-presence.ts";

export interface JobContext {
  /** Aborted when the process stops or the job took too long. */
  readonly signal: AbortSignal;
}

type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

interface EnqueueOptions {
  /** The job exists if and only if this transaction commits. */
  readonly tx?: ClientBase;
}

export interface JobQueue {
  /** Returns false where a job of the same key already waits (see `JobDefinition.policy`). */
  enqueue<P>(job: JobDefinition<P>, payload: P, options?: EnqueueOptions): Promise<boolean>;
  /** Whether a job of the same key waits, runs or is going to be tried again. */
  isPending<P>(job: JobDefinition<P>, payload: P): Promise<boolean>;
  /**
   * Enqueues within a tenth of a second; calls of one key in that time become one. May be lost when the process dies, so
   * only for work that is stored elsewhere and swept up.
   */
  wake<P>(job: JobDefinition<P>, payload: P): void;
  /** Starts working on the job in this process. */
  work<P>(job: JobDefinition<P>, handler: JobHandler<P>, options?: { concurrency?: number }): Promise<void>;
  /** Enqueues the job at each time that the cron expression (UTC) names. */
  schedule<P>(job: JobDefinition<P>, cron: string, payload: P): Promise<void>;
  readonly hints: Hints;
  /** Resolves when nothing that this process works on runs, waits or is going to be tried again. */
  settled(signal?: AbortSignal): Promise<void>;
  /** Takes no more jobs, aborts and waits for those that run; what did not finish is taken up by another worker. */
  stop(): Promise<void>;
}

export interface QueueOptions {
  readonly connectionString: string;
  readonly log: Log;
  /** Connections of the queue's own. */
  readonly poolSize?: number;
  /** How often workers look for jobs without having been notified, such as retries that are due. */
  readonly pollSeconds?: number;
  /**
   * Worker processes look after expired jobs and schedules, and the first one to live takes back what killed ones left active; a
   * process that only enqueues does not.
   */
  readonly supervise?: boolean;
}

const SCHEMA = "pgboss";
const JOB = raw(`${SCHEMA}.job`);
const DEAD_LETTERS = "dead-letters";
const WAKE_MS = 50;
const STOP_TIMEOUT_MS = 20_000;

const abandoned = z.array(z.object({ name: z.string(), ids: z.array(z.string()) }));

/** Connects to the queue, creating its tables where they are missing. */
export async function startQueue(options: QueueOptions): Promise<JobQueue> {
  const { log, supervise = true, pollSeconds = 2 } = options;
  const boss = new PgBoss({
    connectionString: options.connectionString,
    schema: SCHEMA,
    max: options.poolSize ?? 4,
    application_name: "klantwaarde jobs",
    useListenNotify: true,
    supervise,
    schedule: supervise,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  });
  boss.on("error", (error) => log.error("jobs.error", errorFields(error)));
  boss.on("warning", (warning) => log.warn("jobs.warning", { message: warning.message }));
  await boss.start();
  const execute = ({ text, values }: Sql) => boss.getDb().executeSql(text, values);

  async function createQueues(): Promise<void> {
    await boss.createQueue(DEAD_LETTERS);
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
      // Creating a queue that exists changes nothing, so its settings are brought up to date apart.
      await boss.createQueue(job.name, { ...settings, policy: job.policy });
      await boss.updateQueue(job.name, settings);
    }
  }

  /** A try that a killed process did not finish counts as one, so that a job which kills its process comes to an end. */
  async function takeBackActive(): Promise<void> {
    const names = ALL_JOBS.map((job) => job.name);
    const { rows } = await execute(
      sql`select name, array_agg(id) ids from ${JOB} where state = 'active' and name = any(${names}) group by name`,
    );
    for (const { name, ids } of abandoned.parse(rows)) {
      await boss.fail(name, ids, { message: "the process that worked on it is gone" });
      await execute(
        sql`update ${JOB} set start_after = ${raw(SCHEMA)}.job_now()
          where name = ${name} and id = any(${ids}) and state = 'retry'`,
      );
      log.info("jobs.taken_back", { job: name, jobs: ids.length });
    }
  }
  let leave = async () => {};
  try {
    await createQueues();
    if (supervise) {
      const { connectionString } = options;
      leave = await announceWorker({ connectionString, log, onAlone: takeBackActive });
    }
  } catch (error) {
    // Its timers would keep the process alive that nobody can use.
    await boss.stop({ graceful: false });
    throw error;
  }

  const hints = new Hints();
  /** Keys whose wake-up has not begun to be sent. */
  const waking = new Set<string>();
  const sending = new Set<Promise<void>>();
  const stopping = new AbortController();
  const worked: string[] = [];
  let running = 0;

  async function enqueue<P>(job: JobDefinition<P>, payload: P, { tx }: EnqueueOptions = {}) {
    const id = await boss.send(job.name, payload as object, {
      singletonKey: job.singletonKey(payload),
      ...(tx ? { db: { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) } } : {}),
    });
    return id !== null;
  }

  return {
    enqueue,
    hints,
    async isPending(job, payload) {
      const { rows } = await execute(
        sql`select 1 from ${JOB} where name = ${job.name} and singleton_key = ${job.singletonKey(payload)}
          and state in ('created', 'retry', 'active') limit 1`,
      );
      return rows.length > 0;
    },
    wake(job, payload) {
      const key = `${job.name} ${job.singletonKey(payload)}`;
      if (waking.has(key) || stopping.signal.aborted) return;
      waking.add(key);
      const sent = delay(WAKE_MS)
        .then(async () => {
          // Before the send: a call from here on must lead to a job of its own.
          waking.delete(key);
          await enqueue(job, payload);
        })
        .catch((error: unknown) => log.warn("jobs.wake.failed", { job: job.name, ...errorFields(error) }))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async work(job, handler, { concurrency = 2 } = {}) {
      const options = {
        localConcurrency: concurrency,
        pollingIntervalSeconds: Math.min(pollSeconds, 2),
        notifyPollingIntervalSeconds: pollSeconds,
        heartbeatRefreshSeconds: 10,
      };
      worked.push(job.name);
      await boss.work(job.name, options, async (batch) => {
        for (const { id, data, signal } of batch) {
          const startedMs = performance.now();
          running++;
          try {
            await handler(job.payload.parse(data), { signal: AbortSignal.any([signal, stopping.signal]) });
            log.debug("jobs.done", { job: job.name, id, ms: Math.round(performance.now() - startedMs) });
          } catch (error) {
            if (stopping.signal.aborted) throw error;
            log.warn("jobs.failed", { job: job.name, id, ...errorFields(error) });
            // A retry cannot help: the job is kept for people to look at, and counts as dealt with.
            if (!(error instanceof Error && "retry" in error && error.retry === "never")) throw error;
            await boss.send(DEAD_LETTERS, { job: job.name, payload: data, message: error.message });
          } finally {
            running--;
          }
        }
      });
    },
    async schedule(job, cron, payload) {
      await boss.schedule(job.name, cron, payload as object, { singletonKey: job.singletonKey(payload) });
    },
    async settled(signal) {
      for (;;) {
        await Promise.all(sending);
        const { rows } = await execute(
          sql`select 1 from ${JOB} where name = any(${worked})
            and state in ('created', 'retry', 'active') limit 1`,
        );
        if (rows.length === 0 && running === 0 && sending.size === 0) return;
        await delay(40, undefined, { signal });
      }
    },
    async stop() {
      stopping.abort(new Error("the process is stopping"));
      await Promise.all(sending);
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
      await leave();
    },
  };
}
