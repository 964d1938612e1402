import sql, { raw, type Sql } from "sql-template-tag";
import { SEND_OUTCOME } from "../../../platform/consent-gate.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { Export, PrismaClient } from "../../generated/client.ts";
import { addAuditEntry } from "../audit.ts";
import { VALUE_AT_STAKE } from "../segments/value-at-stake.ts";
import { unplanned } from "../without-statistics.ts";

/** A record as it is stored; of `segmentKey` and `filter` (a list of customers) one is null. */
export type ExportRow = Omit<Export, "shopId" | "finishedAt">;

/** By SQL, for it is written behind the shop's fence. */
export async function insertExport(
  tx: Tx,
  shop: ShopId,
  row: Omit<
    ExportRow,
    | "filter"
    | "status"
    | "members"
    | "included"
    | "excluded"
    | "firstDay"
    | "lotId"
    | "alwaysHeldOutBp"
    | "valueBasis"
  > & {
    readonly filter: unknown;
  },
): Promise<void> {
  const filter = row.filter === null ? null : JSON.stringify(row.filter);
  await tx.query(
    sql`insert into export (shop_id, export_id, segment_key, filter, format, delimiter, columns, requested_by, requested_at,
        held_out_bp, planned_variance, ad_basis, status, excluded)
      values (${shop}, ${row.exportId}, ${row.segmentKey}, ${filter}, ${row.format}, ${row.delimiter}, ${row.columns},
        ${row.requestedBy}, ${row.requestedAt}, ${row.heldOutBp}, ${row.plannedVariance}, ${row.adBasis}, 'requested', '{}')`,
  );
  if (row.adBasis === null) return;
  await addAuditEntry(tx, shop, {
    at: row.requestedAt,
    actor: row.requestedBy,
    action: "export.basis_declared",
    subject: row.segmentKey ?? "",
    details: { format: row.format, sentence: row.adBasis },
  });
}

export function exportById(prisma: PrismaClient, shop: ShopId, exportId: string): Promise<ExportRow | null> {
  return prisma.export.findUnique({ where: { shopId_exportId: { shopId: BigInt(shop), exportId } } });
}

/** Newest first; those older than `before`, an export, where one is named. */
export async function latestExports(
  prisma: PrismaClient,
  shop: ShopId,
  { limit, before }: { readonly limit: number; readonly before: string | null },
): Promise<ExportRow[]> {
  const last = before === null ? null : await exportById(prisma, shop, before);
  const { requestedAt, exportId } = last ?? {};
  const isOlder = [
    { requestedAt: { lt: requestedAt } },
    { requestedAt: { equals: requestedAt }, exportId: { lt: exportId } },
  ];
  return prisma.export.findMany({
    where: { shopId: BigInt(shop), ...(last && { OR: isOlder }) },
    orderBy: [{ requestedAt: "desc" }, { exportId: "desc" }],
    take: limit,
  });
}

/** The latest export of a segment, or of a list by the same rule. */
export function latestExportOf(
  prisma: PrismaClient,
  shop: ShopId,
  { segmentKey, filter }: { readonly segmentKey: string | null; readonly filter: object | null },
): Promise<ExportRow | null> {
  return prisma.export.findFirst({
    where: { shopId: BigInt(shop), segmentKey, ...(filter === null ? {} : { filter: { equals: filter } }) },
    orderBy: [{ requestedAt: "desc" }, { exportId: "desc" }],
  });
}

/** The lot of the latest export of the same audience that began in the `days` before `day`; null where none did. */
export async function openLotOf(
  on: Queryable,
  shop: ShopId,
  exportId: string,
  { day, days }: { readonly day: string; readonly days: number },
): Promise<string | null> {
  const [found] = await rows<{ lotId: string }>(
    on,
    sql`select e.lot_id "lotId" from export e join export asked
        on asked.shop_id = e.shop_id and asked.segment_key is not distinct from e.segment_key
        and asked.filter is not distinct from e.filter
      where asked.shop_id = ${shop} and asked.export_id = ${exportId} and e.lot_id is not null
        and e.first_day > ${day}::date - ${days}::integer
      order by e.first_day desc, e.export_id desc limit 1`,
  );
  return found?.lotId ?? null;
}

/**
 * Day on which a later export of the same lot held out fewer people, and so reached some whom this one holds out; null where none did. From
 * then on the groups no longer differ by this export alone.
 */
export async function lotReachedOn(on: Queryable, shop: ShopId, exportId: string): Promise<string | null> {
  const [found] = await rows<{ day: string | null }>(
    on,
    sql`select min(later.first_day)::text as day from export e join export later
        on later.shop_id = e.shop_id and later.lot_id = e.lot_id and later.export_id <> e.export_id
        and later.first_day >= e.first_day and later.requested_at >= e.requested_at
        and coalesce(later.held_out_bp, 0) < e.held_out_bp
      where e.shop_id = ${shop} and e.export_id = ${exportId}`,
  );
  return found?.day ?? null;
}

export interface Begun {
  readonly at: Date;
  readonly day: string;
  readonly lotId: string;
  readonly alwaysHeldOutBp: number;
  readonly valueBasis: string | null;
}

