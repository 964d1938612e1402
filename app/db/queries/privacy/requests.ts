import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

/** Whom a request is about, as Shopify names the person: a guest has no id, and a customer may be gone already. */
export interface NamedPerson {
  readonly customerId: number | null;
  /** Lower case. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly orderIds: readonly number[];
}

export type PrivacyTopic = "customers/data_request" | "customers/redact";

export interface PrivacyRequestRow extends NamedPerson {
  readonly requestId: string;
  readonly topic: PrivacyTopic;
  readonly sourceRequestId: number | null;
  readonly requestedAt: Date;
  readonly handledAt: Date | null;
  readonly handledBy: string | null;
  /** When and by whom the erased person was removed from where exported files had gone. */
  readonly removedAt: Date | null;
  readonly removedBy: string | null;
  /** Customers of whom one may be meant, until somebody has said who; of requests to erase. */
  readonly candidateIds: readonly number[];
}

const FIELDS = sql`request_id "requestId", topic, source_request_id "sourceRequestId", customer_id "customerId", email, phone,
  coalesce(order_ids, '{}') "orderIds", requested_at "requestedAt", handled_at "handledAt", handled_by "handledBy",
  removed_at "removedAt", removed_by "removedBy",
  coalesce(candidate_ids, '{}') "candidateIds"`;

/**
 * On `r`: the erased person was in exported files, or in a mailing tool that the app could not ask, and nobody has said yet that the person was removed
 * from there.
 */
export const WAITS_FOR_REMOVAL = sql`(r.removed_at is null and (
  exists (select from erasure_export h where h.shop_id = r.shop_id and h.request_id = r.request_id)
  or exists (select from destination_erasure e where e.shop_id = r.shop_id and e.request_id = r.request_id and e.failed is not null)))`;

/** False where Shopify's own number says that the request is there already: of a webhook nothing but the body is signed, and its ids are not in there. */
export async function addPrivacyRequest(
  tx: Tx,
  shop: ShopId,
  request: Omit<PrivacyRequestRow, "handledAt" | "handledBy" | "removedAt" | "removedBy" | "candidateIds">,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    sql`insert into privacy_request (shop_id, request_id, topic, source_request_id, customer_id, email, phone, order_ids,
        requested_at)
      values (${shop}, ${request.requestId}, ${request.topic}, ${request.sourceRequestId}, ${request.customerId},
        ${request.email}, ${request.phone}, ${request.orderIds}, ${request.requestedAt})
      on conflict (shop_id, topic, source_request_id) do nothing`,
  );
  return rowCount === 1;
}

export async function privacyRequest(
  on: Queryable,
  shop: ShopId,
  requestId: string,
): Promise<PrivacyRequestRow | null> {
  const [found] = await rows<PrivacyRequestRow>(
    on,
    sql`select ${FIELDS} from privacy_request where shop_id = ${shop} and request_id = ${requestId}`,
  );
  return found ?? null;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function holdPrivacyRequest(
  tx: Tx,
  shop: ShopId,
  requestId: string,
): Promise<PrivacyRequestRow | null> {
  await tx.query(
    sql`select from privacy_request where shop_id = ${shop} and request_id = ${requestId} for update`,
  );
  return privacyRequest(tx, shop, requestId);
}

/** Open ones first, the longest waiting of them first; then erasures that wait for a removal, and what was done, each the latest first. */
export function latestPrivacyRequests(
  on: Queryable,
  shop: ShopId,
  limit: number,
): Promise<PrivacyRequestRow[]> {
  return rows<PrivacyRequestRow>(
    on,
    sql`select ${FIELDS} from privacy_request r where shop_id = ${shop}
      order by handled_at is not null, case when handled_at is null then requested_at end, ${WAITS_FOR_REMOVAL} desc,
        handled_at desc, request_id
      limit ${limit}`,
  );
}

/** Shopify's rule: act on a request within this time. */
const DUE_MS = 30 * 86_400_000;

export function dueAt(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + DUE_MS);
}

/** What waits for the merchant: requests for data, and erased people who stand in exported files. */
export interface OpenRequests {
  readonly open: number;
  /** How many of them are late. */
  readonly overdue: number;
  readonly firstRequestedAt: Date | null;
  /** When the first one that is not late yet was made. */
  readonly firstInTimeAt: Date | null;
  readonly toRemove: number;
  /** Requests to erase of which nobody has said yet whom they are about. */
  readonly toChoose: number;
}

