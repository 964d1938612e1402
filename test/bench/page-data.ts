import type { Db } from "../../app/db/client.ts";
import { SHOP } from "./place.ts";

/** Orders a customer, guests apart. */
const ORDERS_A_CUSTOMER = 3;

/**
 * Fills a shop by set-based SQL: customers of whom one in eight never ordered, the others ordering in numbers that fall
 * off geometrically, over three years, with returns, exclusions, guests and unknown costs. The same seed gives the same
 * rows. Order lines are left out: no page reads them.
 */
export async function fillShop(db: Db, customers: number): Promise<void> {
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
      `create temp table buyer on commit drop as
       select n as customer_id, 1 + floor(1094 * sqrt(random()))::int as age_days,
         case when random() < 0.12 then 0
           else 1 + floor(ln(1 - random()) / ln(1 - 1 / ($2 / 0.88)))::int end as orders,
         exp(8.2 + 0.5 * (random() + random() + random() - 1.5) * 2) as scale, random() as lifetime,
         random() as consent, random() as country,
         (array['Anna','Bram','Chloé','Daan','Emma','Fatima','Guus','Hanna','Ivo','Julia','Kees','Lotte'])[1 + n % 12] as first_name,
         (array['de Vries','Jansen','Peeters','Müller','Dubois','Smit','Visser','Bakker','Maes','Schmidt','Yilmaz'])[1 + n % 11] as last_name
       from generate_series(1, $1::int) n`,
      [customers, ORDERS_A_CUSTOMER],
    );
    await tx.query(
      `insert into customer (shop_id, customer_id, source_created_at, source_updated_at, first_name, last_name, email,
         email_verified, email_marketing_state, email_opt_in_level, country_code, tags)
       select $1, customer_id, now() - make_interval(days => age_days), now(), first_name, last_name,
         'customer.' || customer_id || '@example.com', customer_id % 10 <> 0,
         case when consent < 0.45 then 'SUBSCRIBED' when consent < 0.85 then 'NOT_SUBSCRIBED'
           when consent < 0.95 then 'UNSUBSCRIBED' else 'PENDING' end,
         'SINGLE_OPT_IN', (array['NL','NL','NL','BE','DE','FR','GB'])[1 + floor(country * 7)::int], '{}'
       from buyer`,
      [SHOP.shopId],
    );
    await tx.query(
      `create temp table purchase on commit drop as
       select row_number() over () as order_id, customer_id,
         age_days - case when k = 1 then 0 else floor(random() * lifetime * age_days)::int end as age_days,
         greatest(100, round(scale * (random() + random() + random() + random()) / 2))::bigint as gross,
         random() as fate, random() as guest, customer_id % 4 as channel
       from buyer cross join lateral generate_series(1, orders) k`,
    );
    await tx.query(
      `insert into orders (shop_id, order_id, name, customer_id, guest_email, processed_at, order_day, source_updated_at,
         financial_status, currency, channel, country_code, discount_codes, gross_sales_minor, discounts_minor,
         returns_minor, net_sales_minor, shipping_minor, cost_minor, cost_known_net_sales_minor, exclusion)
       select $1, order_id, '#' || order_id, case when guest >= 0.03 then customer_id end,
         case when guest < 0.03 then 'customer.' || customer_id || '@example.com' end,
         (current_date - age_days) + time '12:00', current_date - age_days, now(), 'PAID', 'EUR',
         (array['Online Store','Online Store','Point of Sale','Shop'])[1 + channel], 'NL', '{}', gross, discounts, returns,
         gross - discounts - returns, 495, case when has_cost then (gross - returns) / 2 else 0 end,
         case when has_cost then gross - discounts - returns else 0 end, case when fate < 0.01 then 'cancelled' end
       from (
         select *, case when fate > 0.8 then gross / 10 else 0 end as discounts,
           case when fate between 0.1 and 0.16 then gross / 2 else 0 end as returns, order_id % 5 <> 0 as has_cost
         from purchase) p`,
      [SHOP.shopId],
    );
    await tx.query(
      `insert into order_refund (shop_id, order_id, refund_id, refunded_at, refund_day, returns_minor, refunded_minor)
       select shop_id, order_id, order_id, processed_at + interval '5 days', order_day + 5, returns_minor, returns_minor
       from orders where shop_id = $1 and returns_minor > 0`,
      [SHOP.shopId],
    );
  });
  await db.pool.query("analyze");
}
