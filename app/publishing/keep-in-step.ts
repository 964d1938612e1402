import type { Db } from "../db/client.ts";
import type { TagChange } from "../db/queries/publishing/bulk-changes.ts";
import {
  forgetPublication,
  forgetShopifySegment,
  hasPublications,
  noteFailure,
  noteInStep,
  notePermission,
  notePublication,
  type PublicationRow,
  publications,
  takeBackPublication,
} from "../db/queries/publishing/publications.ts";
import type { Again, JobOutcome } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopRef } from "../platform/ids.ts";
import { errorFields, type Log } from "../platform/log.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import { OPTIONAL_SCOPES, type Shopify } from "../shopify/app.ts";
import { AdminQueryError, AdminUnavailable, UnexpectedAnswer } from "../shopify/errors.ts";
import { grantedScopes } from "../shopify/operations/publishing.ts";
import { type BulkWork, changeInBulk, followBulk, type Way } from "./in-bulk.ts";
import { deleteSegment, keepSegment } from "./shopify-segment.ts";
import { type Standing, standingsOf } from "./standing.ts";
import { addTags, readHolders, removeTags, whenAllowed } from "./tags.ts";

export interface PublishingHost {
  readonly env: { readonly ERASURE_KEYS: string };
  readonly db: Db;
  readonly shopify: Pick<Shopify, "adminFor" | "fetch">;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PublishingOptions {
  /** Instead of what the plan's rate makes of it. */
  readonly bulkThreshold?: number | undefined;
}

/** Other shops' publications have to get their turn: after this many requests the job waits behind them. */
const TURN_REQUESTS = 40;
/** Until then Shopify may answer again. */
const AFTER_SILENCE_MS = 60_000;

/**
 * Makes Shopify hold what the shop publishes: a customer segment for each published segment, and the tag that it asks for on exactly the
 * stored members. Only differences are written, and each is noted before and after, so that a run goes on where one ended, however it ended.
 * A segment that is taken back is deleted first, so that nothing is sent to it any more. Of all segments together, tags that should not be there
 * are removed before any is added, those that are known before others are looked for: with one too many somebody is written to who should not
 * be. Then each segment gets one batch after the other, so that a large one holds up no other. Where many tags of a segment are to be changed a
 * bulk mutation does it, for which nothing else waits: the run ends, and another one reads the result.
 */
export async function keepPublications(
  host: PublishingHost,
  shop: ShopRef,
  signal: AbortSignal,
  options: PublishingOptions = {},
): Promise<JobOutcome> {
  try {
    return await keepAll(host, shop, signal, options);
  } catch (error) {
    // None of it is a trouble of the sync, which finds its own.
    if (!(error instanceof AdminUnavailable || isRefusal(error))) throw error;
    host.log.warn("publishing.failed", { shop: shop.domain, ...errorFields(error) });
    return error instanceof AdminUnavailable ? { againAfterMs: AFTER_SILENCE_MS } : undefined;
  }
}

const isRefusal = (error: unknown) => error instanceof AdminQueryError || error instanceof UnexpectedAnswer;
const isDenied = (error: unknown) =>
  error instanceof AdminQueryError && error.isWrite && error.has("ACCESS_DENIED");

/** A publication, and what is to be done for it now. */
interface Task {
  readonly work: BulkWork;
  readonly its: Standing;
  /** As it was read, and then as it was noted. */
  row: PublicationRow;
  /** What this run did to its customer segment. */
  segment?: "made" | "deleted" | "refused";
  /** The way in which this run changes its tags; the time where it is to go on with them later. */
  readonly ways: Partial<Record<TagChange, Way>>;
  /** Its tags are not as they should be before Shopify has ended a bulk mutation, or can begin one. */
  isWaiting: boolean;
}

async function keepAll(
  host: PublishingHost,
  shop: ShopRef,
  signal: AbortSignal,
  { bulkThreshold }: PublishingOptions,
): Promise<JobOutcome> {
  const { db, log } = host;
  const { shopId } = shop;
  if (!(await hasPublications(db.pool, shopId))) return;
  const admin = await host.shopify.adminFor(shop);
  const { data } = await admin.query(grantedScopes, {}, signal);
  const granted = data.currentAppInstallation.accessScopes.map(({ handle }) => handle);
  const isGranted = OPTIONAL_SCOPES.every((scope) => granted.includes(scope));
  await notePermission(db.pool, shopId, isGranted);
  if (!isGranted) {
    log.info("publishing.permission_missing", { shop: shop.domain });
    return;
  }
  const turn = { requests: TURN_REQUESTS };
  const workOn = (row: PublicationRow): BulkWork => ({
    ...{ ...host, admin, shop: shopId, row, turn, signal, bulkThreshold },
  });
  const before = await publications(db.pool, shopId);
  const standingsBefore = await standingsOf(db, shopId, before);
  const running = new Set<string>();
  for (const row of before) {
    try {
      const isWithdrawn = standingsBefore(row).state === "withdrawn";
      if (await followBulk(workOn(row), isWithdrawn)) running.add(row.segmentKey);
    } catch (error) {
      if (!isRefusal(error) || isDenied(error)) throw error;
      await noteFailure(db.pool, shopId, row, error instanceof Error ? error.message : "");
      running.add(row.segmentKey);
    }
  }
  // A result may say that holders are to be asked for, or have taken a while.
  const rows = await publications(db.pool, shopId);
  const standings = await standingsOf(db, shopId, rows);
  const tasks = await Promise.all(
    rows.map(async (found): Promise<Task> => {
      const its = standings(found);
      const isArchived = its.state === "withdrawn" && found.wanted;
      if (isArchived) await takeBackPublication(db.pool, shopId, found.segmentKey);
      const row = isArchived ? { ...found, wanted: false, holdersReadAt: null, holdersReadTo: 0 } : found;
      return { work: workOn(row), its, row, ways: {}, isWaiting: running.has(found.segmentKey) };
    }),
  );
  try {
    return await keepTasks(host, admin, shop, tasks, signal);
  } catch (error) {
    if (!isDenied(error)) throw error;
    // Taken back meanwhile.
    await notePermission(db.pool, shopId, false);
  }
}

async function keepTasks(
  { db, clock, log }: PublishingHost,
  admin: AdminClient,
  shop: ShopRef,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { shopId } = shop;
  const failed = new Set<Task>();
  /** Does it for each of them, again while there is more; one that fails is left out from then on, but for removals. Returns when to go on. */
  const forEach = async (
    ours: readonly Task[],
    step: (task: Task) => Promise<"more" | "done" | Again>,
  ): Promise<Again | undefined> => {
    let open = ours;
    while (open.length > 0) {
      const more: Task[] = [];
      for (const task of open) {
        try {
          const outcome = await step(task);
          if (outcome === "more") more.push(task);
          else if (outcome !== "done") return outcome;
        } catch (error) {
          if (!isRefusal(error) || isDenied(error)) throw error;
          failed.add(task);
          const { segmentKey: segment } = task.row;
          log.warn("publishing.failed", { shop: shop.domain, segment, ...errorFields(error) });
          await noteFailure(db.pool, shopId, task.row, error instanceof Error ? error.message : "");
        }
      }
      open = more;
    }
  };
  const inBatches = (change: (task: Task) => Promise<boolean>) => async (task: Task) =>
    whenAllowed(task.work) ?? ((await change(task)) ? "more" : "done");
  /** Nothing is changed singly where many wait for a bulk mutation. */
  const byChange =
    (change: TagChange, singly: (task: Task) => Promise<boolean>) =>
    async (task: Task): Promise<"more" | "done" | Again> => {
      const among = task.its.state === "kept" ? "left" : "everybody";
      task.ways[change] ??= await changeInBulk(task.work, change, among);
      const way = task.ways[change];
      if (way === "singly") return inBatches(singly)(task);
      task.isWaiting = true;
      return "done";
    };

  const places = new Map(tasks.map((task) => [task, task.row.holdersReadTo]));
  const unread = tasks.filter(({ row }) => row.holdersReadAt === null);
  const kept = tasks.filter(({ its }) => its.state === "kept");
  const withdrawn = tasks.filter(({ its }) => its.state === "withdrawn");
  const withoutFailed = (ours: readonly Task[]) => ours.filter((task) => !failed.has(task));
  const removeFrom = (ours: readonly Task[]) =>
    forEach(
      ours,
      byChange("tagsRemove", ({ work, its }) =>
        removeTags(work, its.state === "kept" ? "left" : "everybody"),
      ),
    );
  return (
    (await forEach(
      withdrawn.filter(({ row }) => row.shopifySegmentId !== null),
      remove,
    )) ??
    (await removeFrom([...withdrawn, ...kept])) ??
    (await forEach(
      unread,
      inBatches(async (task) => {
        const readTo = await readHolders(task.work, places.get(task) ?? 0);
        if (readTo !== null) places.set(task, readTo);
        return readTo !== null;
      }),
    )) ??
    (await removeFrom([...withdrawn, ...kept].filter((task) => unread.includes(task)))) ??
    // Of one that is new, so that it is there while its members get their tags.
    (await forEach(
      withoutFailed(tasks).filter(
        ({ its, row }) => its.state !== "withdrawn" && !row.shopifySegmentId && !row.problem,
      ),
      async (task) => {
        await keep(task);
        task.segment = "made";
        return "done";
      },
    )) ??
    (await forEach(
      withoutFailed(kept),
      byChange("tagsAdd", ({ work }) => addTags(work)),
    )) ??
    (await forEach(
      withoutFailed(tasks).filter(({ isWaiting }) => !isWaiting),
      async (task) => {
        await finish(task);
        return "done";
      },
    )) ??
    placeFree(tasks)
  );

  async function keep(task: Task): Promise<void> {
    if (task.its.state === "withdrawn") return;
    const noted = await keepSegment(admin, task.row, task.its.name, signal);
    task.row = { ...task.row, ...noted };
    await notePublication(db.pool, shopId, task.row.segmentKey, noted);
  }

  /** What is left to do once the tags are as they should be. */
  async function finish(task: Task): Promise<void> {
    const { row, its } = task;
    const { segmentKey: key } = row;
    if (its.state !== "withdrawn") {
      if (task.segment !== "made") await keep(task);
      // The job follows each look at the members.
      if (its.state === "unsettled") return;
      await noteInStep(db.pool, shopId, row, clock());
      log.info("publishing.in_step", { shop: shop.domain, segment: key, problem: task.row.problem });
      return;
    }
    // One that was made and not noted is looked for only now.
    if (!task.segment) await remove(task);
    if (task.segment !== "deleted") return;
    await forgetPublication(db.pool, shopId, key);
    log.info("publishing.withdrawn", { shop: shop.domain, segment: key });
  }

  async function remove(task: Task): Promise<"done"> {
    const { row } = task;
    const refusal = await deleteSegment(admin, row, signal);
    task.segment = refusal === null ? "deleted" : "refused";
    if (refusal === null) await forgetShopifySegment(db.pool, shopId, row.segmentKey);
    else {
      const problem = { problem: "segment_refused", problemDetail: refusal };
      await notePublication(db.pool, shopId, row.segmentKey, { ...row, ...problem });
    }
    return "done";
  }
}

/** The sweep looks after what runs, but not after what has no place yet. */
function placeFree(tasks: readonly Task[]): Again | undefined {
  const waits = tasks.flatMap(({ ways }) =>
    Object.values(ways).flatMap((way) => (typeof way === "object" ? way.waitMs : [])),
  );
  return waits.length > 0 ? { againAfterMs: Math.min(...waits) } : undefined;
}
