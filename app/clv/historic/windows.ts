/**
 * Lengths in days of the windows from a customer's own first order: a window of N days is the days 0 to N - 1. The columns of
 * stored values, and what pages show, follow from this list.
 */
export const WINDOWS = [14, 30, 60, 90, 180, 365] as const;
export type WindowDays = (typeof WINDOWS)[number];
