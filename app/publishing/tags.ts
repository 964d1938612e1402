import type { Db } from "../db/client.ts";
import {
  forgetTags,
  intendTags,
  membersToUntag,
  noteRefusedRemovals,
  noteTags,
} from "../db/queries/segments/publications.ts";
import type { Again } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import { gidOf, type ShopId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import { changeTags } from "../shopify/operations/publishing.ts";

export interface TagWork {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly admin: AdminClient;
  readonly shop: ShopId;
  readonly key: string;
  readonly tag: string;
  /** Requests that this run may still make. */
  readonly turn: { batches: number };
  readonly signal: AbortSignal;
}

const BATCH = 25;
/** Of one mutation: shopify.dev, "API limits". */
const POINTS_EACH = 10;
/** Left for what merchants wait for: orders and customers that have changed are read with the same points. */
const POINTS_LEFT = 500;
/** In which the smallest plan gets the points of a batch back. */
const POINTS_BACK_MS = 2_500;

/** Gives the tag to every member who is not known to have it. Returns when to go on, where points or turn ended before. */
export async function addTags(work: TagWork): Promise<Again | undefined> {
  const { db, shop, key, clock } = work;
  for (;;) {
    const wait = waitFor(work);
    if (wait) return wait;
    const ids = await db.transaction((tx) => intendTags(tx, shop, key, BATCH));
    if (ids.length === 0) return;
    const refusals = await ask(work, "tagsAdd", ids);
    const outcomes = ids.map((id, at) => ({ id, refused: refusals[at] ?? null }));
    const erased = await noteTags(db.pool, shop, key, outcomes, clock());
    const kept = (await ask(work, "tagsRemove", erased)).filter((refused) => refused !== null);
    // Nothing may be kept of them, so nobody can ask again.
    if (kept.length > 0) work.log.warn("publishing.tags_of_erased_refused", { customers: kept.length });
  }
}

/**
 * Takes the tag from whoever is no member any more, or from everybody. Whose tag Shopify refuses to take stays known, with its words, and is
 * asked for again by the next run.
 */
export async function removeTags(work: TagWork, among: "left" | "everybody"): Promise<Again | undefined> {
  const { db, shop, key } = work;
  const refused: Refusal[] = [];
  for (;;) {
    const wait = waitFor(work);
    if (wait) return wait;
    const tried = refused.map(({ id }) => id);
    const left = await membersToUntag(db.pool, shop, key, among, tried, BATCH);
    if (left.length === 0) return;
    const ids = left.map(({ id }) => id);
    const refusals = await ask(work, "tagsRemove", ids);
    const withHeirs = left.flatMap(({ id, heirId }) => (heirId === null ? [] : [{ id, heirId }]));
    const ofHeirs = await ask(
      work,
      "tagsRemove",
      withHeirs.map(({ heirId }) => heirId),
    );
    const said = new Map(withHeirs.map(({ id }, at) => [id, ofHeirs[at]]));
    const outcomes = ids.map((id, at) => ({ id, refused: refusals[at] ?? said.get(id) ?? null }));
    const kept = outcomes.flatMap(({ id, refused }) => (refused === null ? [] : [{ id, refused }]));
    refused.push(...kept);
    await noteRefusedRemovals(db.pool, shop, key, kept);
    const keptIds = kept.map(({ id }) => id);
    await forgetTags(
      db.pool,
      shop,
      key,
      ids.filter((id) => !keptIds.includes(id)),
    );
  }
}

interface Refusal {
  readonly id: number;
  readonly refused: string;
}

/** Shopify's words for each customer of whom it refused the change; null for the others. A customer who is gone has no tag to take. */
async function ask(
  { admin, tag, turn, signal }: TagWork,
  change: "tagsAdd" | "tagsRemove",
  ids: readonly number[],
): Promise<(string | null)[]> {
  if (ids.length === 0) return [];
  turn.batches--;
  const named = Object.fromEntries(ids.map((id, at) => [`id${at}`, gidOf("Customer", id)]));
  const { data } = await admin.query(changeTags(change, ids.length), { ...named, tags: [tag] }, signal);
  return ids.map((_, at) => {
    const errors = data[`c${at}`]?.userErrors ?? [];
    const standing = change === "tagsRemove" ? errors.filter(({ message }) => !GONE.test(message)) : errors;
    return standing.length === 0 ? null : standing.map(({ message }) => message).join("; ");
  });
}

/** These errors have no codes. */
const GONE = /does not exist|not found/i;

function waitFor({ admin, turn, signal }: TagWork): Again | undefined {
  signal.throwIfAborted();
  if (turn.batches <= 0) return { againAfterMs: 0 };
  const points = BATCH * POINTS_EACH + POINTS_LEFT;
  return admin.affordable(points) < 1 ? { againAfterMs: POINTS_BACK_MS } : undefined;
}
