import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { type Db, rows } from "../../../../app/db/client.ts";
import { NEXT_GENERATION } from "../../../../app/db/fence.ts";
import { allowForgetting } from "../../../../app/db/queries/audit.ts";
import { touchCustomers } from "../../../../app/db/queries/valuation/dirty.ts";
import { connectTool } from "../../../../app/destinations/connections.ts";
import { registerDestinationJobs } from "../../../../app/destinations/jobs.ts";
import { startList } from "../../../../app/destinations/start-list.ts";
import { openExportFile } from "../../../../app/exports/export-file.ts";
import { requestExport } from "../../../../app/exports/exports.ts";
import type { CheckPlace } from "../../../../app/jobs/definitions/full-check.ts";
import type { JobContext, JobOutcome, JobQueue } from "../../../../app/jobs/queue.ts";
import { registerPublishingJobs } from "../../../../app/publishing/jobs.ts";
import { publishSegment } from "../../../../app/publishing/publication.ts";
import { createSegment } from "../../../../app/segments/change-segment.ts";
import { registerSegmentJobs } from "../../../../app/segments/membership/jobs.ts";
import type { StoredKey } from "../../../../app/segments/segment-key.ts";
import { stepFullCheck } from "../../../../app/sync/checking/full-check.ts";
import { lookOnce } from "../../../../app/sync/history/bulk-operation.ts";
import { confirmFile, undoFile } from "../../../../app/sync/history-file/give-file.ts";
import { workOnHistoryFile } from "../../../../app/sync/history-file/work.ts";
import { registerSyncJobs } from "../../../../app/sync/register-jobs.ts";
import { registerValuationJobs } from "../../../../app/valuation/jobs.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { orderExport } from "../../../shopify/order-export.ts";
import { type LocalTools, startLocalTools } from "../../../tools/local-tools.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { giveFile } from "../history-file/file-shop.ts";

export const DOMAIN = "leaving.myshopify.com";
let app: SyncedApp;
let tools: LocalTools;
let shopTables: string[];

/** A shop that was read and valued, whose rows can be put back as they were after the installation and after the reading. */
export async function startShop(): Promise<SyncedApp> {
  const synced = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], working: false });
  tools = await startLocalTools({ enforceRates: false });
  app = {
    ...synced,
    async close() {
      await synced.close();
      await tools.close();
    },
  };
  const { actions } = app.shop().local;
  for (let at = 0; at < 6; at++) {
    const { id } = actions.createCustomer({
      firstName: `P${at}`,
      email: `p${at}@example.com`,
      marketingState: "SUBSCRIBED",
    });
    actions.placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 900 + at }] });
  }
  actions.placeOrder({ email: "guest@example.com", lines: [{ title: "Cup", unitPriceMinor: 500 }] });
  const tables = await rows<{ name: string }>(
    app.runtime.db.pool,
    `select table_name name from information_schema.columns
     where table_schema = 'public' and column_name = 'shop_id' order by table_name = 'shop', table_name in ('orders', 'export', 'privacy_request', 'history_file', 'segment'), table_name`,
  );
  shopTables = tables.map((table) => table.name);
  expect(await app.open()).toBe("authenticated");
  await keep("installed");
  const handlers = await handlersOver(app.runtime.db);
  await run(handlers, "sync.backfill", { shop: DOMAIN });
  await run(handlers, "valuation.refresh", { shop: DOMAIN, full: true });
  await run(handlers, "valuation.refit", { shop: DOMAIN });
  const everybody = { name: "Everybody", rule: { all: [] } };
  expect(await createSegment(app.runtime, app.shop().ref, everybody, "1")).toMatchObject({ ok: true });
  await run(handlers, "segments.members", { shop: DOMAIN, whole: true });
  await exportEverybody(app.runtime);
  await keep("read");
  return app;
}

