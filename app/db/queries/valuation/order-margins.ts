import sql, { type Sql } from "sql-template-tag";
import { COST_KINDS, type CostBasis, type CostRules, ruleFor } from "../../../clv/historic/cost-rules.ts";
import type { ShopId } from "../../../platform/ids.ts";
import type { Queryable } from "../../client.ts";
import { storedCostRules } from "../costs/rules.ts";
import { shopSettings } from "../pages/settings.ts";

/** What margins are computed by. */
export interface MarginScope extends CostBasis {
  /** A table of `product_id, unit_cost_minor`. */
  readonly productCosts: Sql;
}

/** As the shop states its costs. */
export async function storedMarginScope(on: Queryable, shop: ShopId): Promise<MarginScope> {
  const { defaultMarginBp } = await shopSettings(on, shop);
  const { rules } = await storedCostRules(on, shop);
  return { defaultMarginBp, rules, productCosts: storedProductCosts(shop) };
}

export const storedProductCosts = (shop: ShopId): Sql =>
  sql`(select p.product_id, p.unit_cost_minor from product_cost p
    join shop s on s.shop_id = p.shop_id and s.currency = p.currency where p.shop_id = ${shop})`;

/** Columns of `o`, a row of orders, that `withMargins` asks for. */
export const MARGIN_COLUMNS = sql`o.gross_sales_minor, o.discounts_minor, o.returns_minor, o.net_sales_minor, o.shipping_minor,
  o.cost_minor as own_cost_minor, o.cost_known_net_sales_minor as own_known_minor, o.country_code, o.cancelled_at,
  o.is_sent, o.received_minor, o.outstanding_minor`;

/** A row for each country with a rule of its own, and one ("") for all others. */
function chargesByCountry(rules: CostRules): { countries: readonly string[]; json: string } {
  const countries = [...new Set(COST_KINDS.flatMap((kind) => Object.keys(rules[kind].countries)))].sort();
  const charges = ["", ...countries].map((country) => ({
    country,
    ...Object.fromEntries(
      COST_KINDS.flatMap((kind) => {
        const { fixedMinor, shareBp } = ruleFor(rules[kind], country);
        return [
          [`${kind}_fixed`, fixedMinor],
          [`${kind}_bp`, shareBp],
        ];
      }),
    ),
  }));
  return { countries, json: JSON.stringify(charges) };
}

const shareOf = (minor: Sql, bp: Sql): Sql => sql`round((${minor} * ${bp})::numeric / 10000)::bigint`;

/**
 * The orders of a table that has MARGIN_COLUMNS, with what they cost and leave: `marginOfOrder` and `costOfGoods` (clv/historic) of all
 * of them at once. round() of numeric rounds halves away from zero, as roundHalfUp does.
 */
export function withMargins(table: Sql, shop: ShopId, scope: MarginScope): Sql {
  const { countries, json } = chargesByCountry(scope.rules);
  const unknown = sql`(a.net_sales_minor - k.known_minor)`;
  const sold = sql`(a.gross_sales_minor - a.discounts_minor)`;
  const paid = sql`greatest(0, a.received_minor + greatest(0, a.outstanding_minor))`;
  const wasSent = sql`a.cancelled_at is null and a.is_sent is distinct from false`;
  return sql`
    with charge as (
      select * from json_to_recordset(${json}::json) as c(country text, shipping_fixed bigint, shipping_bp bigint,
        payment_fixed bigint, payment_bp bigint, fulfilment_fixed bigint, fulfilment_bp bigint)
    ), stated as (
      select l.order_id, coalesce(sum(l.current_quantity * p.unit_cost_minor), 0)::bigint as cost_minor,
        sum(l.net_sales_minor)::bigint as known_minor
      from ${table} t
      join order_line l on l.shop_id = ${shop} and l.order_id = t.order_id
      left join ${scope.productCosts} p on p.product_id = l.product_id
      where l.kind = 'goods' and l.unit_cost_minor is null
        and (l.current_quantity = 0 or p.unit_cost_minor is not null)
      group by l.order_id
    )
    select m.*, m.gross_margin_minor + m.shipping_minor - m.shipping_cost_minor - m.payment_cost_minor
        - m.fulfilment_cost_minor as contribution_minor
    from (
      select a.*, k.cost_minor, k.known_minor as cost_known_net_sales_minor,
        a.net_sales_minor - k.cost_minor - case when ${unknown} = 0 then 0
          when ${scope.defaultMarginBp}::bigint is null then null
          else greatest(0, ${unknown} - ${shareOf(unknown, sql`${scope.defaultMarginBp}::bigint`)}) end as gross_margin_minor,
        case when ${wasSent} then c.shipping_fixed + ${shareOf(sold, sql`c.shipping_bp`)} else 0 end as shipping_cost_minor,
        case when ${paid} > 0 then c.payment_fixed + ${shareOf(paid, sql`c.payment_bp`)} else 0 end as payment_cost_minor,
        case when ${wasSent} then c.fulfilment_fixed + ${shareOf(sold, sql`c.fulfilment_bp`)} else 0 end as fulfilment_cost_minor
      from ${table} a
      left join stated s on s.order_id = a.order_id
      cross join lateral (select a.own_cost_minor + coalesce(s.cost_minor, 0) as cost_minor,
        a.own_known_minor + coalesce(s.known_minor, 0) as known_minor) k
      join charge c on c.country = case when a.country_code = any(${countries}::text[]) then a.country_code else '' end
    ) m`;
}
