import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface ShopStateRow {
  /** A bulk reading was ever begun, or refused because of the shop's own settings. */
  readonly sync_begun: boolean;
  readonly sync_running: boolean;
  /** When the resource that was looked at longest ago was last compared with Shopify. */
  readonly checked_at: Date | null;
  readonly refused_rows: number;
  readonly customers: number;
}

/** The state of a shop, read only from small tables and the ends of indexes. `customers` and `refused_rows` are counted no further than 10,000. */
export async function shopState(on: Queryable, shop: ShopId): Promise<ShopStateRow> {
  const [row] = await rows<ShopStateRow>(
    on,
    sql`select exists (select from sync_slice where shop_id = ${shop})
          or exists (select from shop where shop_id = ${shop} and unusable_code is not null) as sync_begun,
        exists (
          select from (
            select distinct on (resource) status from sync_slice
            where shop_id = ${shop} and purpose = 'backfill' order by resource, started_at desc, slice_id desc
          ) latest where status not in ('done', 'failed')
        ) as sync_running,
        (select min(checked_at) from sync_watermark where shop_id = ${shop}) as checked_at,
        (select count(*) from (select from refused_row where shop_id = ${shop} limit 10000) found) as refused_rows,
        (select count(*) from (select from customer_value where shop_id = ${shop} limit 10000) found) as customers`,
  );
  return row ?? { sync_begun: false, sync_running: false, checked_at: null, refused_rows: 0, customers: 0 };
}
