import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { KEEP_ALIVE } from "../db/client.ts";
import { errorFields, type Log } from "../platform/log.ts";

const LOCK = "hashtextextended('klantwaarde worker processes', 0)";
const TURN = "hashtextextended('klantwaarde turn ' || $1, 0)";
const RECONNECT_MS = 1_000;

export interface PresenceOptions {
  readonly connectionString: string;
  readonly log: Log;
  /** Runs before this process counts as present, and only while no other worker process of this database lives. */
  readonly onAlone: () => Promise<void>;
}

export interface WorkerPresence {
  /**
   * Reserves a key for one holder in all processes, and returns what gives it back. Null while somebody has it, or while this process
   * is not connected. A connection that breaks gives every key back, as the end of the process does: what still runs then may overlap
   * with another run, which jobs allow.
   */
  takeTurn(key: string): Promise<(() => Promise<void>) | null>;
  leave(): Promise<void>;
}

/**
 * Makes this worker process known to others for as long as it lives: it holds a shared advisory lock of the database, which the server
 * gives back the moment the connection ends, also after SIGKILL. Who gets the lock for itself alone knows that no worker lives, however
 * many were started and on whatever machine. Heartbeats alone would tell the same only after they expire. Turns are locks of the same
 * connection.
 */
export async function announceWorker(options: PresenceOptions): Promise<WorkerPresence> {
  const { connectionString, log, onAlone } = options;
  const stopping = new AbortController();
  /** A lock can be taken twice on one connection, so what this process holds is kept beside it. */
  const turns = new Map<string, Client>();
  let client = await connected();
  /** One statement after the other: a client has a single connection. */
  let lastAsked: Promise<unknown> = Promise.resolve();

  function ask(holder: Client, text: string, key: string) {
    const asked = lastAsked.then(() => holder.query<{ done: boolean }>(text, [key]));
    lastAsked = asked.catch(() => {});
    return asked;
  }

  async function connected(): Promise<Client> {
    const fresh = new Client({
      ...KEEP_ALIVE,
      connectionString,
      application_name: "klantwaarde worker",
    });
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
      turns.clear();
      while (!stopping.signal.aborted) {
        let fresh: Client | null = null;
        try {
          await delay(RECONNECT_MS, undefined, { signal: stopping.signal });
          fresh = await connected();
          await fresh.query(`select pg_advisory_lock_shared(${LOCK})`);
          client = fresh;
          break;
        } catch (error) {
          if (!stopping.signal.aborted) log.warn("jobs.presence_missing", errorFields(error));
          await fresh?.end();
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
  return {
    async takeTurn(key) {
      if (turns.has(key)) return null;
      const holder = client;
      turns.set(key, holder);
      const forget = () => turns.get(key) === holder && turns.delete(key);
      try {
        const { rows } = await ask(holder, `select pg_try_advisory_lock(${TURN}) done`, key);
        if (rows[0]?.done) {
          return async () => {
            // The connection that had the lock is gone, and the lock with it.
            if (!forget()) return;
            await ask(holder, `select pg_advisory_unlock(${TURN}) done`, key).catch(() => {});
          };
        }
      } catch (error) {
        log.warn("jobs.turn_missing", errorFields(error));
      }
      forget();
      return null;
    },
    async leave() {
      stopping.abort();
      await present;
      await client.end();
    },
  };
}