export async function openRequests(on: Queryable, shop: ShopId, now: Date): Promise<OpenRequests> {
  const open = sql`r.topic = 'customers/data_request' and r.handled_at is null`;
  const late = sql`${open} and r.requested_at < ${new Date(now.getTime() - DUE_MS)}`;
  const [found] = await rows<OpenRequests>(
    on,
    sql`select count(*) filter (where ${open}) open, count(*) filter (where ${late}) overdue,
        min(r.requested_at) filter (where ${open}) "firstRequestedAt",
        min(r.requested_at) filter (where ${open} and not (${late})) "firstInTimeAt",
        count(*) filter (where ${WAITS_FOR_REMOVAL}) "toRemove",
        count(*) filter (where r.handled_at is null and r.candidate_ids <> '{}') "toChoose"
      from privacy_request r where r.shop_id = ${shop}`,
  );
  if (!found) throw new Error("a query of counts returned no row");
  return found;
}

/** Returns false where it was handed over before, or is not there. */
export async function handOver(
  tx: Tx,
  shop: ShopId,
  requestId: string,
  handledBy: string,
  handledAt: Date,
): Promise<boolean> {
  const done = await tx.query(
    sql`update privacy_request set handled_at = ${handledAt}, handled_by = ${handledBy}
      where shop_id = ${shop} and request_id = ${requestId} and topic = 'customers/data_request'
        and handled_at is null`,
  );
  return done.rowCount === 1;
}

/** Returns false where that was noted before, or nothing is to be removed. */
export async function noteRemoval(
  tx: Tx,
  shop: ShopId,
  requestId: string,
  removedBy: string,
  removedAt: Date,
): Promise<boolean> {
  const noted = await tx.query(
    sql`update privacy_request r set removed_at = ${removedAt}, removed_by = ${removedBy}
      where r.shop_id = ${shop} and r.request_id = ${requestId} and ${WAITS_FOR_REMOVAL}`,
  );
  return noted.rowCount === 1;
}

/** As staff may know them from Shopify. */
export async function readCandidates(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<{ customerId: number; name: string; phone: string }[]> {
  if (customerIds.length === 0) return [];
  return rows<{ customerId: number; name: string; phone: string }>(
    on,
    sql`select c.customer_id "customerId",
        coalesce(nullif(trim(concat_ws(' ', c.first_name, c.last_name)), ''), c.email, '') as name, coalesce(c.phone, '') phone
      from customer c where c.shop_id = ${shop} and c.customer_id = any(${customerIds}::bigint[]) order by 1`,
  );
}

export async function noteCandidates(
  tx: Tx,
  shop: ShopId,
  requestId: string,
  candidateIds: readonly number[],
): Promise<void> {
  await tx.query(
    sql`update privacy_request set candidate_ids = ${candidateIds}::bigint[]
      where shop_id = ${shop} and request_id = ${requestId}`,
  );
}

/**
 * Somebody has said whom an open request is about. Its phone may be another one's just as well, so that it names nobody any more. Returns false where
 * that was said before, or a request to erase has not this candidate.
 */
export async function namePerson(
  tx: Tx,
  shop: ShopId,
  requestId: string,
  customerId: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    sql`update privacy_request set customer_id = ${customerId}, phone = null, candidate_ids = '{}'
      where shop_id = ${shop} and request_id = ${requestId} and handled_at is null and customer_id is null
        and (topic = 'customers/data_request' or candidate_ids @> array[${customerId}]::bigint[])`,
  );
  return rowCount === 1;
}

/** Somebody has said that a request to erase is about nobody whom the shop has. Returns false where it is not open any more. */
export async function endWithoutPerson(
  tx: Tx,
  shop: ShopId,
  requestId: string,
  handledBy: string,
  handledAt: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    sql`update privacy_request set phone = null, order_ids = '{}', candidate_ids = '{}',
        handled_at = ${handledAt}, handled_by = ${handledBy}
      where shop_id = ${shop} and request_id = ${requestId} and handled_at is null and candidate_ids <> '{}'`,
  );
  return rowCount === 1;
}

/** Redactions that were requested and not done: their job was lost or given up. */
export function openRedactions(on: Queryable): Promise<{ domain: string; requestId: string }[]> {
  return rows<{ domain: string; requestId: string }>(
    on,
    `select s.domain, r.request_id "requestId" from privacy_request r join shop s using (shop_id)
     where r.topic = 'customers/redact' and r.handled_at is null order by r.requested_at`,
  );
}
