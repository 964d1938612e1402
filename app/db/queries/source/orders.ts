import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import type { Affected, MergeOutcome } from "./merge-lock.ts";

const HEAD = `name, customer_id, guest_email, processed_at, order_day, source_updated_at, cancelled_at,
  financial_status, currency, channel, country_code, discount_codes, shipping_minor`;
const SUMS = `gross_sales_minor, discounts_minor, returns_minor, net_sales_minor, cost_minor,
  cost_known_net_sales_minor, exclusion`;
const OVERWRITTEN = `${HEAD}, ${SUMS}`
  .split(",")
  .map((column) => `${column.trim()} = excluded.${column.trim()}`)
  .join(", ");

/**
 * Staged orders with their lines into `orders`, where no newer version and no later deletion is stored. The condition is
 * <= and not <: Shopify's timestamps have whole seconds, and a second change within one would be lost for good.
 */
const UPSERT = `
  with line_sums as (
    select order_id,
      sum(gross_minor) filter (where not is_gift_card) gross,
      sum(discount_minor) filter (where not is_gift_card) discounts,
      sum(returns_minor) filter (where not is_gift_card) returns,
      sum(net_sales_minor) filter (where not is_gift_card) net,
      sum(unit_cost_minor * current_quantity) filter (where not is_gift_card) cost,
      sum(net_sales_minor) filter (where not is_gift_card and unit_cost_minor is not null) cost_known,
      sum(current_quantity) filter (where not is_gift_card) kept,
      bool_and(is_gift_card) only_gift_cards
    from pg_temp.staged_line group by order_id
  ), merged as (
    insert into orders as o (shop_id, order_id, ${HEAD}, ${SUMS})
    select $1, s.order_id, ${HEAD},
      coalesce(gross, 0), coalesce(discounts, 0), coalesce(returns, 0), coalesce(net, 0), coalesce(cost, 0),
      coalesce(cost_known, 0),
      case when is_test then 'test' when financial_status = 'VOIDED' then 'voided'
        when only_gift_cards then 'gift_card'
        when cancelled_at is not null and coalesce(kept, 0) = 0 then 'cancelled' end
    from pg_temp.staged_order s left join line_sums using (order_id)
    on conflict (shop_id, order_id) do update set ${OVERWRITTEN}, deleted_at = null
      where o.source_updated_at <= excluded.source_updated_at
        and (o.deleted_at is null or o.deleted_at < excluded.source_updated_at)
    returning o.order_id, xmax = 0 as inserted
  )
  insert into pg_temp.applied_order select order_id, inserted from merged`;

export interface OrderMerge extends MergeOutcome {
  readonly affected: Affected;
  /** Orders whose refunds cannot be dated before they are read singly. */
  readonly incomplete: readonly number[];
}

/**
 * Merges the staged orders, each with its lines and refunds as one unit. Needs the shop's merge lock. `affected` is
 * left empty where `all` customers are going to be valued anyway.
 */
export async function mergeStagedOrders(
  tx: Tx,
  shop: ShopId,
  options: { all: boolean },
): Promise<OrderMerge> {
  await tx.query(
    `create temp table applied_order (order_id bigint, inserted boolean) on commit drop;
     delete from pg_temp.staged_order s using pg_temp.staged_refusal r where r.order_id = s.order_id;
     analyze pg_temp.staged_order; analyze pg_temp.staged_line; analyze pg_temp.staged_refund`,
  );
  await dropRepeatedOrders(tx);
  // A cost and a refund's share are kept as they were first seen: Shopify gives today's cost only, and a bulk file no shares.
  await tx.query(
    `update pg_temp.staged_line s set unit_cost_minor = l.unit_cost_minor from order_line l
     where l.shop_id = $1 and l.order_id = s.order_id and l.line_id = s.line_id
       and l.unit_cost_minor is not null and l.unit_cost_minor is distinct from s.unit_cost_minor`,
    [shop],
  );
  await tx.query(
    `update pg_temp.staged_refund s set returns_minor = r.returns_minor from order_refund r
     where s.returns_minor is null and r.shop_id = $1 and r.order_id = s.order_id
       and r.refund_id = s.refund_id`,
    [shop],
  );
  await shareReturnsOfOnlyRefund(tx);
  const before = options.all ? NOBODY : await personsOfStagedOrders(tx, shop);
  await tx.query(UPSERT, [shop]);
  await replaceChildren(tx, shop);
  const [counted] = await rows<{ staged: number; applied: number }>(
    tx,
    `select (select count(*) from pg_temp.staged_order) staged, (select count(*) from pg_temp.applied_order) applied`,
  );
  const incomplete = await rows<{ orderId: number }>(
    tx,
    `select distinct order_id "orderId" from pg_temp.staged_refund join pg_temp.applied_order using (order_id)
     where returns_minor is null`,
  );
  const after = options.all ? NOBODY : await personsOfStagedOrders(tx, shop);
  const { staged = 0, applied = 0 } = counted ?? {};
  return {
    applied,
    stale: staged - applied,
    incomplete: incomplete.map((row) => row.orderId),
    affected: {
      customerIds: [...new Set([...before.customerIds, ...after.customerIds])],
      emails: [...new Set([...before.emails, ...after.emails])],
    },
  };
}

