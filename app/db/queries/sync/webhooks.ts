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
 * touches nothing, where the event was received before. A shop that does not have the app is not touched either.
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
        values (${shop}, ${receipt.topic}, ${receipt.eventId}, ${receipt.webhookId}, ${receipt.triggeredAt},
          ${receipt.receivedAt})
        on conflict do nothing returning received_at, triggered_at
      ), touched as (
        insert into sync_dirty as d (shop_id, resource, source_id, marked_at, not_before, stale_from)
        select ${shop}, ${touch?.resource ?? ""}, id, received_at, received_at, least(received_at, triggered_at)
        from receipt, (select distinct unnest(${touch?.ids ?? []}::bigint[]) id order by id) ids
        where exists (select from shop where shop_id = ${shop} and uninstalled_at is null)
        on conflict (shop_id, resource, source_id) do update
          set version = d.version + 1, marked_at = excluded.marked_at, attempts = 0, last_error = null,
            not_before = least(d.not_before, excluded.not_before),
            stale_from = least(d.stale_from, excluded.stale_from)
      ) select exists (select from receipt) "isNew"`,
  );
  return outcome?.isNew ?? false;
}

export async function recordPrivacyRequest(
  on: Queryable,
  shop: ShopId,
  request: { requestId: string; topic: string; customerId: number | null; requestedAt: Date },
): Promise<void> {
  await on.query(
    sql`insert into privacy_request (shop_id, request_id, topic, customer_id, requested_at)
      values (${shop}, ${request.requestId}, ${request.topic}, ${request.customerId}, ${request.requestedAt})
      on conflict do nothing`,
  );
}

export async function markPrivacyRequestHandled(
  on: Queryable,
  shop: ShopId,
  requestId: string,
  handledAt: Date,
): Promise<void> {
  await on.query(
    sql`update privacy_request set handled_at = ${handledAt}
      where shop_id = ${shop} and request_id = ${requestId}`,
  );
}

/** Receipts only have to outlive Shopify's retries (4 hours) and what people look up. */
export async function forgetOldReceipts(on: Queryable, shop: ShopId, before: Date): Promise<void> {
  await on.query(sql`delete from webhook_receipt where shop_id = ${shop} and received_at < ${before}`);
}
