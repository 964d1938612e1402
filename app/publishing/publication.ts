import type { Db, Tx } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { type AuditAction, addAuditEntry } from "../db/queries/audit.ts";
import { bulkState, type TagChange } from "../db/queries/publishing/bulk-changes.ts";
import {
  askForPublication,
  lockPublications,
  publications,
  takeBackPublication,
} from "../db/queries/publishing/publications.ts";
import { tagCounts, tagRefusals } from "../db/queries/publishing/published-members.ts";
import { mayConnect } from "../exports/staff.ts";
import { segmentPublicationJob } from "../jobs/definitions/segment-publication.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopRef } from "../platform/ids.ts";
import { isTemplateKey, type SegmentKey } from "../segments/segment-key.ts";
import { readStored } from "../segments/stored.ts";
import { queryOf, tagFor } from "./tag-name.ts";

/** A customer has room for 250 tags, most of which are the merchant's. */
export const MOST_PUBLISHED = 50;
const LONGEST_NAME = 255;

const PROBLEMS = ["permission", "segment_gone", "segment_changed", "segment_refused", "failed"] as const;
/**
 * Why Shopify does not hold what it should. `permission`: the merchant did not grant `write_customers`, or took it back; `segment_gone`,
 * `segment_changed`: the merchant deleted the segment there or changed its query; `segment_refused`: Shopify does not take it, or, of
 * one that is taken back, does not delete it; `failed`: Shopify refused something else.
 */
export type PublicationProblem = (typeof PROBLEMS)[number];

export interface Publication {
  readonly tag: string;
  readonly query: string;
  /** Number of the customer segment in Shopify; null where there is none (yet). */
  readonly shopifySegmentId: number | null;
  /** False while what was written is being removed. */
  readonly wanted: boolean;
  readonly problem: PublicationProblem | null;
  /** Shopify's own words. */
  readonly problemDetail: string | null;
  readonly members: number;
  /** Members who have the tag. */
  readonly tagged: number;
  /** Members whom Shopify refuses the tag. */
  readonly refused: number;
  /** Tags that are still to be removed. */
  readonly left: number;
  /** Tags that Shopify refuses to remove. */
  readonly leftRefused: number;
  /** Shopify's words about the tags that it refuses to put there or to remove; the most frequent first, and not all of them. */
  readonly reasons: readonly { readonly words: string; readonly customers: number }[];
  /** When the next of them is asked again; null where none is by itself. */
  readonly tryAgainAt: string | null;
  /** When tags and members last agreed; null before they first do. */
  readonly inStepAt: string | null;
  /** What Shopify is changing in bulk, and how many of them it had counted at the last look; only its result says of whom it did. */
  readonly bulk: {
    readonly change: TagChange;
    readonly customers: number;
    readonly done: number;
  } | null;
}

/** Null for a segment that is not published. */
export async function readPublication(
  db: Db,
  { shopId }: ShopRef,
  key: SegmentKey,
): Promise<Publication | null> {
  const row = (await publications(db.pool, shopId)).find(({ segmentKey }) => segmentKey === key);
  if (!row) return null;
  const { tag, shopifySegmentId, wanted, problem, problemDetail, inStepAt } = row;
  const refusals = await tagRefusals(db.pool, shopId, key);
  const { bulk } = await bulkState(db.pool, shopId, key);
  return {
    ...{ tag, query: queryOf(tag), shopifySegmentId, wanted, problemDetail },
    // What a later version of the app writes is a refusal to this one.
    problem: problem === null ? null : (PROBLEMS.find((one) => one === problem) ?? "segment_refused"),
    ...(await tagCounts(db.pool, shopId, key)),
    reasons: refusals.words,
    tryAgainAt: refusals.tryAgainAt?.toISOString() ?? null,
    inStepAt: inStepAt?.toISOString() ?? null,
    bulk: bulk?.lines
      ? { change: bulk.change, customers: bulk.lines, done: Math.min(bulk.done ?? 0, bulk.lines) }
      : null,
  };
}

export type PublishingFailure = "not_allowed" | "not_found" | "archived" | "too_many" | "bad_name";
export type PublishingOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: PublishingFailure };

interface Host {
  readonly db: Db;
  readonly jobs: Pick<JobQueue, "enqueue">;
  readonly clock: Clock;
}

/**
 * Has the segment published, or everything of it written once more. `name`: what a segment of the app is called in Shopify, in the
 * merchant's language; one of the shop's own has its own.
 */
export async function publishSegment(
  host: Host,
  shop: ShopRef,
  key: SegmentKey,
  name: string,
  by: string,
): Promise<PublishingOutcome> {
  const stored = isTemplateKey(key) ? null : await readStored(host.db.pool, shop.shopId, key);
  if (!isTemplateKey(key) && !stored) return refused("not_found");
  if (stored?.archivedAt) return refused("archived");
  const called = (stored?.name ?? name).trim();
  if (called === "" || called.length > LONGEST_NAME || !called.isWellFormed()) return refused("bad_name");
  return change(host, shop, { key, by, action: "segment.published" }, async (tx, now) => {
    const rows = await publications(tx, shop.shopId);
    const before = rows.find(({ segmentKey }) => segmentKey === key);
    if (!before && rows.length >= MOST_PUBLISHED) return refused("too_many");
    const taken = rows.map(({ tag }) => tag);
    const tag = before?.tag ?? tagFor(stored ? called : key, taken);
    const asked = { segmentKey: key, tag, name: called, askedAt: now, askedBy: by };
    await askForPublication(tx, shop.shopId, asked);
    return { ok: true };
  });
}

/** Has everything removed that was written for the segment. */
export function unpublishSegment(
  host: Host,
  shop: ShopRef,
  key: SegmentKey,
  by: string,
): Promise<PublishingOutcome> {
  return change(host, shop, { key, by, action: "segment.unpublished" }, async (tx) =>
    (await takeBackPublication(tx, shop.shopId, key)) ? { ok: true } : refused("not_found"),
  );
}

interface Act {
  readonly key: SegmentKey;
  readonly by: string;
  readonly action: AuditAction;
}

/** Like people in a tool, tags go on by themselves: the same right is asked for. */
function change(
  { db, jobs, clock }: Host,
  { shopId, domain }: ShopRef,
  { key, by, action }: Act,
  work: (tx: Tx, now: Date) => Promise<PublishingOutcome>,
): Promise<PublishingOutcome> {
  const now = clock();
  return whileInstalled(db, shopId, async (tx) => {
    if (!(await mayConnect(tx, shopId, by))) return refused("not_allowed");
    await lockPublications(tx, shopId);
    const outcome = await work(tx, now);
    if (!outcome.ok) return outcome;
    await jobs.enqueue(segmentPublicationJob, { shop: domain }, { tx });
    await addAuditEntry(tx, shopId, { at: now, actor: by, action, subject: key });
    return outcome;
  });
}

const refused = (reason: PublishingFailure): PublishingOutcome => ({ ok: false, reason });
