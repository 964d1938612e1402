import type { QueryConfig } from "pg";
import sql from "sql-template-tag";
import type { ShopId } from "../platform/ids.ts";
import { type Begin, type Db, inTransaction, onConnection, type Queryable, rows, type Tx } from "./client.ts";

/**
 * An installation of a shop has a generation: a number that no other installation, uninstallation or redaction of any shop ever has.
 * Work that takes time belongs to the generation in which it began. What writes for a shop first takes the shop's row `for key share`
 * under that generation, inside the transaction that writes; a redaction raises the generation, takes the row `for update` and so
 * waits for those that are writing, and any later one is refused. After it no row of the shop can appear.
 */
export type Generation = number;

/** The installation that asked for this work has ended: the shop removed the app, was redacted, or was installed again. */
export class ShopLeft extends Error {
  readonly retry = "never";
  constructor() {
    super("the installation that this was done for has ended");
    this.name = "ShopLeft";
  }
}

/** Null for a shop that does not have the app. */
export async function installedGeneration(on: Queryable, shop: ShopId): Promise<Generation | null> {
  const [found] = await rows<{ generation: Generation }>(
    on,
    sql`select generation from shop where shop_id = ${shop} and uninstalled_at is null`,
  );
  return found?.generation ?? null;
}

/** Ends one generation of the shop and begins the next. */
export const NEXT_GENERATION = "nextval('shop_generation_seq')";

/** Whether the shop has a row, installed or not; it stays so until the transaction ends. */
export async function holdShop(tx: Tx, shop: ShopId): Promise<boolean> {
  const found = await tx.query(sql`select from shop where shop_id = ${shop} for key share`);
  return found.rowCount === 1;
}

/**
 * The database for work of one generation of a shop: each statement, on `pool` too, runs in a transaction that passes the fence
 * first, and throws ShopLeft where that generation has ended. It has no Prisma, which would pass the fence by.
 */
export function fenced({ pool }: Db, shop: ShopId, generation: Generation): Db {
  // Whole numbers, so that begin and fence are one round trip.
  const [shopId, its] = [BigInt(shop), BigInt(generation)];
  const begin: Begin = async (tx) => {
    const passed: unknown = await tx.query(
      `begin; select from shop where shop_id = ${shopId} and generation = ${its} for key share`,
    );
    const held = Array.isArray(passed) ? passed[1]?.rowCount : 0;
    if (held !== 1) throw new ShopLeft();
  };
  return {
    pool: new Proxy(pool, {
      get(target, name) {
        if (name === "query") {
          return (statement: string | QueryConfig, values?: unknown[]) =>
            inTransaction(target, begin, (tx) =>
              typeof statement === "string" ? tx.query(statement, values) : tx.query(statement),
            );
        }
        throw new Error(`"${String(name)}" of the pool is not for work that belongs to a shop`);
      },
    }),
    get prisma(): never {
      throw new Error("Prisma is not for work that belongs to a shop: it would pass the fence by");
    },
    transaction: (work) => inTransaction(pool, begin, work),
    connection: (work) => onConnection(pool, begin, work),
    async close() {
      throw new Error("a shop's work does not close the database");
    },
  };
}

/** A transaction for a shop that has the app now: what a page writes. Throws ShopLeft. */
export async function whileInstalled<T>(db: Db, shop: ShopId, work: (tx: Tx) => Promise<T>): Promise<T> {
  const generation = await installedGeneration(db.pool, shop);
  if (generation === null) throw new ShopLeft();
  return fenced(db, shop, generation).transaction(work);
}
