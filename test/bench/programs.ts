import { join } from "node:path";
import { z } from "zod";
import { FORMAT_UNSAID } from "../../scripts/csv/format/format-options.ts";
import { buildApp, buildIsStale } from "../../scripts/demo/build.ts";
import { type Child, startChild } from "../../scripts/demo/child.ts";
import { freePort } from "../../scripts/demo/free-port.ts";
import type { ShopifyOptions } from "../../scripts/demo/shopify-options.ts";
import { CLIENT_ID, type Place, ROOT, SHOP } from "./place.ts";

const ready = z.object({ type: z.literal("ready"), url: z.string() });
const shopReady = ready.extend({ customers: z.number(), orders: z.number() });

/** The local Shopify admin with a generated shop of three years, in a process of its own. */
export async function startShopify(
  place: Place,
  customers: number,
  appUrl: string,
): Promise<Child<z.infer<typeof shopReady>>> {
  const shopify = await startChild({
    name: "The local Shopify admin",
    file: join(ROOT, "scripts/demo/shopify-program.ts"),
    args: [
      JSON.stringify({
        port: 0,
        appUrl,
        clientId: CLIENT_ID,
        domain: SHOP.domain,
        currency: "EUR",
        timeZone: "Europe/Amsterdam",
        logFormat: FORMAT_UNSAID,
        logTimeZone: null,
        customers,
        dataDir: join(place.folder, "shopify"),
        peopleFile: null,
      } satisfies ShopifyOptions),
    ],
    env: { SHOPIFY_API_SECRET: place.clientSecret },
    logFile: join(place.folder, "logs/shopify.log"),
    readySchema: shopReady,
  });
  place.closers.push(() => shopify.stop());
  return shopify;
}

/** What a process of the app needs in its environment; jobs are left to others, so that only what is measured runs. */
export function appEnvironment(place: Place, urls: { app: string; shopify: string }): Record<string, string> {
  return {
    NODE_ENV: "production",
    SHOPIFY_API_KEY: CLIENT_ID,
    SHOPIFY_API_SECRET: place.clientSecret,
    SHOPIFY_APP_URL: urls.app,
    SHOPIFY_EMULATOR_URL: urls.shopify,
    // Read by Shopify's library.
    APP_BRIDGE_URL: `${urls.shopify}/app-bridge.js`,
    ENCRYPTION_KEYS: place.encryptionKeys,
    DATABASE_URL: place.connectionString,
    DATABASE_POOL: "12",
    HOST: "127.0.0.1",
    PORT: new URL(urls.app).port,
    WORKERS: "none",
    LOG_LEVEL: "warn",
    CLOCK_START: "",
  };
}

/** The built app as `npm start` runs it, without workers, beside a local Shopify admin with a shop of a few customers. */
export async function startApp(place: Place): Promise<Child<z.infer<typeof ready>>> {
  if (buildIsStale(ROOT)) {
    console.log("  building the app");
    buildApp(ROOT);
  }
  const appUrl = `http://127.0.0.1:${await freePort()}`;
  const shopify = await startShopify(place, 1, appUrl);
  const app = await startChild({
    name: "The app",
    file: join(ROOT, "app/main.ts"),
    env: appEnvironment(place, { app: appUrl, shopify: shopify.ready.url }),
    logFile: join(place.folder, "logs/app.log"),
    readySchema: ready,
  });
  place.closers.push(() => app.stop());
  return app;
}
