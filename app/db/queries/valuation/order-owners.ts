import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";

/**
 * Each merged customer with the one that finally survived (`select from_id, to_id`): merges of merged customers are followed to the
 * end; a ring, which Shopify cannot make, ends after 50 steps.
 */
export function survivors(shop: ShopId): Sql {
  return sql`with recursive path(from_id, to_id, steps) as (
      select from_customer_id, to_customer_id, 1 from customer_alias where shop_id = ${shop}
      union all
      select p.from_id, a.to_customer_id, p.steps + 1
      from path p join customer_alias a on a.shop_id = ${shop} and a.from_customer_id = p.to_id
      where p.steps < 50
    )
    select distinct on (from_id) from_id, to_id from path order by from_id, steps desc`;
}

/**
 * Who an address belongs to, as `select email, customer_id`, of the addresses in `asked`, a table of distinct `email`s: the
 * living customer who has it verified, else the living customer into whom somebody was merged who had it. Of several the lowest
 * id. `survivor` is a table as `survivors` makes it. The order of merges does not matter: guest orders that joined a customer
 * go with that customer to the survivor. Both kinds are looked up by address, so a few addresses cost a few index look-ups.
 */
export function holdersOfAddresses(shop: ShopId, asked: Sql, survivor = sql`valuation_alias`): Sql {
  // "offset 0" keeps the planner from scanning the shop for each address, as it does where it knows too little of a new shop.
  return sql`select distinct on (held.email) held.email, held.customer_id
    from (
      select asked.email, coalesce(a.to_id, c.customer_id) as customer_id, a.to_id is not null as former
      from ${asked} asked
      cross join lateral (
        select c.customer_id from customer c
        where c.shop_id = ${shop} and c.email = asked.email and c.email_verified and c.deleted_at is null offset 0
      ) c
      left join ${survivor} a on a.from_id = c.customer_id
      union all
      select asked.email, coalesce(a.to_id, f.customer_id), true
      from ${asked} asked
      cross join lateral (
        select f.customer_id from former_address f where f.shop_id = ${shop} and f.email = asked.email and f.verified offset 0
      ) f
      left join ${survivor} a on a.from_id = f.customer_id
    ) held
    where (select alive.deleted_at is null from customer alive
      where alive.shop_id = ${shop} and alive.customer_id = held.customer_id)
    order by held.email, held.former, held.customer_id`;
}

/**
 * Customers who are taken out of the figures, as `select customer_id, email` with one of the addresses for which that is so: whoever has
 * such an address, verified or not, and the survivor of whoever had one. They have no value, so their orders and those of guests
 * under their addresses belong to no customer. `survivor` as in `holdersOfAddresses`.
 */
export function takenOutCustomers(shop: ShopId, survivor = sql`valuation_alias`): Sql {
  return sql`select coalesce(a.to_id, had.customer_id) as customer_id, min(had.email) as email
    from (
      select c.customer_id, c.email from shared_address s
      join customer c on c.shop_id = ${shop} and c.email = s.email
      where s.shop_id = ${shop} and s.decision = 'taken_out'
      union all
      select f.customer_id, f.email from shared_address s
      join former_address f on f.shop_id = ${shop} and f.email = s.email
      where s.shop_id = ${shop} and s.decision = 'taken_out'
    ) had
    left join ${survivor} a on a.from_id = had.customer_id
    group by 1`;
}
