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
  const superuser = new URL(server.connectionString);
  superuser.username = CLUSTER_ROLE;
  superuser.password = readFileSync(join(dataDir, "password"), "utf8");
  return {
    connectionString: server.connectionString,
    superuserConnectionString: superuser.href,
    async stop() {
      await server.stop();
      await removeEmbeddedPostgres(dataDir);
    },
  };
}
