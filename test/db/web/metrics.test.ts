import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { withMetricsTable } from "../../../scripts/metrics-table.ts";
import { webhookRequest } from "../../builders/webhook-request.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const SHOP = "counted.myshopify.com";
let stack: WebStack;
let metricsUrl: string;
/** What the app was sent besides what the local admin delivered. */
let byHand = 0;

beforeAll(async () => {
  stack = await openWebStack({ shops: [SHOP], env: { METRICS_PORT: "0" } });
  const started = stack.log.find(({ event }) => event === "metrics.started");
  metricsUrl = z.string().parse(started?.fields.url);
  expect((await stack.fetch("/app.data")).status).toBe(200);
  await stack.settled();
});
afterAll(() => stack.close());

/** Prometheus' text format, version 0.0.4, read anew: series as `name{label="value"}` with labels in order, and its number. */
function parse(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name, labels = "", value] = /^([a-z_:][a-z_:\d]*)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
    if (!name || value === undefined) throw new Error(`"${line}" is not a sample`);
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([pair]) => pair).sort();
    series.set(pairs.length > 0 ? `${name}{${pairs.join(",")}}` : name, Number(value));
  }
  return series;
}

async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${metricsUrl}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toMatch(/^text\/plain; version=0\.0\.4/);
  return parse(await answer.text());
}

const of = (name: string, series: Map<string, number>) =>
  Object.fromEntries([...series].filter(([key]) => key.startsWith(`klantwaarde_${name}`)));

async function send(
  topic: string,
  body: object,
  change: Record<string, string | null> = {},
): Promise<number> {
  const request = webhookRequest({
    secret: stack.secret,
    shop: SHOP,
    topic,
    body: JSON.stringify(body),
    at: stack.runtime.clock(),
    change,
  });
  byHand++;
  const { headers } = request;
  return (await fetch(`${stack.url}/webhooks`, { method: "POST", headers, body: await request.text() }))
    .status;
}

const counted = <T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};
const lines = (event: string) => stack.log.filter((line) => line.event === event);

