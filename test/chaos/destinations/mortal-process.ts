import { randomUUID } from "node:crypto";
import type pg from "pg";
import { connectDatabase, type Db } from "../../../app/db/client.ts";

const POINTS = ["request", "answer", "before commit", "after commit"] as const;
/** Where a process can die: before a request leaves it, when the answer is there, and on both sides of a commit. */
export type Point = (typeof POINTS)[number];

/** Of what a killed process waits for. */
const never = <T>() => new Promise<T>(() => {});

/**
 * What a process of the app works with, in the process of the test: its own connections to the database, and its way to the tools. Killed, it does
 * nothing more: what it waits for never comes, its connections are closed by the server, and no handler of an error gets anywhere.
 */
export interface MortalProcess {
  readonly db: Db;
  readonly fetch: typeof fetch;
  readonly isDead: () => boolean;
  /** Dies at the n-th point of this kind from now, 0 the next one. */
  dieAt(point: Point, after: number): void;
  /** The server closes its connections; the process goes on. */
  loseConnections(): Promise<void>;
  /** Resolves when the process is dead. */
  readonly death: Promise<void>;
  /** What a living process may do; a dead one waits for ever. */
  alive<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface MortalOptions {
  readonly connectionString: string;
  /** A connection of somebody else. */
  readonly admin: Db;
  /** A request to a tool, between the process and the tool. */
  readonly send: (request: Request) => Promise<Response>;
}

export function startMortalProcess({ connectionString, admin, send }: MortalOptions): MortalProcess {
  const applicationName = `mortal ${randomUUID()}`;
  const db = connectDatabase({ connectionString, applicationName, poolSize: 6 });
  let dead = false;
  let die = () => {};
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  let doom: { point: Point; left: number } | null = null;

  async function closeConnections(): Promise<void> {
    await admin.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
      [applicationName],
    );
  }
  /** Never returns where the process dies here. */
  async function pass(point: Point): Promise<void> {
    if (dead) return never();
    if (doom?.point !== point || doom.left-- > 0) return;
    doom = null;
    dead = true;
    await closeConnections();
    die();
    return never();
  }

  db.pool.on("connect", (client: pg.PoolClient) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const isCommit = (given: unknown) => typeof given === "string" && given.toLowerCase() === "commit";
    // A single statement of the pool is a commit too; it comes with a callback.
    Object.assign(client, {
      query(...given: unknown[]): unknown {
        const callback = given.at(-1);
        if (typeof callback === "function") {
          const told = (...answer: unknown[]) => void pass("after commit").then(() => callback(...answer));
          return void pass("before commit").then(() => query(...given.slice(0, -1), told));
        }
        const asked = async () => {
          if (dead) return never();
          if (isCommit(given[0])) await pass("before commit");
          const answer = await Promise.resolve(query(...given)).catch((error: unknown) => {
            if (!dead) throw error;
          });
          if (isCommit(given[0])) await pass("after commit");
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
      doom = { point, left: after };
    },
    loseConnections: closeConnections,
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
    async fetch(...given) {
      await pass("request");
      const answer = await send(new Request(...given)).catch(async (error: unknown) => {
        await pass("answer");
        throw error;
      });
      await pass("answer");
      return answer;
    },
    async close() {
      dead = true;
      await closeConnections();
      await db.prisma.$disconnect().catch(() => {});
      // Connections that wait for ever are never given back.
      void db.pool.end().catch(() => {});
    },
  };
}
