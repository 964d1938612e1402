import sql from "sql-template-tag";
import { z } from "zod";
import { type Db, rows } from "../../../app/db/client.ts";
import { ALL_JOBS } from "../../../app/jobs/all-jobs.ts";
import { modelRefitAllJob, modelRefitJob } from "../../../app/jobs/definitions/model-refit.ts";
import { defineRound, type JobDefinition } from "../../../app/jobs/job-definition.ts";
import type { JobContext, JobOutcome, JobQueue } from "../../../app/jobs/queue.ts";
import type { Clock } from "../../../app/platform/clock.ts";
import type { Mortal } from "./mortal-process.ts";

export interface TakenJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** A fit takes longer than a life, and nothing here asks about it. */
const LEFT_ALONE: readonly string[] = [modelRefitJob.name, modelRefitAllJob.name];
const TRIES = 12;
const AFTER_FAILURE_MS = 20_000;

export interface WaitingJob extends TakenJob {
  /** Until its time comes, by the clock of the life; not above 0 where it has. */
  readonly inMs: number;
}

/**
 * The real queue, whose jobs run when the life says so instead of when a worker finds them. They are the same jobs, sent by the same
 * transactions; its tables go by the clock of the life.
 */
export class DrivenQueue {
  readonly #queue: JobQueue;
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #tries = new Map<string, number>();
  readonly #waking = new Set<Promise<unknown>>();
  /** Said of jobs that were given up. */
  readonly givenUp: string[] = [];

  constructor(queue: JobQueue, db: Db, clock: Clock) {
    this.#queue = queue;
    this.#db = db;
    this.#clock = clock;
  }

  /** Has the queue of this database go by a time that is told to it. */
  static async takeClock(db: Db): Promise<void> {
    await db.pool.query(`create table pgboss.life_clock (at timestamptz not null);
      insert into pgboss.life_clock values (now());
      create or replace function pgboss.job_now() returns timestamptz language sql stable as 'select at from pgboss.life_clock'`);
  }

  /** As a process in this one sees the queue. */
  of(process: Mortal): ProcessQueue {
    return queueOf(process, this.#queue, this.#waking);
  }

  /** In the order of their times; of one time in an order that does not depend on who sent them first. */
  async waiting(): Promise<readonly WaitingJob[]> {
    await Promise.all(this.#waking);
    const now = this.#clock();
    return rows<WaitingJob & Record<string, unknown>>(
      this.#db.pool,
      sql`with told as (update pgboss.life_clock set at = ${now})
        select id, name, data, (extract(epoch from start_after - ${now}) * 1000)::float8 "inMs" from pgboss.job
        where name = any(${JOB_NAMES}) and state in ('created', 'retry') order by start_after, name, singleton_key, id`,
    );
  }

  /** Takes a job that waits out of the queue. */
  async take({ id }: TakenJob): Promise<void> {
    await this.#db.pool.query(sql`delete from pgboss.job where id = ${id}::uuid`);
  }

  /** Runs a job in a process as the queue's worker does. */
  async run(
    process: Mortal,
    { name, data }: TakenJob,
    work: () => Promise<JobOutcome>,
  ): Promise<"done" | "failed" | "dead"> {
    const job = ALL_JOBS.find((one) => one.name === name) as JobDefinition<unknown> | undefined;
    if (!job) throw new Error(`nobody knows the job ${name}`);
    const running = work().then(
      async (again) => {
        if (again)
          await process.alive(() =>
            this.#queue.enqueue(job, data, inWholeSeconds({ afterMs: again.againAfterMs })),
          );
        return "done" as const;
      },
      (error: unknown) => (process.isDead() ? ("dead" as const) : this.#failed(job, data, error)),
    );
    const outcome = await Promise.race([running, process.death.then(() => "dead" as const)]);
    if (outcome === "dead") await this.#queue.enqueue(job, data);
    return outcome;
  }

  async #failed(job: JobDefinition<unknown>, data: unknown, error: unknown): Promise<"failed"> {
    const key = `${job.name} ${job.singletonKey(data)}`;
    const tries = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.set(key, tries);
    const isNever = error instanceof Error && "retry" in error && error.retry === "never";
    if (isNever || tries > TRIES) {
      this.#tries.delete(key);
      this.givenUp.push(`${job.name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    } else await this.#queue.enqueue(job, data, { afterMs: AFTER_FAILURE_MS });
    return "failed";
  }

  /** A job begins that the clock begins. */
  async begin(name: string): Promise<void> {
    await this.#queue.enqueue(defineRound(name), {});
  }

  /** Tells the database the time. */
  async tellTime(): Promise<void> {
    await this.#db.pool.query(sql`update pgboss.life_clock set at = ${this.#clock()}`);
  }

  /** Forgets what an earlier life left. */
  async clear(): Promise<void> {
    await this.#db.pool.query(sql`delete from pgboss.job where name = any(${JOB_NAMES})`);
    this.#tries.clear();
    this.givenUp.length = 0;
  }
}

/** Waits are of whole seconds, as some of them are left over from a wait that the machine's clock has measured. */
const inWholeSeconds = <Options extends { readonly afterMs?: number }>(options: Options): Options => ({
  ...options,
  afterMs: Math.ceil((options.afterMs ?? 0) / 1_000) * 1_000,
});

export interface ProcessQueue {
  readonly jobs: JobQueue;
  /** What the process does for a job. */
  work(job: TakenJob): Promise<JobOutcome>;
}

/** As a process sees the queue: it takes no job by itself. Dead, it sends nothing any more. */
export function queueOf(process: Mortal, queue: JobQueue, waking: Set<Promise<unknown>>): ProcessQueue {
  const worked = new Map<string, (payload: unknown, context: JobContext) => Promise<JobOutcome>>();
  return {
    work: async ({ id, name, data }) =>
      worked.get(name)?.(data, { id, signal: new AbortController().signal }),
    jobs: {
      ...queue,
      enqueue: (job, payload, options = {}) =>
        process.alive(() => queue.enqueue(job, payload, inWholeSeconds(options))),
      hurry: (job, payload) => process.alive(() => queue.hurry(job, payload)),
      wake(job, payload) {
        if (process.isDead()) return;
        const woken = queue.enqueue(job, payload).catch(() => {});
        waking.add(woken);
        void woken.then(() => waking.delete(woken));
      },
      async work(job, handler) {
        worked.set(job.name, (payload, context) => handler(job.payload.parse(payload), context));
      },
    },
  };
}

const JOB_NAMES = z
  .array(z.string())
  .parse(ALL_JOBS.map(({ name }) => name).filter((name) => !LEFT_ALONE.includes(name)));
