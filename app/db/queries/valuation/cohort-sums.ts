import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { WINDOWS } from "../../../clv/historic/windows.ts";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";
import { addToAcquisition, clearAcquisition, dropEmptyAcquisition } from "./acquisition.ts";
import { BASES_OF_DAYS, BASIS_COLUMNS, WINDOW_COLUMNS, windowColumnOn } from "./window-columns.ts";

const DAY_SUMS = {
  customers: "count(*)",
  repeat_customers: "count(*) filter (where orders >= 2)",
  orders: "sum(orders)",
  net_sales_minor: "sum(net_sales_minor)",
  cost_minor: "sum(cost_minor)",
  cost_known_net_sales_minor: "sum(cost_known_net_sales_minor)",
  shipping_minor: "sum(shipping_minor)",
  shipping_cost_minor: "sum(shipping_cost_minor)",
  payment_cost_minor: "sum(payment_cost_minor)",
  fulfilment_cost_minor: "sum(fulfilment_cost_minor)",
  gross_margin_minor: "coalesce(sum(gross_margin_minor), 0)",
  contribution_minor: "coalesce(sum(contribution_minor), 0)",
  unknown_margins: "count(*) filter (where gross_margin_minor is null)",
  first_order_value_minor: "sum(first_order_value_minor)",
  first_order_margin_minor: "coalesce(sum(first_order_margin_minor), 0)",
  first_order_contribution_minor: "coalesce(sum(first_order_contribution_minor), 0)",
  ...Object.fromEntries(WINDOW_COLUMNS.map((column) => [column, `sum(${column})`])),
  predicted_customers: "count(expected_value_minor)",
  expected_value_minor: "coalesce(sum(expected_value_minor), 0)",
};

const CELL_SUMS = {
  active_customers: "count(*) filter (where orders > 0)",
  orders: "sum(orders)",
  net_sales_minor: "sum(net_sales_minor)",
  first_order_net_sales_minor: "sum(first_order_net_sales_minor)",
  cost_known_net_sales_minor: "sum(cost_known_net_sales_minor)",
  gross_margin_minor: "coalesce(sum(gross_margin_minor), 0)",
  contribution_minor: "coalesce(sum(contribution_minor), 0)",
  first_order_margin_minor: "coalesce(sum(first_order_margin_minor), 0)",
  first_order_contribution_minor: "coalesce(sum(first_order_contribution_minor), 0)",
  unknown_margins: "count(*) filter (where gross_margin_minor is null)",
};

/** The names of a table's sums, the targets' part of each, and how it is added to what is stored. */
function addition(table: string, sums: Readonly<Record<string, string>>, sign: 1 | -1) {
  const names = Object.keys(sums);
  return {
    names: raw(names.join(", ")),
    terms: join(
      Object.values(sums).map((sum) => sql`${sign}::int * ${raw(sum)}`),
      ", ",
    ),
    add: raw(names.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(", ")),
  };
}

/**
 * Subtracts the targets' rows from the shop's sums (`sign` -1, before they change) or adds them (1, after). All sums are whole
 * numbers, so they equal a fresh count exactly. With `everyone`, the sums are made of all rows.
 */
export async function addToSums(tx: Tx, shop: ShopId, sign: 1 | -1, everyone = false): Promise<void> {
  const scope = everyone ? empty : sql`and t.customer_id in (select customer_id from valuation_target)`;
  const day = addition("cohort_day", DAY_SUMS, sign);
  await tx.query(
    sql`insert into cohort_day (shop_id, first_order_day, ${day.names})
     select ${shop}, first_order_day, ${day.terms} from customer_value t
     where shop_id = ${shop} and first_order_day is not null ${scope}
     group by first_order_day
     on conflict (shop_id, first_order_day) do update set ${day.add}`,
  );
  await addWindows(tx, shop, sign, scope);
  const cell = addition("cohort_cell", CELL_SUMS, sign);
  await tx.query(
    sql`insert into cohort_cell (shop_id, cohort_month, month, ${cell.names})
     select ${shop}, cohort_month, month, ${cell.terms} from customer_month t
     where shop_id = ${shop} ${scope}
     group by cohort_month, month
     on conflict (shop_id, cohort_month, month) do update set ${cell.add}`,
  );
  await addGaps(tx, shop, sign, scope);
  await addToAcquisition(tx, shop, sign, everyone);
}

/** Margin and contribution within the windows, out of the customers' days; the rows of net sales are there already. */
async function addWindows(tx: Tx, shop: ShopId, sign: 1 | -1, scope: Sql): Promise<void> {
  const columns = BASES_OF_DAYS.flatMap((basis) =>
    WINDOWS.map((days) => ({ name: windowColumnOn(basis, days), of: BASIS_COLUMNS[basis], days })),
  );
  const sums = columns.map(
    ({ name, of, days }) =>
      sql`coalesce(sum(d.${raw(of)}) filter (where d.day < t.first_order_day + ${days}::int), 0)::bigint as ${raw(name)}`,
  );
  const set = columns.map(({ name }) => `${name} = c.${name} + ${sign} * s.${name}`).join(", ");
  await tx.query(
    sql`update cohort_day c set ${raw(set)}
     from (
       select t.first_order_day, ${join(sums, ", ")}
       from customer_value t join customer_day d on d.shop_id = ${shop} and d.customer_id = t.customer_id
       where t.shop_id = ${shop} and t.first_order_day is not null ${scope}
       group by t.first_order_day
     ) s
     where c.shop_id = ${shop} and c.first_order_day = s.first_order_day`,
  );
}

/** The gaps of the shop's customers, or of those in a scope on `t`, a row of customer_value. */
export async function addGaps(tx: Tx, shop: ShopId, sign: 1 | -1, scope: Sql = empty): Promise<void> {
  await tx.query(
    sql`insert into order_gap (shop_id, gap_days, gaps)
     select ${shop}, gap, ${sign}::int * count(*) from customer_value t, unnest(t.gap_days) gap
     where shop_id = ${shop} ${scope}
     group by gap
     on conflict (shop_id, gap_days) do update set gaps = order_gap.gaps + excluded.gaps`,
  );
}

/** Deletes the sums to which no customer contributes any more. */
export async function dropEmptySums(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`delete from cohort_day where shop_id = ${shop} and customers = 0`);
  await tx.query(
    sql`delete from cohort_cell c where shop_id = ${shop} and cohort_month <> 0
       and active_customers = 0 and orders = 0 and net_sales_minor = 0 and first_order_net_sales_minor = 0
       and contribution_minor = 0 and unknown_margins = 0`,
  );
  await tx.query(sql`delete from order_gap where shop_id = ${shop} and gaps = 0`);
  await dropEmptyAcquisition(tx, shop);
}

export async function clearSums(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`delete from cohort_day where shop_id = ${shop}`);
  await tx.query(sql`delete from cohort_cell where shop_id = ${shop} and cohort_month <> 0`);
  await tx.query(sql`delete from order_gap where shop_id = ${shop}`);
  await clearAcquisition(tx, shop);
}
