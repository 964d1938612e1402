import sql, { raw } from "sql-template-tag";
import { z } from "zod";
import { costCoverage, grossMarginMinor } from "../../clv/historic/margin.ts";
import { WINDOWS } from "../../clv/historic/windows.ts";
import { windowColumn } from "../../db/queries/valuation/window-columns.ts";
import { dayAgo, given } from "../context.ts";
import { type Fact, type FactRow, NO_ORDER, stored } from "./fact.ts";

export const firstDays = z.object({
  firstDays: z.literal(WINDOWS, { error: `a number of days out of ${WINDOWS.join(", ")}` }),
});
export type FirstDays = z.infer<typeof firstDays>;

const costs = (row: FactRow) => ({
  netSalesMinor: row.net_sales_minor,
  costMinor: row.cost_minor,
  costKnownNetSalesMinor: row.cost_known_net_sales_minor,
});

/** What customers bought, in money. */
export const SALES_FACTS = {
  grossSales: stored("money", "gross_sales_minor"),
  discounts: stored("money", "discounts_minor"),
  returns: stored("money", "returns_minor"),
  netSales: stored("money", "net_sales_minor"),
  /** Net sales within this many days of the first order, the day of the first order included. */
  earlyNetSales: {
    type: "money",
    parameters: firstDays,
    sql({ firstDays }: FirstDays, context) {
      const observedSince = dayAgo(firstDays - 1, context);
      return sql`(case when v.first_order_day <= ${observedSince}::date then v.${raw(windowColumn(firstDays))} end)`;
    },
    of(row, { firstDays }: FirstDays, context) {
      const passed = row.first_order_day !== null && row.first_order_day <= dayAgo(firstDays - 1, context);
      return passed ? row[windowColumn(firstDays)] : null;
    },
    missingFor: `${NO_ORDER}, and those whose first days have not all passed`,
  },
  /** As the customer's page states it: sales without a known cost leave the shop's default margin. */
  grossMargin: {
    type: "money",
    sql(_, context) {
      const { defaultMarginBp } = given(context);
      const unknown = sql`(v.net_sales_minor - v.cost_known_net_sales_minor)`;
      // round() of numeric rounds halves away from zero, as roundHalfUp does.
      return sql`(case when v.orders = 0 then null
        when ${unknown} = 0 then v.net_sales_minor - v.cost_minor
        else v.cost_known_net_sales_minor - v.cost_minor
          + round(${unknown} * ${defaultMarginBp}::numeric / 10000)::bigint end)`;
    },
    of: (row, _, context) =>
      row.orders === 0 ? null : grossMarginMinor(costs(row), given(context).defaultMarginBp),
    missingFor: `${NO_ORDER}, and those with sales of unknown cost in a shop without a default margin`,
  },
  costCoverage: {
    type: "share",
    sql: () => sql`(v.cost_known_net_sales_minor::float8 / nullif(v.net_sales_minor, 0))`,
    of: (row) => costCoverage(costs(row)),
    missingFor: "customers without net sales",
  },
  averageOrderValue: {
    type: "money",
    sql: () => sql`(v.net_sales_minor::float8 / nullif(v.orders, 0))`,
    of: (row) => (row.orders === 0 ? null : row.net_sales_minor / row.orders),
    missingFor: NO_ORDER,
  },
  firstOrderValue: stored("money", "first_order_value_minor", NO_ORDER),
  discountShare: {
    type: "share",
    sql: () => sql`(v.discounts_minor::float8 / nullif(v.gross_sales_minor, 0))`,
    of: (row) => (row.gross_sales_minor === 0 ? null : row.discounts_minor / row.gross_sales_minor),
    missingFor: "customers without gross sales",
  },
  /** Of all orders. */
  discountedOrderShare: {
    type: "share",
    sql: () => sql`(v.discounted_orders::float8 / nullif(v.orders, 0))`,
    of: (row) => (row.orders === 0 ? null : row.discounted_orders / row.orders),
    missingFor: NO_ORDER,
  },
  returnedShare: {
    type: "share",
    sql: () => sql`(v.returns_minor::float8 / nullif(v.gross_sales_minor - v.discounts_minor, 0))`,
    of: (row) => {
      const soldMinor = row.gross_sales_minor - row.discounts_minor;
      return soldMinor === 0 ? null : row.returns_minor / soldMinor;
    },
    missingFor: "customers without sales after discounts",
  },
} as const satisfies Record<string, Fact>;