const NOBODY: Affected = { customerIds: [], emails: [] };

/** One file should not hold an order twice; were it to, the merge would fail as a whole. The latest version stays. */
async function dropRepeatedOrders(tx: Tx): Promise<void> {
  const repeated = await tx.query(
    "select order_id from pg_temp.staged_order group by order_id having count(*) > 1 limit 1",
  );
  if (repeated.rowCount === 0) return;
  await tx.query(
    `delete from pg_temp.staged_order a using pg_temp.staged_order b where a.order_id = b.order_id
       and (a.source_updated_at, a.ctid) < (b.source_updated_at, b.ctid);
     delete from pg_temp.staged_line a using pg_temp.staged_line b
       where a.order_id = b.order_id and a.line_id = b.line_id and a.ctid < b.ctid;
     delete from pg_temp.staged_refund a using pg_temp.staged_refund b
       where a.order_id = b.order_id and a.refund_id = b.refund_id and a.ctid < b.ctid`,
  );
}

/** All that came back to an order came with its only refund, unless an edit took something off as well. */
async function shareReturnsOfOnlyRefund(tx: Tx): Promise<void> {
  await tx.query(
    `with only_one as (
       select order_id from pg_temp.staged_refund f join pg_temp.staged_order using (order_id)
       where not is_edited group by order_id having count(*) = 1 and bool_and(f.returns_minor is null)
     ), returned as (
       select order_id, coalesce(sum(l.returns_minor) filter (where not l.is_gift_card), 0) returns
       from only_one left join pg_temp.staged_line l using (order_id) group by order_id
     )
     update pg_temp.staged_refund r set returns_minor = returned.returns
     from returned where r.order_id = returned.order_id`,
  );
}

async function personsOfStagedOrders(tx: Tx, shop: ShopId): Promise<Affected> {
  const [found] = await rows<{ customerIds: number[] | null; emails: string[] | null }>(
    tx,
    `select array_agg(distinct customer_id) filter (where customer_id is not null) "customerIds",
       array_agg(distinct guest_email) filter (where guest_email is not null) emails
     from orders where shop_id = $1 and order_id in (select order_id from pg_temp.staged_order)`,
    [shop],
  );
  return { customerIds: found?.customerIds ?? [], emails: found?.emails ?? [] };
}

const LINE = `order_id, line_id, product_id, variant_id, title, quantity, current_quantity, unit_price_minor,
  discount_minor, returns_minor, net_sales_minor, is_gift_card, unit_cost_minor`;
const REFUND = "order_id, refund_id, refunded_at, refund_day, returns_minor, refunded_minor";

async function replaceChildren(tx: Tx, shop: ShopId): Promise<void> {
  for (const table of ["order_line", "order_refund"]) {
    await tx.query(
      `delete from ${table} c using pg_temp.applied_order a
       where c.shop_id = $1 and c.order_id = a.order_id and not a.inserted`,
      [shop],
    );
  }
  await tx.query(
    `insert into order_line (shop_id, ${LINE})
     select $1, ${LINE} from pg_temp.staged_line join pg_temp.applied_order using (order_id)`,
    [shop],
  );
  await tx.query(
    `insert into order_refund (shop_id, ${REFUND})
     select $1, ${REFUND} from pg_temp.staged_refund join pg_temp.applied_order using (order_id)`,
    [shop],
  );
  await tx.query(
    `delete from refused_row r using pg_temp.applied_order a
     where r.shop_id = $1 and r.resource = 'orders' and r.source_id = a.order_id`,
    [shop],
  );
}

