import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { connectDatabase } from "../../app/db/client.ts";
import { removeEmbeddedPostgres } from "../../app/db/embedded/embedded.ts";
import { clockFrom } from "../../app/platform/clock.ts";
import { shopRef } from "../../app/platform/ids.ts";
import { type Child, startChild } from "../../scripts/demo/child.ts";
import { mountAdminShell } from "../shopify/admin/shell.ts";
import { chromiumPath, launchChromium, openPage } from "../shopify/admin/stage.ts";
import { type LocalShopify, startLocalShopify } from "../shopify/server.ts";
import { freePorts } from "./low-ports.ts";
import { NOON } from "./stack.ts";

const DOMAIN = "restart.myshopify.com";
const appReady = z.object({ type: z.literal("ready"), url: z.string(), connectionString: z.string() });
type App = Child<z.infer<typeof appReady>>;

const dataDir = mkdtempSync(join(tmpdir(), "klantwaarde-restart-"));
const clock = clockFrom(NOON);
const clientSecret = randomBytes(24).toString("hex");
const encryptionKeys = `test:${randomBytes(32).toString("base64")}`;

let shopify: LocalShopify;
let browser: Browser;
let app: App;
let port = 0;

/** The app as `npm start` runs it, with the embedded server under a folder of its own. */
function startApp(): Promise<App> {
  return startChild({
    name: "The app",
    file: join(import.meta.dirname, "../../app/main.ts"),
    env: {
      NODE_ENV: "production",
      SHOPIFY_API_KEY: shopify.app.clientId,
      SHOPIFY_API_SECRET: clientSecret,
      SHOPIFY_APP_URL: shopify.app.url,
      SHOPIFY_EMULATOR_URL: shopify.url,
      APP_BRIDGE_URL: `${shopify.url}/app-bridge.js`,
      ENCRYPTION_KEYS: encryptionKeys,
      DATABASE_URL: "",
      DATA_DIR: dataDir,
      PORT: String(port),
      CLOCK_START: clock().toISOString(),
    },
    logFile: join(dataDir, "app.log"),
    readySchema: appReady,
  });
}

async function storedCounts(): Promise<{ customers: number; orders: number } | undefined> {
  const db = connectDatabase({ connectionString: app.ready.connectionString });
  try {
    const { rows } = await db.pool.query<{ customers: number; orders: number }>(
      `select (select count(*)::int from customer where shop_id = $1 and deleted_at is null) as customers,
         (select count(*)::int from orders where shop_id = $1 and deleted_at is null) as orders`,
      [shopRef(DOMAIN).shopId],
    );
    return rows[0];
  } finally {
    await db.close();
  }
}

describe.skipIf(!chromiumPath)("an app that is killed while it reads a shop (needs Chromium)", () => {
  beforeAll(async () => {
    port = await freePorts(5500, 2);
    shopify = await startLocalShopify({
      app: { clientId: "klantwaarde-local", clientSecret, url: `http://127.0.0.1:${port}` },
      shops: [{ kind: "generated", domain: DOMAIN, seed: 3, customers: 400, years: 2, asOf: NOON }],
      now: clock,
      firstRetryMs: 50,
    });
    mountAdminShell(shopify);
    [app, browser] = await Promise.all([startApp(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await shopify?.close();
    await removeEmbeddedPostgres(join(dataDir, "postgres"));
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("goes on when it is started again, and has every customer and order", async () => {
    const { store, faults } = shopify.shop(DOMAIN);
    const { page } = await openPage(browser);
    const frame: FrameLocator = page.frameLocator("#app-frame");
    // The shop keeps its history back, so that there is a middle to be killed in.
    const killed = Promise.withResolvers<void>();
    faults.bulk = [1, 2].map(() => ({ kind: "hold", until: killed.promise }));
    await page.goto(shopify.url);
    await page.getByRole("button", { name: "Install Klantwaarde" }).click();
    await frame.getByRole("heading", { name: "Setting up" }).waitFor();

    process.kill(app.pid, "SIGKILL");
    await app.ended;
    app = await startApp();
    expect((await storedCounts())?.orders).toBe(0);
    killed.resolve();

    await page.goto(`${shopify.url}/store/restart/apps/klantwaarde`);
    await frame.getByRole("heading", { name: "Average CLV", exact: true }).waitFor();
    await frame.getByRole("heading", { name: "Setting up" }).waitFor({ state: "detached" });
    expect(await storedCounts()).toEqual({
      customers: store.customers.size,
      orders: store.orders.size,
    });
  });
});
