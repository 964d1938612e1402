import type { Db } from "../db/client.ts";
import { lockErasures } from "../db/queries/privacy/erasure.ts";
import { noteHoldersRead, noteTurn, type PublicationRow } from "../db/queries/publishing/publications.ts";
import {
  intendTags,
  membersToUntag,
  noteHolders,
  noteRemovals,
  noteTags,
} from "../db/queries/publishing/published-members.ts";
import type { Again } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import { gidOf, idFromGid, type ShopId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { AdminClient } from "../shopify/admin-client.ts";
import { changeTags, customersWithTags, type UserErrors } from "../shopify/operations/publishing.ts";
import { loadErasedPeople } from "../sync/privacy/erased-people.ts";

export interface TagWork {
  readonly env: { readonly ERASURE_KEYS: string };
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly admin: AdminClient;
  readonly shop: ShopId;
  readonly row: PublicationRow;
  /** Requests that this run may still make. */
  readonly turn: { requests: number };
  readonly signal: AbortSignal;
}

const BATCH = 25;
/** Of one mutation: shopify.dev, "API limits". */
export const POINTS_EACH = 10;
/** Left for what merchants wait for: orders and customers that have changed are read with the same points. */
const POINTS_LEFT = 500;
/** In which the smallest plan gets the points of a batch back. */
const POINTS_BACK_MS = 2_500;
/** Shopify's search finds a new tag after seconds; how many, it does not say. */
const SEARCH_LAG_MS = 10 * 60_000;

/** When to go on, where this run has made its requests, or the shop's points are needed for something else. */
export function whenAllowed({ admin, turn, signal }: TagWork): Again | undefined {
  signal.throwIfAborted();
  if (turn.requests <= 0) return { againAfterMs: 0 };
  const points = BATCH * POINTS_EACH + POINTS_LEFT;
  return admin.affordable(points) < 1 ? { againAfterMs: POINTS_BACK_MS } : undefined;
}

/**
 * Asks Shopify for the next customers who have the tag, and notes those of whom it was not known: an earlier installation, a merge or a member
 * of staff put it there. Returns where to go on; null at the end, and where another run has to begin again. An erased person's is removed, and not noted.
 */
export async function readHolders(work: TagWork, after: number): Promise<number | null> {
  const { db, shop, row, clock, admin, turn, signal, env } = work;
  turn.requests--;
  const askedAt = clock();
  const search = `tag:'${row.tag}' AND id:>=${after + 1}`;
  const { data } = await admin.query(customersWithTags, { search }, signal);
  const { nodes, pageInfo } = data.customers;
  const last = nodes.at(-1);
  const upTo = pageInfo.hasNextPage && last ? idFromGid(last.id, "Customer") : null;
  // Shopify does not say that a search for a tag finds no other one.
  const holders = nodes
    .filter(({ tags }) => tags.some((tag) => tag.toLowerCase() === row.tag))
    .map(({ id }) => idFromGid(id, "Customer"));
  const { erased, isNoted } = await db.transaction(async (tx) => {
    await lockErasures(tx, shop, "shared");
    const people = await loadErasedPeople(tx, shop, env.ERASURE_KEYS);
    const ids = holders.filter((id) => !people.customer(id));
    const writtenBefore = new Date(askedAt.getTime() - SEARCH_LAG_MS);
    await noteHolders(tx, shop, row.segmentKey, { ids, after, upTo, writtenBefore });
    const isNoted = await noteHoldersRead(tx, shop, row, { after, readTo: upTo }, askedAt);
    return { erased: holders.filter((id) => people.customer(id)), isNoted };
  });
  await removeFromErased(work, erased);
  return isNoted ? upTo : null;
}

/** Gives the tag to the next members who are not known to have it. Returns whether there were any. */
export async function addTags(work: TagWork): Promise<boolean> {
  const { db, shop, row, clock } = work;
  const { segmentKey: key } = row;
  const ids = await db.transaction((tx) => intendTags(tx, shop, key, clock(), BATCH));
  if (ids.length === 0) return false;
  const refusals = await ask(work, "tagsAdd", ids);
  const outcomes = ids.map((id, at) => ({ id, refused: refusals[at] ?? null }));
  const now = clock();
  const erased = await noteTags(db.pool, shop, key, outcomes, now);
  await noteTurn(db.pool, shop, key, now);
  await removeFromErased(work, erased);
  return true;
}

/**
 * Takes the tag from the next ones who are no members any more, or from everybody. Whose tag Shopify refuses to take stays known, with its
 * words and when it is asked again. Returns whether there were any.
 */
export async function removeTags(work: TagWork, among: "left" | "everybody"): Promise<boolean> {
  const { db, shop, row, clock } = work;
  const { segmentKey: key } = row;
  const left = await membersToUntag(db.pool, shop, key, among, clock(), BATCH);
  if (left.length === 0) return false;
  const refusals = await ask(
    work,
    "tagsRemove",
    left.map(({ id }) => id),
  );
  const withHeirs = left.flatMap(({ id, heirId }) => (heirId === null ? [] : [{ id, heirId }]));
  const ofHeirs = await ask(
    work,
    "tagsRemove",
    withHeirs.map(({ heirId }) => heirId),
  );
  const said = new Map(withHeirs.map(({ id }, at) => [id, ofHeirs[at]]));
  const outcomes = left.map(({ id }, at) => ({ id, refused: refusals[at] ?? said.get(id) ?? null }));
  const now = clock();
  await noteRemovals(db.pool, shop, key, outcomes, now);
  await noteTurn(db.pool, shop, key, now);
  return true;
}

/** Nothing may be kept of them, so nobody can ask again. */
export async function removeFromErased(work: TagWork, ids: readonly number[]): Promise<void> {
  const kept: (string | null)[] = [];
  for (let at = 0; at < ids.length; at += BATCH)
    kept.push(...(await ask(work, "tagsRemove", ids.slice(at, at + BATCH))).filter((one) => one !== null));
  if (kept.length > 0) work.log.warn("publishing.tags_of_erased_refused", { customers: kept.length });
}

/** Shopify's words for each customer of whom it refused the change; null for the others. */
async function ask(
  { admin, row, turn, signal }: TagWork,
  change: "tagsAdd" | "tagsRemove",
  ids: readonly number[],
): Promise<(string | null)[]> {
  if (ids.length === 0) return [];
  turn.requests--;
  const named = Object.fromEntries(ids.map((id, at) => [`id${at}`, gidOf("Customer", id)]));
  const { data } = await admin.query(changeTags(change, ids.length), { ...named, tags: [row.tag] }, signal);
  return ids.map((_, at) => refusalIn(change, data[`c${at}`]?.userErrors ?? []));
}

/** These errors have no codes. */
const GONE = /does not exist|not found/i;

/** Shopify's words against a change; null where there are none. A customer who is gone has no tag to take. */
export function refusalIn(change: "tagsAdd" | "tagsRemove", errors: UserErrors): string | null {
  const standing = change === "tagsRemove" ? errors.filter(({ message }) => !GONE.test(message)) : errors;
  return standing.length === 0 ? null : standing.map(({ message }) => message).join("; ");
}
