import { setTimeout as delay } from "node:timers/promises";
import { type Begin, type Db, inTransaction, onConnection } from "../../../../app/db/client.ts";

/**
 * The same database, in which `before` is awaited ahead of every statement that goes over a pooled connection, inside of transactions
 * and outside. COPY is let through: it is a stream that has to begin at once.
 */
export function watchedDatabase(db: Db, before: () => Promise<void>): Db {
  const watched = <T extends object>(target: T, methods: Record<string, (...given: never[]) => unknown>): T =>
    new Proxy(target, {
      get(_, name) {
        const own = typeof name === "string" ? methods[name] : undefined;
        if (own) return own;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  const isStream = (statement: unknown) =>
    typeof statement === "object" && statement !== null && "submit" in statement;
  const queryOf =
    (target: { query: unknown }) =>
    (...given: unknown[]) => {
      const send = () => Reflect.apply(target.query as () => unknown, target, given);
      return isStream(given[0]) ? send() : before().then(send);
    };
  const pool = watched(db.pool, {
    query: queryOf(db.pool),
    async connect() {
      const connection = await db.pool.connect();
      return watched(connection, { query: queryOf(connection) });
    },
  });
  const begin: Begin = async (tx) => {
    await tx.query("begin");
  };
  return {
    ...db,
    pool,
    transaction: (work) => inTransaction(pool, begin, work),
    connection: (work) => onConnection(pool, begin, work),
  };
}

/** Resolves when an erasure is done, or waits for a lock that whoever was paused for it has. */
export async function doneOrBlocked(db: Db, erasure: Promise<unknown>): Promise<"done" | "blocked"> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  erasure.then(end, end);
  for (;;) {
    if (isDone) return "done";
    const blocked = await db.pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (blocked.rowCount) return "blocked";
    await delay(5);
  }
}
