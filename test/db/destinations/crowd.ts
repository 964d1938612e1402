import sql from "sql-template-tag";
import type { ConnectedShop, DestinationsApp } from "./connected-shop.ts";

/** People who are in the segment and agreed, straight in the tables. */
export async function crowd(
  { app, clock }: DestinationsApp,
  shop: ConnectedShop,
  people: number,
  firstNameLength: number,
): Promise<void> {
  const { shopId } = shop.ref;
  const { pool } = app.runtime.db;
  const at = clock.now();
  await pool.query(
    sql`insert into customer (shop_id, customer_id, source_updated_at, first_name, email, email_marketing_state, tags)
      select ${shopId}, 1000000 + n, ${at}, repeat('n', ${firstNameLength}), 'crowd' || n || '@example.com', 'SUBSCRIBED', '{}'
      from generate_series(1, ${people}::int) n`,
  );
  await pool.query(
    sql`insert into segment_member (shop_id, segment_key, customer_id, since)
      select ${shopId}, ${shop.segmentKey}, 1000000 + n, ${at} from generate_series(1, ${people}::int) n`,
  );
  await pool.query(sql`update segment_membership set evaluated_at = ${at} where shop_id = ${shopId}`);
}
