import { join } from "node:path";
import { type ConnectOptions, connectDatabase } from "./db/client.ts";
import { openDatabase } from "./db/database.ts";
import { applyMigrations, readMigrations } from "./db/migrate.ts";
import { sessionTable } from "./db/queries/source/sessions.ts";
import { isInstalled } from "./db/queries/source/shops.ts";
import { registerDestinationJobs } from "./destinations/jobs.ts";
import { startHeartbeat } from "./jobs/heartbeat.ts";
import { startQueue } from "./jobs/queue.ts";
import { clockFrom } from "./platform/clock.ts";
import type { Environment } from "./platform/config.ts";
import { newId } from "./platform/ids.ts";
import { errorFields, type Log } from "./platform/log.ts";
import { countProcess, createMetrics } from "./platform/metrics.ts";
import { registerPublishingJobs } from "./publishing/jobs.ts";
import type { Runtime } from "./runtime.ts";
import { registerSegmentJobs } from "./segments/membership/jobs.ts";
import { createShopify } from "./shopify/app.ts";
import { registerSyncJobs } from "./sync/register-jobs.ts";
import { readOtherDecimalsAgain } from "./sync/shop/decimals.ts";
import { installShop } from "./sync/shop/install.ts";
import { registerValuationJobs } from "./valuation/jobs.ts";
import { watchHealth } from "./web/health.ts";
import { startMetricsServer } from "./web/metrics-server.ts";

export interface StartOptions {
  readonly env: Environment;
  readonly log: Log;
  /** Whether this process works on jobs. */
  readonly worker: boolean;
  readonly onProgress?: (step: string) => void;
  /** The database is gone and does not come back; the process cannot continue. */
  readonly onDatabaseLost?: (error: Error) => void;
}

export interface StartedRuntime {
  readonly runtime: Runtime;
  readonly connectionString: string;
  /** Ends jobs, connections and the embedded server, in that order. */
  stop(): Promise<void>;
}

/** Longer than any page may take. */
const PAGE_STATEMENT_MS = 15_000;
/** Shopify waits 5 seconds for the answer. */
const WEBHOOK_STATEMENT_MS = 4_000;
/** Together, and then each alone, still within what Shopify waits. */
const WEBHOOK_LOCK_MS = 1_500;
const WEBHOOK_CONNECTIONS = 8;

const MIGRATIONS = join(import.meta.dirname, "../prisma/migrations");

/** Puts the parts together. What was started before a failure is stopped again. */
export async function startRuntime(options: StartOptions): Promise<StartedRuntime> {
  const { env, log, worker, onProgress } = options;
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    onProgress?.("database");
    const database = await openDatabase({
      databaseUrl: env.DATABASE_URL,
      dataDir: env.DATA_DIR,
      log,
      onLost: options.onDatabaseLost,
    });
    stops.push(() => database.stop());
    const { connectionString } = database;
    onProgress?.("migrations");
    const applied = await applyMigrations(connectionString, MIGRATIONS);
    if (applied.length > 0) log.info("db.migrated", { applied });
    const connect = (
      applicationName: string,
      poolSize: number,
      timeouts: Pick<ConnectOptions, "statementTimeoutMs" | "lockTimeoutMs"> = {},
    ) => {
      const db = connectDatabase({
        ...timeouts,
        connectionString,
        poolSize,
        applicationName,
        onIdleError: (error) => log.warn("db.connection_lost", errorFields(error)),
      });
      stops.push(() => db.close());
      return db;
    };
    const db = connect("klantwaarde", env.DATABASE_POOL);
    const pages = connect("klantwaarde pages", env.DATABASE_POOL, {
      statementTimeoutMs: PAGE_STATEMENT_MS,
    });
    const webhooks = connect("klantwaarde webhooks", WEBHOOK_CONNECTIONS, {
      statementTimeoutMs: WEBHOOK_STATEMENT_MS,
      lockTimeoutMs: WEBHOOK_LOCK_MS,
    });
    onProgress?.("jobs");
    const metrics = createMetrics();
    const jobs = await startQueue({ connectionString, log, metrics, supervise: worker });
    stops.push(() => jobs.stop());
    const processId = newId();
    const migrations = readMigrations(MIGRATIONS);
    const health = watchHealth({ connectionString, migrations, queue: jobs, processId, log });
    stops.push(() => health.close());
    const shopify = createShopify({
      apiKey: env.SHOPIFY_API_KEY,
      apiSecret: env.SHOPIFY_API_SECRET,
      appUrl: env.SHOPIFY_APP_URL,
      emulatorUrl: env.SHOPIFY_EMULATOR_URL,
      encryptionKeys: env.ENCRYPTION_KEYS,
      sessions: sessionTable(db.prisma),
      log,
      metrics,
      onAuthenticated: (session) => installShop(runtime, session),
      isInstalled: (shop) => isInstalled(db.pool, shop.shopId),
    });
    const clock = clockFrom(env.CLOCK_START ? new Date(env.CLOCK_START) : undefined);
    const runtime: Runtime = { env, db, pages, webhooks, jobs, shopify, clock, log, metrics, health };
    await readOtherDecimalsAgain(runtime);
    if (worker) {
      await registerSyncJobs(runtime);
      await registerValuationJobs(runtime);
      await registerSegmentJobs(runtime);
      await registerPublishingJobs(runtime);
      await registerDestinationJobs(runtime);
      stops.push(await startHeartbeat({ db, jobs, processId, log }));
    }
    if (env.METRICS_PORT !== undefined) {
      countProcess(metrics);
      const server = await startMetricsServer(runtime, { host: env.METRICS_HOST, port: env.METRICS_PORT });
      stops.push(() => server.close());
      log.info("metrics.started", { url: server.url });
    }
    return { runtime, connectionString, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
