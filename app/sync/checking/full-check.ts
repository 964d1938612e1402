import { addSeen, openSeen, type SeenRow } from "../../db/queries/sync/comparison.ts";
import { touchOrdersOfGone } from "../../db/queries/sync/dirty.ts";
import { forgetWatermarks } from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { idFromGid, type ShopRef } from "../../platform/ids.ts";
import type { BulkOperation } from "../../shopify/operations/bulk.ts";
import { versionNode } from "../../shopify/operations/comparison.ts";
import { endOfBulkQuery, startBulkQuery } from "../history/bulk-operation.ts";
import { download } from "../history/download.ts";
import { splitLines } from "../history/jsonl.ts";
import { SliceFailed } from "../history/slice-context.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import type { Resource, SyncRuntime } from "../runtime.ts";
import {
  comparedScopes,
  countDrift,
  countKinds,
  type Differences,
  findDifferences,
  markDifferences,
  type Scope,
} from "./compare-rows.ts";

/** Beyond this many rows that are missing or older, reading everything again is quicker than fetching them singly. */
const MAX_REFETCHED_ROWS = 5_000;
const BATCH = 10_000;

export interface FullCheckOptions {
  readonly signal?: AbortSignal;
  readonly maxRefetchedRows?: number;
}

export interface FullCheck extends Differences {
  readonly resource: Resource;
  /** Rows that Shopify has. */
  readonly compared: number;
}

/**
 * Compares the ids and versions of everything that Shopify has, listed by one bulk operation for each resource, with what is
 * stored, and marks for refetch what is missing, older or no longer there. It finds what counts cannot show: a missed version,
 * and a lost row where another one was deleted in Shopify. Throws SliceFailed, FileGone or a class of `shopify/errors.ts`; then
 * nothing was marked of that resource.
 */
export async function checkEverything(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: FullCheckOptions = {},
): Promise<FullCheck[]> {
  const checks: FullCheck[] = [];
  await touchOrdersOfGone(runtime.db.pool, shop.shopId, runtime.clock());
  for (const { resource } of await comparedScopes(runtime, shop)) {
    // Taken now, not before the wait for the other resource's file.
    const scope = (await comparedScopes(runtime, shop)).find((one) => one.resource === resource);
    if (!scope) continue;
    const check = await checkResource(runtime, shop, scope, options);
    checks.push(check);
    countDrift(runtime, resource, "everything", check);
    runtime.log.info("sync.checked", { shop: shop.domain, ...check });
  }
  runtime.jobs.wake(refetchJob, { shop: shop.domain });
  return checks;
}

async function checkResource(
  runtime: SyncRuntime,
  shop: ShopRef,
  scope: Scope,
  { signal, maxRefetchedRows = MAX_REFETCHED_ROWS }: FullCheckOptions,
): Promise<FullCheck> {
  const { db, jobs } = runtime;
  const { resource, within } = scope;
  const admin = await runtime.shopify.adminFor(shop);
  const operationId = await startBulkQuery(admin, RESOURCE_SPECS[resource].versionsQuery, signal);
  const operation = await endOfBulkQuery(jobs.hints, admin, operationId, { signal });
  if (operation.status !== "COMPLETED") {
    const code = operation.errorCode ?? operation.status;
    throw new SliceFailed(code, `Shopify's list of ids ended as ${operation.status} (${code})`);
  }
  return db.transaction(async (tx) => {
    await openSeen(tx);
    let compared = 0;
    for await (const batch of versionsIn(runtime, resource, operation, signal)) {
      compared += batch.length;
      await addSeen(tx, batch);
    }
    if (compared !== operation.objectCount) {
      throw new SliceFailed("TRUNCATED", `the list has ${compared} rows of ${operation.objectCount}`);
    }
    const found = await findDifferences(runtime, tx, shop, scope, { from: within.from, to: null });
    const counts = countKinds(found);
    // Where Shopify shows only a part of the history, reading everything again would treat older rows as deleted.
    if (counts.missing + counts.older > maxRefetchedRows && within.from === null) {
      await forgetWatermarks(tx, shop.shopId, [resource]);
      await jobs.enqueue(backfillJob, { shop: shop.domain }, { tx });
    } else {
      await markDifferences(runtime, tx, shop, resource, found);
    }
    return { resource, compared, ...counts };
  });
}

async function* versionsIn(
  runtime: SyncRuntime,
  resource: Resource,
  operation: BulkOperation,
  signal?: AbortSignal,
): AsyncGenerator<SeenRow[]> {
  if (operation.url === null) return;
  const { gidType } = RESOURCE_SPECS[resource];
  let batch: SeenRow[] = [];
  for await (const { lines } of splitLines(download(operation.url, runtime.shopify.fetch, signal))) {
    for (const line of lines) batch.push(versionOf(line, gidType));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function versionOf(line: string, type: string): SeenRow {
  try {
    const { id, updatedAt } = versionNode.parse(JSON.parse(line));
    return { id: idFromGid(id, type), updatedAt };
  } catch (cause) {
    throw new SliceFailed("MALFORMED", "the list has a line that cannot be used", { cause });
  }
}