/** The text of a file with everybody in it. */
export async function exportEverybody({ env, db, clock }: SyncedApp["runtime"]): Promise<string> {
  const { ref } = app.shop();
  const asked = { audience: { all: [] }, columns: ["email" as const], format: "csv" as const };
  const exportId = await requestExport(db, ref, { ...asked, requestedBy: "1", now: clock() });
  const { stream } = await openExportFile({ env, db, clock }, ref, exportId);
  return (await stream.toArray()).join("");
}

export const sqlOf = (statement: string, values: unknown[] = []) =>
  app.runtime.db.pool.query(statement, values);
const shopId = () => app.shop().ref.shopId;

/** Between two looks at a bulk operation; what waits longer has a reason of its own. */
const LONGEST_LOOK_MS = 5_000;

type Handler = (payload: never, context: JobContext) => Promise<JobOutcome>;

/** The handlers as a worker registers them, over another database. */
export async function handlersOver(db: Db): Promise<Map<string, Handler>> {
  const handlers = new Map<string, Handler>();
  const jobs: JobQueue = {
    ...app.runtime.jobs,
    wake: () => {},
    work: async (job, handler) => void handlers.set(job.name, handler as Handler),
  };
  await registerSyncJobs({ ...app.runtime, db, jobs });
  await registerValuationJobs({ ...app.runtime, db, jobs });
  await registerSegmentJobs({ ...app.runtime, db, jobs });
  await registerPublishingJobs({ ...app.runtime, db, jobs });
  await registerDestinationJobs({ ...destinationHost(), db, jobs });
  return handlers;
}

const destinationHost = () => ({
  ...app.runtime,
  env: { ...app.runtime.env, TOOLS_EMULATOR_URL: tools.url },
});

/** Everybody is to be on a list of a tool, and nobody is yet. */
async function startedList(): Promise<string> {
  const { ref } = app.shop();
  const host = destinationHost();
  const { klaviyo } = tools;
  const connected = await connectTool(host, ref, { tool: "klaviyo", key: klaviyo.keys[0] ?? "" }, "1");
  if (!connected.ok) throw new Error(connected.reason);
  const { destinationId } = connected;
  const [own] = await rows<{ key: StoredKey }>(app.runtime.db.pool, "select segment_id key from segment");
  const choice = {
    destinationId,
    segmentKey: own!.key,
    toolListId: klaviyo.addList("All").id,
    fields: [],
    heldOutBp: 0,
  };
  const started = await startList(host, ref, choice, "1");
  if (!started.ok) throw new Error(started.reason);
  return destinationId;
}

/** Does a job to its end, in as many turns as it takes where Shopify is still writing a file. */
export async function run(handlers: Map<string, Handler>, name: string, payload: object): Promise<void> {
  const handler = handlers.get(name);
  if (!handler) throw new Error(`no worker works on ${name}`);
  for (;;) {
    const again = await handler(payload as never, { id: "by hand", signal: new AbortController().signal });
    if (!again || again.againAfterMs > LONGEST_LOOK_MS) return;
    await delay(again.againAfterMs);
  }
}

/** Copies every row of the shop aside. */
async function keep(state: string): Promise<void> {
  await sqlOf(`create schema kept_${state}`);
  for (const name of shopTables) await sqlOf(`create table kept_${state}.${name} as select * from ${name}`);
}

export async function restore(state: string): Promise<void> {
  await app.runtime.db.transaction(async (tx) => {
    await allowForgetting(tx);
    for (const name of shopTables) await tx.query(`delete from ${name}`);
  });
  for (const name of [...shopTables].reverse()) {
    await sqlOf(`insert into ${name} select * from kept_${state}.${name}`);
  }
  await sqlOf("delete from pgboss.job");
  // A restored row has the generation of before, which was in use.
  await sqlOf(`update shop set generation = ${NEXT_GENERATION}`);
}

