import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statfsSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLUSTER_ROLE } from "./app-role.ts";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";
import { EmbeddedPostgresError } from "./error.ts";

const MEMORY = "/dev/shm";
/** Containers may share the memory, and cannot see each other's processes: each removes its own folders only. */
const PREFIX = `klantwaarde-postgres-${pidNamespace()}-`;
/** Folders that begin like this are removed when no living process has claimed them. */
export const SHORT_LIVED = join(MEMORY, PREFIX);
const ENOUGH_BYTES = 4 * 2 ** 30;

/**
 * A server for tests and for comparing schemas: nothing of it survives `stop`, or a power failure; what was committed survives a crash of
 * PostgreSQL alone only where `survivesCrash` asks for it.
 */
export async function startTemporaryPostgres({ survivesCrash = false } = {}): Promise<{
  connectionString: string;
  /** As the cluster's superuser, for what only that may do. */
  superuserConnectionString: string;
  stop(): Promise<void>;
}> {
  if (existsSync(MEMORY)) await removeForgotten();
  const place = survivesCrash ? tmpdir() : shortLivedFolder();
  const dataDir = mkdtempSync(join(place, PREFIX));
  const server = await startEmbeddedPostgres({
    dataDir,
    mayCreateDatabases: true,
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: survivesCrash ? "on" : "off",
      max_connections: "200",
      // Statistics change when a test asks for it. And only a superuser may drop a database while a worker of this cleans it.
      autovacuum: "off",
      // A client hashes the password this many times for each connection, and tests open thousands.
      scram_iterations: "1",
    },
  });
  return {
    connectionString: server.connectionString,
    superuserConnectionString: asSuperuser(server.connectionString, dataDir),
    async stop() {
      await server.stop();
      await removeEmbeddedPostgres(dataDir);
    },
  };
}

/** The same database as the role that made the cluster, for what the app's own role must not do. */
export function asSuperuser(connectionString: string, dataDir: string): string {
  const url = new URL(connectionString);
  url.username = CLUSTER_ROLE;
  url.password = readFileSync(join(dataDir, "password"), "utf8");
  return url.href;
}

/**
 * Memory where there is plenty. A database is some 450 files, and ext4 looks for each new one past all that were deleted in the last
 * minutes: copying a database right after others were dropped takes it fifteen times as long.
 */
export function shortLivedFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (Math.min(bavail * bsize, process.availableMemory()) >= ENOUGH_BYTES) return MEMORY;
  } catch {
    // There is none outside Linux.
  }
  return tmpdir();
}

/** A process that was killed leaves its folder behind, and in memory it stays until the next start of the machine. */
async function removeForgotten(): Promise<void> {
  for (const name of readdirSync(MEMORY).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(MEMORY, name);
    try {
      // A younger one may be about to be claimed.
      if (Date.now() - statSync(folder).mtimeMs > 60_000) await removeEmbeddedPostgres(folder);
    } catch (error) {
      const gone = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!gone && !(error instanceof EmbeddedPostgresError)) throw error;
    }
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
  } catch {
    return "own";
  }
}
