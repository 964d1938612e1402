import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { type Db, rows } from "../../app/db/client.ts";
import { readEnvironment } from "../../app/platform/config.ts";
import { createLog } from "../../app/platform/log.ts";
import { requireShop } from "../../app/shopify/require-shop.ts";
import { startRuntime } from "../../app/start-runtime.ts";
import { answerWebhook } from "../../app/sync/live/webhook-intake.ts";
import { type LocalShop, startLocalShopify } from "../shopify/server.ts";
import { CLIENT_ID, type Place, SHOP } from "./place.ts";
import { appEnvironment } from "./programs.ts";
import type { BenchReport, Figure } from "./report.ts";
import { percentile } from "./samples.ts";

const RATES = [2, 20] as const;
const SECONDS = 60;
/** Each gets one order at most, so that its value tells when the order is in it. */
const CUSTOMERS = 1_350;
const LOOK_MS = 25;
const GIVE_UP_MS = 180_000;

/**
 * Orders are placed in the local Shopify admin at a steady rate, and followed to the stored order and to the customer's value. Admin,
 * webhook route and workers share one process, so the figures are upper bounds.
 */
export async function benchSync(place: Place): Promise<BenchReport> {
  let answer = async (_request: Request) => new Response(null, { status: 503 });
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request(`http://app${incoming.url}`, {
      method: "POST",
      headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      body: new Uint8Array(await buffer(incoming)),
    });
    outgoing.writeHead((await answer(request)).status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  place.closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret: place.clientSecret, url },
    shops: [
      {
        kind: "generated",
        domain: SHOP.domain,
        seed: 7,
        customers: CUSTOMERS,
        years: 2,
        asOf: new Date(),
        plan: "Plus",
      },
    ],
  });
  place.closers.push(() => local.close());
  const environment = readEnvironment(appEnvironment(place, { app: url, shopify: local.url }));
  const { runtime, stop } = await startRuntime({ env: environment, log: createLog("warn"), worker: true });
  place.closers.push(stop);
  answer = (request) => answerWebhook(runtime, request);
  const shop = local.shop(SHOP.domain);
  const headers = {
    Authorization: `Bearer ${shop.sessionToken()}`,
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Bench/1.0",
  };
  await requireShop(new Request(`${url}/app`, { headers }), runtime);
  console.log("  reading the shop");
  await runtime.jobs.settled();

  const figures: Figure[] = [];
  const unordered = [...shop.store.customers.keys()];
  for (const rate of RATES) {
    const customers = unordered.splice(0, rate * SECONDS);
    const lags = await follow(place.db, shop, customers, rate);
    for (const [what, samples] of Object.entries(lags)) {
      for (const share of [0.5, 0.9, 0.99]) {
        figures.push({
          name: `${rate} orders/s, ${what}, p${share * 100}`,
          unit: "ms",
          app: percentile(samples, share),
          baseline: null,
          better: "lower",
        });
      }
    }
    await runtime.jobs.settled();
  }
  const [dead] = await rows<{ count: number }>(
    place.db.pool,
    "select count(*) count from pgboss.job where name = 'dead-letters'",
  );
  return {
    bench: "sync",
    about: [
      `Orders of ${CUSTOMERS.toLocaleString("en")} customers, placed at a steady rate for ${SECONDS} s each, looked for every ${LOOK_MS} ms; from the order in the local Shopify admin to the row in the database.`,
      `The local Shopify admin, the webhook route and the workers are one process on the same machine. Dead letters afterwards: ${dead?.count ?? 0}.`,
    ],
    figures,
  };
}

type Lags = Readonly<Record<"stored order" | "customer value", number[]>>;

async function follow(db: Db, shop: LocalShop, customers: readonly number[], rate: number): Promise<Lags> {
  const before = new Map(
    (
      await rows<{ id: number; orders: number }>(
        db.pool,
        "select customer_id id, orders from customer_value where shop_id = $1",
        [SHOP.shopId],
      )
    ).map(({ id, orders }) => [id, orders]),
  );
  const lags: Lags = { "stored order": [], "customer value": [] };
  /** By order, and by customer: when it was placed. */
  const unstored = new Map<number, number>();
  const unvalued = new Map<number, number>();
  let isPlacing = true;
  const placing = (async () => {
    const startedMs = performance.now();
    for (const [at, customerId] of customers.entries()) {
      await delay(Math.max(0, startedMs + (at * 1000) / rate - performance.now()));
      const placedMs = performance.now();
      const order = shop.actions.placeOrder({ customerId, lines: [{ title: "Tea", unitPriceMinor: 995 }] });
      unstored.set(order.id, placedMs);
      unvalued.set(customerId, placedMs);
    }
    isPlacing = false;
  })();
  const endMs = performance.now() + SECONDS * 1000 + GIVE_UP_MS;
  while (isPlacing || unvalued.size > 0) {
    if (performance.now() > endMs)
      throw new Error(`${unvalued.size} orders never reached a customer's value`);
    const stored = await rows<{ id: number }>(
      db.pool,
      "select order_id id from orders where shop_id = $1 and order_id = any($2)",
      [SHOP.shopId, [...unstored.keys()]],
    );
    const valued = await rows<{ id: number; orders: number }>(
      db.pool,
      "select customer_id id, orders from customer_value where shop_id = $1 and customer_id = any($2)",
      [SHOP.shopId, [...unvalued.keys()]],
    );
    const nowMs = performance.now();
    for (const { id } of stored) take(unstored, id, lags["stored order"], nowMs);
    for (const { id, orders } of valued) {
      if (orders > (before.get(id) ?? 0)) take(unvalued, id, lags["customer value"], nowMs);
    }
    await delay(LOOK_MS);
  }
  await placing;
  return lags;
}

function take(waiting: Map<number, number>, id: number, lags: number[], nowMs: number): void {
  const placedMs = waiting.get(id);
  if (placedMs === undefined) return;
  waiting.delete(id);
  lags.push(nowMs - placedMs);
}
