import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { isAlive, waitUntil } from "../../../app/db/embedded/process.ts";

export const isRoot = process.getuid?.() === 0;
export const nobody = { uid: 65534, gid: 65534 };

/** A new folder that others may pass through unless `mode` says otherwise, for as long as the test runs. */
export function newPlace(mode = 0o755, within = tmpdir()): string {
  const path = mkdtempSync(join(within, "klantwaarde-place-"));
  chmodSync(path, mode);
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const saying = z.object({
  connectionString: z.string().optional(),
  reused: z.boolean().optional(),
  stopped: z.boolean().optional(),
  problem: z.string().optional(),
  message: z.string().optional(),
});

export interface SeparateApp {
  child: ChildProcess;
  /** The next line that it says. */
  says(): Promise<z.infer<typeof saying>>;
  /** SIGKILL to the app alone; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Runs embedded-app.ts, of this or of another copy of the project, as another process. */
export function startSeparateApp(
  dataDir: string,
  options: { user?: { uid: number; gid: number }; program?: string } = {},
): SeparateApp {
  const program = options.program ?? join(import.meta.dirname, "embedded-app.ts");
  const child = spawn(process.execPath, [program, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: "/",
    ...options.user,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    child,
    says: async () => saying.parse(JSON.parse(String((await lines.next()).value))),
    kill: () => {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

export function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** True once the process is gone; false when it still lives after two minutes. */
export function ends(pid: number): Promise<boolean> {
  return waitUntil(() => !isAlive(pid), 120_000);
}

export async function ask(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
