import { createHmac, randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { Db } from "../../app/db/client.ts";
import { API_VERSION } from "../../app/shopify/api-version.ts";
import { startChild } from "../../scripts/demo/child.ts";
import { fillStore } from "../shopify/store/source.ts";
import { payloadOf } from "../shopify/webhooks/payloads.ts";
import { fire, type LoadResult, type Shot } from "./load.ts";
import { type Place, ROOT, SHOP } from "./place.ts";
import { startApp } from "./programs.ts";
import type { BenchReport } from "./report.ts";
import { median, percentile } from "./samples.ts";

const ROUNDS = 5;
const REQUESTS = 4_000;
const WARM_UP = 500;
const CONNECTIONS = 32;
/** Customers of the shop whose orders are sent: somewhat more than two orders each. */
const CUSTOMERS = 2_200;

export async function benchWebhooks(place: Place): Promise<BenchReport> {
  const bodies = await orderBodies();
  const app = await startApp(place);
  const baseline = await startChild({
    name: "The baseline",
    file: join(ROOT, "test/bench/webhook-baseline-program.ts"),
    env: {
      SHOPIFY_API_SECRET: place.clientSecret,
      DATABASE_URL: place.connectionString,
      DATABASE_POOL: "12",
    },
    logFile: join(place.folder, "logs/baseline.log"),
    readySchema: z.object({ type: z.literal("ready"), url: z.string() }),
  });
  place.closers.push(() => baseline.stop());
  await installShop(place.db);

  const urls = { app: `${app.ready.url}/webhooks`, baseline: baseline.ready.url };
  const results: Record<keyof typeof urls, LoadResult[]> = { app: [], baseline: [] };
  for (const url of Object.values(urls)) {
    await fire(
      url,
      bodies.slice(0, WARM_UP).map((body) => signed(body, place.clientSecret)),
      CONNECTIONS,
    );
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const target of ["app", "baseline"] as const) {
      await emptyTables(place.db);
      const shots = bodies.slice(0, REQUESTS).map((body) => signed(body, place.clientSecret));
      results[target].push(await fire(urls[target], shots, CONNECTIONS));
      await assertStored(place.db, target, shots.length);
    }
    const rates = (["app", "baseline"] as const).map((target) => rateOf(results[target].at(-1)));
    console.log(`  round ${round}: app ${rates[0]?.toFixed(0)}/s, baseline ${rates[1]?.toFixed(0)}/s`);
  }
  const latency = (target: keyof typeof urls, share: number) =>
    percentile(
      results[target].flatMap((result) => result.latenciesMs),
      share,
    );
  const sizes = bodies.slice(0, REQUESTS).map((body) => Buffer.byteLength(body));
  return {
    bench: "webhooks",
    about: [
      `${ROUNDS} alternating rounds of ${REQUESTS.toLocaleString("en")} signed orders/updated webhooks of different orders (median ${(median(sizes) / 1024).toFixed(1)} KiB) over ${CONNECTIONS} connections from one process on the same machine.`,
      "App: the built app without workers; a receipt and the touched order are committed before each 200. Baseline: a bare node:http server that verifies the same HMAC and inserts the receipt, through as many database connections.",
      "Requests/s are the median of the rounds, p50 and p99 are of all requests.",
    ],
    figures: [
      {
        name: "webhook route",
        unit: "requests/s",
        app: median(results.app.map(rateOf)),
        baseline: median(results.baseline.map(rateOf)),
        better: "higher",
      },
      ...([0.5, 0.99] as const).map((share) => ({
        name: `webhook route, p${share * 100}`,
        unit: "ms",
        app: latency("app", share),
        baseline: latency("baseline", share),
        better: "lower" as const,
      })),
      {
        name: "memory of the app, peak",
        unit: "MiB",
        app: (await app.peakRssBytes()) / 2 ** 20,
        baseline: (await baseline.peakRssBytes()) / 2 ** 20,
        better: "lower",
      },
    ],
  };
}

const rateOf = (result: LoadResult | undefined) => (result ? result.latenciesMs.length / result.seconds : 0);

/** What Shopify sends for different orders of a shop. */
async function orderBodies(): Promise<string[]> {
  const { store } = await fillStore({
    kind: "generated",
    domain: SHOP.domain,
    seed: 7,
    customers: CUSTOMERS,
    years: 3,
    asOf: new Date(),
  });
  const bodies = [...store.orders.values()].map((order) =>
    JSON.stringify(payloadOf("orders/updated", order, store)),
  );
  if (bodies.length < REQUESTS) throw new Error(`the generated shop has only ${bodies.length} orders`);
  return bodies;
}

/** A delivery of its own each time: new webhook and event ids, which the HMAC does not cover. */
function signed(body: string, secret: string): Shot {
  return {
    body,
    headers: {
      "Content-Type": "application/json",
      "X-Shopify-Topic": "orders/updated",
      "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("base64"),
      "X-Shopify-Shop-Domain": SHOP.domain,
      "X-Shopify-API-Version": API_VERSION,
      "X-Shopify-Webhook-Id": randomUUID(),
      "X-Shopify-Event-Id": randomUUID(),
      "X-Shopify-Triggered-At": new Date().toISOString(),
    },
  };
}

async function installShop(db: Db): Promise<void> {
  await db.pool.query(
    `insert into shop (shop_id, domain, currency, time_zone, installed_at)
     values ($1, $2, 'EUR', 'Europe/Amsterdam', now()) on conflict do nothing`,
    [SHOP.shopId, SHOP.domain],
  );
}

async function emptyTables(db: Db): Promise<void> {
  await db.pool.query("truncate webhook_receipt, sync_dirty");
  await db.pool.query("checkpoint");
}

async function assertStored(db: Db, target: "app" | "baseline", sent: number): Promise<void> {
  const found = await db.pool.query<{ receipts: number; touched: number }>(
    `select (select count(*) from webhook_receipt) receipts, (select count(*) from sync_dirty) touched`,
  );
  const { receipts = 0, touched = 0 } = found.rows[0] ?? {};
  if (receipts !== sent || (target === "app" && touched !== sent)) {
    throw new Error(`${sent} webhooks led to ${receipts} receipts and ${touched} touched orders`);
  }
}
