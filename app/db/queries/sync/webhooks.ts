import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface Receipt {
  readonly topic: string;
  readonly eventId: string;
  readonly webhookId: string;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
}

/** What a webhook told of: rows of one resource that have to be read again. */
export interface Touch {
  readonly resource: string;
  readonly ids: readonly number[];
}

/**
 * Writes the receipt and the touched ids, in one statement and so in one transaction and one round trip. Returns false, and
 * writes nothing, where the event was received before, or the shop is not known: it was redacted, or never had the app. A shop that
 * has left is not touched either.
 */
export async function receiveWebhook(
  on: Queryable,
  shop: ShopId,
  receipt: Receipt,
  touch: Touch | null,
): Promise<boolean> {
  const [outcome] = await rows<{ isNew: boolean }>(
    on,
    sql`with receipt as (
        insert into webhook_receipt (shop_id, topic, event_id, webhook_id, triggered_at, received_at)
        select ${shop}, ${receipt.topic}, ${receipt.eventId}, ${receipt.webhookId}, ${receipt.triggeredAt}::timestamptz,
          ${receipt.receivedAt}::timestamptz
        from (select from shop where shop_id = ${shop} for key share) known
        on conflict do nothing returning received_at
      ), touched as (
        insert into sync_dirty as d (shop_id, resource, source_id, marked_at, not_before)
        select ${shop}, ${touch?.resource ?? ""}, id, received_at, received_at
        from receipt, (select distinct unnest(${touch?.ids ?? []}::bigint[]) id order by id) ids
        where exists (select from shop where shop_id = ${shop} and uninstalled_at is null)
        on conflict (shop_id, resource, source_id) do update
          set version = d.version + 1, marked_at = excluded.marked_at, attempts = 0, last_error = null,
            not_before = least(d.not_before, excluded.not_before)
      ) select exists (select from receipt) "isNew"`,
  );
  return outcome?.isNew ?? false;
}
