import { spawnSync } from "node:child_process";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import type { Log } from "../../platform/log.ts";
import { APP_ROLE, appPassword, CLUSTER_ROLE, DATABASE, ensureAppDatabase } from "./app-role.ts";
import { type PostgresBinaries, postgresBinaries, type ServerUser, serverUser } from "./binaries.ts";
import { EmbeddedPostgresError, fileProblem } from "./error.ts";
import {
  createPassword,
  type EmbeddedFolders,
  existingHome,
  locateFolders,
  openFolders,
  privateFolder,
  readPassword,
  socketFolder,
} from "./folders.ts";
import { claimDataFolder } from "./owner.ts";
import { serverEnvironment } from "./process.ts";
import { endFormerServer, type RunningServer, startServer } from "./server.ts";

export { EmbeddedPostgresError } from "./error.ts";

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** TCP on 127.0.0.1 instead of a socket in a private folder. */
  port?: number;
  log?: Log;
  /** For tests and for comparing schemas. Default false: the app has the one database that is its own. */
  mayCreateDatabases?: boolean;
  /** Server settings on top of the app's own. */
  settings?: Record<string, string>;
  startTimeoutMs?: number;
  /** By which crashes within a minute are counted; milliseconds that never go back. Default performance.now. */
  nowMs?: () => number;
  /** The server ended by itself and could not be started again; the app cannot go on. */
  onLost?: (error: Error) => void;
}

