import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type Db, rows } from "../../app/db/client.ts";
import { addSlice, openSlice, updateSlice } from "../../app/db/queries/sync/progress.ts";
import { readEnvironment } from "../../app/platform/config.ts";
import { newId } from "../../app/platform/ids.ts";
import { createLog, errorFields } from "../../app/platform/log.ts";
import { connectParent } from "../../app/platform/parent.ts";
import type { Runtime } from "../../app/runtime.ts";
import { type BulkOperation, readBulkOperation } from "../../app/shopify/operations/bulk.ts";
import { requireShop } from "../../app/shopify/require-shop.ts";
import { startRuntime } from "../../app/start-runtime.ts";
import { readHistory } from "../../app/sync/history/backfill.ts";
import { startOperation } from "../../app/sync/history/bulk-operation.ts";
import { RESOURCES, type Resource } from "../../app/sync/runtime.ts";
import { refreshShopFacts } from "../../app/sync/shop/shop-facts.ts";
import { mintSessionToken } from "../shopify/auth/session-token.ts";
import { copyTables, dumpTables } from "./copy-baseline.ts";
import { SHOP } from "./place.ts";
import { timed } from "./samples.ts";

// The backfill in a process of its own, so that its memory is nobody else's. Answers with its figures over IPC and ends.

const options = z.object({ rounds: z.number(), folder: z.string() });

interface Produced {
  readonly resource: Resource;
  readonly operationId: string;
  readonly lowWaterMark: Date;
  readonly bytes: number;
}

/** Installs the app as a first request from the admin does: by exchanging the session token. */
async function install(runtime: Runtime): Promise<void> {
  const token = mintSessionToken({
    shop: SHOP.domain,
    clientId: runtime.env.SHOPIFY_API_KEY,
    clientSecret: runtime.env.SHOPIFY_API_SECRET,
    userId: 1,
    nowMs: Date.now(),
  });
  const headers = {
    Authorization: `Bearer ${token}`,
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Bench/1.0",
  };
  await requireShop(new Request(`${runtime.env.SHOPIFY_APP_URL}/app`, { headers }), runtime);
}

/** Has the local Shopify admin write both files. They stay there, so that every round reads the same ones. */
async function produce(runtime: Runtime): Promise<Produced[]> {
  const { db } = runtime;
  const facts = await refreshShopFacts(runtime, SHOP);
  const produced: Produced[] = [];
  for (const resource of RESOURCES) {
    const lowWaterMark = runtime.clock();
    await addSlice(db.pool, SHOP.shopId, {
      sliceId: newId(),
      resource,
      purpose: "backfill",
      lowWaterMark,
      startedAt: lowWaterMark,
    });
    const slice = await openSlice(db.pool, SHOP.shopId, resource);
    if (!slice) throw new Error("a slice was added and is not there");
    const operationId = await startOperation({ runtime, shop: SHOP, facts, slice, failedBefore: 0 });
    if (operationId === null) throw new Error("the local Shopify admin has no place for a bulk operation");
    const operation = await writtenFile(runtime, operationId);
    produced.push({ resource, operationId, lowWaterMark, bytes: operation.fileSize ?? 0 });
  }
  return produced;
}

async function writtenFile(runtime: Runtime, operationId: string): Promise<BulkOperation> {
  const admin = await runtime.shopify.adminFor(SHOP);
  for (;;) {
    const { data } = await admin.query(readBulkOperation, { id: operationId });
    const status = data.bulkOperation?.status ?? "UNKNOWN";
    if (data.bulkOperation && status === "COMPLETED") return data.bulkOperation;
    if (!["CREATED", "RUNNING"].includes(status)) throw new Error(`the bulk operation ended as ${status}`);
    await delay(200);
  }
}

async function emptyTables(db: Db): Promise<void> {
  await db.pool.query(
    `truncate customer, orders, order_line, order_refund, product, collection, product_collection, sync_slice, sync_watermark, sync_dirty, refused_row,
       valuation_dirty`,
  );
  await db.pool.query("checkpoint");
}

/** Slices as a process that was killed while Shopify wrote the files would have left them; the backfill goes on with them. */
async function openSlices(db: Db, produced: readonly Produced[]): Promise<void> {
  for (const { resource, operationId, lowWaterMark } of produced) {
    const sliceId = newId();
    await addSlice(db.pool, SHOP.shopId, {
      sliceId,
      resource,
      purpose: "backfill",
      lowWaterMark,
      startedAt: lowWaterMark,
    });
    await updateSlice(db.pool, SHOP.shopId, sliceId, { status: "running", operationId });
  }
}

interface Counts {
  readonly customers: number;
  readonly orders: number;
  readonly lines: number;
  readonly refunds: number;
  readonly refused: number;
  readonly refetched: number;
}

async function countRows(db: Db): Promise<Counts> {
  const [counts] = await rows<Counts & Record<string, number>>(
    db.pool,
    `select (select count(*) from customer) customers, (select count(*) from orders) orders,
       (select count(*) from order_line) lines, (select count(*) from order_refund) refunds,
       (select count(*) from refused_row) refused, (select count(*) from sync_dirty) refetched`,
  );
  if (!counts) throw new Error("a query of sums returned no row");
  return counts;
}

async function measure(runtime: Runtime, folder: string, rounds: number, note: (text: string) => void) {
  const { db } = runtime;
  await install(runtime);
  note("writing the bulk files");
  let produced: Produced[] = [];
  const producedMs = await timed(async () => {
    produced = await produce(runtime);
  });
  const rssBeforeBytes = process.memoryUsage.rss();
  const backfillSeconds: number[] = [];
  const copySeconds: number[] = [];
  let first: Counts | undefined;
  for (let round = 1; round <= rounds; round++) {
    await emptyTables(db);
    await openSlices(db, produced);
    backfillSeconds.push((await timed(() => readHistory(runtime, SHOP))) / 1000);
    const counts = await countRows(db);
    if (counts.refused > 0) throw new Error(`${counts.refused} rows of the generated shop were refused`);
    if (!first) await dumpTables(db, folder);
    first ??= counts;
    await emptyTables(db);
    copySeconds.push((await timed(() => copyTables(db, folder))) / 1000);
    const copied = await countRows(db);
    if (copied.orders !== first.orders || copied.lines !== first.lines) {
      throw new Error("COPY brought other rows than the backfill");
    }
    note(
      `round ${round}: backfill ${backfillSeconds.at(-1)?.toFixed(2)} s, COPY ${copySeconds.at(-1)?.toFixed(2)} s`,
    );
  }
  if (!first) throw new Error("there has to be a round");
  const { refetched, customers, orders, lines, refunds } = first;
  return {
    producedSeconds: producedMs / 1000,
    fileBytes: produced.reduce((sum, one) => sum + one.bytes, 0),
    rows: { customers, orders, lines, refunds },
    refetched,
    rssBeforeBytes,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    backfillSeconds,
    copySeconds,
  };
}

const { rounds, folder } = options.parse(JSON.parse(process.argv[2] ?? "{}"));
let stop = async () => {};
const parent = connectParent(() => stop());
const log = createLog("warn");
try {
  const started = await startRuntime({ env: readEnvironment(process.env), log, worker: false });
  stop = () => started.stop();
  const figures = await measure(started.runtime, folder, rounds, (text) =>
    parent.tell({ type: "progress", text }),
  );
  parent.tell({ type: "ready", ...figures });
} catch (error) {
  log.error("bench.backfill.failed", errorFields(error));
  parent.tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  await stop();
  if (process.connected) process.disconnect();
  process.exitCode = 1;
}
