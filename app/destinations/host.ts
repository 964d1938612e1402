import type { Db } from "../db/client.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import type { Environment } from "../platform/config.ts";
import type { Log } from "../platform/log.ts";

/** What acts of pages work with; the app's runtime has it all. */
export interface DestinationHost {
  readonly env: Pick<Environment, "ENCRYPTION_KEYS" | "ERASURE_KEYS" | "TOOLS_EMULATOR_URL">;
  readonly db: Db;
  readonly jobs: Pick<JobQueue, "enqueue" | "hurry">;
  readonly clock: Clock;
  readonly log: Log;
}
