import sql, { raw } from "sql-template-tag";
import { z } from "zod";
import { costCoverage } from "../../clv/historic/margin.ts";
import { WINDOWS } from "../../clv/historic/windows.ts";
import { windowColumn } from "../../db/queries/valuation/window-columns.ts";
import { dayAgo } from "../context.ts";
import { type Fact, NO_ORDER, stored } from "./fact.ts";

export const firstDays = z.object({
  firstDays: z.literal(WINDOWS, { error: `a number of days out of ${WINDOWS.join(", ")}` }),
});
export type FirstDays = z.infer<typeof firstDays>;

const WITHOUT_MARGIN = `${NO_ORDER}, and those with sales of unknown cost in a shop without a default margin`;

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
  grossMargin: stored("money", "gross_margin_minor", WITHOUT_MARGIN),
  /** Gross margin + shipping charged - what shipping, payment and fulfilment cost by the shop's rules. */
  contribution: stored("money", "contribution_minor", WITHOUT_MARGIN),
  costCoverage: {
    type: "share",
    sql: () => sql`(v.cost_known_net_sales_minor::float8 / nullif(v.net_sales_minor, 0))`,
    of: (row) =>
      costCoverage({
        netSalesMinor: row.net_sales_minor,
        costKnownNetSalesMinor: row.cost_known_net_sales_minor,
      }),
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
