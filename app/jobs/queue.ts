import { setTimeout as delay } from "node:timers/promises";
import type { ClientBase } from "pg";
import { type JobWithMetadata, PgBoss } from "pg-boss";
import sql, { raw, type Sql } from "sql-template-tag";
import { z } from "zod";
import { KEEP_ALIVE } from "../db/client.ts";
import { errorFields, type Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import { ALL_JOBS } from "./all-jobs.ts";
import type { JobDefinition } from "./job-definition.ts";
import { createQueues, DEAD_LETTERS, JOB, QUEUE_NOW, SCHEMA, takeBackActive } from "./queue-tables.ts";
import { announceWorker, type WorkerPresence } from "./worker-presence.ts";

export interface JobContext {
  /** Of the job in the queue. */
  readonly id: string;
  /** Aborted when the process stops or the job took too long. */
  readonly signal: AbortSignal;
}

/** The job did what it could for now: its worker goes on with other jobs, and one of the same key runs after this time. */
export interface Again {
  readonly againAfterMs: number;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a handler that has nothing more to say returns nothing.
export type JobOutcome = Again | undefined | void;
type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<JobOutcome>;

interface EnqueueOptions {
  /** The job exists if and only if this transaction commits. */
  readonly tx?: ClientBase;
  /** The job waits this long before a worker may take it. */
  readonly afterMs?: number;
}

export interface JobQueue {
  /** Returns false where a job of the same key already waits (see `JobDefinition.policy`), which keeps its time. */
  enqueue<P>(job: JobDefinition<P>, payload: P, options?: EnqueueOptions): Promise<boolean>;
  /** A job of this key that waits for its time, or for another try, may be taken now. */
  hurry<P>(job: JobDefinition<P>, payload: P): Promise<void>;
  /** As `hurry`, for every job of a shop, whatever else is in its key. Other processes notice within seconds. */
  hurryShop(domain: string): Promise<void>;
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
  /** Throws where the queue's own connections or tables do not work. */
  probe(): Promise<void>;
  /** Jobs that were given up and are kept for people to look at. */
  countDeadLetters(): Promise<number>;
  /** Milliseconds since a worker of this process last looked for jobs and got an answer; null where it has none. */
  idleMs(): number | null;
  /**
   * Resolves when nothing that this process works on runs, is going to be tried again, or waits for less than ten seconds. What becomes
   * due meanwhile is taken at once, and not when a worker looks next.
   */
  settled(signal?: AbortSignal): Promise<void>;
  /** Takes no more jobs, aborts and waits for those that run; what did not finish is taken up by another worker. */
  stop(): Promise<void>;
}

export interface QueueOptions {
  readonly connectionString: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Connections of the queue's own. */
  readonly poolSize?: number;
  /** How often workers look for jobs without having been notified, such as those whose time has come. */
  readonly pollSeconds?: number;
  /**
   * Worker processes look after expired jobs and schedules, and the first one to live takes back what killed ones left active; a
   * process that only enqueues does not.
   */
  readonly supervise?: boolean;
}

const WAKE_MS = 50;
const STOP_TIMEOUT_MS = 20_000;
/** A job whose key has its turn elsewhere steps back for this long; the end of that turn calls it earlier. */
const TURN_TAKEN_MS = 1_000;
/** Until work fails that waits for one of the queue's few connections: the queue's own 10 s fail on a busy machine what only has to wait. */
const CONNECTION_WAIT_MS = 60_000;
const WAITING = ["created", "retry"];
const openJobs = z.array(z.object({ name: z.string(), due: z.boolean() }));
type Outcome = "done" | "again" | "stepped_back" | "left" | "failed" | "given_up" | "stopped";
/** Priority of jobs that stepped back, by which they are known. */
const STEPPED_BACK = 1;

/** Connects to the queue, creating its tables where they are missing. */
export async function startQueue(options: QueueOptions): Promise<JobQueue> {
  const { log, metrics, supervise = true, pollSeconds = 2 } = options;
  const boss = new PgBoss({
    connectionString: options.connectionString,
    schema: SCHEMA,
    max: options.poolSize ?? 4,
    application_name: "klantwaarde jobs",
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    ...KEEP_ALIVE,
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

  let presence: WorkerPresence | null = null;
  try {
    await createQueues(boss);
    if (supervise) {
      const { connectionString } = options;
      presence = await announceWorker({ connectionString, log, onAlone: () => takeBackActive(boss, log) });
    }
  } catch (error) {
    // Its timers would keep the process alive that nobody can use.
    await boss.stop({ graceful: false });
    throw error;
  }

  /** Keys whose wake-up has not begun to be sent. */
  const waking = new Set<string>();
  const sending = new Set<Promise<void>>();
  const stopping = new AbortController();
  /** The workers of each kind of job that this process works on. */
  const workers = new Map<string, string[]>();
  let running = 0;

  async function enqueue<P>(
    job: JobDefinition<P>,
    payload: P,
    { tx, afterMs = 0, priority = 0 }: EnqueueOptions & { priority?: number } = {},
  ) {
    const id = await boss.send(job.name, payload as object, {
      singletonKey: job.singletonKey(payload),
      priority,
      ...(afterMs > 0 ? { startAfter: afterMs / 1000 } : {}),
      ...(tx ? { db: { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) } } : {}),
    });
    return id !== null;
  }

  async function hurry<P>(job: JobDefinition<P>, payload: P): Promise<void> {
    const singletonKey = job.singletonKey(payload);
    await boss.update(job.name, undefined, { singletonKey, match: "all", startAfter: 0 });
  }

  async function hasJobIn<P>(states: readonly string[], job: JobDefinition<P>, payload: P): Promise<boolean> {
    const { rows } = await execute(
      sql`select 1 from ${JOB} where name = ${job.name} and singleton_key = ${job.singletonKey(payload)}
        and state::text = any(${states}) limit 1`,
    );
    return rows.length > 0;
  }

  /**
   * Runs the work unless a job of its key has its turn, in whatever process. Then a new job takes the place of this one: it may stand
   * for what came up after the other one had looked.
   */
  async function inTurn<P>(
    job: JobDefinition<P>,
    payload: P,
    work: () => Promise<Outcome>,
  ): Promise<Outcome> {
    if (job.policy === "exclusive") return work();
    if (!presence) throw new Error("a queue that does not supervise works on no job");
    const key = `${job.name} ${job.singletonKey(payload)}`;
    const endTurn = await presence.takeTurn(key);
    if (endTurn) {
      try {
        return await work();
      } finally {
        await endTurn();
        if (!stopping.signal.aborted) await callStepped(job, payload);
      }
    }
    await enqueue(job, payload, { afterMs: TURN_TAKEN_MS, priority: STEPPED_BACK });
    // The other turn may have ended before there was a job to call.
    const free = await presence.takeTurn(key);
    if (free) {
      await free();
      await callStepped(job, payload);
    }
    return "stepped_back";
  }

  /** Calls the job that stepped back, and none that waits for a time of its own. */
  async function callStepped<P>(job: JobDefinition<P>, payload: P): Promise<void> {
    const { rows } = await execute(
      sql`select 1 from ${JOB} where name = ${job.name} and singleton_key = ${job.singletonKey(payload)}
        and state = 'created' and priority = ${STEPPED_BACK} and start_after > ${QUEUE_NOW}`,
    );
    if (rows.length > 0) await hurry(job, payload);
  }

  async function run<P>(
    job: JobDefinition<P>,
    handler: JobHandler<P>,
    { id, data, signal, retryCount, retryLimit }: JobWithMetadata<unknown>,
  ): Promise<void> {
    const startedMs = performance.now();
    running++;
    let outcome: Outcome = retryCount < retryLimit ? "failed" : "given_up";
    try {
      const payload = job.payload.parse(data);
      outcome = await inTurn(job, payload, async () => {
        try {
          const both = AbortSignal.any([signal, stopping.signal]);
          const again = await handler(payload, { id, signal: both });
          if (again) await enqueue(job, payload, { afterMs: again.againAfterMs });
          log.debug("jobs.done", { job: job.name, id, ms: Math.round(performance.now() - startedMs) });
          return again ? "again" : "done";
        } catch (error) {
          if (stopping.signal.aborted) {
            outcome = "stopped";
            throw error;
          }
          log.warn("jobs.failed", { job: job.name, id, ...errorFields(error) });
          // Another job of the key waits and is going to do the same; tried again as well, this one would only be given up beside it.
          // A job that runs does not count: it may find this one waiting, and both would leave the work to each other.
          if (job.policy === "in_turn" && (await hasJobIn(WAITING, job, payload))) return "left";
          // A retry cannot help: the job is kept for people to look at, and counts as dealt with.
          if (!(error instanceof Error && "retry" in error && error.retry === "never")) throw error;
          await boss.send(DEAD_LETTERS, { job: job.name, payload, message: error.message });
          return "given_up";
        }
      });
    } finally {
      metrics.jobs.inc({ job: job.name, outcome });
      metrics.jobSeconds.observe({ job: job.name }, (performance.now() - startedMs) / 1000);
      running--;
    }
  }

  return {
    enqueue,
    hurry,
    async probe() {
      const names = ALL_JOBS.map((job) => job.name);
      const { rows } = await execute(sql`select from ${raw(SCHEMA)}.queue where name = any(${names})`);
      if (rows.length < names.length) throw new Error(`${names.length - rows.length} queues are missing`);
    },
    async countDeadLetters() {
      const { rows } = await execute(
        sql`select count(*)::int count from ${JOB} where name = ${DEAD_LETTERS} and state = 'created'`,
      );
      return z.array(z.object({ count: z.number() })).parse(rows)[0]?.count ?? 0;
    },
    idleMs() {
      const looked = boss.getWipData().flatMap((worker) => worker.lastFetchedOn ?? []);
      return looked.length === 0 ? null : Date.now() - Math.max(...looked);
    },
    async hurryShop(domain) {
      await execute(
        sql`update ${JOB} set start_after = ${QUEUE_NOW}
          where name = any(${ALL_JOBS.map((job) => job.name)}) and state in ('created', 'retry')
            and start_after > ${QUEUE_NOW}
            and (singleton_key = ${domain} or starts_with(singleton_key, ${`${domain} `}))`,
      );
    },
    isPending: (job, payload) => hasJobIn([...WAITING, "active"], job, payload),
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
      const its = workers.get(job.name) ?? [];
      workers.set(job.name, its);
      for (let at = 0; at < concurrency; at++) {
        let worker: string | null = null;
        const options = {
          pollingIntervalSeconds: Math.min(pollSeconds, 2),
          notifyPollingIntervalSeconds: pollSeconds,
          heartbeatRefreshSeconds: 10,
          includeMetadata: true as const,
        };
        worker = await boss.work(job.name, options, async (batch) => {
          // More may wait than there are workers, of whom each was notified once: after a job it looks again at once.
          if (worker) boss.notifyWorker(worker);
          for (const one of batch) await run(job, handler, one);
        });
        its.push(worker);
      }
    },
    async schedule(job, cron, payload) {
      await boss.schedule(job.name, cron, payload as object, { singletonKey: job.singletonKey(payload) });
    },
    async settled(signal) {
      for (;;) {
        await Promise.all(sending);
        const { rows } = await execute(
          sql`select name, bool_or(state <> 'active' and start_after <= ${QUEUE_NOW}) due from ${JOB}
            where name = any(${[...workers.keys()]}) and (state in ('retry', 'active')
              or (state = 'created' and start_after < ${QUEUE_NOW} + interval '10 seconds')) group by name`,
        );
        if (rows.length === 0 && running === 0 && sending.size === 0) return;
        for (const { name, due } of openJobs.parse(rows)) {
          if (due) for (const worker of workers.get(name) ?? []) boss.notifyWorker(worker);
        }
        await delay(40, undefined, { signal });
      }
    },
    async stop() {
      stopping.abort(new Error("the process is stopping"));
      await Promise.all(sending);
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
      await presence?.leave();
    },
  };
}
