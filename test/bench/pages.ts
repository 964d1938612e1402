import { type Db, rows } from "../../app/db/client.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import { refitModel } from "../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { mintSessionToken } from "../shopify/auth/session-token.ts";
import { fillShop } from "./page-data.ts";
import { type BenchPage, PAGES } from "./page-list.ts";
import { CLIENT_ID, type Place, SHOP } from "./place.ts";
import { startApp } from "./programs.ts";
import type { BenchReport, Figure } from "./report.ts";
import { median, percentile, timed } from "./samples.ts";

const PAGE_CUSTOMERS = 100_000;
/** Reader, request and aggregate take turns in blocks, so that a slow moment of the machine meets all three. */
const BLOCKS = 5;
const READS_A_BLOCK = 20;
const REQUESTS_A_BLOCK = 10;
const AGGREGATES_A_BLOCK = 4;

export async function benchPages(
  place: Place,
  options: { readonly customers: number | undefined },
): Promise<BenchReport> {
  const { db } = place;
  const customers = options.customers ?? PAGE_CUSTOMERS;
  console.log("  filling the shop");
  await fillShop(db, customers);
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const host = { db, clock: () => new Date(), metrics: createMetrics(), log: silent };
  console.log("  valuing it");
  const refreshMs = await timed(() => refreshValuation(host, SHOP, { full: true }));
  let fitted: Awaited<ReturnType<typeof refitModel>> | undefined;
  const refitMs = await timed(async () => {
    fitted = await refitModel(host, SHOP);
  });
  if (fitted?.state !== "fitted") throw new Error("the shop's model was not fitted");
  // As autovacuum leaves the tables within a minute or so.
  await db.pool.query("vacuum analyze");
  const app = await startApp(place);
  const visit = visitor(app.ready.url, place.clientSecret);
  const figures: Figure[] = [];
  for (const page of PAGES) {
    figures.push(...(await measurePage(db, page, customers, visit)));
    console.log(`  ${page.name}`);
  }
  const [counted] = await rows<{ customers: number; orders: number }>(
    db.pool,
    "select (select count(*) from customer) customers, (select count(*) from orders) orders",
  );
  return {
    bench: "pages",
    about: [
      `${(counted?.customers ?? 0).toLocaleString("en")} customers with ${(counted?.orders ?? 0).toLocaleString("en")} orders, written by SQL, valued by the app's own refresh and fit.`,
      `loader: the reader that the page's route calls, ${BLOCKS * READS_A_BLOCK} times. request: the page from the built app over HTTP with a session token, ${BLOCKS * REQUESTS_A_BLOCK} times, one at a time. Baseline: the page's main figure by one SQL aggregate over the orders, ${BLOCKS * AGGREGATES_A_BLOCK} times. Ratios are of p95.`,
    ],
    figures: [
      { name: "valuation of everybody", unit: "s", app: refreshMs / 1000, baseline: null, better: "lower" },
      { name: "fit and prediction", unit: "s", app: refitMs / 1000, baseline: null, better: "lower" },
      ...figures,
    ],
  };
}

type Visit = (path: string) => Promise<void>;

/** Opens pages as the admin's frame does. The first visit exchanges the token; nobody works on the backfill it asks for. */
function visitor(appUrl: string, clientSecret: string): Visit {
  return async (path) => {
    const token = mintSessionToken({
      shop: SHOP.domain,
      clientId: CLIENT_ID,
      clientSecret,
      userId: 1,
      nowMs: Date.now(),
    });
    const address = new URL(path, appUrl);
    address.searchParams.set("embedded", "1");
    address.searchParams.set("shop", SHOP.domain);
    address.searchParams.set("host", Buffer.from(`admin.shopify.com/store/bench`).toString("base64url"));
    const answer = await fetch(address, {
      headers: {
        Authorization: `Bearer ${token}`,
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
      },
      redirect: "manual",
    });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  };
}

async function measurePage(db: Db, page: BenchPage, customers: number, visit: Visit): Promise<Figure[]> {
  let turn = 0;
  // Spread over all customers, the same ones in each run.
  const nextCustomer = () => 1 + ((turn++ * 7919) % customers);
  const { aggregate } = page;
  const works = {
    read: async () => {
      const customerId = nextCustomer();
      if ((await page.read(db, customerId)) === null)
        throw new Error(`${page.name}: nothing was read (customer ${customerId})`);
    },
    visit: () => visit(page.path(nextCustomer())),
    aggregate: () => {
      const customerId = nextCustomer();
      return (
        aggregate &&
        db.pool.query(aggregate, aggregate.includes("$2") ? [SHOP.shopId, customerId] : [SHOP.shopId])
      );
    },
  };
  const samples: Record<keyof typeof works, number[]> = { read: [], visit: [], aggregate: [] };
  const repeat = async (work: keyof typeof works, times: number) => {
    for (let i = 0; i < times; i++) samples[work].push(await timed(async () => works[work]()));
  };
  for (const work of ["read", "visit", "aggregate"] as const) await repeat(work, 2);
  for (const work of ["read", "visit", "aggregate"] as const) samples[work] = [];
  for (let block = 0; block < BLOCKS; block++) {
    await repeat("read", READS_A_BLOCK);
    await repeat("visit", REQUESTS_A_BLOCK);
    if (aggregate) await repeat("aggregate", AGGREGATES_A_BLOCK);
  }
  return (["read", "visit"] as const).map((work) => ({
    name: `${page.name}, ${work === "read" ? "loader" : "request"}`,
    unit: "ms",
    app: percentile(samples[work], 0.95),
    baseline: aggregate ? percentile(samples.aggregate, 0.95) : null,
    better: "lower" as const,
    medians: { app: median(samples[work]), baseline: aggregate ? median(samples.aggregate) : null },
  }));
}
