import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { addSeen, forgetRefusalsOfUnseen, openSeen, type SeenRow } from "../../db/queries/sync/comparison.ts";
import { touchOrdersOfGone } from "../../db/queries/sync/dirty.ts";
import { forgetWatermarks, noteCounted } from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { type CheckPlace, fullCheckJob } from "../../jobs/definitions/full-check.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { idFromGid, type ShopRef } from "../../platform/ids.ts";
import { errorFields } from "../../platform/log.ts";
import type { BulkOperation } from "../../shopify/operations/bulk.ts";
import { versionNode } from "../../shopify/operations/comparison.ts";
import { lookOnce, submitBulkQuery } from "../history/bulk-operation.ts";
import { download, FileGone } from "../history/download.ts";
import { splitLines } from "../history/jsonl.ts";
import { SliceFailed } from "../history/slice-context.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";
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
const FIRST_LOOK_MS = 100;
/** Between two tries to get one of Shopify's places for bulk operations. */
const PLACE_WAIT_MS = 10_000;
/** What Shopify had this long before a list was begun is on it. */
const LISTED_MS = 60_000;
/** Lists of a resource that may fail before the check is given up. */
const MAX_LISTS = 4;
const FIRST_PAUSE_MS = 60_000;

export interface FullCheckOptions {
  readonly signal?: AbortSignal;
  readonly maxRefetchedRows?: number;
  /** An operation that counts no further object in this time is given up. */
  readonly stalledMs?: number;
}

export interface FullCheck extends Differences {
  readonly resource: Resource;
  /** Rows that Shopify has. */
  readonly compared: number;
}

export interface CheckStep {
  /** Where to go on, and after how long; null once every resource is compared. */
  readonly next: CheckPlace | null;
  readonly waitMs: number;
  /** Of the resource whose comparison this step ended. */
  readonly check?: FullCheck;
}

/**
 * Compares the ids and versions of everything that Shopify has, listed by one bulk operation for each resource, with what is
 * stored, and marks for refetch what is missing, older or no longer there. It finds what counts cannot show: a missed version,
 * and a lost row where another one was deleted in Shopify.
 *
 * Takes the check one step on: starts a list, or looks whether it is ready, or reads and compares it. Never waits for Shopify. Throws
 * SliceFailed or a class of `shopify/errors.ts`; then nothing was marked of the resource.
 */
export async function stepFullCheck(
  runtime: SyncRuntime,
  shop: ShopRef,
  at: CheckPlace | null,
  options: FullCheckOptions = {},
): Promise<CheckStep> {
  const { db, clock, log } = runtime;
  const { signal, stalledMs } = options;
  if (at === null) await touchOrdersOfGone(db.pool, shop.shopId, clock());
  // Read in each step: the part of the history that is compared ends now, not when the first list was asked for.
  const scopes = await comparedScopes(runtime, shop);
  const resource = at?.resource ?? scopes[0]?.resource;
  const scope = scopes.find((one) => one.resource === resource);
  if (!scope) return followingStep(runtime, shop, scopes, at?.resource);
  const admin = await runtime.shopify.adminFor(shop);
  const place = at ?? placeAt(scope.resource, clock());
  if (place.operationId === null) {
    const started = await submitBulkQuery(admin, RESOURCE_SPECS[scope.resource].versionsQuery, signal);
    return started
      ? {
          next: { ...place, operationId: started.id, startedAt: clock().toISOString() },
          waitMs: FIRST_LOOK_MS,
        }
      : { next: place, waitMs: PLACE_WAIT_MS };
  }
  const seen = {
    ...place,
    startedAt: new Date(place.startedAt),
    movedAt: place.movedAt === null ? null : new Date(place.movedAt),
  };
  const now = clock();
  const look = await lookOnce(admin, seen, { now, log, signal, stalledMs });
  if (!("ended" in look)) {
    const { moved, waitMs } = look;
    if (!moved) return { next: place, waitMs };
    return { next: { ...place, objects: moved.objectCount, movedAt: now.toISOString() }, waitMs };
  }
  const check = await compareList(
    runtime,
    shop,
    scope,
    { ...look.ended, startedAt: seen.startedAt },
    options,
  );
  countDrift(runtime, scope.resource, "everything", check);
  log.info("sync.checked", { shop: shop.domain, ...check });
  return { ...followingStep(runtime, shop, scopes, scope.resource), check };
}

/** The job's step. A list that cannot be used is asked for again, at growing intervals and a few times. */
export async function workOnFullCheck(
  runtime: SyncRuntime,
  shop: ShopRef,
  at: CheckPlace | null,
  options: FullCheckOptions = {},
): Promise<void> {
  let step: CheckStep;
  try {
    step = await stepFullCheck(runtime, shop, at, options);
  } catch (error) {
    const isOfList = error instanceof SliceFailed || error instanceof FileGone;
    if (!isOfList || !at || at.failures + 1 >= MAX_LISTS) throw error;
    runtime.log.warn("sync.check.failed", {
      shop: shop.domain,
      resource: at.resource,
      ...errorFields(error),
    });
    const next = { ...placeAt(at.resource, runtime.clock()), failures: at.failures + 1 };
    step = { next, waitMs: FIRST_PAUSE_MS * 2 ** at.failures };
  }
  if (!step.next) return;
  const payload = { shop: shop.domain, at: step.next };
  await runtime.jobs.enqueue(fullCheckJob, payload, { afterMs: step.waitMs });
}

const placeAt = (resource: Resource, now: Date): CheckPlace => ({
  ...{ resource, startedAt: now.toISOString(), failures: 0 },
  ...{ operationId: null, objects: null, movedAt: null },
});

function followingStep(
  { jobs, clock }: SyncRuntime,
  shop: ShopRef,
  scopes: readonly Scope[],
  done: Resource | undefined,
): CheckStep {
  const following = done === undefined ? [] : RESOURCES.slice(RESOURCES.indexOf(done) + 1);
  const scope = scopes.find(({ resource }) => following.includes(resource));
  if (scope) return { next: placeAt(scope.resource, clock()), waitMs: 0 };
  jobs.wake(refetchJob, { shop: shop.domain });
  return { next: null, waitMs: 0 };
}

async function compareList(
  runtime: SyncRuntime,
  shop: ShopRef,
  scope: Scope,
  { startedAt, ...operation }: BulkOperation & { readonly startedAt: Date },
  { signal, maxRefetchedRows = MAX_REFETCHED_ROWS }: FullCheckOptions,
): Promise<FullCheck> {
  const { db, jobs } = runtime;
  const { resource, within } = scope;
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
    const until = new Date(startedAt.getTime() - LISTED_MS);
    // The lock first, as a refetch takes it before it forgets refusals.
    await lockMerges(tx, shop.shopId);
    await forgetRefusalsOfUnseen(tx, shop.shopId, resource, until);
    const counts = countKinds(found);
    // Where Shopify shows only a part of the history, reading everything again would treat older rows as deleted.
    if (counts.missing + counts.older > maxRefetchedRows && within.from === null) {
      await forgetWatermarks(tx, shop.shopId, [resource]);
      await jobs.enqueue(backfillJob, { shop: shop.domain }, { tx });
    } else {
      await markDifferences(runtime, tx, shop, resource, found);
      await noteCounted(tx, shop.shopId, resource, until, null);
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
  for await (const { lines } of splitLines(download(operation.url, runtime.shopify.fetch, { signal }))) {
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
