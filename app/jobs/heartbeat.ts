import { setTimeout as delay } from "node:timers/promises";
import type { Db } from "../db/client.ts";
import { forgetProcess, recordProcess } from "../db/queries/processes.ts";
import { errorFields, type Log } from "../platform/log.ts";
import type { JobQueue } from "./queue.ts";

const BEAT_MS = 10_000;
/** Workers look every few seconds; one of them may be busy, all of them are not. */
const LOOKS_MS = 30_000;

export interface HeartbeatOptions {
  readonly db: Db;
  readonly jobs: Pick<JobQueue, "idleMs">;
  readonly processId: string;
  readonly log: Log;
}

/**
 * Writes down every ten seconds that this worker process looks for jobs, as long as it does: a process whose workers have stopped looking is
 * no worker, however alive it is. Returns how to end it.
 */
export async function startHeartbeat({
  db,
  jobs,
  processId,
  log,
}: HeartbeatOptions): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  await forgetProcess(db.pool, processId);
  await recordProcess(db.pool, processId, true);
  const beat = async () => {
    while (!stopping.signal.aborted) {
      await delay(BEAT_MS, undefined, { signal: stopping.signal }).catch(() => {});
      const idleMs = jobs.idleMs();
      if (stopping.signal.aborted || idleMs === null || idleMs > LOOKS_MS) continue;
      await recordProcess(db.pool, processId, true).catch((error: unknown) =>
        log.warn("jobs.heartbeat_missing", errorFields(error)),
      );
    }
  };
  const ended = beat();
  return async () => {
    stopping.abort();
    await ended;
  };
}