test("what is scraped is what was done", async () => {
  const shop = stack.shopify.shop(SHOP);
  const { actions } = shop;
  const customer = actions.createCustomer({ firstName: "Ada", email: "ada@example.com" });
  const placed = [1, 2, 3].map((n) =>
    actions.placeOrder({ customerId: customer.id, lines: [{ title: "Tea", unitPriceMinor: 100 * n }] }),
  );
  await stack.settled();
  shop.resendWebhook(shop.deliveries.at(-1)?.webhookId ?? "");
  await stack.settled();
  const id = placed[0]?.id ?? 0;
  const order = { id, admin_graphql_api_id: `gid://shopify/Order/${id}` };
  expect(await send("orders/updated", order, { "X-Shopify-Hmac-Sha256": "forged" })).toBe(401);
  expect(await send("orders/updated", { nothing: true })).toBe(401);
  expect(await send("__proto__", order)).toBe(404);
  expect(await send("a/topic-that-somebody-made-up", order)).toBe(404);

  // A row that is lost here, and one whose webhook is lost.
  const { db, jobs } = stack.runtime;
  const { shopId, domain } = shopRef(SHOP);
  await db.pool.query("delete from orders where shop_id = $1 and order_id = $2", [shopId, id]);
  shop.faults.dropWebhooks = 100;
  const unseen = actions.placeOrder({ lines: [{ title: "Lost", unitPriceMinor: 500 }] });
  shop.faults.dropWebhooks = 0;
  await stack.settled();
  expect((await scrape()).get('klantwaarde_dirty_rows{rows="orders"}')).toBe(0);
  await db.pool.query(
    `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before) values ($1, 'orders', $2, now(), now() + interval '1 day')`,
    [shopId, unseen.id],
  );
  expect((await scrape()).get('klantwaarde_dirty_rows{rows="orders"}')).toBe(1);
  await db.pool.query("delete from sync_dirty");
  await jobs.enqueue(reconcileJob, { shop: domain });
  await stack.settled();

  // An order in another currency cannot be used.
  await db.pool.query("update shop set currency = 'USD' where shop_id = $1", [shopId]);
  actions.setTags({ orderId: id, tags: ["seen"] });
  await stack.settled();
  await db.pool.query("update shop set currency = 'EUR' where shop_id = $1", [shopId]);
  await db.pool.query(
    `insert into pgboss.job (name, data) values ('dead-letters', '{}'), ('dead-letters', '{}')`,
  );

  const series = await scrape();
  const tries = shop.deliveries.flatMap(({ topic, tries }) => tries.map(() => topic));
  expect(Object.values(of("webhooks_received_total", series)).reduce((sum, n) => sum + n, 0)).toBe(
    tries.length + byHand,
  );
  expect(series.get("klantwaarde_webhook_answer_seconds_count")).toBe(tries.length + byHand);
  const received = counted(lines("webhook.received"), ({ fields }) => `${fields.topic} ${fields.outcome}`);
  expect(Object.values(received).reduce((sum, n) => sum + n, 0)).toBe(tries.length);
  for (const [key, count] of Object.entries(received)) {
    const [topic, outcome] = key.split(" ");
    expect([
      key,
      series.get(`klantwaarde_webhooks_received_total{outcome="${outcome}",topic="${topic}"}`),
    ]).toEqual([key, count]);
  }
  expect(lines("webhook.received").filter(({ fields }) => fields.outcome === "repeated")).toHaveLength(1);
  expect(of("webhooks_received_total", series)).toMatchObject({
    'klantwaarde_webhooks_received_total{outcome="refused_signature",topic="orders/updated"}': 1,
    'klantwaarde_webhooks_received_total{outcome="refused_body",topic="orders/updated"}': 1,
    'klantwaarde_webhooks_received_total{outcome="refused_topic",topic="other"}': 2,
  });

  // Every job that ended says so in the log as well.
  const ended = counted(lines("jobs.done"), ({ fields }) => String(fields.job));
  const runs: Record<string, number> = {};
  for (const [key, count] of series) {
    const [, job, outcome] = /^klantwaarde_jobs_total\{job="(.+)",outcome="(.+)"\}$/.exec(key) ?? [];
    if (job && (outcome === "done" || outcome === "again")) runs[job] = (runs[job] ?? 0) + count;
  }
  expect(runs).toEqual(ended);
  const seconds = [...series].filter(([key]) => key.startsWith("klantwaarde_job_seconds_count"));
  const all = [...series].filter(([key]) => key.startsWith("klantwaarde_jobs_total"));
  const sum = (some: [string, number][]) => some.reduce((total, [, n]) => total + n, 0);
  expect(sum(seconds)).toBe(sum(all));

  const fetched = lines("sync.refetched").filter(({ fields }) => fields.originCount !== undefined);
  expect(series.get('klantwaarde_change_to_stored_seconds_count{resource="customers"}')).toBe(
    fetched
      .filter(({ fields }) => fields.resource === "customers")
      .reduce((total, { fields }) => total + Number(fields.fetched) + Number(fields.gone), 0),
  );
  expect(series.get("klantwaarde_change_to_value_seconds_count")).toBeGreaterThan(0);
  // The machine's clock is the shop's: nothing takes an hour, and nothing is valued before it changed.
  expect(series.get('klantwaarde_change_to_value_seconds_bucket{le="3600"}')).toBe(
    series.get("klantwaarde_change_to_value_seconds_count"),
  );
  expect(of("refused_rows_total", series)).toEqual({
    'klantwaarde_refused_rows_total{origin="refetch",reason="other_currency"}': 1,
  });
  const drift = 'klantwaarde_drift_rows_total{found_by="watermark",kind="outdated",resource="orders"}';
  expect([series.get(drift), series.get('klantwaarde_repaired_rows_total{resource="orders"}')]).toEqual([
    2, 2,
  ]);
  expect(series.get("klantwaarde_dead_letters")).toBe(2);
  const fits = [...series].filter(([key]) => key.startsWith("klantwaarde_fit_seconds_count"));
  expect(sum(fits)).toBe(lines("valuation.refitted").length);
  expect(sum(fits)).toBeGreaterThan(0);
  expect(
    sum([...series].filter(([key]) => key.startsWith("klantwaarde_shopify_cost_points_total"))),
  ).toBeGreaterThan(0);
  for (const pool of ["jobs", "pages", "webhooks"]) {
    expect(series.get(`klantwaarde_database_waiting{pool="${pool}"}`)).toBe(0);
  }
  expect(series.get("process_resident_memory_bytes")).toBeGreaterThan(1e7);
});

test("no series names a shop, a person or an id", async () => {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text();
  expect(text).not.toMatch(
    /counted|myshopify|ada|example\.com|gid:|made-up|__proto__|[0-9a-f]{8}-[0-9a-f]{4}/,
  );
});

test("metrics are on their own port alone, and that port has nothing else", async () => {
  expect((await stack.fetch("/metrics", { token: null })).status).toBe(404);
  const status = async (path: string, method = "GET") => (await fetch(metricsUrl + path, { method })).status;
  expect([await status("/app"), await status("/__proto__"), await status("/webhooks", "POST")]).toEqual([
    404, 404, 404,
  ]);
  expect(await status("/metrics", "POST")).toBe(405);
  expect([await status("/readyz"), await status("/healthz")]).toEqual([200, 200]);
});

test("docs/operations.md has today's metrics", () => {
  const text = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");
  expect(withMetricsTable(text)).toBe(text);
  for (const { name, kind } of createMetrics().described) {
    expect([name, kind === "counter"]).toEqual([name, name.endsWith("_total")]);
    if (kind === "histogram") expect(name).toMatch(/_seconds$/);
  }
});
