import { z } from "zod";
import {
  dueErasures,
  type ErasureRow,
  noteErasurePassedOn,
  noteErasureRefused,
} from "../../db/queries/destinations/erasures.ts";
import { destinationLists } from "../../db/queries/destinations/lists.ts";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import { erasureContext } from "../../shopify/erasure-context.ts";
import { TokenCipher, UnreadableToken } from "../../shopify/token-cipher.ts";
import { ToolRefused, ToolUnavailable } from "../tool.ts";
import { isSpent, type Turn } from "./host.ts";
import { RateSpent } from "./open-tool.ts";
import { refusedAlone } from "./refusal.ts";

const BATCH = 50;
const LONGEST_PAUSE_HOURS = 24;
/** Of one that the tool did not answer to. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;

const person = z.object({ address: z.string(), toolId: z.string().nullable() });

/** Has the tool delete erased people: now, and once more when the imports that were open then have ended. Returns false where the turn ended before. */
export async function passOnErasures(turn: Turn): Promise<boolean> {
  const { host, shop, destination, signal } = turn;
  const { db, clock } = host;
  const { destinationId } = destination;
  const lists = await destinationLists(db.pool, shop.shopId, destinationId);
  const listIds = [...new Set(lists.map(({ toolListId }) => toolListId))];
  for (;;) {
    const due = await dueErasures(db.pool, shop.shopId, destinationId, clock(), BATCH);
    if (due.length === 0) return true;
    for (const one of due) {
      signal.throwIfAborted();
      if (isSpent(turn)) return false;
      // Without an answer to one the removals come first; the others follow after them.
      if (!(await passOn(turn, one, listIds))) return true;
    }
  }
}

/** Returns false where the tool gave no answer. */
async function passOn(turn: Turn, its: ErasureRow, listIds: readonly string[]): Promise<boolean> {
  const { host, shop, destination } = turn;
  const { db, clock, env, log } = host;
  const cipher = new TokenCipher(parseEncryptionKeys(env.ENCRYPTION_KEYS));
  const context = erasureContext(shop.shopId, destination.destinationId);
  try {
    const whom = person.parse(JSON.parse(cipher.open(its.sealedPerson, its.keyId, context)));
    await refusedAlone(turn, () => turn.tool.erase(whom, listIds, turn.signal));
    await noteErasurePassedOn(db.pool, shop.shopId, its.erasureId, clock());
    log.info("destinations.erased", { shop: shop.domain, tool: destination.tool, again: its.isAgain });
    return true;
  } catch (error) {
    if (error instanceof UnreadableToken) {
      const unreadable = { words: "", tryAgainAt: null, failed: "given_up" } as const;
      await noteErasureRefused(db.pool, shop.shopId, its.erasureId, unreadable);
      return true;
    }
    if (error instanceof ToolUnavailable && !(error instanceof RateSpent)) {
      turn.later.error ??= error;
      const ownMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(its.tries, 20), LONGEST_PAUSE_MS);
      const tryAgainAt = new Date(clock().getTime() + (error.retryAfterMs ?? ownMs));
      await noteErasureRefused(db.pool, shop.shopId, its.erasureId, { words: "", tryAgainAt, failed: null });
      return false;
    }
    if (!(error instanceof ToolRefused)) throw error;
    const hours = Math.min(2 ** Math.min(its.tries, 10), LONGEST_PAUSE_HOURS);
    const tryAgainAt = new Date(clock().getTime() + hours * 3_600_000);
    await noteErasureRefused(db.pool, shop.shopId, its.erasureId, {
      words: error.words,
      tryAgainAt,
      failed: null,
    });
    return true;
  }
}
