import { spawn } from "node:child_process";
import { once } from "node:events";
import { Client } from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { compareJob } from "../../../app/jobs/definitions/compare.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { RESOURCE_SPECS } from "../../../app/sync/resources.ts";
import { freePort } from "../../../scripts/demo/free-port.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const SHOP = "ending.myshopify.com";
let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({ shops: [SHOP], working: false });
});
afterAll(() => stack.close());

async function startProcess(drainSeconds: number) {
  const port = await freePort();
  const child = spawn(process.execPath, ["app/main.ts"], {
    env: {
      ...process.env,
      ...stack.variables,
      PORT: String(port),
      DRAIN_SECONDS: String(drainSeconds),
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let log = "";
  child.stdout?.on("data", (chunk) => {
    log += chunk;
  });
  for (;;) {
    const [message] = await once(child, "message");
    if (message.type === "ready") return { child, port, url: `http://127.0.0.1:${port}`, log: () => log };
    if (message.type !== "progress") throw new Error(`${JSON.stringify(message)}\n${log}`);
  }
}

test("a process that is told to end lets its requests end, gives back its jobs, and exits with 0", async () => {
  expect((await stack.fetch("/app.data")).status).toBe(200);
  const { pool } = stack.runtime.db;
  const first = await startProcess(8);
  const { domain, shopId } = shopRef(SHOP);
  await expect
    .poll(() => rows(pool, "select from sync_watermark where shop_id = $1", [shopId]))
    .toHaveLength(Object.keys(RESOURCE_SPECS).length);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);

  // A job that waits for Shopify, and a page that waits for a lock.
  const { faults } = stack.shopify.shop(SHOP);
  faults.delayMs = 3_600_000;
  await stack.runtime.jobs.enqueue(compareJob, { shop: domain });
  const states = () =>
    rows<{ state: string }>(pool, "select state::text from pgboss.job where name = $1", [compareJob.name]);
  await expect.poll(states).toEqual([{ state: "active" }]);
  const holder = new Client({ connectionString: stack.connectionString });
  await holder.connect();
  onTestFinished(() => holder.end());
  await holder.query("begin; lock table shop_settings in access exclusive mode");
  const page = fetch(`${first.url}/app/settings.data`, {
    headers: {
      "User-Agent":
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
      Authorization: `Bearer ${stack.shopify.shop(SHOP).sessionToken()}`,
    },
  });
  await expect
    .poll(() => rows(pool, "select from pg_locks where not granted and relation = 'shop_settings'::regclass"))
    .not.toEqual([]);

  const exited = once(first.child, "exit");
  first.child.kill("SIGTERM");
  const asked = async () => {
    const answer = await fetch(`${first.url}/readyz`);
    return [answer.status, await answer.json()];
  };
  await expect.poll(asked, { interval: 5 }).toEqual([503, { status: "stopping", checks: null }]);
  await holder.query("commit");
  expect((await page).status).toBe(200);
  const [code] = await exited;
  expect([code, first.log().includes("stop.overdue")]).toEqual([0, false]);
  await expect(fetch(`${first.url}/readyz`)).rejects.toThrow("fetch failed");

  // The job is for the next process.
  expect(["retry", "created"]).toContain((await states())[0]?.state);
  expect(
    await rows(pool, "select from pgboss.job where state = 'active' and name not like '\\_\\_%'"),
  ).toEqual([]);
  faults.clear();
  // As if the pause before its next try were over.
  await rows(pool, "update pgboss.job set start_after = now() where name = $1", [compareJob.name]);
  const second = await startProcess(0);
  await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(["completed"]);
  const ended = once(second.child, "exit");
  second.child.kill("SIGTERM");
  expect((await ended)[0]).toBe(0);
});
