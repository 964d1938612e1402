import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EmbeddedPostgresError, fileProblem } from "./error.ts";
import { processIdentity } from "./process.ts";

const ownerFile = z.object({ pid: z.number().int(), identity: z.string(), claim: z.string() });

/**
 * Makes this process the only one that starts a server on the data folder, and returns how to give that up.
 * A claim whose process is gone, or whose number belongs to a newer process, counts for nothing.
 *
 * PostgreSQL's own lock is the last line: should two processes take over the same dead claim at once, the second
 * server refuses to start.
 */
export function claimDataFolder(dataDir: string): () => void {
  const path = join(dataDir, "owner.json");
  const claim = randomUUID();
  const draft = join(dataDir, `owner-${claim}.json`);
  const identity = processIdentity(process.pid) ?? "";
  try {
    writeFileSync(draft, JSON.stringify({ pid: process.pid, identity, claim }), { mode: 0o600 });
    // A link appears with its content or not at all, so nobody ever reads half a claim.
    while (!linked(draft, path)) {
      const owner = readOwner(path);
      if (owner && processIdentity(owner.pid) === owner.identity) throw inUse(dataDir, owner.pid);
      rmSync(path, { force: true });
    }
  } catch (error) {
    throw fileProblem(error, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readOwner(path)?.claim === claim) rmSync(path, { force: true });
  };
}

export function inUse(dataDir: string, pid: number | undefined): EmbeddedPostgresError {
  const who = pid === process.pid ? "this process" : pid ? `process ${pid}` : "another process";
  return new EmbeddedPostgresError(
    "in_use",
    `The data folder ${dataDir} is already open in ${who}. Stop that one first, choose another data folder, or set DATABASE_URL to share a PostgreSQL server.`,
  );
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(path: string): z.infer<typeof ownerFile> | undefined {
  try {
    return ownerFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
