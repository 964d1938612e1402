import pg from "pg";
import {
  type ReceiptOutcome,
  type ReceivedWebhook,
  receiveWebhooks,
} from "../../db/queries/sync/webhooks.ts";
import { GroupedCalls } from "../../platform/grouped-calls.ts";
import type { ShopId } from "../../platform/ids.ts";
import { Turns } from "../../platform/turns.ts";

/** A statement of this many takes some milliseconds. */
const MOST = 100;
/** Webhooks of a shop that are stored one by one at once. */
const LANES = 3;
/** Deadlock and lock time-out: one webhook of the group may be the reason, and the others need not wait for it. */
const IN_THE_WAY = ["40P01", "55P03"];

interface ShopReceipts {
  readonly together: GroupedCalls<ReceivedWebhook, ReceiptOutcome>;
  running: number;
}

/**
 * Each shop has one statement under way, so it takes one of the connections, however much it sends; what it sends meanwhile goes together
 * in its next one. Of each pool, because a commit is on one of its connections.
 */
const underWay = new WeakMap<pg.Pool, Map<ShopId, ShopReceipts>>();

/** What `receiveWebhooks` says of this one, once it is committed. */
export async function receiveWebhook(
  pool: pg.Pool,
  shop: ShopId,
  webhook: ReceivedWebhook,
): Promise<ReceiptOutcome> {
  const shops = underWay.get(pool) ?? new Map<ShopId, ShopReceipts>();
  underWay.set(pool, shops);
  const receipts = shops.get(shop) ?? { together: new GroupedCalls(storing(pool, shop), MOST), running: 0 };
  shops.set(shop, receipts);
  receipts.running++;
  try {
    return await receipts.together.call(webhook);
  } finally {
    if (--receipts.running === 0) shops.delete(shop);
  }
}

/** Together; one by one where a row that another transaction holds, such as a merge of a file, is in the way of all of them. */
function storing(pool: pg.Pool, shop: ShopId) {
  const lanes = new Turns<ShopId>({ running: LANES, waiting: Number.POSITIVE_INFINITY });
  const alone = async (webhook: ReceivedWebhook): Promise<ReceiptOutcome> => {
    const endTurn = await lanes.take(shop);
    try {
      const [outcome] = await receiveWebhooks(pool, shop, [webhook]);
      return outcome ?? "unknown_shop";
    } finally {
      endTurn();
    }
  };
  return async (webhooks: readonly ReceivedWebhook[]) => {
    try {
      return await receiveWebhooks(pool, shop, webhooks);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !IN_THE_WAY.includes(error.code ?? "")) throw error;
      return webhooks.map((webhook) => {
        const stored = alone(webhook);
        // Its caller gets it a moment later.
        stored.catch(() => {});
        return stored;
      });
    }
  };
}
