import { knownPerson } from "../../db/queries/privacy/known-person.ts";
import type { PrivacyRequestRow } from "../../db/queries/privacy/requests.ts";
import { publishedTags } from "../../db/queries/publishing/publications.ts";
import { gidOf, type ShopRef } from "../../platform/ids.ts";
import { errorFields } from "../../platform/log.ts";
import { AdminThrottled, AdminUnavailable } from "../../shopify/errors.ts";
import { changeTags } from "../../shopify/operations/publishing.ts";
import type { SyncRuntime } from "../runtime.ts";

/** So long an erasure waits for Shopify to take the tags; then nothing of the person is kept, whatever Shopify holds. */
const LONGEST_WAIT_MS = 3_600_000;
const BATCH = 25;

/** Customers who are in Shopify, and the tags of the app that they may have there: anybody in the shop may have put one on them. */
export interface PossibleTags {
  readonly customerIds: readonly number[];
  readonly tags: readonly string[];
}

/** Shopify does not answer now, and the tags of a person who is to be erased are still there. */
class TagsStillThere extends Error {
  readonly retry = "later";
  constructor(cause: unknown) {
    super("Shopify does not answer: the tags of a person who is to be erased are still there", { cause });
    this.name = "TagsStillThere";
  }
}

/**
 * Takes the tags of all the shop's published segments from the person of a request, while it is known who that is. Where Shopify refuses, or the app
 * may not write there any more, the erasure goes on without it. Throws TagsStillThere while Shopify does not answer, for an hour at most.
 */
export async function takeTagsBeforeErasure(
  runtime: Pick<SyncRuntime, "db" | "shopify" | "clock" | "log">,
  shop: ShopRef,
  request: PrivacyRequestRow,
): Promise<void> {
  const { db, clock } = runtime;
  const { customerIds } = await db.transaction((tx) => knownPerson(tx, shop.shopId, request));
  const tags = await publishedTags(db.pool, shop.shopId);
  const failure = await takeTags(runtime, shop, { customerIds, tags });
  const mayAnswerLater = failure instanceof AdminUnavailable || failure instanceof AdminThrottled;
  if (mayAnswerLater && clock().getTime() - request.requestedAt.getTime() < LONGEST_WAIT_MS)
    throw new TagsStillThere(failure);
}

/** The same for those who were just erased: until then a run may have written a tag once more. Returns why Shopify did not answer. */
export async function takeTags(
  { shopify, log }: Pick<SyncRuntime, "shopify" | "log">,
  shop: ShopRef,
  { customerIds, tags }: PossibleTags,
): Promise<unknown> {
  if (customerIds.length === 0 || tags.length === 0) return null;
  try {
    const admin = await shopify.adminFor(shop, "live");
    for (let at = 0; at < customerIds.length; at += BATCH) {
      const batch = customerIds.slice(at, at + BATCH);
      const ids = Object.fromEntries(batch.map((id, n) => [`id${n}`, gidOf("Customer", id)]));
      await admin.query(changeTags("tagsRemove", batch.length), { ...ids, tags });
    }
    return null;
  } catch (error) {
    log.warn("privacy.tags_not_removed", { shop: shop.domain, ...errorFields(error) });
    return error;
  }
}
