import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { Sql } from "sql-template-tag";
import { PrismaClient } from "./generated/client.ts";

/** A connection inside a transaction. */
export type Tx = pg.PoolClient;
/** What a single statement can run on. */
export type Queryable = pg.Pool | pg.PoolClient;
export const isTransaction = (on: Queryable): on is Tx => "release" in on;

export type Transaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export interface Db {
  pool: pg.Pool;
  /** Works on the same connections as `pool`. */
  prisma: PrismaClient;
  /** Commits what `work` did when it resolves, rolls back when it throws. */
  transaction: Transaction;
  /**
   * Gives `work` a connection of its own, for temporary tables that outlive a transaction, and what runs a transaction on it. A
   * connection on which something failed is closed, and its temporary tables with it.
   */
  connection<T>(work: (connection: Tx, transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  connectionString: string;
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** The server ends a statement that takes longer. */
  statementTimeoutMs?: number;
  /** The server ends a statement that waits longer for what another transaction holds. */
  lockTimeoutMs?: number;
  /** The client gives up after this, on a connection as on an answer: also where the server does nothing at all. */
  answerTimeoutMs?: number;
  /** An idle connection broke; the pool opens another one when needed. */
  onIdleError?: (error: Error) => void;
}

/** A server that went without a word is noticed by the kernel, also on a connection that only listens or waits for a lock. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 } as const;

/** Opens no connection yet: the first query does. */
export function connectDatabase(options: ConnectOptions): Db {
  const pool = new pg.Pool({
    ...KEEP_ALIVE,
    connectionString: options.connectionString,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? "klantwaarde",
    types: columnTypes,
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    query_timeout: options.answerTimeoutMs,
    connectionTimeoutMillis: options.answerTimeoutMs,
  });
  // Without a listener Node ends the process when the server closes an idle connection.
  pool.on("error", (error) => options.onIdleError?.(error));
  // The pool does not listen on a connection that is in use either: there, the waiting query gets the error.
  pool.on("connect", (connection) => connection.on("error", () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    transaction: (work) => inTransaction(pool, begin, work),
    connection: (work) => onConnection(pool, begin, work),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/**
 * All rows of a statement: composed with `sql` of sql-template-tag, which numbers the parameters, or text; only tests number
 * parameters by hand. `Row` states what the statement selects, with the columns' types as JavaScript gets them from `columnTypes`;
 * tests run each named question on a real database.
 */
export async function rows<Row extends pg.QueryResultRow>(
  on: Queryable,
  statement: Sql | string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const { text, values } =
    typeof statement === "string" ? { text: statement, values: [...parameters] } : statement;
  return (await on.query<Row>(text, values)).rows;
}

/**
 * As `rows`, for a statement that runs thousands of times a minute: each connection parses and plans it once, under this name. The text
 * must be the same for all calls of a name.
 */
export async function preparedRows<Row extends pg.QueryResultRow>(
  on: Queryable,
  name: string,
  { text, values }: Sql,
): Promise<Row[]> {
  return (await on.query<Row>({ name, text, values })).rows;
}

/** Begins a transaction; where it throws, nothing of the transaction is done. */
export type Begin = (tx: Tx) => Promise<void>;

export const begin: Begin = async (tx) => {
  await tx.query("begin");
};

export async function inTransaction<T>(
  pool: pg.Pool,
  begin: Begin,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    return await transactionOn(tx, begin, work, (error) => {
      broken = error;
    });
  } finally {
    // A connection that could not even roll back is closed instead of going back to the pool.
    tx.release(broken);
  }
}

export async function onConnection<T>(
  pool: pg.Pool,
  begin: Begin,
  work: (connection: Tx, transaction: Transaction) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    return await work(connection, (inside) => transactionOn(connection, begin, inside, () => {}));
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    connection.release(broken);
  }
}

async function transactionOn<T>(
  tx: Tx,
  begin: Begin,
  work: (tx: Tx) => Promise<T>,
  onBroken: (error: Error) => void,
): Promise<T> {
  try {
    await begin(tx);
    const result = await work(tx);
    await tx.query("commit");
    return result;
  } catch (error) {
    await tx.query("rollback").catch(onBroken);
    throw error;
  }
}

const { builtins } = pg.types;
const TEXT_ARRAY: number = 1009;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const DATE_ARRAY = 1182;
const textArray = pg.types.getTypeParser(TEXT_ARRAY);

const parsers: Record<number, (text: string) => unknown> = {
  [builtins.INT8]: safeInteger,
  [INT8_ARRAY]: (text) =>
    textArray(text).map((item: string | null) => (item === null ? null : safeInteger(item))),
  // Sums of bigint come as numeric, and numeric has more digits than a number: text, unless the query casts it.
  [builtins.NUMERIC]: (text) => text,
  [NUMERIC_ARRAY]: textArray,
  // A calendar day has no time zone, so no Date: 'YYYY-MM-DD'.
  [builtins.DATE]: (text) => text,
  [DATE_ARRAY]: textArray,
};

/** bigint -> number (an error beyond 2^53), numeric -> text, date -> 'YYYY-MM-DD', timestamptz -> Date; the rest as pg does. */
const columnTypes = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    (format !== "binary" && parsers[oid]) || pg.types.getTypeParser(oid, format),
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(
    `The database returned the bigint ${text}, which a JavaScript number cannot hold exactly.`,
  );
}
