import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLUSTER_ROLE } from "./app-role.ts";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";

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
  const dataDir = mkdtempSync(join(tmpdir(), "klantwaarde-postgres-"));
  const server = await startEmbeddedPostgres({
    dataDir,
    mayCreateDatabases: true,
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: survivesCrash ? "on" : "off",
      max_connections: "200",
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
