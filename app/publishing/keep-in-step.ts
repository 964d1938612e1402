import type { Db } from "../db/client.ts";
import { membershipRows } from "../db/queries/segments/membership.ts";
import {
  forgetPublication,
  forgetShopifySegment,
  noteFailure,
  noteInStep,
  notePermission,
  notePublication,
  type PublicationRow,
  publications,
  takeBackPublication,
} from "../db/queries/segments/publications.ts";
import { allSegments } from "../db/queries/segments/stored.ts";
import type { JobOutcome } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { errorFields, type Log } from "../platform/log.ts";
import { segmentsOfShop } from "../segments/find.ts";
import { Memberships } from "../segments/membership/state.ts";
import { isTemplateKey } from "../segments/segment-key.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import { OPTIONAL_SCOPES, type Shopify } from "../shopify/app.ts";
import { AdminQueryError, AdminUnavailable, UnexpectedAnswer } from "../shopify/errors.ts";
import { grantedScopes } from "../shopify/operations/publishing.ts";
import { deleteSegment, keepSegment } from "./shopify-segment.ts";
import { addTags, removeTags, type TagWork } from "./tags.ts";

export interface PublishingHost {
  readonly db: Db;
  readonly shopify: Pick<Shopify, "adminFor">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Other shops' publications have to get their turn: after this many requests the job waits behind them. */
const TURN_BATCHES = 40;
/** Until then Shopify may answer again. */
const AFTER_SILENCE_MS = 60_000;

/**
 * Makes Shopify hold what the shop publishes: a customer segment for each published segment, and the tag that it asks for on exactly the
 * stored members. Only differences are written, and each is noted before and after, so that a run goes on where one ended, however it ended.
 * What is asked for is read anew by each run.
 */
export async function keepPublications(
  host: PublishingHost,
  shop: ShopRef,
  signal: AbortSignal,
): Promise<JobOutcome> {
  try {
    return await keepAll(host, shop, signal);
  } catch (error) {
    // None of it is a trouble of the sync, which finds its own.
    if (!(error instanceof AdminUnavailable || isRefusal(error))) throw error;
    host.log.warn("publishing.failed", { shop: shop.domain, ...errorFields(error) });
    return error instanceof AdminUnavailable ? { againAfterMs: AFTER_SILENCE_MS } : undefined;
  }
}

const isRefusal = (error: unknown) => error instanceof AdminQueryError || error instanceof UnexpectedAnswer;

async function keepAll(host: PublishingHost, shop: ShopRef, signal: AbortSignal): Promise<JobOutcome> {
  const { db, log } = host;
  const { shopId } = shop;
  const rows = await publications(db.pool, shopId);
  if (rows.length === 0) return;
  const admin = await host.shopify.adminFor(shop);
  const { data } = await admin.query(grantedScopes, {}, signal);
  const granted = data.currentAppInstallation.accessScopes.map(({ handle }) => handle);
  const isGranted = OPTIONAL_SCOPES.every((scope) => granted.includes(scope));
  await notePermission(db.pool, shopId, isGranted);
  if (!isGranted) {
    log.info("publishing.permission_missing", { shop: shop.domain });
    return;
  }
  const turn = { batches: TURN_BATCHES };
  for (const { segmentKey } of rows) {
    // As it is asked for now: the ones before took their time.
    const row = (await publications(db.pool, shopId)).find((one) => one.segmentKey === segmentKey);
    if (!row) continue;
    try {
      const again = await keepOne(host, admin, shop, row, turn, signal);
      if (again) return again;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (error instanceof AdminQueryError && error.isWrite && error.has("ACCESS_DENIED")) {
        // Taken back meanwhile.
        await notePermission(db.pool, shopId, false);
        return;
      }
      log.warn("publishing.failed", { shop: shop.domain, segment: segmentKey, ...errorFields(error) });
      await noteFailure(db.pool, shopId, row, error instanceof Error ? error.message : "");
    }
  }
}

async function keepOne(
  { db, clock, log }: PublishingHost,
  admin: AdminClient,
  shop: ShopRef,
  row: PublicationRow,
  turn: TagWork["turn"],
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { shopId } = shop;
  const { segmentKey: key } = row;
  const work: TagWork = { db, clock, log, admin, shop: shopId, key, tag: row.tag, turn, signal };
  const its = await standing(db, shopId, row);
  if (its.state === "withdrawn") {
    if (row.wanted) await takeBackPublication(db.pool, shopId, key);
    const again = await removeTags(work, "everybody");
    if (again) return again;
    const refusal = await deleteSegment(admin, row, signal);
    if (refusal !== null) {
      await notePublication(db.pool, shopId, key, {
        ...row,
        ...{ problem: "segment_refused", problemDetail: refusal },
      });
      return;
    }
    await forgetShopifySegment(db.pool, shopId, key);
    await forgetPublication(db.pool, shopId, key);
    log.info("publishing.withdrawn", { shop: shop.domain, segment: key });
    return;
  }
  const kept = await keepSegment(admin, row, its.name, signal);
  await notePublication(db.pool, shopId, key, kept);
  // The job follows each look at the members.
  if (its.state === "unsettled") return;
  const again = (await removeTags(work, "left")) ?? (await addTags(work));
  if (again) return again;
  await noteInStep(db.pool, shopId, row, clock());
  log.info("publishing.in_step", { shop: shop.domain, segment: key, problem: kept.problem });
}

type Standing =
  | { readonly state: "withdrawn" }
  | { readonly state: "unsettled" | "kept"; readonly name: string };

/**
 * A segment that went out of use is withdrawn. One that is not counted, or whose members are still to be found, keeps the tags that it has:
 * nothing says whose they should be.
 */
async function standing(db: Db, shop: ShopId, row: PublicationRow): Promise<Standing> {
  const { segmentKey: key } = row;
  if (!row.wanted) return { state: "withdrawn" };
  let { name } = row;
  if (!isTemplateKey(key)) {
    const own = (await allSegments(db.pool, shop)).find(({ segmentId }) => segmentId === key);
    if (!own || own.archivedAt) return { state: "withdrawn" };
    name = own.name;
  }
  const [segments, memberships] = await Promise.all([
    segmentsOfShop(db.pool, shop),
    membershipRows(db.pool, shop),
  ]);
  const isUncounted = segments.some((its) => its.key === key && its.rule === null);
  const state = new Memberships(segments, memberships);
  const isSettled = !isUncounted && !state.isCalculating(key) && !state.isLeftOut(key);
  return { state: isSettled ? "kept" : "unsettled", name };
}
