import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { type Db, rows } from "../../app/db/client.ts";
import { reconcileJob } from "../../app/jobs/definitions/reconcile.ts";
import { readEnvironment } from "../../app/platform/config.ts";
import { type ShopRef, shopRef } from "../../app/platform/ids.ts";
import { createLog } from "../../app/platform/log.ts";
import { requireShop } from "../../app/shopify/require-shop.ts";
import { startRuntime } from "../../app/start-runtime.ts";
import { answerWebhook } from "../../app/sync/live/webhook-intake.ts";
import { type LocalShop, startLocalShopify } from "../shopify/server.ts";
import { CLIENT_ID, type Place, SHOP } from "./place.ts";
import { appEnvironment } from "./programs.ts";
import type { BenchReport, Figure } from "./report.ts";
import { percentile } from "./samples.ts";

const RATES = [2, 20, 100] as const;
const SECONDS = 60;
/** Orders that no webhook tells of, for what a reconciliation costs. */
const UNTOLD = 1_000;
const SHOPS = [SHOP, shopRef("bench-2.myshopify.com"), shopRef("bench-3.myshopify.com")];
/** None of its requests to Shopify is ever answered, while its webhooks go on. */
const SICK = shopRef("bench-sick.myshopify.com");
const SICK_CUSTOMERS = 200;
/** The sick shop's orders a second. */
const SICK_RATE = 1;
const LOOK_MS = 25;
const GIVE_UP_MS = 180_000;

/**
 * Orders are placed in the local Shopify admin at a steady rate, in turn by several shops, and followed to the stored order and to the
 * customer's value, while a shop beside them is sick. Admin, webhook route and workers share one process, so the figures are upper bounds.
 */
