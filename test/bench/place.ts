import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectDatabase, type Db } from "../../app/db/client.ts";
import { APP_ROLE } from "../../app/db/embedded/app-role.ts";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "../../app/db/embedded/embedded.ts";
import { asSuperuser } from "../../app/db/embedded/temporary.ts";
import { applyMigrations } from "../../app/db/migrate.ts";
import { shopRef } from "../../app/platform/ids.ts";

export const ROOT = join(import.meta.dirname, "../..");
export const CLIENT_ID = "klantwaarde-bench";
export const SHOP = shopRef("bench.myshopify.com");

/**
 * Where a benchmark runs: a temporary folder with a database server of its own under the app's own settings, fsync and
 * all, so that a commit costs what it costs a merchant.
 */
export interface Place {
  readonly folder: string;
  readonly connectionString: string;
  readonly db: Db;
  readonly clientSecret: string;
  readonly encryptionKeys: string;
  /** Takes everything away again, what runs on it first. Calls after the first do nothing more. */
  close(): Promise<void>;
  /** What is closed before the database. */
  readonly closers: (() => Promise<void>)[];
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "klantwaarde-bench-"));
  const dataDir = join(folder, "postgres");
  mkdirSync(join(folder, "logs"));
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      for (const closer of closers.splice(0).reverse()) await closer();
      await removeEmbeddedPostgres(dataDir);
      rmSync(folder, { recursive: true, force: true });
    })();
    return closing;
  };
  try {
    const server = await startEmbeddedPostgres({ dataDir });
    closers.push(() => server.stop());
    const { connectionString } = server;
    await allowCheckpoints(asSuperuser(connectionString, dataDir));
    await applyMigrations(connectionString, join(ROOT, "prisma/migrations"));
    const db = connectDatabase({ connectionString, poolSize: 12, applicationName: "bench" });
    closers.push(() => db.close());
    return {
      folder,
      connectionString,
      db,
      clientSecret: randomBytes(24).toString("hex"),
      encryptionKeys: `bench:${randomBytes(32).toString("base64")}`,
      close,
      closers,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Rounds begin after a checkpoint, so that none pays for what another one wrote. The app itself may not ask for one. */
async function allowCheckpoints(superuserConnectionString: string): Promise<void> {
  const superuser = connectDatabase({
    connectionString: superuserConnectionString,
    applicationName: "bench",
  });
  await superuser.pool.query(`grant pg_checkpoint to ${APP_ROLE}`);
  await superuser.close();
}
