import type { Db } from "../db/client.ts";
import { membershipRows } from "../db/queries/segments/membership.ts";
import {
  forgetPublication,
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
import type { Log } from "../platform/log.ts";
import { segmentsOfShop } from "../segments/find.ts";
import { Memberships } from "../segments/membership/state.ts";
import { isTemplateKey } from "../segments/segment-key.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import { OPTIONAL_SCOPES, type Shopify } from "../shopify/app.ts";
import { AdminQueryError } from "../shopify/errors.ts";
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
  try {
    for (const row of await publications(db.pool, shopId)) {
      const again = await keepOne(host, admin, shop, row, turn, signal);
      if (again) return again;
    }
  } catch (error) {
    // Taken back meanwhile.
    if (!(error instanceof AdminQueryError && error.has("ACCESS_DENIED"))) throw error;
    await notePermission(db.pool, shopId, false);
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
  const work: TagWork = { db, clock, admin, shop: shopId, key, tag: row.tag, turn, signal };
  const its = await standing(db, shopId, row);
  if (its.state === "withdrawn") {
    if (row.wanted) await takeBackPublication(db.pool, shopId, key);
    const refusal = await deleteSegment(admin, row, signal);
    if (refusal !== null) {
      await notePublication(db.pool, shopId, key, {
        ...row,
        ...{ problem: "segment_refused", problemDetail: refusal },
      });
      return;
    }
    await notePublication(db.pool, shopId, key, { ...row, shopifySegmentId: null, problem: null });
    const again = await removeTags(work, "everybody");
    if (again) return again;
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
  await noteInStep(db.pool, shopId, key, clock());
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
