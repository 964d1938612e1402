import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { ORIGINS_KEPT } from "../../../platform/log.ts";
import { preparedRows, type Queryable } from "../../client.ts";

export interface Receipt {
  readonly topic: string;
  readonly eventId: string;
  readonly webhookId: string;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
}

/** What a webhook was about: rows of one resource that have to be read again. */
export interface Touch {
  readonly resource: string;
  readonly ids: readonly number[];
}

/**
 * Writes the receipt and the touched ids, in one statement and so in one transaction and one round trip. "repeated": this webhook of this
 * event was received before, and nothing is touched; events that share an id are told apart by their webhook ids. "unknown_shop": the
 * app holds nothing of the shop, and nothing is stored. A shop that has removed the app gets a receipt, and is not touched.
 */
export async function receiveWebhook(
  on: Queryable,
  shop: ShopId,
  receipt: Receipt,
  touch: Touch | null,
): Promise<"new" | "repeated" | "unknown_shop"> {
  const [outcome] = await preparedRows<{ isNew: boolean; isKnown: boolean }>(
    on,
    "receive_webhook",
    // The lock keeps a shop that is being deleted from getting rows after its deletion.
    sql`with known as (
        select uninstalled_at is null installed from shop where shop_id = ${shop} for key share
      ), receipt as (
        insert into webhook_receipt (shop_id, topic, event_id, webhook_id, triggered_at, received_at)
        select ${shop}, ${receipt.topic}, ${receipt.eventId}, ${receipt.webhookId}, ${receipt.triggeredAt}::timestamptz,
          ${receipt.receivedAt}::timestamptz
        from known
        on conflict do nothing returning received_at, triggered_at, webhook_id
      ), touched as (
        insert into sync_dirty as d (shop_id, resource, source_id, marked_at, not_before, stale_from, origins)
        select ${shop}, ${touch?.resource ?? ""}, id, received_at, received_at, least(received_at, triggered_at),
          array[webhook_id]
        from receipt, (select distinct unnest(${touch?.ids ?? []}::bigint[]) id order by id) ids
        where exists (select from known where installed)
        on conflict (shop_id, resource, source_id) do update
          set version = d.version + 1, marked_at = excluded.marked_at, attempts = 0, last_error = null,
            not_before = least(d.not_before, excluded.not_before),
            stale_from = least(d.stale_from, excluded.stale_from),
            origins = (d.origins || excluded.origins)[1:${ORIGINS_KEPT}]
      ) select exists (select from receipt) "isNew", exists (select from known) "isKnown"`,
  );
  if (!outcome?.isKnown) return "unknown_shop";
  return outcome.isNew ? "new" : "repeated";
}
