import type { Db } from "./db/client.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Clock } from "./platform/clock.ts";
import type { Environment } from "./platform/config.ts";
import type { Log } from "./platform/log.ts";
import type { Shopify } from "./shopify/app.ts";

/** What a request or a job works with. Built once per process by `startRuntime`; nothing below it reads the environment. */
export interface Runtime {
  readonly env: Environment;
  readonly db: Db;
  readonly jobs: JobQueue;
  readonly shopify: Shopify;
  readonly clock: Clock;
  readonly log: Log;
}

declare module "@remix-run/node" {
  interface AppLoadContext {
    app: Runtime;
  }
}
