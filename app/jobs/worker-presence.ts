import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { errorFields, type Log } from "../platform/log.ts";

const LOCK = "hashtextextended('klantwaarde worker processes', 0)";
const RECONNECT_MS = 1_000;

export interface PresenceOptions {
  readonly connectionString: string;
  readonly log: Log;
  /** Runs before this process counts as present, and only while no other worker process of this database lives. */
  readonly onAlone: () => Promise<void>;
}

/**
 * Makes this worker process known to others for as long as it lives: it holds a shared advisory lock of the database, which the server
 * gives back the moment the connection ends, also after SIGKILL. Who gets the lock for itself alone knows that no worker lives, however
 * many were started and on whatever machine. Heartbeats alone would tell the same only after they expire.
 * Returns what ends it.
 */
export async function announceWorker(options: PresenceOptions): Promise<() => Promise<void>> {
  const { connectionString, log, onAlone } = options;
  const stopping = new AbortController();
  let client = await connected();

  async function connected(): Promise<Client> {
    const fresh = new Client({ connectionString, application_name: "klantwaarde worker" });
    // Without a listener Node ends the process when the server closes the connection.
    fresh.on("error", () => {});
    await fresh.connect();
    return fresh;
  }

  /** Without the lock a worker that starts may take this one's jobs: they would run twice, which they allow, but need not. */
  async function stayPresent(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Rejects when the connection breaks or this process stops; both are looked at below.
      await once(client, "end", { signal: stopping.signal }).catch(() => {});
      while (!stopping.signal.aborted) {
        try {
          await delay(RECONNECT_MS, undefined, { signal: stopping.signal });
          client = await connected();
          await client.query(`select pg_advisory_lock_shared(${LOCK})`);
          break;
        } catch (error) {
          if (!stopping.signal.aborted) log.warn("jobs.presence_missing", errorFields(error));
          await client.end();
        }
      }
    }
  }

  try {
    const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${LOCK}) alone`);
    if (rows[0]?.alone) await onAlone();
    await client.query(`select pg_advisory_lock_shared(${LOCK})`);
    if (rows[0]?.alone) await client.query(`select pg_advisory_unlock(${LOCK})`);
  } catch (error) {
    await client.end();
    throw error;
  }
  const present = stayPresent();
  return async () => {
    stopping.abort();
    await present;
    await client.end();
  };
}
