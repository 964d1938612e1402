import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ServerUser } from "./binaries.ts";
import { EmbeddedPostgresError, type EmbeddedPostgresProblem } from "./error.ts";
import { inUse } from "./owner.ts";
import { isAlive, isPostmasterOf, serverEnvironment, signalProcess, waitUntil } from "./process.ts";

export interface ServerPlan {
  dataDir: string;
  binDir: string;
  clusterDir: string;
  logFile: string;
  user: ServerUser;
  settings: Record<string, string>;
  startTimeoutMs: number;
}

export interface RunningServer {
  postmasterPid: number;
  /** Resolves when the server has ended for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is kept. */
  stop(): Promise<void>;
}

/**
 * Between app and postmaster stands a shell that holds a pipe from the app. The pipe closes when the app asks for a stop,
 * and just as well when the app is killed, and then the shell orders a fast shutdown: an embedded server never outlives
 * its app. The postmaster's number cannot be recycled meanwhile, because the shell is its parent.
 */
const SUPERVISOR = `
exec 3<&0
"$@" 3<&- </dev/null >&2 &
server=$!
echo "$server"
exec >&2
( read -r _ <&3; kill -INT "$server" ) &
watch=$!
wait "$server"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
`;

/** Starts a server on a cluster that nobody serves; retries while processes of a killed server are still going away. */
export async function startServer(plan: ServerPlan): Promise<RunningServer> {
  const deadline = performance.now() + plan.startTimeoutMs;
  await endFormerServer(plan);
  for (;;) {
    const attempt = await tryStart(plan, deadline);
    if (attempt.ok) return attempt.server;
    const leftovers = /pre-existing shared memory block/.test(attempt.output);
    if (!leftovers || performance.now() > deadline) throw startProblem(plan, attempt.output);
    await waitUntil(() => false, 200);
  }
}

/**
 * A server that outlived its app is already shutting down. The signal makes sure of that, so that a second start has only one
 * case to handle. A lock file that names a process which is no postmaster of ours is left over from a crash.
 */
export async function endFormerServer({
  dataDir,
  clusterDir,
}: Pick<ServerPlan, "dataDir" | "clusterDir">): Promise<void> {
  const lockFile = join(clusterDir, "postmaster.pid");
  const former = readLockFile(lockFile);
  if (!former) return;
  if (!isPostmasterOf(former.pid, clusterDir)) {
    // PostgreSQL itself clears the lock of a dead process, but takes a recycled number for a live server.
    if (isAlive(former.pid)) rmSync(lockFile, { force: true });
    return;
  }
  const gone = () => !isPostmasterOf(former.pid, clusterDir);
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    signalProcess(former.pid, signal);
    if (await waitUntil(gone, 15_000)) return;
  }
  throw new EmbeddedPostgresError(
    "in_use",
    `A former server (process ${former.pid}) still serves ${dataDir} and does not stop. End it and start again.`,
  );
}

type Attempt = { ok: true; server: RunningServer } | { ok: false; output: string };

async function tryStart(plan: ServerPlan, deadline: number): Promise<Attempt> {
  // The last messages of a crashed server are still there after the next start.
  if (existsSync(plan.logFile)) renameSync(plan.logFile, `${plan.logFile}.previous`);
  const log = openSync(plan.logFile, "w", 0o600);
  const settings = Object.entries(plan.settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = [join(plan.binDir, "postgres"), "-D", plan.clusterDir, ...settings];
  // Detached: Ctrl-C in a terminal reaches the app alone, which finishes its work before the server goes.
  const child = spawn("/bin/sh", ["-c", SUPERVISOR, "klantwaarde-postgres", ...command], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "pipe", log],
    env: serverEnvironment(),
    ...plan.user,
  });
  closeSync(log);
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      child.stdin?.destroy();
      resolve();
    };
    child.once("exit", end).once("error", end);
  });
  child.stdin?.on("error", () => {});
  const postmasterPid = await firstNumber(child, ended);
  const ready = () => {
    const lock = readLockFile(join(plan.clusterDir, "postmaster.pid"));
    return lock?.pid === postmasterPid && lock?.status === "ready";
  };
  const answered = await waitUntil(() => over || ready(), Math.max(0, deadline - performance.now()));
  if (over || postmasterPid === undefined) return { ok: false, output: readFileSync(plan.logFile, "utf8") };
  const stop = () => stopServer(child, postmasterPid, ended);
  if (!answered) {
    await stop();
    throw new EmbeddedPostgresError(
      "start_failed",
      `The embedded database was not ready within ${plan.startTimeoutMs} ms; see ${plan.logFile}.`,
    );
  }
  letGo(child);
  return { ok: true, server: { postmasterPid, ended, stop } };
}

/** The app may end without stopping the server first: closing the pipe stops it, so nothing has to keep the app alive. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout]) {
    if (stream && "unref" in stream && typeof stream.unref === "function") stream.unref();
  }
}

async function stopServer(child: ChildProcess, postmasterPid: number, ended: Promise<void>): Promise<void> {
  child.ref();
  child.stdin?.end();
  let over = false;
  ended.then(() => {
    over = true;
  });
  if (await waitUntil(() => over, 30_000)) return;
  signalProcess(postmasterPid, "SIGQUIT");
  if (await waitUntil(() => over, 10_000)) return;
  throw new EmbeddedPostgresError(
    "stop_failed",
    `The embedded database (process ${postmasterPid}) does not stop.`,
  );
}

function firstNumber(child: ChildProcess, ended: Promise<void>): Promise<number | undefined> {
  if (!child.stdout) return Promise.resolve(undefined);
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve) => {
    lines.once("line", (line) => resolve(Number(line)));
    ended.then(() => resolve(undefined));
  });
}

function readLockFile(path: string): { pid: number; status: string } | undefined {
  if (!existsSync(path)) return undefined;
  try {
    // Line 1 is the postmaster, line 8 its state (PostgreSQL source, src/include/utils/pidfile.h).
    const lines = readFileSync(path, "utf8").split("\n");
    return { pid: Math.abs(Number(lines[0])), status: (lines[7] ?? "").trim() };
  } catch {
    return undefined;
  }
}

function startProblem(plan: ServerPlan, output: string): EmbeddedPostgresError {
  const tail = output.trim().split("\n").slice(-6).join("\n");
  const known: [RegExp, EmbeddedPostgresProblem, string][] = [
    [
      /could not bind .*Address already in use|Is another postmaster already running on port/i,
      "port_in_use",
      `Port ${plan.settings.port} on 127.0.0.1 is taken by another program. Choose another port, or none to use a socket.`,
    ],
    [/No space left on device/i, "disk_full", `No space left on the disk that holds ${plan.clusterDir}.`],
    [
      /Permission denied|has wrong ownership|invalid permissions/i,
      "no_permission",
      `The embedded database may not use ${plan.clusterDir}. It has to belong to the account that runs the app.`,
    ],
  ];
  if (/lock file "postmaster.pid" already exists/.test(output)) return inUse(plan.dataDir, undefined);
  const match = known.find(([pattern]) => pattern.test(output));
  if (match) return new EmbeddedPostgresError(match[1], `${match[2]}\n${tail}`);
  return new EmbeddedPostgresError(
    "start_failed",
    `The embedded database did not start. Its log (${plan.logFile}) ends with:\n${tail}`,
  );
}
