import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Db, rows } from "../../../../app/db/client.ts";
import { NEXT_GENERATION } from "../../../../app/db/fence.ts";
import { touchCustomers } from "../../../../app/db/queries/valuation/dirty.ts";
import { requestExport } from "../../../../app/exports/exports.ts";
import { ALL_JOBS } from "../../../../app/jobs/all-jobs.ts";
import type { JobContext, JobQueue } from "../../../../app/jobs/queue.ts";
import { redactShop } from "../../../../app/sync/privacy/redact-shop.ts";
import { registerSyncJobs } from "../../../../app/sync/register-jobs.ts";
import { registerValuationJobs } from "../../../../app/valuation/jobs.ts";
import { saveSettings } from "../../../../app/valuation/pages/settings.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { watchedDatabase } from "./watched-database.ts";

const DOMAIN = "leaving.myshopify.com";
/** Moments of a job at which the shop is redacted, spread over all of its statements. */
const MOMENTS = 8;
let app: SyncedApp;
let shopTables: string[];

type Handler = (payload: never, context: JobContext) => Promise<void>;

/** The handlers as a worker registers them, over another database. */
async function handlersOver(db: Db): Promise<Map<string, Handler>> {
  const handlers = new Map<string, Handler>();
  const jobs: JobQueue = {
    ...app.runtime.jobs,
    wake: () => {},
    work: async (job, handler) => void handlers.set(job.name, handler as Handler),
  };
  await registerSyncJobs({ ...app.runtime, db, jobs });
  await registerValuationJobs({ ...app.runtime, db, jobs });
  return handlers;
}

async function run(handlers: Map<string, Handler>, name: string, payload: object): Promise<void> {
  const handler = handlers.get(name);
  if (!handler) throw new Error(`no worker works on ${name}`);
  await handler(payload as never, { signal: new AbortController().signal });
}

const sqlOf = (statement: string, values: unknown[] = []) => app.runtime.db.pool.query(statement, values);
const shopId = () => app.shop().ref.shopId;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], working: false });
  const { actions } = app.shop().local;
  for (let at = 0; at < 6; at++) {
    const { id } = actions.createCustomer({ firstName: `P${at}`, email: `p${at}@example.com` });
    actions.placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 900 + at }] });
  }
  actions.placeOrder({ email: "guest@example.com", lines: [{ title: "Cup", unitPriceMinor: 500 }] });
  const tables = await rows<{ name: string }>(
    app.runtime.db.pool,
    `select table_name name from information_schema.columns
     where table_schema = 'public' and column_name = 'shop_id' order by table_name = 'shop', table_name = 'orders', table_name`,
  );
  shopTables = tables.map((table) => table.name);
  expect(await app.open()).toBe("authenticated");
  await keep("installed");
  const handlers = await handlersOver(app.runtime.db);
  await run(handlers, "sync.backfill", { shop: DOMAIN });
  await run(handlers, "valuation.refresh", { shop: DOMAIN, full: true });
  await run(handlers, "valuation.refit", { shop: DOMAIN });
  await keep("read");
});
afterAll(() => app.close());

/** Copies every row of the shop aside. */
async function keep(state: string): Promise<void> {
  await sqlOf(`create schema kept_${state}`);
  for (const name of shopTables) await sqlOf(`create table kept_${state}.${name} as select * from ${name}`);
}

async function restore(state: string): Promise<void> {
  for (const name of shopTables) await sqlOf(`delete from ${name}`);
  for (const name of [...shopTables].reverse()) {
    await sqlOf(`insert into ${name} select * from kept_${state}.${name}`);
  }
  await sqlOf("delete from pgboss.job");
  // A restored row has the generation of before, which was in use.
  await sqlOf(`update shop set generation = ${NEXT_GENERATION}`);
}

async function rowsLeft(): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const name of shopTables) {
    const [found] = await rows<{ count: number }>(
      app.runtime.db.pool,
      `select count(*) count from ${name} where shop_id = $1`,
      [shopId()],
    );
    if (found?.count) left[name] = found.count;
  }
  return left;
}

async function redact(): Promise<void> {
  await sqlOf(`update shop set uninstalled_at = now(), generation = ${NEXT_GENERATION}`);
  await redactShop(app.runtime, app.shop().ref);
}

