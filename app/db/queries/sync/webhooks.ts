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

export interface ReceivedWebhook {
  readonly receipt: Receipt;
  /** Null where it touches no row. */
  readonly touch: Touch | null;
}

export type ReceiptOutcome = "new" | "repeated" | "unknown_shop";

/**
 * Writes the receipts of a shop's webhooks and the ids that they touched, in one statement and so in one transaction and one round trip.
 * One outcome each, in their order. "repeated": this webhook of this event was received before, and nothing is touched; events that share
 * an id are told apart by their webhook ids. "unknown_shop": the app holds nothing of the shop, and nothing is stored. A shop that has
 * removed the app gets receipts, and is not touched.
 */
export async function receiveWebhooks(
  on: Queryable,
  shop: ShopId,
  webhooks: readonly ReceivedWebhook[],
): Promise<ReceiptOutcome[]> {
  const receipts = webhooks.map(({ receipt }) => receipt);
  const touches = webhooks.flatMap(({ touch }, place) =>
    (touch?.ids ?? []).map((id) => ({ place: place + 1, resource: touch?.resource, id })),
  );
  const [answer] = await preparedRows<{ isKnown: boolean; fresh: number[] }>(
    on,
    "receive_webhooks",
    // The lock keeps a shop that is being deleted from getting rows after its deletion. Marks are taken as a refetch takes them, orders before
    // customers, so that two processes seldom wait for each other. Of a webhook that came twice in one statement, only the first counts.
    sql`with known as (
        select uninstalled_at is null installed from shop where shop_id = ${shop} for key share
      ), given as (
        select distinct on (topic, event_id, webhook_id) *
        from unnest(${receipts.map((one) => one.topic)}::text[], ${receipts.map((one) => one.eventId)}::text[],
          ${receipts.map((one) => one.webhookId)}::text[], ${receipts.map((one) => one.triggeredAt)}::timestamptz[],
          ${receipts.map((one) => one.receivedAt)}::timestamptz[])
          with ordinality g(topic, event_id, webhook_id, triggered_at, received_at, place)
        order by topic, event_id, webhook_id, place
      ), receipt as (
        insert into webhook_receipt (shop_id, topic, event_id, webhook_id, triggered_at, received_at)
        select ${shop}, topic, event_id, webhook_id, triggered_at, received_at from given, known
        order by topic, event_id, webhook_id
        on conflict do nothing returning topic, event_id, webhook_id
      ), fresh as (
        select given.* from given join receipt using (topic, event_id, webhook_id)
      ), touched as (
        insert into sync_dirty as d (shop_id, resource, source_id, marked_at, not_before, stale_from, origins)
        select ${shop}, resource, source_id, max(received_at), min(received_at), min(least(received_at, triggered_at)),
          (array_agg(webhook_id order by place))[1:${ORIGINS_KEPT}]
        from fresh join unnest(${touches.map((one) => one.place)}::int[], ${touches.map((one) => one.resource)}::text[],
          ${touches.map((one) => one.id)}::bigint[]) t(place, resource, source_id) using (place)
        where exists (select from known where installed)
        group by resource, source_id order by resource desc, source_id
        on conflict (shop_id, resource, source_id) do update
          set version = d.version + 1, marked_at = excluded.marked_at, attempts = 0, last_error = null,
            not_before = least(d.not_before, excluded.not_before),
            stale_from = least(d.stale_from, excluded.stale_from),
            origins = (d.origins || excluded.origins)[1:${ORIGINS_KEPT}]
      ) select exists (select from known) "isKnown", coalesce((select array_agg(place::int) from fresh), '{}') fresh`,
  );
  const fresh = new Set(answer?.fresh);
  return webhooks.map((_, place) => {
    if (!answer?.isKnown) return "unknown_shop";
    return fresh.has(place + 1) ? "new" : "repeated";
  });
}
