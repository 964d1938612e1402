import type { Db } from "./db/client.ts";
import type { JobQueue } from "./jobs/queue.ts";
import type { Clock } from "./platform/clock.ts";
import type { Environment } from "./platform/config.ts";
import type { Log } from "./platform/log.ts";
import type { Metrics } from "./platform/metrics.ts";
import type { Shopify } from "./shopify/app.ts";
import type { Health } from "./web/health.ts";

/** What a request or a job works with. Built once per process by `startRuntime`; nothing below it reads the environment. */
export interface Runtime {
  readonly env: Environment;
  /** Connections of jobs and of what has to work while pages are busy: sessions, installation. */
  readonly db: Db;
  /** Connections of pages, whose statements end after `PAGE_STATEMENT_MS`. */
  readonly pages: Db;
  /** Connections of webhooks, which pages cannot take. */
  readonly webhooks: Db;
  readonly jobs: JobQueue;
  readonly shopify: Shopify;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
}

declare module "@remix-run/node" {
  interface AppLoadContext {
    /** `db` is that of the request: see `app/web/page-request.ts`. */
    app: Runtime;
    /** Stands in the log beside what went wrong, and in the answer as `X-Request-Id`. */
    reference: string;
  }
}