/** Begins a stream: an export is streamed once, so of two requests for one export only the first gets it. The audit log says so. */
export async function beginExport(
  tx: Tx,
  shop: ShopId,
  exportId: string,
  { at, day, lotId, alwaysHeldOutBp, valueBasis }: Begun,
): Promise<boolean> {
  const [begun] = await rows<AuditedExport>(
    tx,
    sql`update export set status = 'streaming', first_day = ${day}::date, lot_id = ${lotId}, always_held_out_bp = ${alwaysHeldOutBp},
        value_basis = ${valueBasis}
      where shop_id = ${shop} and export_id = ${exportId} and status = 'requested' returning ${AUDITED}`,
  );
  if (!begun) return false;
  await addAuditEntry(tx, shop, { ...auditOf(begun), at, action: "export.begun" });
  return true;
}

interface AuditedExport {
  readonly by: string;
  readonly segment: string | null;
}
const AUDITED = sql`requested_by by, segment_key segment`;
const auditOf = ({ by, segment }: AuditedExport) => ({ actor: by, subject: segment ?? "" });

export interface ExportCounts {
  readonly members: number;
  readonly included: number;
  readonly excluded: Readonly<Record<string, number>>;
}

/** What left the app until the stream ended; "failed" means that it ended before its last row. The audit log says so too. */
export async function endExport(
  tx: Tx,
  shop: ShopId,
  exportId: string,
  status: "done" | "failed",
  { members, included, excluded }: ExportCounts,
  finishedAt: Date,
): Promise<void> {
  const [ended] = await rows<AuditedExport>(
    tx,
    sql`update export set status = ${status}, members = ${members}, included = ${included},
        excluded = ${JSON.stringify(excluded)}, finished_at = ${finishedAt}
      where shop_id = ${shop} and export_id = ${exportId} and status = 'streaming'
      returning ${AUDITED}`,
  );
  if (!ended) return;
  await addAuditEntry(tx, shop, {
    ...auditOf(ended),
    at: finishedAt,
    action: "export.made",
    details: { people: included, whole: status === "done", ...excluded },
  });
}

/** A member of a segment or list with the consent and address of this moment, out of the customer's own row. */
export interface ExportMemberRow {
  readonly customer_id: number;
  /** INCLUDED, or why nobody at the address may be sent: `SEND_OUTCOME`. */
  readonly outcome: string;
  readonly email: string | null;
  readonly email_marketing_state: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly country_code: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
  readonly sms_marketing_state: string | null;
  /** SINGLE_OPT_IN, CONFIRMED_OPT_IN, UNKNOWN, as Shopify has it. */
  readonly email_opt_in_level: string | null;
  /** Day in UTC of the last change of the consent. */
  readonly email_consent_day: string | null;
  readonly net_sales_minor: number;
  readonly expected_value_minor: number | null;
  readonly value_low_minor: number | null;
  readonly value_high_minor: number | null;
  readonly rfm_group: string;
  readonly orders: number;
  readonly last_order_day: string | null;
  readonly next_order_from: string | null;
  readonly next_order_to: string | null;
  readonly order_probability: number | null;
  readonly p_alive: number | null;
  readonly value_at_stake: number | null;
  /** Other members with the same address. */
  readonly sharers: readonly number[];
}

/** The next customers after an id who have figures, whatever condition they meet. */
export async function valuedIds(
  on: Queryable,
  shop: ShopId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    on,
    sql`select customer_id id from customer_value where shop_id = ${unplanned(shop)} and customer_id > ${after} order by customer_id limit ${limit}`,
  );
  return found.map(({ id }) => id);
}

/**
 * Of some customers those who meet the condition on `v` (customer_value), in the order of the ids. Each is looked up by the id, with what belongs to
 * them: planned as a join, a page of ids may be found by going over all customers.
 */
export function listedMembers(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  ids: readonly number[],
): Promise<ExportMemberRow[]> {
  const isMember = sql`(select true from customer_value v where v.shop_id = o.shop_id and v.customer_id = o.customer_id and ${condition}) is not null`;
  return rows<ExportMemberRow>(
    on,
    sql`select v.customer_id, ${raw(SEND_OUTCOME)} as outcome, c.email, c.email_marketing_state, c.first_name, c.last_name,
        c.country_code, c.zip, c.phone, c.sms_marketing_state, c.email_opt_in_level, to_char(c.email_state_updated_at at time zone 'UTC', 'YYYY-MM-DD') as email_consent_day,
        v.net_sales_minor, v.expected_value_minor, v.value_low_minor, v.value_high_minor, v.rfm_group,
        v.orders, v.last_order_day, v.next_order_from, v.next_order_to, v.order_probability, v.p_alive, ${raw(VALUE_AT_STAKE)} as value_at_stake,
        coalesce((select json_agg(o.customer_id order by o.customer_id) from customer o where o.shop_id = c.shop_id and o.email = c.email
          and o.deleted_at is null and o.customer_id <> c.customer_id and ${isMember}), '[]') as sharers
      from unnest(${ids}::bigint[]) with ordinality listed(id, place)
      cross join lateral (select * from customer_value v where v.shop_id = ${unplanned(shop)} and v.customer_id = listed.id and ${condition} limit 1) v
      left join lateral (select * from customer k where k.shop_id = v.shop_id and k.customer_id = v.customer_id limit 1) c on true
      order by listed.place`,
  );
}
