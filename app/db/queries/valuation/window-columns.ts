import { WINDOWS, type WindowDays } from "../../../clv/historic/windows.ts";

/** A window's column in customer_value and cohort_day. */
export type WindowColumn = `value_${WindowDays}_minor`;

export const windowColumn = (days: WindowDays): WindowColumn => `value_${days}_minor`;
export const WINDOW_COLUMNS = WINDOWS.map(windowColumn);