/** Orders that are staged only in part: lines came whose order did not. */
export async function ordersMissingFromStaging(tx: Tx): Promise<number[]> {
  const found = await rows<{ orderId: number }>(
    tx,
    `select distinct order_id "orderId" from pg_temp.staged_line l
     where not exists (select from pg_temp.staged_order o where o.order_id = l.order_id)
       and not exists (select from pg_temp.staged_refusal r where r.order_id = l.order_id)`,
  );
  return found.map((row) => row.orderId);
}

/**
 * Stored orders, unchanged since before an instant, that a file of all orders did not hold. Older ones than `visibleFrom` are not missed in a
 * shop whose scopes show recent orders only: what was read while it was recent stays.
 */
export async function ordersMissingFromFile(
  tx: Tx,
  shop: ShopId,
  before: Date,
  visibleFrom: Date,
): Promise<number[]> {
  const found = await rows<{ orderId: number }>(
    tx,
    `select order_id "orderId" from orders o
     where shop_id = $1 and deleted_at is null and source_updated_at < $2
       and not exists (select from pg_temp.staged_order s where s.order_id = o.order_id)
       and (processed_at >= $3 or (select history_from is null from shop where shop_id = $1))`,
    [shop, before, visibleFrom],
  );
  return found.map((row) => row.orderId);
}

/** Staged orders that changed at or after an instant. */
export async function stagedOrdersSince(tx: Tx, instant: Date): Promise<number[]> {
  const found = await rows<{ orderId: number }>(
    tx,
    `select order_id "orderId" from pg_temp.staged_order where source_updated_at >= $1`,
    [instant],
  );
  return found.map((row) => row.orderId);
}

/**
 * Marks orders as deleted; ids that were never seen get a row that holds nothing else, so that a file made before the deletion
 * does not bring them in. Needs the shop's merge lock. Returns whose value changed.
 */
export async function buryOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly number[],
  deletedAt: Date,
  currency: string,
): Promise<Affected> {
  const buried = await rows<{ customerId: number | null; email: string | null }>(
    tx,
    `insert into orders as o (shop_id, order_id, name, processed_at, order_day, source_updated_at, deleted_at,
       currency, discount_codes, gross_sales_minor, discounts_minor, returns_minor, net_sales_minor,
       shipping_minor, cost_minor, cost_known_net_sales_minor)
     select $1, id, '', at, at::date, at, at, $4, '{}', 0, 0, 0, 0, 0, 0, 0
     from (select distinct unnest($2::bigint[]) id, $3::timestamptz at order by id) ids
     on conflict (shop_id, order_id) do update
       set deleted_at = greatest(excluded.deleted_at, o.source_updated_at) where o.deleted_at is null
     returning customer_id "customerId", guest_email email`,
    [shop, orderIds, deletedAt, currency],
  );
  for (const table of ["order_line", "order_refund"]) {
    await tx.query(`delete from ${table} where shop_id = $1 and order_id = any($2)`, [shop, orderIds]);
  }
  return {
    customerIds: buried.flatMap((row) => (row.customerId === null ? [] : [row.customerId])),
    emails: buried.flatMap((row) => (row.email === null ? [] : [row.email])),
  };
}

/** Which of these orders are not stored in the version that Shopify has. */
export async function outdatedOrders(
  tx: Tx,
  shop: ShopId,
  seen: readonly { id: number; updatedAt: string }[],
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    `select seen.id from unnest($2::bigint[], $3::timestamptz[]) seen(id, updated_at)
     left join orders o on o.shop_id = $1 and o.order_id = seen.id
     where o.order_id is null or o.source_updated_at < seen.updated_at`,
    [shop, seen.map((one) => one.id), seen.map((one) => one.updatedAt)],
  );
  return found.map((row) => row.id);
}
