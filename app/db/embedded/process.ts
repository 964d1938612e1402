import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const isLinux = process.platform === "linux";

/**
 * Something that tells a process from a later one with the same number: start time, and on Linux the boot too, because
 * its start times count from there. Undefined when no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isLinux) return askPs("lstart=", pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 2 is the command in parentheses and may hold blanks; field 22 is the start time, field 3 the state.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** What PostgreSQL's programs see of the environment: no setting of the user's own changes how they behave. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, NODE_ENV } = process.env;
  return { PATH: PATH ?? "/usr/bin:/bin", NODE_ENV, LC_ALL: "C", TZ: "UTC" };
}

/** True when `pid` is a postmaster that serves this cluster folder, and not some process that got its number later. */
export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (!isLinux) {
    const command = askPs("args=", pid) ?? "";
    return command.includes("postgres") && command.includes(clusterDir);
  }
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return basename(argv[0] ?? "") === "postgres" && argv.includes(clusterDir);
  } catch {
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Sends a signal; false when the process is gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Resolves true once `holds` does, false when `timeoutMs` have passed. */
export async function waitUntil(holds: () => boolean, timeoutMs: number, intervalMs = 20): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) return false;
    await delay(intervalMs);
  }
  return true;
}

function askPs(column: string, pid: number): string | undefined {
  const answer = spawnSync("ps", ["-ww", "-o", column, "-p", String(pid)], { encoding: "utf8" });
  return answer.status === 0 ? answer.stdout.trim() || undefined : undefined;
}
