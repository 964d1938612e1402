import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface PlaceRow {
  readonly customerId: number;
  readonly key: string;
  readonly isMember: boolean;
  readonly enteredDay: string | null;
  readonly leftDay: string | null;
  /** When it was seen that the customer is in; null for who has left. */
  readonly since: Date | null;
}

/** The segments that the customers are in, or have left within the kept history. */
export function placesInSegments(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<PlaceRow[]> {
  return rows<PlaceRow>(
    on,
    sql`select customer_id "customerId", segment_key key, m.customer_id is not null "isMember", m.entered_day "enteredDay",
        e.left_day "leftDay", m.since
      from (select customer_id, segment_key, since, entered_day from segment_member
        where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])) m
      full join (select customer_id, segment_key, max(day) left_day from segment_event
        where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[]) and not entered
        group by customer_id, segment_key) e using (customer_id, segment_key)
      order by m.since, segment_key`,
  );
}
