import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** Entries and exits are kept for so many days. */
export const EVENT_DAYS = 400;

export interface SegmentDayRow {
  readonly day: string;
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly expectedValueMinor: number | null;
  readonly reachable: number;
}

/** The sizes of a segment by day from a day on, oldest first. */
export function segmentDays(
  on: Queryable,
  shop: ShopId,
  key: string,
  from: string,
): Promise<SegmentDayRow[]> {
  return rows<SegmentDayRow>(
    on,
    sql`select day, customers, net_sales_minor "netSalesMinor", expected_value_minor "expectedValueMinor", reachable
      from segment_day where shop_id = ${shop} and segment_key = ${key} and day >= ${from} order by day`,
  );
}

/**
 * How many customers each segment had on the last kept day from `from` to `to`, both included. Segments of the shop's own are left
 * out on days, of its time zone, before their rule was last changed; another name is no change.
 */
export async function sizesBetween(
  on: Queryable,
  shop: ShopId,
  from: string,
  to: string,
  timeZone: string,
  predicted: { readonly keys: readonly string[]; readonly hasModel: boolean },
): Promise<Map<string, number>> {
  // With a model in force something is expected of the members of some segment.
  const hadModel = sql`exists (select from segment_day other where other.shop_id = ${shop} and other.day = its.day
    and other.expected_value_minor is not null)`;
  const found = await rows<{ key: string; customers: number }>(
    on,
    sql`with version as (
        select segment_id, saved_at, rule is distinct from lag(rule) over (partition by segment_id order by revision) is_other
        from segment_version where shop_id = ${shop}
      ), changed as (
        select segment_id::text segment_key, (max(saved_at) at time zone ${timeZone})::date "on" from version
        where is_other group by segment_id
      ) select distinct on (segment_key) segment_key key, customers
      from segment_day its left join changed using (segment_key)
      where shop_id = ${shop} and day between ${from} and ${to} and day >= coalesce("on", day)
        and (segment_key <> all(${predicted.keys}::text[]) or ${hadModel} = ${predicted.hasModel}::boolean)
      order by segment_key, day desc`,
  );
  return new Map(found.map(({ key, customers }) => [key, customers]));
}

export interface SegmentEventRow {
  readonly customerId: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly entered: boolean;
  readonly cause: string;
  readonly at: Date;
}

/** The latest entries and exits. */
export function latestEvents(
  on: Queryable,
  shop: ShopId,
  key: string,
  limit: number,
): Promise<SegmentEventRow[]> {
  return rows<SegmentEventRow>(
    on,
    sql`select e.customer_id "customerId", nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') name, c.email, e.entered,
        e.cause, e.at
      from segment_event e
      left join customer c on c.shop_id = e.shop_id and c.customer_id = e.customer_id and c.deleted_at is null
      where e.shop_id = ${shop} and e.segment_key = ${key}
      order by e.at desc, e.customer_id desc limit ${limit}`,
  );
}

/** How many entered and left since an instant, and why. */
export function movementsSince(
  on: Queryable,
  shop: ShopId,
  key: string,
  since: Date,
): Promise<{ entered: boolean; cause: string; customers: number }[]> {
  return rows(
    on,
    sql`select entered, cause, count(*)::int customers from segment_event
      where shop_id = ${shop} and segment_key = ${key} and at >= ${since} group by 1, 2 order by 3 desc, 1, 2`,
  );
}

/** How many members of a segment are also in each other one, as members are stored: those of most first. */
export function overlaps(
  on: Queryable,
  shop: ShopId,
  key: string,
): Promise<{ key: string; customers: number }[]> {
  return rows(
    on,
    sql`select o.segment_key key, count(*)::int customers
      from segment_member m join segment_member o on o.shop_id = ${shop} and o.customer_id = m.customer_id
      where m.shop_id = ${shop} and m.segment_key = ${key} and o.segment_key <> ${key}
      group by o.segment_key order by customers desc, o.segment_key`,
  );
}
