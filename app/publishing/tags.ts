import type { Db } from "../db/client.ts";
import { forgetTags, intendTags, membersToUntag, noteTags } from "../db/queries/segments/publications.ts";
import type { Again } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import { gidOf, type ShopId } from "../platform/ids.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import { changeTags } from "../shopify/operations/publishing.ts";

export interface TagWork {
  readonly db: Db;
  readonly clock: Clock;
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
    if (erased.length > 0) await ask(work, "tagsRemove", erased);
  }
}

/** Takes the tag from whoever is no member any more, or from everybody. A customer who is gone has no tag. */
export async function removeTags(work: TagWork, among: "left" | "everybody"): Promise<Again | undefined> {
  const { db, shop, key } = work;
  for (;;) {
    const wait = waitFor(work);
    if (wait) return wait;
    const left = await membersToUntag(db.pool, shop, key, among, BATCH);
    if (left.length === 0) return;
    await ask(
      work,
      "tagsRemove",
      left.map(({ id }) => id),
    );
    const heirs = left.flatMap(({ heirId }) => heirId ?? []);
    if (heirs.length > 0) await ask(work, "tagsRemove", heirs);
    await forgetTags(
      db.pool,
      shop,
      key,
      left.map(({ id }) => id),
    );
  }
}

/** Shopify's words for each customer of whom it refused the change; null for the others. */
async function ask(
  { admin, tag, turn, signal }: TagWork,
  change: "tagsAdd" | "tagsRemove",
  ids: readonly number[],
): Promise<(string | null)[]> {
  turn.batches--;
  const named = Object.fromEntries(ids.map((id, at) => [`id${at}`, gidOf("Customer", id)]));
  const { data } = await admin.query(changeTags(change, ids.length), { ...named, tags: [tag] }, signal);
  return ids.map((_, at) => {
    const errors = data[`c${at}`]?.userErrors ?? [];
    return errors.length === 0 ? null : errors.map(({ message }) => message).join("; ");
  });
}

function waitFor({ admin, turn, signal }: TagWork): Again | undefined {
  signal.throwIfAborted();
  if (turn.batches <= 0) return { againAfterMs: 0 };
  const points = BATCH * POINTS_EACH + POINTS_LEFT;
  return admin.affordable(points) < 1 ? { againAfterMs: POINTS_BACK_MS } : undefined;
}
