import type pg from "pg";
import {
  type ReceiptOutcome,
  type ReceivedWebhook,
  receiveWebhooks,
} from "../../db/queries/sync/webhooks.ts";
import { GroupedCalls } from "../../platform/grouped-calls.ts";
import type { ShopId } from "../../platform/ids.ts";

/** A statement of this many takes some milliseconds. */
const MOST = 100;

/**
 * Each shop has one statement under way, so it takes one of the connections at most, however much it sends; what it sends meanwhile goes
 * together in its next one. Of each pool, because a commit is on one of its connections.
 */
const underWay = new WeakMap<pg.Pool, Map<ShopId, GroupedCalls<ReceivedWebhook, ReceiptOutcome>>>();

/** What `receiveWebhooks` says of this one, once it is committed. */
export async function receiveWebhook(
  pool: pg.Pool,
  shop: ShopId,
  webhook: ReceivedWebhook,
): Promise<ReceiptOutcome> {
  const shops = underWay.get(pool) ?? new Map<ShopId, GroupedCalls<ReceivedWebhook, ReceiptOutcome>>();
  underWay.set(pool, shops);
  const group =
    shops.get(shop) ?? new GroupedCalls((webhooks) => receiveWebhooks(pool, shop, webhooks), MOST);
  shops.set(shop, group);
  try {
    return await group.call(webhook);
  } finally {
    if (group.isIdle) shops.delete(shop);
  }
}
