import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";

/**
 * A server for tests and for comparing schemas: nothing of it survives `stop`, or a power failure; what was committed survives a crash of
 * PostgreSQL alone only where `survivesCrash` asks for it.
 */
export async function startTemporaryPostgres({ survivesCrash = false } = {}): Promise<{
  connectionString: string;
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
    async stop() {
      await server.stop();
      await removeEmbeddedPostgres(dataDir);
    },
  };
}
