import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connectDatabase, rows } from "../../app/db/client.ts";
import { startTemporaryPostgres } from "../../app/db/embedded/temporary.ts";
import { applyMigrations } from "../../app/db/migrate.ts";
import { databaseUrl, onServer } from "../db/cluster.ts";
import { mountDisk } from "../db/small-disk.ts";

const TEMPLATE = "chaos_template";
const DISK = "chaos_disk";
const DISK_MB = 192;
/** Whoever keeps the server running gives up at the fourth end within a minute. */
const BETWEEN_KILLS_MS = 25_000;

/** A database server for lives, one after the other, that can be killed, and whose disk can be full. */
export interface ChaosServer {
  readonly connectionString: string;
  /** A database with every migration. */
  readonly template: string;
  /** Ends the postmaster as the kernel would. It is started again on the same data. */
  killPostmaster(): Promise<void>;
  /** Null where this process may not mount a disk of its own. The server's log and its write-ahead log are on another one. */
  readonly disk: { fill(): void; free(): void } | null;
  stop(): Promise<void>;
}

export async function startChaosServer(): Promise<ChaosServer> {
  const { connectionString, superuserConnectionString, stop } = await startTemporaryPostgres({
    survivesCrash: true,
  });
  let disk: ReturnType<typeof mountDisk> | null = null;
  const stopAll = async () => {
    await stop();
    disk?.unmount();
  };
  try {
    const dataFolder = await dataFolderOf(superuserConnectionString);
    await onServer(connectionString, `create database ${TEMPLATE}`);
    disk = mountDisk(dataFolder, DISK_MB);
    if (disk) {
      await onServer(superuserConnectionString, `create tablespace ${DISK} location '${disk.place}'`);
      await onServer(superuserConnectionString, `grant create on tablespace ${DISK} to public`);
      // Databases that are made from it are where it is.
      await onServer(connectionString, `alter database ${TEMPLATE} set tablespace ${DISK}`);
    }
    await applyMigrations(databaseUrl(connectionString, TEMPLATE), "prisma/migrations");
    let killedMs = Number.NEGATIVE_INFINITY;
    return {
      ...{ connectionString, template: TEMPLATE, disk, stop: stopAll },
      async killPostmaster() {
        await delay(Math.max(0, killedMs + BETWEEN_KILLS_MS - performance.now()));
        killedMs = performance.now();
        const [pid] = readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n");
        process.kill(Number(pid), "SIGKILL");
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function dataFolderOf(connectionString: string): Promise<string> {
  const db = connectDatabase({ connectionString });
  try {
    const [found] = await rows<{ folder: string }>(
      db.pool,
      "select current_setting('data_directory') folder",
    );
    return found!.folder;
  } finally {
    await db.close();
  }
}
