import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canEnter, openSystemFolder, type ServerUser, SYSTEM_FOLDER } from "./binaries.ts";
import { EmbeddedPostgresError, fileProblem } from "./error.ts";

/**
 * data folder/
 *   owner.json   which process has the folder open
 *   password     of the database role, mode 600
 *   server.log   of the last start
 *   home         only when root runs the app in a place closed to the server's account: a link to where the next two are
 *   cluster/     PostgreSQL's own files, mode 700
 *   run/         the socket, mode 700 (in the temporary folder when this path is too long for a socket)
 */
export interface EmbeddedFolders {
  clusterDir: string;
  homeDir: string;
  logFile: string;
  passwordFile: string;
}

/** Characters that the operating system leaves for a socket's path, without the closing zero. */
const SOCKET_PATH_BYTES = process.platform === "linux" ? 107 : 103;
const SOCKET_NAME = ".s.PGSQL.5432";

export function openFolders(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    // The server's account has to pass through, when it is not the app's own; it cannot list or read anything here.
    chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    return realpathSync(dataDir);
  } catch (error) {
    throw fileProblem(error, dataDir);
  }
}

/** `dataDir` is what openFolders returned; `user` is the account that needs to reach the cluster. */
export function locateFolders(dataDir: string, user: ServerUser): EmbeddedFolders {
  const homeDir = serverHome(dataDir, user);
  return {
    homeDir,
    clusterDir: join(homeDir, "cluster"),
    logFile: join(dataDir, "server.log"),
    passwordFile: join(dataDir, "password"),
  };
}

/** Where the cluster of a data folder is, without creating anything. */
export function existingHome(dataDir: string): string {
  const link = join(dataDir, "home");
  return existsSync(link) ? realpathSync(link) : dataDir;
}

function serverHome(dataDir: string, user: ServerUser): string {
  const link = join(dataDir, "home");
  if (existsSync(link)) return realpathSync(link);
  if (canEnter(dataDir, user)) return dataDir;
  try {
    openSystemFolder();
    const home = mkdtempSync(join(SYSTEM_FOLDER, "data-"));
    chmodSync(home, 0o711);
    rmSync(link, { force: true });
    symlinkSync(home, link);
    return home;
  } catch (error) {
    throw fileProblem(error, SYSTEM_FOLDER);
  }
}

/** A folder of mode 700 for the socket whose whole path the operating system accepts. */
export function socketFolder(homeDir: string, user: ServerUser): { path: string; temporary: boolean } {
  const name = `klantwaarde-${createHash("sha256").update(homeDir).digest("hex").slice(0, 16)}`;
  const places = [join(homeDir, "run"), join(tmpdir(), name), join("/tmp", name)];
  for (const [index, path] of places.entries()) {
    if (Buffer.byteLength(join(path, SOCKET_NAME)) > SOCKET_PATH_BYTES) continue;
    privateFolder(path, user);
    if (canEnter(path, user)) return { path, temporary: index > 0 };
  }
  throw new EmbeddedPostgresError(
    "no_permission",
    `No folder for the database's socket: ${places.join(", ")} are too long or closed to the server's account. Set a port to use TCP on 127.0.0.1 instead.`,
  );
}

/** Creates the folder for the server's account alone, and refuses one that somebody else has put there. */
export function privateFolder(path: string, user: ServerUser): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const owner = user?.uid ?? process.getuid?.();
    const found = lstatSync(path);
    if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
      throw new EmbeddedPostgresError(
        "no_permission",
        `${path} belongs to another user (uid ${found.uid}). Remove it, or choose another data folder.`,
      );
    }
    chmodSync(path, 0o700);
    if (user) chownSync(path, user.uid, user.gid);
  } catch (error) {
    throw fileProblem(error, path);
  }
}

export function createPassword(path: string): string {
  const password = randomBytes(24).toString("base64url");
  try {
    writeFileSync(path, password, { mode: 0o600 });
    chmodSync(path, 0o600);
  } catch (error) {
    throw fileProblem(error, path);
  }
  return password;
}

export function readPassword(path: string, dataDir: string): string {
  if (!existsSync(path)) {
    throw new EmbeddedPostgresError(
      "password_lost",
      `The data folder ${dataDir} has a database but no longer its password file. Restore ${path}, or remove the folder to start over.`,
    );
  }
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw fileProblem(error, path);
  }
}