export async function rowsLeft(): Promise<Record<string, number>> {
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
       select shop_id, $1, ${key}, $2, $2 from ${table}
       on conflict (shop_id, resource, source_id) do update set not_before = excluded.not_before`,
      [resource, app.runtime.clock()],
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

/** A full check whose list of orders Shopify has ready. */
async function listReady(): Promise<CheckPlace> {
  const { runtime } = app;
  const { ref } = app.shop();
  const begin: CheckPlace = {
    ...{ resource: "orders", startedAt: runtime.clock().toISOString(), failures: 0 },
    ...{ operationId: null, objects: null, movedAt: null },
  };
  const { next } = await stepFullCheck(runtime, ref, begin);
  if (!next) throw new Error("a check that has begun goes on");
  const seen = { ...next, startedAt: new Date(next.startedAt), movedAt: null };
  const admin = await runtime.shopify.adminFor(ref);
  while (!("ended" in (await lookOnce(admin, seen, { now: runtime.clock(), log: runtime.log }))))
    await delay(5);
  return next;
}

/** A file of an old order, in the state in which the job goes on with it. */
async function givenFile(status: "reading" | "importing" | "undoing"): Promise<string> {
  const { runtime } = app;
  const { ref, local } = app.shop();
  await sqlOf("update shop set history_from = now()");
  await sqlOf("update orders set processed_at = processed_at - interval '90 days'");
  const [order] = [...local.store.orders.values()];
  const old = orderExport(local, ({ id }) => id === order?.id).replaceAll(
    /\d{4}(-\d\d-\d\d \d\d:\d\d:\d\d)/g,
    "2020$1",
  );
  await lose();
  const fileId = await giveFile(runtime, ref, old);
  if (status === "reading") return fileId;
  await workOnHistoryFile(runtime, ref, fileId);
  await confirmFile(runtime, ref, fileId, "1");
  if (status === "importing") return fileId;
  while ((await workOnHistoryFile(runtime, ref, fileId)) !== undefined);
  await undoFile(runtime, ref, fileId, "1");
  return fileId;
}

/** What each job finds to do. A job that is added belongs here. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
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
  "sync.gone-rows": [
    {
      state: "read",
      payload: async () => {
        await sqlOf(
          `insert into customer (shop_id, customer_id, source_created_at, source_updated_at, tags)
           values ($1, 999, '2026-01-01Z', '2026-01-01Z', '{}')`,
          [shopId()],
        );
        return { shop: DOMAIN };
      },
    },
  ],
  "sync.full-check": [
    { state: "read", payload: ofShop },
    {
      state: "read",
      payload: async () => {
        await lose();
        return { shop: DOMAIN, at: await listReady() };
      },
    },
  ],
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
  "sync.history-file": (["reading", "importing", "undoing"] as const).map((status) => ({
    state: "read",
    payload: async () => ({ shop: DOMAIN, fileId: await givenFile(status) }),
  })),
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
  "segments.members": [
    {
      state: "read",
      payload: async () => {
        // Everybody enters once more.
        await sqlOf("delete from segment_member");
        return { shop: DOMAIN, whole: true };
      },
    },
    {
      state: "read",
      payload: async () => {
        await sqlOf("delete from segment_member");
        await sqlOf("insert into segment_dirty select shop_id, customer_id from customer_value");
        return { shop: DOMAIN, whole: false };
      },
    },
  ],
  "segments.publication": [
    {
      state: "read",
      payload: async () => {
        const { ref, local } = app.shop();
        local.actions.changeScopes({ scopes: [...new Set([...local.grantedScopes, "write_customers"])] });
        const [own] = await rows<{ key: StoredKey }>(
          app.runtime.db.pool,
          "select segment_id key from segment",
        );
        await publishSegment(app.runtime, ref, own!.key, "", "1");
        return { shop: DOMAIN };
      },
    },
  ],
  "destinations.turn": [
    { state: "read", payload: async () => ({ shop: DOMAIN, destinationId: await startedList() }) },
  ],
  "valuation.refit": [{ state: "read", payload: ofShop }],
};
