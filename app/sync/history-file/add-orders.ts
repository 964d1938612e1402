import { z } from "zod";
import type { Tx } from "../../db/client.ts";
import {
  type AddableOrder,
  deleteOrdersOfFile,
  forgetFileRows,
  nextFileOrders,
  noteAdded,
} from "../../db/queries/history-file/file-orders.ts";
import { historyFile, moveHistoryFile } from "../../db/queries/history-file/files.ts";
import type { OrderRow } from "../../db/queries/source/columns.ts";
import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { isShopAs } from "../../db/queries/source/shops.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { JobOutcome } from "../../jobs/queue.ts";
import { dayIn } from "../../platform/clock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { loadErasedPeople, withoutErased } from "../privacy/erased-people.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import type { SyncRuntime } from "../runtime.ts";
import { type MappingShop, storedMappingShop } from "../shop/shop-facts.ts";
import { mergeStagedFile, touchAffected } from "../storing/merge.ts";
import { withStaging } from "../storing/staging.ts";
import type { FileRows } from "./file-rows.ts";
import { shopifyTellsFrom } from "./preview.ts";

/** Orders that one transaction adds, and transactions until it is another shop's turn. */
const BATCH = 1_000;
const TURN_BATCHES = 10;

/** Another process did the same step, or the shop changed; the job looks again. */
class StepTaken extends Error {
  readonly retry = "now";
}

/**
 * Adds the orders of a file that are not stored and are older than what Shopify shows, in steps that each are whole: ended at any moment, it goes
 * on with the next order. An order of a customer's address is that customer's, any other is a guest's.
 */
export async function addOrdersOfFile(
  runtime: SyncRuntime,
  shop: ShopRef,
  fileId: string,
  signal?: AbortSignal,
): Promise<JobOutcome> {
  const { db, clock, log } = runtime;
  const { shopId } = shop;
  for (let taken = 0; taken < TURN_BATCHES; taken++) {
    signal?.throwIfAborted();
    const file = await historyFile(db.pool, shopId, fileId);
    if (file?.status !== "importing") return;
    const before = await shopifyTellsFrom(runtime, shop);
    const after = file.importedUpTo;
    const next = await nextFileOrders(db.pool, shopId, fileId, { after, before, limit: BATCH });
    const last = next.at(-1);
    if (!last) {
      await db.transaction(async (tx) => {
        await moveHistoryFile(tx, shopId, fileId, ["importing"], "done", clock());
        await forgetFileRows(tx, shopId, fileId, "orders");
        await valueEveryone(runtime, tx, shop);
      });
      log.info("history_file.added", { shop: shop.domain, lookedAt: file.lookedAt, added: file.added });
      return;
    }
    await addStep(runtime, shop, fileId, { from: after, to: last.orderId, next });
  }
  return { againAfterMs: 0 };
}

/** So much changed that scores by rank change for everybody. */
async function valueEveryone({ jobs }: SyncRuntime, tx: Tx, shop: ShopRef): Promise<void> {
  await jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
}

async function addStep(
  runtime: SyncRuntime,
  shop: ShopRef,
  fileId: string,
  { from, to, next }: { from: number; to: number; next: readonly AddableOrder[] },
): Promise<void> {
  const { db, clock } = runtime;
  const spec = RESOURCE_SPECS.orders;
  const facts = await storedMappingShop(runtime, shop);
  const erased = await loadErasedPeople(db.pool, shop.shopId, runtime.env.ERASURE_KEYS);
  await withStaging(db, shop, spec, async (staging, merge) => {
    for (const one of next) {
      if (!one.isAdded) continue;
      const { order, lines, refunds } = rowsToAdd(one, fileId, facts);
      const [kept, keptLines] = withoutErased(erased, order, lines);
      staging.add({
        id: order.orderId,
        sourceUpdatedAt: order.sourceUpdatedAt,
        rows: [[kept], keptLines, refunds],
        isIncomplete: false,
      });
      await staging.drain();
    }
    await merge(async (tx) => {
      const { applied } = await mergeStagedFile(runtime, tx, shop, spec, {
        all: false,
        lowWaterMark: clock(),
        unsettled: new Set(),
        erased,
      });
      // After the merge lock, as a change of the facts takes them.
      if (!(await isShopAs(tx, shop.shopId, facts))) throw new StepTaken("the shop's facts changed");
      const step = { from, to, lookedAt: next.length, added: applied };
      if (!(await noteAdded(tx, shop.shopId, fileId, step))) throw new StepTaken("the step is done already");
    });
  });
}

const storedRows = z.object({
  // What was read before the column was there has none.
  order: z.looseObject({ discrepancyTaxMinor: z.number().default(0) }),
  lines: z.array(z.looseObject({})),
  refunds: z.array(z.looseObject({})),
});

/** The rows as the tables take them; they were stored by this app as `FileRows`. */
function rowsToAdd({ rows, email, customerId }: AddableOrder, historyFileId: string, facts: MappingShop) {
  const { order, lines, refunds } = storedRows.parse(rows) as unknown as FileRows;
  const orderDay = dayIn(facts.timeZone, new Date(order.processedAt));
  const row: OrderRow = {
    ...order,
    customerId,
    guestEmail: customerId === null ? email : null,
    orderDay,
    historyFileId,
  };
  return { order: row, lines, refunds: refunds.map((refund) => ({ ...refund, refundDay: orderDay })) };
}

/** Takes out exactly what is in the shop from a file, all at once; what Shopify gave meanwhile stays. */
export async function takeOutFile(runtime: SyncRuntime, shop: ShopRef, fileId: string): Promise<void> {
  const { db, clock, log } = runtime;
  const deleted = await db.transaction(async (tx) => {
    await lockMerges(tx, shop.shopId);
    if (!(await moveHistoryFile(tx, shop.shopId, fileId, ["undoing"], "undone", clock()))) return null;
    const owners = await deleteOrdersOfFile(tx, shop.shopId, fileId);
    await forgetFileRows(tx, shop.shopId, fileId);
    await valueEveryone(runtime, tx, shop);
    await touchAffected(runtime, tx, shop, {
      customerIds: owners.flatMap(({ customerId }) => (customerId === null ? [] : [customerId])),
      emails: owners.flatMap(({ email }) => (email === null ? [] : [email])),
      nobody: owners.some(({ customerId, email }) => customerId === null && email === null),
    });
    return owners.length;
  });
  if (deleted !== null) log.info("history_file.taken_out", { shop: shop.domain, orders: deleted });
}
