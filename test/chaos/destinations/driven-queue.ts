import sql from "sql-template-tag";
import { z } from "zod";
import { type Db, rows } from "../../../app/db/client.ts";
import { ALL_JOBS } from "../../../app/jobs/all-jobs.ts";
import { modelRefitAllJob, modelRefitJob } from "../../../app/jobs/definitions/model-refit.ts";
import { defineRound, type JobDefinition } from "../../../app/jobs/job-definition.ts";
import type { JobContext, JobOutcome, JobQueue } from "../../../app/jobs/queue.ts";
import type { MortalProcess } from "./mortal-process.ts";

interface WorkedJob {
  readonly job: JobDefinition<unknown>;
  readonly handler: (payload: unknown, context: JobContext) => Promise<JobOutcome>;
}

export interface TakenJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** A fit takes longer than a life, and nothing here asks about it. */
const LEFT_ALONE: readonly string[] = [modelRefitJob.name, modelRefitAllJob.name];
const TRIES = 12;
const AFTER_FAILURE_MS = 20_000;

/**
 * The real queue, whose jobs run when the life says so instead of when a worker finds them. They are the same jobs, sent by the same
 * transactions; time passes by moving the times for which they wait.
 */
export class DrivenQueue {
  readonly #queue: JobQueue;
  readonly #db: Db;
  readonly #tries = new Map<string, number>();
  /** Said of jobs that were given up. */
  readonly givenUp: string[] = [];

  constructor(queue: JobQueue, db: Db) {
    this.#queue = queue;
    this.#db = db;
  }

  /** As a process sees the queue. Dead, it sends nothing any more. */
  of(process: MortalProcess): { readonly jobs: JobQueue; readonly worked: ReadonlyMap<string, WorkedJob> } {
    const queue = this.#queue;
    const worked = new Map<string, WorkedJob>();
    return {
      worked,
      jobs: {
        ...queue,
        enqueue: (job, payload, options) => process.alive(() => queue.enqueue(job, payload, options)),
        hurry: (job, payload) => process.alive(() => queue.hurry(job, payload)),
        wake: (job, payload) => void process.alive(() => queue.enqueue(job, payload)).catch(() => {}),
        async work(job, handler) {
          worked.set(job.name, {
            job: job as JobDefinition<unknown>,
            handler: (payload, context) => handler(job.payload.parse(payload), context),
          });
        },
      },
    };
  }

  /** Ids of the jobs whose time has come. */
  async due(): Promise<readonly string[]> {
    const found = await rows<{ id: string }>(
      this.#db.pool,
      sql`select id from pgboss.job where name = any(${JOB_NAMES}) and state in ('created', 'retry') and start_after <= now()
        order by created_on, id`,
    );
    return found.map(({ id }) => id);
  }

  async take(id: string): Promise<TakenJob | undefined> {
    const [job] = await rows<TakenJob>(
      this.#db.pool,
      sql`delete from pgboss.job where id = ${id}::uuid and state in ('created', 'retry') returning id, name, data`,
    );
    return job;
  }

  /** In how many milliseconds the next job's time comes, null where none waits. */
  async nextInMs(): Promise<number | null> {
    const [found] = await rows<{ ms: number | null }>(
      this.#db.pool,
      sql`select ceil(extract(epoch from min(start_after) - now()) * 1000)::float8 ms from pgboss.job
        where name = any(${JOB_NAMES}) and state in ('created', 'retry')`,
    );
    return found?.ms ?? null;
  }

  /** Runs a job in a process as the queue's worker does. */
  async run(
    process: MortalProcess,
    worked: ReadonlyMap<string, WorkedJob>,
    { id, name, data }: TakenJob,
  ): Promise<"done" | "failed" | "dead"> {
    const its = worked.get(name);
    if (!its) return "done";
    const running = its.handler(data, { id, signal: new AbortController().signal }).then(
      async (again) => {
        if (again)
          await process.alive(() => this.#queue.enqueue(its.job, data, { afterMs: again.againAfterMs }));
        return "done" as const;
      },
      (error: unknown) => this.#failed(its.job, data, error),
    );
    const outcome = await Promise.race([running, process.death.then(() => "dead" as const)]);
    if (outcome === "dead") await this.#queue.enqueue(its.job, data);
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

  /** Jobs wait for so much less. */
  async pass(ms: number): Promise<void> {
    await this.#db.pool.query(
      sql`update pgboss.job set start_after = start_after - make_interval(secs => ${ms / 1000})
        where name = any(${JOB_NAMES}) and state in ('created', 'retry')`,
    );
  }

  /** A job begins that the clock begins. */
  async begin(name: string): Promise<void> {
    await this.#queue.enqueue(defineRound(name), {});
  }

  /** Forgets what an earlier life left. */
  async clear(): Promise<void> {
    await this.#db.pool.query(sql`delete from pgboss.job where name = any(${JOB_NAMES})`);
    this.#tries.clear();
    this.givenUp.length = 0;
  }
}

const JOB_NAMES = z
  .array(z.string())
  .parse(ALL_JOBS.map(({ name }) => name).filter((name) => !LEFT_ALONE.includes(name)));