export async function benchSync(
  place: Place,
  options: { readonly seconds: number | undefined },
): Promise<BenchReport> {
  const seconds = options.seconds ?? SECONDS;
  /** Each gets one order at most, so that its value tells when the order is in it. */
  const ordered = RATES.reduce((sum, rate) => sum + rate * seconds, UNTOLD);
  const customersEach = Math.ceil((ordered / SHOPS.length) * 1.05) + 50;
  let answer = async (_request: Request) => new Response(null, { status: 503 });
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request(`http://app${incoming.url}`, {
      method: "POST",
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      body: new Uint8Array(await buffer(incoming)),
    });
    outgoing.writeHead((await answer(request)).status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  place.closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = await startLocalShopify({
    app: { clientId: CLIENT_ID, clientSecret: place.clientSecret, url },
    shops: [...SHOPS, SICK].map(({ domain }, at) => ({
      kind: "generated",
      domain,
      seed: 7 + at,
      customers: domain === SICK.domain ? SICK_CUSTOMERS : customersEach,
      years: 2,
      asOf: new Date(),
      plan: "Plus",
    })),
  });
  place.closers.push(() => local.close());
  const environment = readEnvironment(appEnvironment(place, { app: url, shopify: local.url }));
  const { runtime, stop } = await startRuntime({ env: environment, log: createLog("error"), worker: true });
  place.closers.push(stop);
  answer = (request) => answerWebhook(runtime, request);
  const points = async () => {
    const { values } = await runtime.metrics.costPoints.get();
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  const shops = SHOPS.map((ref) => ({ ref, local: local.shop(ref.domain) }));
  const sick = local.shop(SICK.domain);
  console.log("  reading the shops");
  for (const shop of [...shops.map((each) => each.local), sick]) {
    const headers = {
      Authorization: `Bearer ${shop.sessionToken()}`,
      "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Bench/1.0",
    };
    await requireShop(new Request(`${url}/app`, { headers }), runtime);
  }
  await runtime.jobs.settled();
  const [held] = await rows<{ orders: number }>(place.db.pool, "select count(*) orders from orders");
  const cost = (spent: number, orders: number) => (spent / orders) * 1000;
  const costs: [what: string, points: number][] = [
    ["first history", cost(await points(), held?.orders ?? 0)],
  ];

  const figures: Figure[] = [];
  const unordered = shops.map(({ ref, local: shop }) =>
    [...shop.store.customers.keys()].map((customerId) => ({ ref, shop, customerId })),
  );
  /** The shops take turns. */
  const take = (count: number) =>
    Array.from({ length: count }, (_, at) => unordered[at % SHOPS.length]?.pop()).filter((each) => !!each);
  for (const rate of RATES) {
    sick.faults.stallConnections = Number.MAX_SAFE_INTEGER;
    const before = await points();
    const lags = await follow(place.db, take(rate * seconds), { rate, seconds, sick });
    sick.faults.clear();
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
    costs.push([`${rate} orders/s`, cost((await points()) - before, rate * seconds + SICK_RATE * seconds)]);
  }

  console.log("  reconciling");
  for (const { local: shop } of shops) shop.faults.dropWebhooks = Number.MAX_SAFE_INTEGER;
  for (const { shop, customerId } of take(UNTOLD)) placeOrder(shop, customerId);
  for (const { local: shop } of shops) await shop.deliveriesSettled();
  const before = await points();
  for (const { ref } of shops) await runtime.jobs.enqueue(reconcileJob, { shop: ref.domain });
  await runtime.jobs.settled();
  costs.push(["reconciliation", cost((await points()) - before, UNTOLD)]);
  figures.push(
    ...costs.map(([what, app]) => ({
      name: `points of the API for 1,000 orders, ${what}`,
      unit: "points",
      app,
      baseline: null,
      better: "lower" as const,
    })),
  );
  const [dead] = await rows<{ count: number }>(
    place.db.pool,
    "select count(*) count from pgboss.job where name = 'dead-letters'",
  );
  return {
    bench: "sync",
    about: [
      `Orders of ${SHOPS.length} shops of ${customersEach.toLocaleString("en")} customers, placed at a steady rate for ${seconds} s each, looked for every ${LOOK_MS} ms; from the order in the local Shopify admin to the row in the database.`,
      `Beside them a shop with ${SICK_RATE} order/s, of which Shopify answers no request.`,
      `The local Shopify admin, the webhook route and the workers are one process on the same machine. Dead letters afterwards: ${dead?.count ?? 0}.`,
    ],
    figures,
  };
}

type Lags = Readonly<Record<"stored order" | "customer value", number[]>>;

interface Waiting {
  readonly ref: ShopRef;
  /** By order, and by customer: when it was placed. */
  readonly unstored: Map<number, number>;
  readonly unvalued: Map<number, number>;
  /** Orders of each customer before. */
  readonly before: ReadonlyMap<number, number>;
}

const placeOrder = (shop: LocalShop, customerId: number) =>
  shop.actions.placeOrder({ customerId, lines: [{ title: "Tea", unitPriceMinor: 995 }] });

async function follow(
  db: Db,
  customers: readonly { readonly ref: ShopRef; readonly shop: LocalShop; readonly customerId: number }[],
  { rate, seconds, sick }: { readonly rate: number; readonly seconds: number; readonly sick: LocalShop },
): Promise<Lags> {
  const waiting = new Map<ShopRef, Waiting>();
  for (const ref of SHOPS) {
    const counted = await rows<{ id: number; orders: number }>(
      db.pool,
      "select customer_id id, orders from customer_value where shop_id = $1",
      [ref.shopId],
    );
    const before = new Map(counted.map(({ id, orders }) => [id, orders]));
    waiting.set(ref, { ref, unstored: new Map(), unvalued: new Map(), before });
  }
  const lags: Lags = { "stored order": [], "customer value": [] };
  const startedMs = performance.now();
  /** Waits for the moment of the order with this number, from 0. */
  const turn = (at: number, perSecond: number) =>
    delay(Math.max(0, startedMs + (at * 1000) / perSecond - performance.now()));
  let isPlacing = true;
  const placing = (async () => {
    for (const [at, { ref, shop, customerId }] of customers.entries()) {
      await turn(at, rate);
      const placedMs = performance.now();
      const order = placeOrder(shop, customerId);
      waiting.get(ref)?.unstored.set(order.id, placedMs);
      waiting.get(ref)?.unvalued.set(customerId, placedMs);
    }
    isPlacing = false;
  })();
  const sickening = (async () => {
    const ids = [...sick.store.customers.keys()];
    for (let at = 0; at < SICK_RATE * seconds; at++) {
      await turn(at, SICK_RATE);
      placeOrder(sick, ids[at % ids.length] ?? 0);
    }
  })();
  const isWaiting = () => [...waiting.values()].some(({ unvalued }) => unvalued.size > 0);
  const endMs = startedMs + seconds * 1000 + GIVE_UP_MS;
  while (isPlacing || isWaiting()) {
    if (performance.now() > endMs) throw new Error("orders never reached their customers' values");
    for (const { ref, unstored, unvalued, before } of waiting.values()) {
      const stored = await rows<{ id: number }>(
        db.pool,
        "select order_id id from orders where shop_id = $1 and order_id = any($2)",
        [ref.shopId, [...unstored.keys()]],
      );
      const valued = await rows<{ id: number; orders: number }>(
        db.pool,
        "select customer_id id, orders from customer_value where shop_id = $1 and customer_id = any($2)",
        [ref.shopId, [...unvalued.keys()]],
      );
      const nowMs = performance.now();
      for (const { id } of stored) arrive(unstored, id, lags["stored order"], nowMs);
      for (const { id, orders } of valued) {
        if (orders > (before.get(id) ?? 0)) arrive(unvalued, id, lags["customer value"], nowMs);
      }
    }
    await delay(LOOK_MS);
  }
  await Promise.all([placing, sickening]);
  return lags;
}

function arrive(waiting: Map<number, number>, id: number, lags: number[], nowMs: number): void {
  const placedMs = waiting.get(id);
  if (placedMs === undefined) return;
  waiting.delete(id);
  lags.push(nowMs - placedMs);
}
