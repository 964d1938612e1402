import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import sql from "sql-template-tag";
import { z } from "zod";
import { connectDatabase, type Db, rows } from "../../app/db/client.ts";
import { ALL_JOBS } from "../../app/jobs/all-jobs.ts";
import { backfillJob } from "../../app/jobs/definitions/backfill.ts";
import { compareJob } from "../../app/jobs/definitions/compare.ts";
import { fullCheckJob } from "../../app/jobs/definitions/full-check.ts";
import { modelRefitJob } from "../../app/jobs/definitions/model-refit.ts";
import { reconcileJob } from "../../app/jobs/definitions/reconcile.ts";
import { sweepJob } from "../../app/jobs/definitions/sweep.ts";
import { valuationRefreshJob } from "../../app/jobs/definitions/valuation-refresh.ts";
import { type JobQueue, startQueue } from "../../app/jobs/queue.ts";
import { clockFrom } from "../../app/platform/clock.ts";
import { shopRef } from "../../app/platform/ids.ts";
import { createLog } from "../../app/platform/log.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import { type Child, startChild } from "../../scripts/demo/child.ts";
import { freePort } from "../../scripts/demo/free-port.ts";
import { BROWSER } from "../builders/browser.ts";
import { databaseUrl, dropDatabase, onServer } from "../db/cluster.ts";
import { interruptible } from "../db/web/interrupted-connection.ts";
import type { Delivery } from "../shopify/local-shop.ts";
import { type LocalShopify, startLocalShopify } from "../shopify/server.ts";
import { type JobKind, type PlannedShop, PROCESSES } from "./plan.ts";
import type { ChaosServer } from "./server.ts";

const NOON = new Date("2026-06-01T12:00:00Z");
const ready = z.object({ type: z.literal("ready") });
type Process = Child<z.infer<typeof ready>>;

/** Whatever has not come to rest by then never will. */
const LONGEST_REST_MS = 180_000;

const LONGEST_RECOVERY_MS = 60_000;
/** A merchant looks at a page that does not appear for no longer than that. */
const LONGEST_LOOK_MS = 20_000;

export class NoRest extends Error {
  override name = "NoRest";
}

/** A local Shopify, a database and processes of the app, for one life. */
export interface World {
  readonly shopify: LocalShopify;
  readonly db: Db;
  clock(): Date;
  /** Ends a process as a power failure would, and starts another in its place. */
  killProcess(at: number): Promise<void>;
  /** Lets time pass for everybody; the processes start again with the new time. */
  pass(ms: number): Promise<void>;
  /** Ends a server process of the database as the kernel would: PostgreSQL closes every connection and recovers. */
  crashDatabase(): Promise<void>;
  /** As `ChaosServer.killPostmaster`. A server that cannot write cannot recover: who starts it again makes room first. */
  killPostmaster(): Promise<void>;
  /** For so long nothing gets through between the processes and the database, and no connection ends. */
  hangDatabase(ms: number): void;
  /** The database's disk is full for so long, where there is one to fill. */
  fillDisk(ms: number): void;
  /** Ends what only lasts for a while. */
  heal(): void;
  enqueue(domain: string, job: JobKind): Promise<void>;
  /** Opens the app of a shop as the Shopify admin does: token exchange, installation. */
  open(domain: string): Promise<number>;
  /** Sends a captured webhook under other headers and new ids, as whoever captured it can. */
  replay(captured: Pick<Delivery, "payload" | "headers">, topic: string, domain: string): Promise<void>;
  /**
   * Resolves when no webhook, job or touched row waits; retries that are put off are called at once, and `meanwhile` happens again and
   * again. Throws NoRest.
   */
  rest(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function createWorld(
  server: ChaosServer,
  shops: readonly PlannedShop[],
  logFolder: string,
): Promise<World> {
  const name = `chaos_${randomBytes(6).toString("hex")}`;
  await onServer(
    server.connectionString,
    `create database ${name} template ${server.template} strategy file_copy`,
  );
  const connectionString = databaseUrl(server.connectionString, name);
  const between = await interruptible(connectionString);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sinceNoon = clockFrom(NOON);
  let passedMs = 0;
  const clock = () => new Date(sinceNoon().getTime() + passedMs);
  const clientSecret = randomBytes(24).toString("hex");
  const encryptionKeys = `chaos:${randomBytes(32).toString("base64")}`;
  const shopify = await startLocalShopify({
    app: { clientId: "klantwaarde-local", clientSecret, url },
    shops: shops.map(({ domain, seed, customers, taxesIncluded }) => ({
      ...{ kind: "generated", domain, seed, customers, taxesIncluded, years: 2, asOf: NOON },
    })),
    now: clock,
    firstRetryMs: 50,
  });
  let begun = 0;
  const startProcess = (at: number): Promise<Process> =>
    startChild({
      name: `Process ${at + 1}`,
      file: join(import.meta.dirname, "app-process.ts"),
      env: {
        SHOPIFY_API_KEY: shopify.app.clientId,
        SHOPIFY_API_SECRET: clientSecret,
        SHOPIFY_APP_URL: url,
        SHOPIFY_EMULATOR_URL: shopify.url,
        ENCRYPTION_KEYS: encryptionKeys,
        DATABASE_URL: between.connectionString,
        DATABASE_POOL: "8",
        PORT: String(at === 0 ? port : 0),
        CLOCK_START: clock().toISOString(),
        LOG_LEVEL: "info",
      },
      logFile: join(logFolder, `process-${at + 1}-${++begun}.log`),
      readySchema: ready,
    });
  const processes: Process[] = [];
  for (let at = 0; at < PROCESSES; at++) processes.push(await startProcess(at));
  const db = connectDatabase({ connectionString, applicationName: "chaos", poolSize: 4 });
  const queue: JobQueue = await startQueue({
    ...{
      connectionString,
      log: createLog("silent"),
      metrics: createMetrics(),
      poolSize: 2,
      supervise: false,
    },
  });

  const jobNames = ALL_JOBS.map((job) => job.name);
  /** Works again while the database recovers from a crash. */
  async function onceRecovered<T>(work: () => Promise<T>): Promise<T> {
    const until = performance.now() + LONGEST_RECOVERY_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (performance.now() > until) throw error;
        await delay(100);
      }
    }
  }

