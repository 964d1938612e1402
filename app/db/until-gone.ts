import { connect } from "node:net";
import type pg from "pg";
import { begin, type Db, onConnection } from "./client.ts";

export interface UntilGone {
  /** Aborted when the client has left. */
  readonly signal: AbortSignal;
  /** Waits until a connection may be taken; returns how to give that permission back. */
  readonly turn: (signal: AbortSignal) => Promise<() => void>;
}

/**
 * The database for one request: what it asks is cancelled in the server when the signal is aborted, and what it has not asked yet is not
 * asked any more. A connection whose statement was cancelled is closed, so that a late cancellation never meets another's statement.
 * The Prisma client stays as it is: it reads single rows by key.
 */
export function untilGone(db: Db, { signal, turn }: UntilGone): Db {
  async function checkOut(): Promise<pg.PoolClient> {
    const endTurn = await turn(signal);
    let client: pg.PoolClient;
    try {
      client = await db.pool.connect();
    } catch (error) {
      endTurn();
      throw error;
    }
    let cancelled = false;
    const cancel = () => {
      cancelled = true;
      cancelStatement(client);
    };
    const release = client.release;
    client.release = (error) => {
      signal.removeEventListener("abort", cancel);
      client.release = release;
      release.call(client, error ?? cancelled);
      endTurn();
    };
    if (signal.aborted) {
      client.release();
      throw signal.reason;
    }
    signal.addEventListener("abort", cancel, { once: true });
    return client;
  }

  async function transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const tx = await checkOut();
    let broken: Error | undefined;
    try {
      await tx.query("begin");
      const result = await work(tx);
      await tx.query("commit");
      return result;
    } catch (error) {
      await tx.query("rollback").catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      throw signal.aborted ? signal.reason : error;
    } finally {
      tx.release(broken);
    }
  }

  const pool: pg.Pool = Object.create(db.pool, {
    connect: { value: checkOut },
    query: {
      value: async (...statement: Parameters<pg.PoolClient["query"]>) => {
        const client = await checkOut();
        try {
          return await client.query(...statement);
        } catch (error) {
          throw signal.aborted ? signal.reason : error;
        } finally {
          client.release();
        }
      },
    },
  });
  return {
    pool,
    prisma: db.prisma,
    transaction,
    connection: (work) => onConnection(pool, begin, work),
    close: () => db.close(),
  };
}

/** What `pg` knows of a connection and its types do not tell. */
interface Cancellable {
  readonly processID: number;
  readonly secretKey: number;
  readonly connectionParameters: { readonly host: string; readonly port: number };
}

/** The code of a cancel request (PostgreSQL's protocol, "CancelRequest"). */
const CANCEL = 80_877_102;

/** A cancel request goes over a connection of its own, which the server closes; where it does not arrive, the statement time-out remains. */
function cancelStatement(client: pg.PoolClient): void {
  const { processID, secretKey, connectionParameters } = client as unknown as Cancellable;
  const { host, port } = connectionParameters;
  const message = Buffer.alloc(16);
  for (const [at, value] of [16, CANCEL, processID, secretKey].entries()) message.writeInt32BE(value, at * 4);
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on("error", () => {});
  socket.end(message);
}
