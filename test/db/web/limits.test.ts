import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { BodyMemory } from "../../../app/platform/request-body.ts";
import { webhookRequest } from "../../builders/webhook-request.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const GREEDY = "greedy.myshopify.com";
const MODEST = "modest.myshopify.com";
const MIB = 1024 * 1024;
const memory = new BodyMemory(4 * MIB);
let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({
    shops: [GREEDY, MODEST],
    server: {
      webhookLimits: { memory, withinMs: 3_000, limitBytes: 2 * MIB },
      pageLimits: { running: 2, waiting: 2, formMs: 4_000 },
    },
  });
  for (const domain of [GREEDY, MODEST]) {
    const { actions } = stack.shopify.shop(domain);
    const customer = actions.createCustomer({ firstName: "Some", email: `some@${domain}` });
    actions.placeOrder({ customerId: customer.id, lines: [{ title: "Tea", unitPriceMinor: 900 }] });
    expect((await stack.fetch("/app.data", { shop: domain })).status).toBe(200);
  }
  await stack.settled();
});
afterAll(() => stack.close());

/** What the server has said on a socket of its own until it closes the connection. */
class Client {
  readonly socket: Socket;
  said = "";
  readonly closed: Promise<unknown>;
  constructor(head: readonly string[]) {
    const { hostname, port } = new URL(stack.url);
    this.socket = connect(Number(port), hostname);
    this.socket.on("data", (chunk) => {
      this.said += chunk;
    });
    this.socket.on("error", () => {});
    this.closed = once(this.socket, "close");
    this.socket.write(`${head.join("\r\n")}\r\n\r\n`);
  }
  get status(): number {
    return Number(/^HTTP\/1\.1 (\d+)/.exec(this.said)?.[1] ?? 0);
  }
}

function webhookHead(bytes: number, change: Record<string, string | null> = {}): string[] {
  const request = webhookRequest({
    secret: stack.secret,
    shop: GREEDY,
    topic: "orders/updated",
    body: "x",
    at: new Date(),
    change,
  });
  return [
    "POST /webhooks HTTP/1.1",
    "Host: app",
    `Content-Length: ${bytes}`,
    ...[...request.headers].map(([name, value]) => `${name}: ${value}`),
  ];
}

test("without a signature nothing of a body is read, and the connection is closed", async () => {
  const unsigned = new Client(webhookHead(2 * MIB, { "X-Shopify-Hmac-Sha256": null }));
  await unsigned.closed;
  expect(unsigned.status).toBe(401);
  expect(memory.bytes).toBe(0);
});

test("a stated length beyond the limit is refused before the first byte", async () => {
  const large = new Client(webhookHead(2 * MIB + 1));
  await large.closed;
  expect(large.status).toBe(413);
});

test("forty half-sent bodies hold no more than the limit, end by themselves, and never keep out a webhook", async () => {
  const half = Buffer.alloc(MIB, "x");
  const clients = Array.from({ length: 40 }, () => {
    const client = new Client(webhookHead(2 * MIB));
    client.socket.write(half);
    return client;
  });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memory.bytes);
  }, 5);
  const { store } = stack.shopify.shop(MODEST);
  const [order] = [...store.orders.values()];
  const body = JSON.stringify({ id: order?.id, admin_graphql_api_id: `gid://shopify/Order/${order?.id}` });
  const statuses: number[] = [];
  while (clients.some((client) => !client.socket.closed)) {
    const request = webhookRequest({
      secret: stack.secret,
      shop: MODEST,
      topic: "orders/updated",
      body,
      at: new Date(),
    });
    const { status } = await fetch(`${stack.url}/webhooks`, {
      method: "POST",
      headers: request.headers,
      body,
    });
    statuses.push(status);
    await delay(20);
  }
  clearInterval(watch);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(most).toBeGreaterThan(MIB);
  expect(most).toBeLessThanOrEqual(4 * MIB);
  expect(memory.bytes).toBe(0);
  const ends = clients.map((client) => client.status);
  // How many are given up for memory and how many for time depends on how fast they come.
  expect(ends).toContain(429);
  expect(ends.every((status) => status === 429 || status === 408)).toBe(true);
  expect(clients.find((client) => client.status === 429)?.said).toMatch(/^retry-after: \d+/im);
});