/** Resolves when the redaction is done, or waits for a lock that the paused job has. */
async function doneOrBlocked(redaction: Promise<void>): Promise<"done" | "blocked"> {
  let isDone = false;
  void redaction.finally(() => {
    isDone = true;
  });
  for (;;) {
    if (isDone) return "done";
    const blocked = await sqlOf(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (blocked.rowCount) return "blocked";
    await delay(5);
  }
}

interface Case {
  readonly state: "installed" | "read";
  readonly payload: () => Promise<object>;
}

const touchAll = async () => {
  for (const [resource, table, key] of [
    ["customers", "customer", "customer_id"],
    ["orders", "orders", "order_id"],
  ]) {
    await sqlOf(
      `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before)
       select shop_id, $1, ${key}, now() - interval '1 hour', now() - interval '1 hour' from ${table}`,
      [resource],
    );
  }
};
const lose = () => sqlOf("delete from orders where order_id = (select min(order_id) from orders)");
const ofShop = async () => ({ shop: DOMAIN });
const firstIds = async () => {
  const found = await rows<{ id: number }>(
    app.runtime.db.pool,
    "select customer_id id from customer order by 1 limit 2",
  );
  return found.map((row) => row.id);
};

/** What each job finds to do. A job that is added belongs here. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  "sync.backfill": [
    { state: "installed", payload: ofShop },
    { state: "read", payload: ofShop },
  ],
  "sync.refetch": [{ state: "read", payload: () => touchAll().then(ofShop) }],
  "sync.reconcile": [{ state: "read", payload: () => lose().then(ofShop) }],
  "sync.compare": [
    {
      state: "read",
      // What changed a moment ago counts as on its way.
      payload: async () => {
        await sqlOf("update orders set processed_at = processed_at - interval '40 days'");
        await lose();
        return { shop: DOMAIN };
      },
    },
  ],
  "sync.full-check": [{ state: "read", payload: () => lose().then(ofShop) }],
  "sync.shop-facts": [{ state: "read", payload: ofShop }],
  "sync.customer-merge": [
    {
      state: "read",
      payload: async () => {
        const [firstId = 0] = await firstIds();
        return { shop: DOMAIN, firstId, secondId: 1 };
      },
    },
  ],
  "privacy.redact-customer": [
    {
      state: "read",
      payload: async () => {
        const [customerId = 0] = await firstIds();
        const { ref } = app.shop();
        return { shop: DOMAIN, requestId: await storeRequest(app.runtime.db, ref, { customerId }) };
      },
    },
  ],
  "valuation.refresh": [
    { state: "read", payload: async () => ({ shop: DOMAIN, full: true }) },
    {
      state: "read",
      payload: async () => {
        await touchCustomers(app.runtime.db.pool, shopId(), await firstIds());
        return { shop: DOMAIN, full: false };
      },
    },
  ],
  "valuation.refit": [{ state: "read", payload: ofShop }],
};
const ofOneShop = ALL_JOBS.filter((job) => !job.payload.safeParse({}).success).map((job) => job.name);

test("every job of a shop is among the cases, but the redaction itself", () => {
  expect(Object.keys(CASES).sort()).toEqual(
    ofOneShop.filter((name) => name !== "privacy.redact-shop").sort(),
  );
});

const cases = Object.entries(CASES).flatMap(([name, all]) =>
  all.map((one) => [name, one.state, one] as const),
);
test.each(cases)("a shop is redacted at any moment of %s (%s), and no row is left", async (name, _, one) => {
  let statements = 0;
  await restore(one.state);
  const counting = watchedDatabase(app.runtime.db, async () => void statements++);
  await run(await handlersOver(counting), name, await one.payload());
  expect(statements).toBeGreaterThan(3);
  expect(Object.keys(await rowsLeft())).toContain("shop");

  const step = Math.max(1, Math.floor(statements / MOMENTS));
  const ends: string[] = [];
  for (let moment = 0; moment < statements; moment += step) {
    await restore(one.state);
    const payload = await one.payload();
    let at = 0;
    let redaction: Promise<void> | null = null;
    const pausing = watchedDatabase(app.runtime.db, async () => {
      if (at++ !== moment || redaction) return;
      redaction = redact();
      ends.push(await doneOrBlocked(redaction));
    });
    await run(await handlersOver(pausing), name, payload);
    await redaction;
    expect(redaction, `the job has a statement ${moment}`).not.toBeNull();
    expect([moment, await rowsLeft()]).toEqual([moment, {}]);
  }
  expect(new Set(ends)).toEqual(new Set(["done", "blocked"]));
});

beforeEach(() => sqlOf("delete from pgboss.job"));

test("a shop that was redacted and installed again takes nothing from a job of before", async () => {
  await restore("installed");
  let at = 0;
  const again = watchedDatabase(app.runtime.db, async () => {
    if (at++ !== 12) return;
    await redact();
    await app.open();
  });
  await run(await handlersOver(again), "sync.backfill", { shop: DOMAIN });
  expect(app.log.at(-1)).toMatchObject({ event: "jobs.shop_left", fields: { began: true } });
  const left = Object.keys(await rowsLeft());
  expect(left.sort()).toEqual(["session", "shop"]);
  await run(await handlersOver(app.runtime.db), "sync.backfill", { shop: DOMAIN });
  expect(await rowsLeft()).toMatchObject({ customer: 6, orders: 7, sync_watermark: 2 });
});

test("a page of a shop that left writes nothing", async () => {
  await restore("read");
  await redact();
  const { ref } = app.shop();
  const { db, jobs } = app.runtime;
  const settings = {
    countZeroValueOrders: true,
    joinGuestsByEmail: true,
    refundDating: "order",
    defaultMarginBp: null,
  };
  await expect(saveSettings({ db, jobs }, ref, settings)).rejects.toThrow("has ended");
  const asked = {
    audience: "vip" as never,
    columns: ["email" as const],
    format: "csv" as const,
    requestedBy: "1",
    now: new Date(),
  };
  await expect(requestExport(db, ref, asked)).rejects.toThrow();
  expect(await rowsLeft()).toEqual({});
});

test("a shop that has the app is not redacted", async () => {
  await restore("read");
  const before = await rowsLeft();
  await redactShop(app.runtime, app.shop().ref);
  expect(await rowsLeft()).toEqual(before);
});

test("jobs of a redacted shop are gone, and those of others stay", async () => {
  await restore("read");
  const insert = `insert into pgboss.job (name, data) select 'dead-letters', jsonb_build_object('payload', jsonb_build_object('shop', $1::text))`;
  await sqlOf(insert, [DOMAIN]);
  await sqlOf(insert, ["another.myshopify.com"]);
  await redact();
  const left = await rows<{ shop: string }>(
    app.runtime.db.pool,
    "select data->'payload'->>'shop' shop from pgboss.job where name = 'dead-letters'",
  );
  expect(left).toEqual([{ shop: "another.myshopify.com" }]);
});
