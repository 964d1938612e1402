import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

const DAY_SUMS = {
  customers: "count(*)",
  repeat_customers: "count(*) filter (where orders >= 2)",
  orders: "sum(orders)",
  net_sales_minor: "sum(net_sales_minor)",
  cost_minor: "sum(cost_minor)",
  cost_known_net_sales_minor: "sum(cost_known_net_sales_minor)",
  first_order_value_minor: "sum(first_order_value_minor)",
  value_14_minor: "sum(value_14_minor)",
  value_30_minor: "sum(value_30_minor)",
  value_60_minor: "sum(value_60_minor)",
  value_90_minor: "sum(value_90_minor)",
  value_180_minor: "sum(value_180_minor)",
  value_365_minor: "sum(value_365_minor)",
  predicted_customers: "count(expected_value_minor)",
  expected_value_minor: "coalesce(sum(expected_value_minor), 0)",
} as const;

const CELL_SUMS = {
  active_customers: "count(*) filter (where orders > 0)",
  orders: "sum(orders)",
  net_sales_minor: "sum(net_sales_minor)",
  first_order_net_sales_minor: "sum(first_order_net_sales_minor)",
} as const;

function addition(
  table: string,
  sums: Readonly<Record<string, string>>,
): { names: string; terms: string; add: string } {
  return {
    names: Object.keys(sums).join(", "),
    terms: Object.values(sums)
      .map((sum) => `$2 * ${sum}`)
      .join(", "),
    add: Object.keys(sums)
      .map((name) => `${name} = ${table}.${name} + excluded.${name}`)
      .join(", "),
  };
}

/**
 * Takes the targets' rows out of the shop's sums (`sign` -1, before they change) or puts them in (1, after). All sums are
 * whole numbers, so they equal a fresh count exactly. With `everyone`, the sums are made anew from all rows.
 */
export async function addToSums(tx: Tx, shop: ShopId, sign: 1 | -1, everyone = false): Promise<void> {
  const scope = everyone ? "" : "and t.customer_id in (select customer_id from valuation_target)";
  const day = addition("cohort_day", DAY_SUMS);
  await tx.query(
    `insert into cohort_day (shop_id, first_order_day, ${day.names})
     select $1, first_order_day, ${day.terms} from customer_value t
     where shop_id = $1 and first_order_day is not null ${scope}
     group by first_order_day
     on conflict (shop_id, first_order_day) do update set ${day.add}`,
    [shop, sign],
  );
  const cell = addition("cohort_cell", CELL_SUMS);
  await tx.query(
    `insert into cohort_cell (shop_id, cohort_month, month, ${cell.names})
     select $1, cohort_month, month, ${cell.terms} from customer_month t
     where shop_id = $1 ${scope}
     group by cohort_month, month
     on conflict (shop_id, cohort_month, month) do update set ${cell.add}`,
    [shop, sign],
  );
  await tx.query(
    `insert into order_gap (shop_id, gap_days, gaps)
     select $1, gap, $2 * count(*) from customer_value t, unnest(t.gap_days) gap
     where shop_id = $1 ${scope}
     group by gap
     on conflict (shop_id, gap_days) do update set gaps = order_gap.gaps + excluded.gaps`,
    [shop, sign],
  );
}

/** Rows that nobody stands behind any more. */
export async function dropEmptySums(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query("delete from cohort_day where shop_id = $1 and customers = 0", [shop]);
  await tx.query(
    `delete from cohort_cell c where shop_id = $1 and cohort_month <> 0
       and active_customers = 0 and orders = 0 and net_sales_minor = 0 and first_order_net_sales_minor = 0`,
    [shop],
  );
  await tx.query("delete from order_gap where shop_id = $1 and gaps = 0", [shop]);
}

export async function clearSums(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query("delete from cohort_day where shop_id = $1", [shop]);
  await tx.query("delete from cohort_cell where shop_id = $1 and cohort_month <> 0", [shop]);
  await tx.query("delete from order_gap where shop_id = $1", [shop]);
}