test("a form of more than 64 KiB is refused, stated or not, and one that is half sent is given up", async () => {
  const token = stack.shopify.shop(GREEDY).sessionToken();
  const head = [
    "POST /app/settings.data HTTP/1.1",
    "Host: app",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0",
    "Content-Type: application/json",
    `Authorization: Bearer ${token}`,
  ];
  const stated = new Client([...head, `Content-Length: ${300 * MIB}`]);
  const chunked = new Client([...head, "Transfer-Encoding: chunked"]);
  const piece = "x".repeat(16_384);
  for (let at = 0; at < 8; at++) chunked.socket.write(`4000\r\n${piece}\r\n`);
  const half = new Client([...head, "Content-Length: 100"]);
  half.socket.write('{"defaultMargin"');
  await Promise.all([stated.closed, chunked.closed, half.closed]);
  expect([stated.status, chunked.status, half.status]).toEqual([413, 413, 408]);
});

/** A report of ads with as many bytes as that, as the page gives it. */
const giveSpendFile = (bytes: number) => {
  const rows = ["channel,date,amount"];
  for (let at = 0; rows.length * 22 < bytes - 100; at++)
    rows.push(`radio,2020-01-${10 + (at % 20)},1.00`.padEnd(21));
  return stack.fetch("/app/acquisition/spend/file?name=radio.csv", {
    shop: MODEST,
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: `${rows.join("\n")}\n`.padEnd(bytes),
  });
};

test("a report of ads may have 4 MiB, and no byte more", async () => {
  const large = await giveSpendFile(1 * MIB);
  expect(large.status).toBe(200);
  expect(await large.json()).toMatchObject({ state: "preview", preview: { entries: 20, refusedRows: 0 } });
  expect((await giveSpendFile(4 * MIB)).status).toBe(200);
  expect((await giveSpendFile(4 * MIB + 1)).status).toBe(413);
});

