import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface FileOrderRow {
  readonly orderId: number;
  readonly name: string;
  readonly email: string | null;
  readonly processedAt: string;
  readonly netSalesMinor: number;
  readonly exclusion: string | null;
  readonly doubts: readonly string[];
  readonly rows: object;
}

export interface FileRefusalRow {
  readonly lineNo: number;
  readonly orderName: string;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** Forgets what was read of a file, or its orders only. */
export async function forgetFileRows(
  tx: Tx,
  shop: ShopId,
  fileId: string,
  what: "all" | "orders" = "all",
): Promise<void> {
  await tx.query(sql`delete from history_file_order where shop_id = ${shop} and file_id = ${fileId}`);
  if (what === "orders") return;
  await tx.query(sql`delete from history_file_refusal where shop_id = ${shop} and file_id = ${fileId}`);
}

/** Whether the file still waits to be read; it stays so until the transaction ends. */
export async function holdReading(tx: Tx, shop: ShopId, fileId: string): Promise<boolean> {
  const found = await tx.query(
    sql`select from history_file
      where shop_id = ${shop} and file_id = ${fileId} and status = 'reading' for key share`,
  );
  return found.rowCount === 1;
}

export async function addFileRows(
  tx: Tx,
  shop: ShopId,
  fileId: string,
  orders: readonly FileOrderRow[],
  refusals: readonly FileRefusalRow[],
): Promise<void> {
  await tx.query(
    sql`insert into history_file_order
        (shop_id, file_id, order_id, name, email, processed_at, net_sales_minor, exclusion, doubts, rows)
      select ${shop}, ${fileId}, o."orderId", o.name, o.email, o."processedAt", o."netSalesMinor", o.exclusion,
        array(select jsonb_array_elements_text(o.doubts)), o.rows
      from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) o("orderId" bigint, name text, email text,
        "processedAt" timestamptz, "netSalesMinor" bigint, exclusion text, doubts jsonb, rows jsonb)`,
  );
  await tx.query(
    sql`insert into history_file_refusal (shop_id, file_id, line_no, order_name, "column", value, reason)
      select ${shop}, ${fileId}, r."lineNo", r."orderName", r."column", r.value, r.reason
      from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb)
        r("lineNo" integer, "orderName" text, "column" text, value text, reason text)
      on conflict do nothing`,
  );
}

/** Refused rows in the order of the file, after a line. */
export function fileRefusals(
  on: Queryable,
  shop: ShopId,
  fileId: string,
  afterLine: number,
  limit: number,
): Promise<FileRefusalRow[]> {
  return rows<FileRefusalRow>(
    on,
    sql`select line_no "lineNo", order_name "orderName", "column", value, reason from history_file_refusal
      where shop_id = ${shop} and file_id = ${fileId} and line_no > ${afterLine} order by line_no limit ${limit}`,
  );
}

export interface FilePlan {
  /** Orders of the file that could be read. */
  readonly orders: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly customers: number;
  /** Stored as Shopify gave them, deleted in Shopify, or added from a file before. */
  readonly there: number;
  readonly deleted: number;
  readonly addedBefore: number;
  /** Not stored, and so recent that Shopify shows them: Shopify alone says whether there are any. */
  readonly recent: number;
  readonly adding: number;
  readonly addingCounted: number;
  readonly addingNetSalesMinor: number;
  readonly addingOfCustomers: number;
  readonly addingOfNobody: number;
  readonly doubtful: number;
  readonly doubtfulNames: readonly string[];
}

/** What adding a file would do now. `before`: orders from then on are Shopify's to tell. */
export async function planOfFile(
  on: Queryable,
  shop: ShopId,
  fileId: string,
  before: Date,
): Promise<FilePlan> {
  const [plan] = await rows<FilePlan>(
    on,
    sql`with stated as (
        select h.*, o.order_id is not null stored, o.deleted_at is not null gone, o.history_file_id,
          o.order_id is null and h.processed_at < ${before} adding,
          exists (select from customer c where c.shop_id = ${shop} and c.email = h.email and c.deleted_at is null) known
        from history_file_order h left join orders o on o.shop_id = ${shop} and o.order_id = h.order_id
        where h.shop_id = ${shop} and h.file_id = ${fileId}
      ), doubtful as (
        select name from stated where adding and doubts <> '{}' order by processed_at desc, order_id limit 5
      )
      select count(*) orders, min(processed_at) "firstAt", max(processed_at) "lastAt",
        count(distinct email) customers,
        count(*) filter (where stored and not gone and history_file_id is null) there,
        count(*) filter (where gone) deleted,
        count(*) filter (where stored and not gone and history_file_id is not null) "addedBefore",
        count(*) filter (where not stored and not adding) recent,
        count(*) filter (where adding) adding,
        count(*) filter (where adding and exclusion is null) "addingCounted",
        coalesce(sum(net_sales_minor) filter (where adding and exclusion is null), 0)::bigint "addingNetSalesMinor",
        count(*) filter (where adding and known) "addingOfCustomers",
        count(*) filter (where adding and email is null) "addingOfNobody",
        count(*) filter (where adding and doubts <> '{}') doubtful,
        coalesce((select array_agg(name) from doubtful), '{}') "doubtfulNames"
      from stated`,
  );
  if (!plan) throw new Error("a count has one row");
  return plan;
}

export interface AddableOrder {
  readonly orderId: number;
  readonly email: string | null;
  readonly customerId: number | null;
  /** Nothing of it is stored, and it is older than what Shopify shows. */
  readonly isAdded: boolean;
  readonly rows: unknown;
}

/** The next orders of a file by their ids, with the customer who has the address. */
export function nextFileOrders(
  on: Queryable,
  shop: ShopId,
  fileId: string,
  { after, before, limit }: { after: number; before: Date; limit: number },
): Promise<AddableOrder[]> {
  return rows<AddableOrder>(
    on,
    sql`select h.order_id "orderId", h.email, h.rows,
        (select c.customer_id from customer c
          where c.shop_id = ${shop} and c.email = h.email and c.deleted_at is null
          order by c.email_verified desc, c.customer_id limit 1) "customerId",
        h.processed_at < ${before} and not exists (
          select from orders o where o.shop_id = ${shop} and o.order_id = h.order_id) "isAdded"
      from history_file_order h
      where h.shop_id = ${shop} and h.file_id = ${fileId} and h.order_id > ${after}
      order by h.order_id limit ${limit}`,
  );
}

/** Notes how far the adding is. False where another one did the same meanwhile, or it was ended: nothing of the transaction may stay. */
export async function noteAdded(
  tx: Tx,
  shop: ShopId,
  fileId: string,
  step: { from: number; to: number; lookedAt: number; added: number },
): Promise<boolean> {
  const noted = await tx.query(
    sql`update history_file set imported_up_to = ${step.to}, looked_at = looked_at + ${step.lookedAt},
        added = added + ${step.added}
      where shop_id = ${shop} and file_id = ${fileId} and status = 'importing' and imported_up_to = ${step.from}`,
  );
  return noted.rowCount === 1;
}

/** Deletes the orders that are in the shop from a file; those that Shopify gave since are not from it any more. */
export async function deleteOrdersOfFile(
  tx: Tx,
  shop: ShopId,
  fileId: string,
): Promise<{ customerId: number | null; email: string | null }[]> {
  return rows<{ customerId: number | null; email: string | null }>(
    tx,
    sql`delete from orders where shop_id = ${shop} and history_file_id = ${fileId} and deleted_at is null
      returning customer_id "customerId", guest_email email`,
  );
}

/**
 * Gives orders their days in another time zone that no reading of Shopify's orders brings again: those from files, and, where the scopes show
 * only recent ones, all of them. Needs the merge lock.
 */
export async function redateOrders(tx: Tx, shop: ShopId, timeZone: string): Promise<void> {
  const unread = sql`(o.history_file_id is not null or (select history_from is not null from shop where shop_id = ${shop}))`;
  await tx.query(
    sql`update order_refund r set refund_day = (r.refunded_at at time zone ${timeZone})::date
      from orders o where r.shop_id = ${shop} and o.shop_id = ${shop} and o.order_id = r.order_id and ${unread}`,
  );
  await tx.query(
    sql`update orders o set order_day = (o.processed_at at time zone ${timeZone})::date
      where o.shop_id = ${shop} and ${unread}`,
  );
}
