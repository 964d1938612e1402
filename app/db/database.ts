import { join } from "node:path";
import type { Log } from "../platform/log.ts";
import { startEmbeddedPostgres } from "./embedded/embedded.ts";

export interface DatabaseOptions {
  /** A PostgreSQL server to use; nothing is started then. */
  databaseUrl?: string;
  /** The app's data folder; the embedded server lives in `postgres` under it. */
  dataDir: string;
  port?: number;
  log?: Log;
  onLost?: (error: Error) => void;
}

export interface OpenDatabase {
  connectionString: string;
  /** Ends the embedded server; does nothing to a server that was given. */
  stop(): Promise<void>;
}

/** The database of the environment's choice: the given server, or the embedded one. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  if (options.databaseUrl) return { connectionString: options.databaseUrl, stop: async () => {} };
  const { port, log, onLost } = options;
  return startEmbeddedPostgres({ dataDir: join(options.dataDir, "postgres"), port, log, onLost });
}
