import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Db } from "../../app/db/client.ts";

/** Parents before children: the foreign keys are checked as rows come. */
const TABLES = ["customer", "orders", "order_line", "order_refund"] as const;

const fileOf = (folder: string, table: string) => join(folder, `${table}.copy`);

/** Writes the tables that a backfill fills to files, one a table. */
export async function dumpTables(db: Db, folder: string): Promise<void> {
  for (const table of TABLES) {
    const connection = await db.pool.connect();
    try {
      await pipeline(
        connection.query(copyTo(`copy ${table} to stdout`)),
        createWriteStream(fileOf(folder, table)),
      );
    } finally {
      connection.release();
    }
  }
}

/** Reads those files back: nothing but COPY, a statement a table. */
export async function copyTables(db: Db, folder: string): Promise<void> {
  const connection = await db.pool.connect();
  try {
    for (const table of TABLES) {
      const file = createReadStream(fileOf(folder, table), { highWaterMark: 1 << 20 });
      await pipeline(file, connection.query(copyFrom(`copy ${table} from stdin`)));
    }
  } finally {
    connection.release();
  }
}
