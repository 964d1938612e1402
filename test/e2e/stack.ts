import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { clockFrom } from "../../app/platform/clock.ts";
import { readEnvironment } from "../../app/platform/config.ts";
import { createLog } from "../../app/platform/log.ts";
import type { Runtime } from "../../app/runtime.ts";
import { startWebServer } from "../../app/web-server.ts";
import { freePort } from "../../scripts/demo/free-port.ts";
import { createTestDatabase } from "../db/database.ts";
import { mountAdminShell } from "../shopify/admin/shell.ts";
import { type LocalShop, type LocalShopify, type ShopSource, startLocalShopify } from "../shopify/server.ts";

const CLIENT_ID = "klantwaarde-local";
/** When a journey begins; from there the time runs on, in the shop and in the app. */
export const NOON = new Date("2026-11-27T12:00:00Z");

/** The built app on a database of its own, and a local Shopify admin with one shop that has not installed it yet. */
export interface Stack {
  readonly shopify: LocalShopify;
  readonly shop: LocalShop;
  readonly runtime: Runtime;
  readonly appUrl: string;
  /** Address of a page of the admin: `admin("/customers")`. */
  admin(path?: string): string;
  close(): Promise<void>;
}

/** `toolsUrl`: of the local mailing tools; without it the app would go to the real ones, which no journey does. */
export async function openStack(
  source: ShopSource,
  { toolsUrl }: { readonly toolsUrl?: string } = {},
): Promise<Stack> {
  const clientSecret = randomBytes(24).toString("hex");
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const database = await createTestDatabase();
  const clock = clockFrom(NOON);
  const shopify = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret, url: appUrl },
    shops: [source],
    now: clock,
    firstRetryMs: 50,
  });
  mountAdminShell(shopify);
  // Shopify's library reads it when it is first imported.
  process.env.APP_BRIDGE_URL = `${shopify.url}/app-bridge.js`;
  const { startRuntime } = await import("../../app/start-runtime.ts");
  const started = await startRuntime({
    env: readEnvironment({
      SHOPIFY_API_KEY: CLIENT_ID,
      SHOPIFY_API_SECRET: clientSecret,
      SHOPIFY_APP_URL: appUrl,
      SHOPIFY_EMULATOR_URL: shopify.url,
      TOOLS_EMULATOR_URL: toolsUrl,
      ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
      DATABASE_URL: database.connectionString,
      PORT: String(port),
      DRAIN_SECONDS: "0",
      CLOCK_START: clock().toISOString(),
    }),
    // E2E_LOG=1 shows what the app did and how long it took.
    log: createLog(process.env.E2E_LOG ? "info" : "warn"),
    worker: true,
  });
  const build = join(import.meta.dirname, "../../build");
  const server = await startWebServer(started.runtime, {
    build: await import(pathToFileURL(join(build, "server/index.js")).href),
    clientDir: join(build, "client"),
  });
  const shop = shopify.shop(source.domain);
  return {
    shopify,
    shop,
    runtime: started.runtime,
    appUrl,
    admin: (path = "") => `${shopify.url}/store/${source.domain.split(".")[0]}${path}`,
    async close() {
      await server.close();
      await started.stop();
      await shopify.close();
      await database.drop();
    },
  };
}
