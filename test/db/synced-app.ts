import type { AddressInfo } from "node:net";
import { connectDatabase, type Db } from "../../app/db/client.ts";
import { sessionTable } from "../../app/db/queries/source/sessions.ts";
import { isInstalled } from "../../app/db/queries/source/shops.ts";
import { type JobQueue, startQueue } from "../../app/jobs/queue.ts";
import { clockFrom } from "../../app/platform/clock.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import { createShopify, type Shopify } from "../../app/shopify/app.ts";
import { answerWebhook } from "../../app/sync/live/webhook-intake.ts";
import { registerSyncJobs } from "../../app/sync/register-jobs.ts";
import type { SyncRuntime } from "../../app/sync/runtime.ts";
import { installShop } from "../../app/sync/shop/install.ts";
import { BROWSER } from "../builders/browser.ts";
import { type LogLine, recordedLog } from "../builders/recorded-log.ts";
import type { LocalShop } from "../shopify/local-shop.ts";
import { type LocalShopify, type ShopSource, startLocalShopify } from "../shopify/server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { serveRequests } from "./request-server.ts";

export const KEYS = `first:${Buffer.alloc(32, 7).toString("base64")}`;
const APP = { clientId: "klantwaarde-local", clientSecret: "a-secret-of-the-local-app" };
const NOON = new Date("2026-06-01T12:00:00Z");

/** The app's sync, a local Shopify admin and a database of their own, connected over HTTP. */
export interface SyncedApp {
  readonly runtime: SyncRuntime;
  readonly local: LocalShopify;
  readonly log: readonly LogLine[];
  readonly url: string;
  readonly connectionString: string;
  shop(domain?: string): { local: LocalShop; ref: ShopRef };
  /** Opens the app as the Shopify admin would: token exchange, installation. */
  open(domain?: string): Promise<Response | "authenticated">;
  /** Asks the app for a page with what a browser would send. */
  authenticate(request: Request): Promise<Response | "authenticated">;
  /** Resolves when every webhook has been answered and no job is left, also of what the jobs themselves set off. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface SyncedAppOptions {
  readonly shops: ShopSource[];
  /** Default true: jobs run in this process. */
  readonly working?: boolean;
  /** By default the time runs on from a noon: no test depends on the hour it is run at. */
  readonly now?: () => Date;
  readonly encryptionKeys?: string;
  readonly tokenAnswerMs?: number;
}

export async function startSyncedApp(options: SyncedAppOptions): Promise<SyncedApp> {
  const { now = clockFrom(NOON), working = true, encryptionKeys = KEYS } = options;
  const { log: logger, lines: log } = recordedLog();
  const metrics = createMetrics();
  const database: TestDatabase = await createTestDatabase();
  const db: Db = connectDatabase({ connectionString: database.connectionString, poolSize: 12 });
  const jobs: JobQueue = await startQueue({
    connectionString: database.connectionString,
    log: logger,
    metrics,
    pollSeconds: 2,
    supervise: working,
  });

  let answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const server = await serveRequests((request) => answer(request));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = await startLocalShopify({
    app: { ...APP, url },
    shops: options.shops,
    now,
    firstRetryMs: 20,
  });
  const shopify: Shopify = createShopify({
    apiKey: APP.clientId,
    apiSecret: APP.clientSecret,
    appUrl: url,
    emulatorUrl: local.url,
    encryptionKeys,
    sessions: sessionTable(db.prisma),
    log: logger,
    metrics,
    tokenAnswerMs: options.tokenAnswerMs,
    onAuthenticated: (session) => installShop(runtime, session),
    isInstalled: (shop) => isInstalled(db.pool, shop.shopId),
  });
  const runtime: SyncRuntime = {
    env: { ERASURE_KEYS: encryptionKeys, ENCRYPTION_KEYS: encryptionKeys },
    db,
    jobs,
    shopify,
    clock: now,
    log: logger,
    metrics,
  };
  answer = (request) => answerWebhook(runtime, request);
  if (working) await registerSyncJobs(runtime);

  const first = options.shops[0]?.domain ?? "";
  const app: SyncedApp = {
    runtime,
    local,
    log,
    url,
    connectionString: database.connectionString,
    shop: (domain = first) => ({ local: local.shop(domain), ref: shopRef(domain) }),
    async authenticate(request) {
      try {
        await shopify.authenticate.admin(request);
        return "authenticated";
      } catch (thrown) {
        if (thrown instanceof Response) return thrown;
        throw thrown;
      }
    },
    open(domain = first) {
      const token = local.shop(domain).sessionToken();
      return app.authenticate(pageRequest(url, { domain, token }));
    },
    async settled() {
      const newest = () => local.shops.map((shop) => shop.deliveries.at(-1)?.webhookId).join();
      let before: string;
      do {
        before = newest();
        for (const shop of local.shops) await shop.deliveriesSettled();
        await jobs.settled();
      } while (newest() !== before);
    },
    async close() {
      await jobs.stop();
      await local.close();
      await new Promise((resolve) => server.close(resolve));
      await db.close();
      await database.drop();
    },
  };
  return app;
}

/** A document request of the embedded app. */
export function pageRequest(appUrl: string, { domain, token }: { domain: string; token: string }): Request {
  const host = Buffer.from(`admin.shopify.com/store/${domain.split(".")[0]}`).toString("base64");
  const address = new URL("/app", appUrl);
  address.search = new URLSearchParams({ shop: domain, host, embedded: "1", id_token: token }).toString();
  return new Request(address, { headers: { "User-Agent": BROWSER } });
}

/** A request that App Bridge sends from a page that is open. */
export function fetchRequest(appUrl: string, token: string): Request {
  return new Request(new URL("/app", appUrl), {
    headers: { "User-Agent": BROWSER, Authorization: `Bearer ${token}` },
  });
}
