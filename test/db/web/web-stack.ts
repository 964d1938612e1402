import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { Client } from "pg";
import { inject } from "vitest";
import { readEnvironment } from "../../../app/platform/config.ts";
import type { Runtime } from "../../../app/runtime.ts";
import { startRuntime } from "../../../app/start-runtime.ts";
import { startWebServer, type WebServerOptions } from "../../../app/web-server.ts";
import { buildApp, buildIsStale } from "../../../scripts/demo/build.ts";
import { freePort } from "../../../scripts/demo/free-port.ts";
import { BROWSER } from "../../builders/browser.ts";
import { type LogLine, recordedLog } from "../../builders/recorded-log.ts";
import { type LocalShopify, startLocalShopify } from "../../shopify/server.ts";
import { createTestDatabase } from "../database.ts";

const ROOT = join(import.meta.dirname, "../../..");
const CLIENT_ID = "klantwaarde-local";

/** The built app as a browser and Shopify reach it, in production mode, over HTTP. */
export interface WebStack {
  readonly url: string;
  readonly build: ServerBuild;
  readonly runtime: Runtime;
  readonly shopify: LocalShopify;
  readonly secret: string;
  /** The environment with which another process of the same app starts. */
  readonly variables: Readonly<Record<string, string>>;
  readonly connectionString: string;
  readonly log: readonly LogLine[];
  /** A request as App Bridge sends it; `token` null: without one. */
  fetch(path: string, options?: RequestInit & { shop?: string; token?: string | null }): Promise<Response>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface WebStackOptions {
  readonly shops: readonly string[];
  readonly env?: Record<string, string>;
  readonly server?: Partial<WebServerOptions>;
  /** Default true: jobs run in this process. */
  readonly working?: boolean;
  /** Another address of the same database, as of something between it and the app. */
  readonly through?: (connectionString: string) => Promise<string>;
}

/** Once for all tests that run at the same time. */
async function buildWhereStale(): Promise<void> {
  const { connectionString } = inject("testServer");
  const onServer = new Client({ connectionString });
  await onServer.connect();
  try {
    await onServer.query("select pg_advisory_lock(hashtext('build'))");
    if (buildIsStale(ROOT)) buildApp(ROOT);
  } finally {
    await onServer.end();
  }
}

export async function openWebStack({
  shops,
  env,
  server: options,
  working = true,
  through = async (connectionString) => connectionString,
}: WebStackOptions): Promise<WebStack> {
  const secret = randomBytes(24).toString("hex");
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const database = await createTestDatabase();
  const shopify = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret: secret, url: appUrl },
    shops: shops.map((domain) => ({ kind: "empty", domain })),
    firstRetryMs: 50,
  });
  const { log: logger, lines: log } = recordedLog();
  const variables = {
    SHOPIFY_API_KEY: CLIENT_ID,
    SHOPIFY_API_SECRET: secret,
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_EMULATOR_URL: shopify.url,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    DATABASE_URL: database.connectionString,
    PORT: String(port),
    DRAIN_SECONDS: "0",
    ...env,
  };
  const started = await startRuntime({
    env: readEnvironment({ ...variables, DATABASE_URL: await through(database.connectionString) }),
    log: logger,
    worker: working,
  });
  await buildWhereStale();
  const build: ServerBuild = await import(pathToFileURL(join(ROOT, "build/server/index.js")).href);
  const server = await startWebServer(started.runtime, {
    build,
    clientDir: join(ROOT, "build/client"),
    ...options,
  });
  const { runtime } = started;
  return {
    url: server.url,
    build,
    runtime,
    shopify,
    secret,
    variables,
    connectionString: database.connectionString,
    log,
    fetch(path, { shop = shops[0] ?? "", token, headers, ...init } = {}) {
      const bearer = token === undefined ? shopify.shop(shop).sessionToken() : token;
      return fetch(new URL(path, server.url), {
        redirect: "manual",
        ...init,
        headers: {
          "User-Agent": BROWSER,
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
          ...(headers as Record<string, string>),
        },
      });
    },
    async settled() {
      for (const domain of shops) await shopify.shop(domain).deliveriesSettled();
      await runtime.jobs.settled();
    },
    async close() {
      await server.close();
      await started.stop();
      await shopify.close();
      await database.drop();
    },
  };
}