  /** Calls what waits for its time, and says what still waits, each as a word. */
  async function called(): Promise<string[]> {
    await db.pool.query(
      sql`update pgboss.job set start_after = now()
        where name = any(${jobNames}) and state in ('created', 'retry') and start_after > now()`,
    );
    const waiting = await rows<{ what: string }>(
      db.pool,
      sql`select name || ' ' || state as what from pgboss.job
        where name = any(${jobNames}) and state in ('created', 'retry', 'active')
        union all select 'touched ' || resource from sync_dirty d
          where exists (select from shop s where s.shop_id = d.shop_id and s.uninstalled_at is null)`,
    );
    return waiting.map(({ what }) => what);
  }

  const healing = new Map<string, { heal(): void; timer: NodeJS.Timeout }>();
  function heal(what: string): void {
    const one = healing.get(what);
    if (!one) return;
    clearTimeout(one.timer);
    healing.delete(what);
    one.heal();
  }
  function lasting(what: string, ms: number, healIt: () => void): void {
    const former = healing.get(what);
    if (former) clearTimeout(former.timer);
    healing.set(what, { heal: healIt, timer: setTimeout(() => heal(what), ms) });
  }

  async function killProcess(at: number): Promise<void> {
    const old = processes[at]!;
    process.kill(old.pid, "SIGKILL");
    await old.ended;
    processes[at] = await onceRecovered(() => startProcess(at));
  }

  return {
    shopify,
    db,
    clock,
    killProcess,
    async pass(ms) {
      passedMs += ms;
      for (let at = 0; at < PROCESSES; at++) await killProcess(at);
    },
    async killPostmaster() {
      heal("disk");
      await server.killPostmaster();
    },
    hangDatabase(ms) {
      between.set("hangs");
      lasting("network", ms, () => between.set("works"));
    },
    fillDisk(ms) {
      const { disk } = server;
      if (!disk) return;
      disk.fill();
      lasting("disk", ms, () => disk.free());
    },
    heal() {
      for (const what of [...healing.keys()]) heal(what);
    },
    async crashDatabase() {
      heal("disk");
      const [victim] = await onceRecovered(() =>
        rows<{ pid: number }>(
          db.pool,
          `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           order by backend_start limit 1`,
        ),
      );
      if (victim) process.kill(victim.pid, "SIGKILL");
    },
    enqueue(domain, job) {
      const { domain: shop } = shopRef(domain);
      return onceRecovered(async () => {
        if (job === "history") await queue.enqueue(backfillJob, { shop });
        if (job === "reconcile") await queue.enqueue(reconcileJob, { shop });
        if (job === "compare") await queue.enqueue(compareJob, { shop });
        if (job === "full check") await queue.enqueue(fullCheckJob, { shop });
        if (job === "value") await queue.enqueue(valuationRefreshJob, { shop, full: true });
        if (job === "fit") await queue.enqueue(modelRefitJob, { shop });
      });
    },
    async open(domain) {
      const shop = shopify.shop(domain);
      const page = new URL("/app", url);
      page.search = new URLSearchParams({
        shop: domain,
        host: Buffer.from(`admin.shopify.com/store/${domain.split(".")[0]}`).toString("base64"),
        embedded: "1",
        id_token: shop.sessionToken(),
      }).toString();
      const answer = await fetch(page, {
        headers: { "User-Agent": BROWSER },
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST_LOOK_MS),
      });
      await answer.body?.cancel();
      return answer.status;
    },
    async replay({ payload, headers }, topic, domain) {
      const answer = await fetch(`${url}/webhooks`, {
        method: "POST",
        headers: {
          ...headers,
          "X-Shopify-Topic": topic,
          "X-Shopify-Shop-Domain": domain,
          "X-Shopify-Webhook-Id": randomUUID(),
          "X-Shopify-Event-Id": randomUUID(),
          "X-Shopify-Triggered-At": clock().toISOString(),
        },
        body: payload,
      });
      await answer.body?.cancel();
    },
    async rest(meanwhile = async () => {}) {
      const until = performance.now() + LONGEST_REST_MS;
      for (let quiet = 0; quiet < 3; ) {
        await meanwhile();
        for (const shop of shopify.shops) await shop.deliveriesSettled();
        await onceRecovered(() => queue.enqueue(sweepJob, {}));
        await delay(250);
        const waiting = (await onceRecovered(called)).filter((what) => !what.startsWith(sweepJob.name));
        quiet = waiting.length === 0 ? quiet + 1 : 0;
        if (performance.now() > until) throw new NoRest(`still waiting: ${[...new Set(waiting)].join(", ")}`);
      }
    },
    async close() {
      for (const what of [...healing.keys()]) heal(what);
      await queue.stop();
      for (const child of processes) {
        process.kill(child.pid, "SIGKILL");
        await child.ended;
      }
      await shopify.close();
      await between.close();
      await db.close();
      await dropDatabase(server.connectionString, name);
    },
  };
}
