import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const SERVER_BUILD = "build/server/index.js";
const SOURCES = ["app", "vite.config.ts", "package-lock.json"];

/** Whether the built app is missing or older than what it was built from. */
export function buildIsStale(root: string): boolean {
  const built = join(root, SERVER_BUILD);
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  return SOURCES.some((source) => newestMs(join(root, source)) > builtAt);
}

/** Throws with the bundler's own words when the build fails. */
export function buildApp(root: string): void {
  const bundler = join(root, "node_modules/@remix-run/dev/dist/cli.js");
  const env = { ...process.env, NODE_ENV: "production" as const };
  const result = spawnSync(process.execPath, [bundler, "vite:build"], { cwd: root, env, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`The app could not be built:\n${result.stderr || result.stdout}`);
}

function newestMs(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("generated"))
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