const giveCosts = (path: string, body: unknown) =>
  stack.fetch(path, {
    shop: MODEST,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

test("a file of costs may have 1 MB, and a change 5,000 products", async () => {
  const row = "1,1.00".padEnd(199);
  const text = `id,cost\n${`${row}\n`.repeat(4_999)}`;
  const read = await giveCosts("/app/costs/products/file", { text });
  expect(read.status).toBe(200);
  expect(await read.json()).toMatchObject({ ok: true, changes: [] });
  const products = Array.from({ length: 5_000 }, (_, at) => ({
    ...{ productId: 9_000_000_000_000 + at, unitCostMinor: 1_000_000 },
  }));
  const asked = { intent: "save", change: { products } };
  const saved = await giveCosts("/app/costs/products.data?index", asked);
  expect([saved.status, await saved.text()]).toEqual([200, expect.stringContaining("changed")]);
  expect((await giveCosts("/app/costs.data?index", asked)).status).toBe(413);
});

test("of a form without a good session token nothing is read", async () => {
  const answer = await stack.fetch("/app/settings.data", {
    token: "forged",
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "x".repeat(5 * MIB),
  });
  expect(answer.status).toBe(401);
});

/** Statements of pages that run or wait in the server now. */
const busy = () =>
  rows<{ query: string; wait: string | null }>(
    stack.runtime.db.pool,
    `select query, wait_event_type wait from pg_stat_activity
     where application_name = 'klantwaarde pages' and state = 'active'`,
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}

test("sixty cancelled previews of a shop slow neither another shop's page nor its webhook, and end in the database", async () => {
  // Holds every reader of the table, as a shop of a million customers would.
  const blocker = await stack.runtime.db.pool.connect();
  await blocker.query("begin; lock table customer_value in access exclusive mode");
  try {
    const leavers = Array.from({ length: 60 }, () => new AbortController());
    let told = 0;
    const asked = leavers.map(async ({ signal }) => {
      try {
        const path = "/app/customers/export.data?_routes=routes%2Fapp.customers.export";
        const { status } = await stack.fetch(path, { shop: GREEDY, signal });
        if (status === 429) told++;
        return status;
      } catch {
        return "left";
      }
    });
    // Two run, two wait; the rest is told to come back.
    await until(async () => told === 56 && (await busy()).length >= 2);
    expect((await busy()).length).toBeLessThanOrEqual(4);

    expect((await stack.fetch("/app/settings.data", { shop: MODEST })).status).toBe(200);
    const [order] = [...stack.shopify.shop(MODEST).store.orders.values()];
    const body = JSON.stringify({ id: order?.id, admin_graphql_api_id: `gid://shopify/Order/${order?.id}` });
    const request = webhookRequest({
      secret: stack.secret,
      shop: MODEST,
      topic: "orders/updated",
      body,
      at: new Date(),
    });
    const webhook = await fetch(`${stack.url}/webhooks`, { method: "POST", headers: request.headers, body });
    expect(webhook.status).toBe(200);

    for (const leaver of leavers) leaver.abort();
    await until(async () => (await busy()).length === 0);
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((outcome) => outcome === "left")).toHaveLength(4);
  } finally {
    await blocker.query("rollback");
    blocker.release();
  }
  // The shop itself is served again at once.
  expect((await stack.fetch("/app.data", { shop: GREEDY })).status).toBe(200);
  expect(stack.log.filter((line) => line.level === "error")).toEqual([]);
});

/** A link to download everybody of the shop. */
async function exportLink(shop: string): Promise<string> {
  const answer = await stack.fetch("/app/customers/export.data", {
    shop,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ columns: ["email"], format: "csv", locale: "en" }),
  });
  const [link] = /\/exports\/[\w-]+\?shop=[^"]*token=[\w.%-]+/.exec(await answer.text()) ?? [];
  if (!link) throw new Error("no link to download");
  return link;
}

test("sixteen downloads by link of a shop slow no other shop's page, end when their clients leave, and are noted as stopped", async () => {
  const links: string[] = [];
  for (let n = 0; n < 16; n++) links.push(await exportLink(GREEDY));
  const statuses = async () =>
    (await rows<{ status: string }>(stack.runtime.db.pool, "select status from export")).map(
      ({ status }) => status,
    );
  const blocker = await stack.runtime.db.pool.connect();
  await blocker.query("begin; lock table customer_value in access exclusive mode");
  try {
    const leavers = links.map(() => new AbortController());
    let told = 0;
    const asked = links.map(async (link, n) => {
      try {
        const { status } = await stack.fetch(link, {
          token: null,
          method: "POST",
          signal: leavers[n]!.signal,
        });
        if (status === 429) told++;
      } catch {}
    });
    // Two run, two wait; the rest is told to come back.
    await until(async () => told === 12 && (await busy()).length >= 2);
    expect((await busy()).length).toBeLessThanOrEqual(4);
    expect((await stack.fetch("/app/settings.data", { shop: MODEST })).status).toBe(200);
    for (const leaver of leavers) leaver.abort();
    await until(async () => (await busy()).length === 0);
    await Promise.all(asked);
  } finally {
    await blocker.query("rollback");
    blocker.release();
  }
  // Those that were refused may still be downloaded.
  expect((await statuses()).includes("streaming")).toBe(false);
  expect((await stack.fetch(await exportLink(GREEDY), { token: null, method: "POST" })).status).toBe(200);
});

test("a statement of a page that runs too long is ended by the server", async () => {
  const [setting] = await rows<{ text: string }>(
    stack.runtime.pages.pool,
    "select current_setting('statement_timeout') text",
  );
  expect(setting?.text).toBe("15s");
  const [webhooks] = await rows<{ text: string }>(
    stack.runtime.webhooks.pool,
    "select current_setting('statement_timeout') text",
  );
  expect(webhooks?.text).toBe("4s");
});
