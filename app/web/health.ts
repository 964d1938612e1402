import { connectDatabase, type Db } from "../db/client.ts";
import { countUnapplied, type MigrationFile } from "../db/migrate.ts";
import { forgetProcess, isWorking, WORKER_MS, writeSomething } from "../db/queries/processes.ts";
import { errorFields, type Log } from "../platform/log.ts";

export type Check = "database" | "migrations" | "queue" | "worker";
/** "ok", or why not: in words for an operator, without an address, a path or a secret. */
export type Checks = Readonly<Record<Check, string>>;

export interface Readiness {
  readonly status: "ready" | "not_ready" | "stopping";
  readonly checks: Checks | null;
}

/** What is asked of a process from outside. Every answer comes within seconds, and many questions at once cost as much as one. */
export interface Health {
  /** Whether the database answers. */
  isAlive(): Promise<boolean>;
  /** Whether the process should get requests: a row was committed, no migration is missing, the queue answers, and somewhere a worker works. */
  readiness(): Promise<Readiness>;
  /** From now on nothing is ready. */
  stop(): void;
  readonly stopping: boolean;
  close(): Promise<void>;
}

export interface HealthOptions {
  readonly connectionString: string;
  /** Those that the build needs. */
  readonly migrations: readonly MigrationFile[];
  readonly queue: { probe(): Promise<void> };
  readonly processId: string;
  readonly log: Log;
}

const LIMIT_MS = 2_000;
/** An answer is given again for this long. */
const KEPT_MS = 1_000;

class NoAnswer extends Error {
  constructor() {
    super("no answer in time");
    this.name = "NoAnswer";
  }
}

export function watchHealth({ connectionString, migrations, queue, processId, log }: HealthOptions): Health {
  // Connections of its own: pages that take all of theirs are busy, not ill.
  const db: Db = connectDatabase({
    connectionString,
    poolSize: 3,
    applicationName: "klantwaarde health",
    statementTimeoutMs: LIMIT_MS,
    answerTimeoutMs: LIMIT_MS,
  });
  let stopping = false;
  let wasReady = true;

  const alive = onceAtATime(async () => {
    try {
      await within(db.pool.query("select 1"));
      return true;
    } catch {
      return false;
    }
  });

  const checked = onceAtATime(async (): Promise<Checks> => {
    const errors: Record<string, unknown> = {};
    const check = async (name: Check, ask: () => Promise<string>): Promise<string> => {
      try {
        return await within(ask());
      } catch (error) {
        errors[name] = errorFields(error).message;
        return reasonOf(error);
      }
    };
    const [database, missing, jobs, worker] = await Promise.all([
      check("database", async () => {
        await writeSomething(db, processId);
        return "ok";
      }),
      check("migrations", async () => {
        const count = await countUnapplied(db.pool, migrations);
        return count === 0 ? "ok" : `${count} of this version are not applied`;
      }),
      check("queue", async () => {
        await queue.probe();
        return "ok";
      }),
      check("worker", async () =>
        (await isWorking(db.pool, WORKER_MS))
          ? "ok"
          : `no process has looked for jobs for ${WORKER_MS / 1000} seconds`,
      ),
    ]);
    const checks: Checks = { database, migrations: missing, queue: jobs, worker };
    const isReady = isGood(checks);
    if (!isReady && wasReady) log.warn("web.not_ready", { ...checks, errors });
    if (isReady && !wasReady) log.info("web.ready_again");
    wasReady = isReady;
    return checks;
  });

  return {
    isAlive: alive,
    async readiness() {
      if (stopping) return { status: "stopping", checks: null };
      const checks = await checked();
      if (stopping) return { status: "stopping", checks: null };
      return { status: isGood(checks) ? "ready" : "not_ready", checks };
    },
    stop() {
      stopping = true;
    },
    get stopping() {
      return stopping;
    },
    async close() {
      // A database that is gone keeps the row, which says nothing after some seconds.
      await within(forgetProcess(db.pool, processId)).catch(() => {});
      await within(db.close()).catch(() => {});
    },
  };
}

const isGood = (checks: Checks): boolean => Object.values(checks).every((result) => result === "ok");

/** Questions that come while one is being answered, and a moment after it, get its answer. */
function onceAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    if (answer === null) {
      answer = ask();
      const forget = () => {
        answer = null;
      };
      answer.finally(() => setTimeout(forget, KEPT_MS).unref()).catch(() => {});
    }
    return answer;
  };
}

/** Not everything that is asked knows a limit of its own, and a pool makes its callers wait for a connection first. */
export async function within<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer()), LIMIT_MS + 500);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** PostgreSQL's codes (its manual, appendix A) that a person can do something about. */
const REASONS: Readonly<Record<string, string>> = {
  "25006": "takes no writes: it is read-only",
  "42501": "takes no writes: the app's role may not write",
  "53100": "takes no writes: its disk is full",
  "53300": "has no connection left",
  "57014": "did not answer in time",
  "57P03": "is starting or stopping",
};

function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (REASONS[code]) return REASONS[code];
  if (error instanceof NoAnswer || (error instanceof Error && /timeout/i.test(error.message))) {
    return "did not answer in time";
  }
  // Only an answer of the server has a severity.
  const isAnswer = typeof error === "object" && error !== null && "severity" in error;
  return isAnswer ? `refused with the code ${code}` : "does not answer";
}
