import { type Db, rows } from "../../app/db/client.ts";
import { rankCustomers } from "../../app/valuation/compute/ranked-figures.ts";
import { SHOP } from "./place.ts";

const MODEL = "00000000-0000-4000-8000-000000000001";

/**
 * A valued shop, its stored facts written straight into the tables that rules read: one customer in eight never ordered, the others
 * have orders in numbers that fall off geometrically, over three years, and a prediction. The same seed gives the same rows.
 */
export async function fillValues(db: Db, customers: number): Promise<void> {
  await db.transaction(async (tx) => {
    // One process draws all random numbers, in the order of the rows.
    await tx.query("set local max_parallel_workers_per_gather = 0");
    await tx.query(
      `insert into shop (shop_id, domain, name, currency, time_zone, country, scopes, installed_at, minor_digits)
       values ($1, $2, 'Bench', 'EUR', 'Europe/Amsterdam', 'NL', 'read_all_orders', now(), 2)`,
      [SHOP.shopId, SHOP.domain],
    );
    await tx.query("select setseed(0.42)");
    await tx.query(
      `insert into customer_value (shop_id, customer_id, orders, order_days, first_order_day, last_order_day, gross_sales_minor,
         discounts_minor, returns_minor, net_sales_minor, cost_minor, cost_known_net_sales_minor, gross_margin_minor, contribution_minor, first_order_value_minor,
         median_gap_days, first_channel, sort_name, search_text, country_code, consent, reachable, known_since, tags,
         discount_codes, channels, shopify_rfm_group, rfm_recency, rfm_frequency, rfm_monetary, rfm_group, p_alive, order_probability,
         expected_orders, expected_value_minor, value_low_minor, value_high_minor, next_order_from, next_order_to, valued_at)
       select $1, customer_id, orders, orders, first_day, last_day, gross, discounts, returns, gross - discounts - returns,
         (gross - returns) * 4 / 10, case when customer_id % 5 = 0 then 0 else gross - discounts - returns end,
         case when orders > 0 and customer_id % 5 <> 0 then gross - discounts - returns - (gross - returns) * 4 / 10 end,
         case when orders > 0 and customer_id % 5 <> 0 then gross - discounts - returns - (gross - returns) * 4 / 10 - orders * 700 end,
         case when orders > 0 then gross / orders end,
         case when orders > 1 then greatest(1, (last_day - first_day)::float8 / (orders - 1)) end,
         case when orders > 0 then (array['Online Store','Point of Sale','Shop'])[1 + customer_id % 3] end,
         'customer ' || customer_id, 'customer ' || customer_id || ' customer.' || customer_id || '@example.com',
         (array['NL','NL','NL','BE','DE','FR','GB'])[1 + floor(country * 7)::int],
         case when consent < 0.45 then 'SUBSCRIBED' when consent < 0.85 then 'NOT_SUBSCRIBED'
           when consent < 0.95 then 'UNSUBSCRIBED' else 'PENDING' end,
         consent < 0.44, current_date - age,
         case when fate < 0.3 then array[(array['loyal','vip','wholesale','newsletter'])[1 + customer_id % 4]] else '{}' end,
         case when discounts > 0 then array['WELCOME10'] else '{}' end,
         case when orders > 0 then array['Online Store'] else '{}' end,
         case when orders > 0 then (array['CHAMPIONS','LOYAL','NEW','DORMANT'])[1 + customer_id % 4] end,
         score, score, score, case when orders = 0 then 'PROSPECTS' else (array['CHAMPIONS','LOYAL','NEW','AT_RISK','DORMANT'])[score] end,
         alive, alive * 0.8, alive * orders / 2, round(alive * gross / 2), round(alive * gross / 5) * (orders > 2)::int,
         round(alive * gross), case when alive > 0.5 then current_date + 10 end, case when alive > 0.5 then current_date + 60 end, now()
       from (
         select *, gross * (discounted < 0.2)::int / 10 as discounts, gross * (fate < 0.06)::int / 2 as returns,
           case when orders > 0 then current_date - age end as first_day,
           case when orders > 0 then current_date - floor(age * case when orders = 1 then 1 else lifetime end)::int end as last_day,
           case when orders > 0 then lifetime end as alive, case when orders > 0 then 1 + floor(recency * 5)::int end as score
         from (
           select n as customer_id, 1 + floor(1094 * sqrt(random()))::int as age, random() as lifetime, random() as recency,
             random() as consent, random() as country, random() as fate, random() as discounted, o.orders,
             (o.orders * exp(8.2 + 0.5 * (random() + random() + random() - 1.5) * 2))::bigint as gross
           from generate_series(1, $2::int) n
           cross join lateral (select case when random() < 0.12 then 0
             else 1 + floor(ln(1 - random()) / ln(0.7))::int end + n * 0 as orders) o
         ) drawn
       ) buyer`,
      [SHOP.shopId, customers],
    );
    const [counted] = await rows<{ customers: number }>(
      tx,
      "select count(*) as customers from customer_value where shop_id = $1 and orders > 0",
      [SHOP.shopId],
    );
    await tx.query(
      `insert into shop_valuation (shop_id, as_of_day, model_id, ranked_figures, valued_at)
       values ($1, current_date, $2, $3, now())`,
      [SHOP.shopId, MODEL, await rankCustomers(tx, SHOP.shopId, counted?.customers ?? 0)],
    );
  });
  // As autovacuum leaves the tables within a minute or so.
  await db.pool.query("vacuum analyze");
}
