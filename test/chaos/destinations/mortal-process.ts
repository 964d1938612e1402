import { randomUUID } from "node:crypto";
import type pg from "pg";
import { connectDatabase, type Db } from "../../../app/db/client.ts";

export const POINTS = ["request", "answer", "before commit", "after commit"] as const;
/** Where a process can die, or lose its connections: before a request leaves it, when the answer is there, and on both sides of a commit. */
export type Point = (typeof POINTS)[number];

/** Of what a killed process waits for. */
export const never = <T>() => new Promise<T>(() => {});

/** A process of the app that can be killed. */
export interface Mortal {
  readonly isDead: () => boolean;
  /** A request or an answer passes on its way to or from a tool: the process may die of it. */
  passes(point: "request" | "answer"): Promise<"alive" | "dead">;
  /** Dies at the n-th point of this kind from now, 0 the next one. */
  dieAt(point: Point, after: number): void;
  /** There the database server closes its connections, and the process goes on. */
  loseConnectionsAt(point: Point, after: number): void;
  kill(): Promise<void>;
  /** Resolves when the process is dead. */
  readonly death: Promise<void>;
  /** It waits for nothing of the database, and whatever it does next it does upon an answer of somebody else. */
  readonly isAtRest: () => boolean;
  /** Resolves when that may have changed. */
  changed(): Promise<void>;
  /** What a living process may do; a dead one waits for ever. */
  alive<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * What a process of the app works with, in the process of the test: its own connections to the database. Killed, it does nothing more: what it
 * waits for never comes, its connections are closed by the server, and no handler of an error gets anywhere.
 */
export interface MortalProcess extends Mortal {
  readonly db: Db;
  close(): Promise<void>;
}

export interface MortalOptions {
  readonly connectionString: string;
  readonly applicationName?: string;
  /** A connection of somebody else. */
  readonly admin: Db;
  /** Kills the process for real. */
  readonly onKill?: () => void;
}

/** Returns when the server has done with them: what they were about to commit is committed by then, or never. */
export async function closeConnectionsOf(applicationName: string, admin: Db): Promise<void> {
  await admin.pool.query(
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = $1",
    [applicationName],
  );
}

export function startMortalProcess({
  connectionString,
  applicationName = `mortal ${randomUUID()}`,
  admin,
  onKill,
}: MortalOptions): MortalProcess {
  const db = connectDatabase({ connectionString, applicationName, poolSize: 6 });
  let dead = false;
  let die = () => {};
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  let change = Promise.withResolvers<void>();
  const changed = () => {
    const { resolve } = change;
    change = Promise.withResolvers<void>();
    resolve();
  };
  for (const event of ["release", "remove", "error"] as const) db.pool.on(event, changed);
  let doom: { point: Point; left: number; isDeath: boolean } | null = null;

  const closeConnections = () => closeConnectionsOf(applicationName, admin);
  async function passes(point: Point): Promise<"alive" | "dead"> {
    if (dead) return "dead";
    if (doom?.point !== point || doom.left-- > 0) return "alive";
    const { isDeath } = doom;
    doom = null;
    if (!isDeath) {
      await closeConnections();
      // Until the pool knows of it: else it is chance which of them is used once more.
      while (db.pool.idleCount > 0) await change.promise;
      return "alive";
    }
    await kill();
    return "dead";
  }
  async function kill(): Promise<void> {
    if (dead) return;
    onKill?.();
    dead = true;
    await closeConnections();
    die();
    changed();
  }
  /** Never returns where the process dies here. */
  async function survive(point: Point): Promise<void> {
    if ((await passes(point)) === "dead") return never();
  }

  db.pool.on("connect", (client: pg.PoolClient) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const isCommit = (given: unknown) => typeof given === "string" && given.toLowerCase() === "commit";
    // A single statement of the pool is a commit too; it comes with a callback.
    Object.assign(client, {
      query(...given: unknown[]): unknown {
        const callback = given.at(-1);
        if (typeof callback === "function") {
          const told = (...answer: unknown[]) => void survive("after commit").then(() => callback(...answer));
          return void survive("before commit").then(() => query(...given.slice(0, -1), told));
        }
        const asked = async () => {
          if (dead) return never();
          if (isCommit(given[0])) await survive("before commit");
          const answer = await Promise.resolve(query(...given)).catch((error: unknown) => {
            if (!dead) throw error;
          });
          if (isCommit(given[0])) await survive("after commit");
          return dead ? never() : answer;
        };
        // Streams, such as those of COPY, are given back as they are.
        const [first] = given;
        return typeof first === "object" && first !== null && "submit" in first ? query(...given) : asked();
      },
    });
  });

  return {
    db,
    death,
    isDead: () => dead,
    dieAt(point, after) {
      doom = { point, left: after, isDeath: true };
    },
    loseConnectionsAt(point, after) {
      doom = { point, left: after, isDeath: false };
    },
    kill,
    isAtRest: () => dead || (db.pool.idleCount === db.pool.totalCount && db.pool.waitingCount === 0),
    changed: () => change.promise,
    async alive(work) {
      if (dead) return never();
      try {
        const result = await work();
        return dead ? never() : result;
      } catch (error) {
        if (dead) return never();
        throw error;
      }
    },
    passes,
    async close() {
      dead = true;
      await closeConnections();
      await db.prisma.$disconnect().catch(() => {});
      // Connections that wait for ever are never given back.
      void db.pool.end().catch(() => {});
    },
  };
}
