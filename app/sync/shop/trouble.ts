import { readShop } from "../../db/queries/source/shops.ts";
import { addTrouble, readTroubles, removeTrouble, type TroubleKind } from "../../db/queries/sync/trouble.ts";
import { shopFactsJob } from "../../jobs/definitions/shop-facts.ts";
import type { Again, JobOutcome } from "../../jobs/queue.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { errorFields } from "../../platform/log.ts";
import {
  AdminQueryError,
  AdminThrottled,
  AdminUnauthorized,
  AdminUnavailable,
  ShopNotInstalled,
  UnexpectedAnswer,
} from "../../shopify/errors.ts";
import type { SyncRuntime } from "../runtime.ts";
import { ScopeWithdrawn, UnusableShop } from "./shop-facts.ts";

/** How long the work of a shop in trouble waits for that of another one. */
const LANE_TAKEN_MS = 2_000;

/** States what keeps the app from following the shop, since when, and how long to wait before the next try. Null for an unknown shop. */
export async function recordTrouble(
  { db, clock, log }: Pick<SyncRuntime, "db" | "clock" | "log">,
  shop: ShopRef,
  kind: TroubleKind,
  detail: string,
): Promise<(Again & { readonly since: Date }) | null> {
  const now = clock();
  const trouble = await addTrouble(db.pool, shop.shopId, { kind, detail }, now);
  log.warn("sync.trouble", { shop: shop.domain, kind, detail, tries: trouble?.tries });
  if (!trouble) return null;
  return { since: trouble.since, againAfterMs: Math.max(0, trouble.nextTryAt.getTime() - now.getTime()) };
}

export async function forgetTrouble(
  { db, log }: Pick<SyncRuntime, "db" | "log">,
  shop: ShopRef,
  kinds: readonly TroubleKind[],
): Promise<void> {
  if (await removeTrouble(db.pool, shop.shopId, kinds)) {
    log.info("sync.trouble.over", { shop: shop.domain, kinds });
  }
}

export type ShopWork = (runtime: SyncRuntime, shop: ShopRef) => Promise<JobOutcome>;

/**
 * Wraps work for a shop so that it neither fails for what Shopify does nor keeps a worker while Shopify does nothing: what went wrong
 * becomes a stored state of the shop, and the work goes on later, at growing intervals. Nothing of it is ever given up, because what
 * waits is stored. Of shops that do not answer at most one is worked for at a time by each lane: it holds its worker until its request
 * is given up, and the others have to stay free for healthy shops.
 */
export function troubleLane(): (runtime: SyncRuntime, shop: ShopRef, work: ShopWork) => Promise<JobOutcome> {
  let taken = false;
  return async (runtime, shop, work) => {
    const troubles = (await readTroubles(runtime.db.pool, shop.shopId)).map(({ kind }) => kind);
    const isSilent = troubles.includes("not_answering");
    if (isSilent && taken) return { againAfterMs: LANE_TAKEN_MS };
    taken ||= isSilent;
    try {
      const again = await work(runtime, shop);
      const over = troubles.filter((kind) => kind === "not_answering" || kind === "tokens_refused");
      if (over.length > 0) await forgetTrouble(runtime, shop, over);
      return again;
    } catch (error) {
      return await afterFailure(runtime, shop, error);
    } finally {
      if (isSilent) taken = false;
    }
  };
}

/** Throws the error on where it says nothing about the shop. */
async function afterFailure(runtime: SyncRuntime, shop: ShopRef, error: unknown): Promise<Again | undefined> {
  const { log, jobs } = runtime;
  const again = async (kind: TroubleKind, detail: string) =>
    (await recordTrouble(runtime, shop, kind, detail)) ?? undefined;
  if (error instanceof AdminThrottled) return { againAfterMs: error.waitMs };
  if (error instanceof UnusableShop) {
    log.warn("sync.skipped", { shop: shop.domain, reason: error.code });
    return;
  }
  if (error instanceof ShopNotInstalled) {
    const stored = await readShop(runtime.db.pool, shop.shopId);
    // An installed shop without a session is one whose tokens were refused: what waits for it must not be lost.
    if (stored && stored.uninstalledAt === null) return again("tokens_refused", error.message);
    log.info("sync.skipped", { shop: shop.domain, reason: "not installed" });
    return;
  }
  if (error instanceof AdminUnauthorized) return again("tokens_refused", error.message);
  if (error instanceof AdminUnavailable) return again("not_answering", error.message);
  if (error instanceof AdminQueryError && error.has("ACCESS_DENIED")) {
    await jobs.enqueue(shopFactsJob, { shop: shop.domain });
    const known = await readTroubles(runtime.db.pool, shop.shopId);
    return known.some(({ kind }) => kind === "stuck")
      ? again("stuck", error.message)
      : again("scope_withdrawn", "");
  }
  if (error instanceof ScopeWithdrawn) return again("scope_withdrawn", error.missing.join(", "));
  if (error instanceof AdminQueryError || error instanceof UnexpectedAnswer) {
    log.error("sync.refused", { shop: shop.domain, ...errorFields(error) });
    return again("stuck", error.message);
  }
  throw error;
}