export interface EmbeddedPostgres {
  /** As the role that owns the app's database and is no superuser. */
  connectionString: string;
  /** False when this start created the database. */
  reused: boolean;
  stop(): Promise<void>;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Starts a PostgreSQL server of the app's own on a data folder, and creates the database there the first time.
 * One process at a time: a second start on the same folder is refused while the first runs. Processes that share data
 * use a server of their own through DATABASE_URL.
 *
 * The server ends with the app, however the app ends. Should it end by itself it is started again, on the same address.
 *
 * Throws EmbeddedPostgresError, whose `problem` says which of the known obstacles it was.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const startedAt = performance.now();
  const log = options.log ?? silent;
  const dataDir = openFolders(resolve(options.dataDir));
  const release = claimDataFolder(dataDir);
  try {
    const user = serverUser(join(existingHome(dataDir), "cluster"));
    const binaries = postgresBinaries(user);
    const folders = locateFolders(dataDir, user);
    const reused = existsSync(folders.clusterDir);
    if (reused) checkMajorVersion(folders.clusterDir, dataDir, binaries);
    const password = reused
      ? readPassword(folders.passwordFile, dataDir)
      : createCluster(folders, binaries, user);
    const socket = options.port ? undefined : socketFolder(folders.homeDir, user);
    const plan = {
      dataDir,
      binDir: binaries.binDir,
      clusterDir: folders.clusterDir,
      logFile: folders.logFile,
      user,
      settings: { ...serverSettings(), ...addressSettings(socket?.path, options.port), ...options.settings },
      startTimeoutMs: options.startTimeoutMs ?? 120_000,
    };
    const server = await keepRunning(() => startServer(plan), log, options);
    const address = (role: string, itsPassword: string) =>
      addressOf(`${role}:${itsPassword}`, socket?.path, options.port);
    const connectionString = address(APP_ROLE, appPassword(password));
    try {
      const cluster = { connectionString: address(CLUSTER_ROLE, password), password };
      await ensureAppDatabase(cluster, { mayCreateDatabases: options.mayCreateDatabases ?? false });
    } catch (error) {
      await server.stop();
      throw error;
    }
    log.info("db.embedded.started", { reused, durationMs: Math.round(performance.now() - startedAt) });
    const stop = async () => {
      await server.stop();
      if (socket?.temporary) rmSync(socket.path, { recursive: true, force: true });
      release();
      log.info("db.embedded.stopped");
    };
    let stopping: Promise<void> | undefined;
    return {
      connectionString,
      reused,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Deletes a data folder that no process has open, with all that belongs to it elsewhere. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const folder = openFolders(resolve(dataDir));
  claimDataFolder(folder);
  await endFormerServer({ dataDir: folder, clusterDir: join(existingHome(folder), "cluster") });
  for (const path of new Set([existingHome(folder), folder])) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (error) {
      throw fileProblem(error, path);
    }
  }
}

/** A crash is repaired by starting again, which replays the write-ahead log; a third one within a minute is not. */
async function keepRunning(
  start: () => Promise<RunningServer>,
  log: Log,
  { onLost, nowMs = () => performance.now() }: Pick<EmbeddedPostgresOptions, "onLost" | "nowMs">,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let restarts: number[] = [];
  let current = Promise.resolve(await start());
  const watch = (server: RunningServer) => {
    server.ended.then(() => {
      if (stopping) return;
      const now = nowMs();
      restarts = [...restarts.filter((at) => now - at < 60_000), now];
      log.error("db.embedded.crashed", { restartsInLastMinute: restarts.length });
      if (restarts.length > 3) {
        onLost?.(new EmbeddedPostgresError("start_failed", "The embedded database keeps ending by itself."));
        return;
      }
      current = start();
      const restarted = (next: RunningServer) => {
        log.info("db.embedded.restarted");
        watch(next);
      };
      current.then(restarted, (error) => {
        log.error("db.embedded.lost", { reason: error instanceof Error ? error.message : String(error) });
        onLost?.(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
  watch(await current);
  return {
    async stop() {
      stopping = true;
      const server = await current.catch(() => undefined);
      await server?.stop();
    },
  };
}

function checkMajorVersion(clusterDir: string, dataDir: string, { majorVersion }: PostgresBinaries): void {
  const file = join(clusterDir, "PG_VERSION");
  const found = existsSync(file) ? readFileSync(file, "utf8").trim() : "unknown";
  if (Number(found) === majorVersion) return;
  throw new EmbeddedPostgresError(
    "other_major_version",
    `The data folder ${dataDir} was made by PostgreSQL ${found}, and this app has PostgreSQL ${majorVersion}. ` +
      `Dump it with the app version that made it and restore it here (pg_dump, pg_restore), or remove the folder to read the shop again from Shopify.`,
  );
}

/** initdb works in a draft folder, so that a cluster exists whole or not at all. */
function createCluster(folders: EmbeddedFolders, { binDir }: PostgresBinaries, user: ServerUser): string {
  const draft = `${folders.clusterDir}.new`;
  const passwordCopy = `${folders.clusterDir}.password`;
  try {
    rmSync(draft, { recursive: true, force: true });
    privateFolder(draft, user);
    const password = createPassword(folders.passwordFile);
    writeFileSync(passwordCopy, password, { mode: 0o600 });
    if (user) chownSync(passwordCopy, user.uid, user.gid);
    // C.UTF-8 of PostgreSQL itself: the order of text does not change with the system's libraries, so no index breaks.
    const made = spawnSync(
      join(binDir, "initdb"),
      [
        "-D",
        draft,
        "-U",
        CLUSTER_ROLE,
        "-A",
        "scram-sha-256",
        `--pwfile=${passwordCopy}`,
        "-N",
        "--encoding=UTF8",
      ].concat(["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]),
      { encoding: "utf8", cwd: "/", env: serverEnvironment(), ...user },
    );
    if (made.status !== 0) {
      const reason = made.error?.message ?? `${made.stderr}`.trim();
      throw new EmbeddedPostgresError(
        "start_failed",
        `The embedded database could not be created: ${reason}`,
      );
    }
    renameSync(draft, folders.clusterDir);
    return password;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw fileProblem(error, folders.homeDir);
  } finally {
    rmSync(passwordCopy, { force: true });
  }
}

function serverSettings(): Record<string, string> {
  const memoryMb = totalmem() / 2 ** 20;
  const sharedBuffersMb = Math.round(Math.min(256, Math.max(32, memoryMb / 16)));
  return {
    shared_buffers: `${sharedBuffersMb}MB`,
    effective_cache_size: `${Math.round(Math.max(128, memoryMb / 4))}MB`,
    work_mem: "16MB",
    maintenance_work_mem: "128MB",
    max_connections: "60",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    // Nobody replicates from a laptop, and COPY into a table of the same transaction needs no log this way.
    wal_level: "minimal",
    max_wal_senders: "0",
    synchronous_commit: "on",
    random_page_cost: "1.1",
    // Compiling costs more than it saves for queries of milliseconds.
    jit: "off",
    timezone: "UTC",
    // Statements and constraint details quote customers' data; the app logs its own errors.
    log_min_messages: "warning",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_timezone: "UTC",
  };
}

function addressSettings(socketDir: string | undefined, port: number | undefined): Record<string, string> {
  if (socketDir === undefined) {
    return { listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: "" };
  }
  return {
    listen_addresses: "",
    port: "5432",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
  };
}

function addressOf(login: string, socketDir: string | undefined, port: number | undefined): string {
  if (socketDir === undefined) return `postgresql://${login}@127.0.0.1:${port}/${DATABASE}`;
  return `postgresql://${login}@localhost:5432/${DATABASE}?host=${encodeURIComponent(socketDir)}`;
}
