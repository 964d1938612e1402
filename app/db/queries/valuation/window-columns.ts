import { BASES, type Basis } from "../../../clv/historic/basis.ts";
import { WINDOWS, type WindowDays } from "../../../clv/historic/windows.ts";

/** A window's column in customer_value and cohort_day, of net sales. */
export type WindowColumn = `value_${WindowDays}_minor`;

export const windowColumn = (days: WindowDays): WindowColumn => `value_${days}_minor`;
export const WINDOW_COLUMNS = WINDOWS.map(windowColumn);

/** A window's column in cohort_day on a basis. */
export const windowColumnOn = (basis: Basis, days: WindowDays): string =>
  basis === "revenue" ? windowColumn(days) : `${basis}_${days}_minor`;

/** What customer_day and customer_value call a sum on a basis. */
export const BASIS_COLUMNS = {
  revenue: "net_sales_minor",
  margin: "gross_margin_minor",
  contribution: "contribution_minor",
} as const satisfies Record<Basis, string>;

/** Bases whose windows are summed out of customer_day. */
export const BASES_OF_DAYS = BASES.filter((basis) => basis !== "revenue");
