import { z } from "zod";
import { DAY_THRESHOLDS, MONEY_THRESHOLDS } from "./thresholds.ts";

/* What questions and parameters of a rule are written with. */

const threshold = <const T extends readonly string[]>(names: T) =>
  z.strictObject({ threshold: z.enum(names) });

/** Minor units of the shop's currency. */
export const moneyAmount = z.union([z.int(), threshold(MONEY_THRESHOLDS)], {
  error: `a whole number of minor units, or a threshold: ${MONEY_THRESHOLDS.join(", ")}`,
});
/** Days, with fractions. */
export const duration = z.union([z.number().min(0), threshold(DAY_THRESHOLDS)], {
  error: `a number of days from 0, or a threshold: ${DAY_THRESHOLDS.join(", ")}`,
});
const MOST_DAYS = 36_500;
export function daysFrom(least: number) {
  const error = `a whole number of days from ${least} to ${MOST_DAYS}, or a threshold: ${DAY_THRESHOLDS.join(", ")}`;
  return z.union([z.int().min(least, error).max(MOST_DAYS, error), threshold(DAY_THRESHOLDS)], { error });
}
const DAY_POINT = 'a day such as "2026-03-31", or {"daysAgo": 30}';
/** A day that PostgreSQL can store: its calendar has no year 0. */
export const storableDay = z.iso.date(DAY_POINT).refine((day) => day >= "0001", DAY_POINT);
/** A day of the calendar, or the day that lies this many days before the valuation's day. */
export const dayPoint = z.union([storableDay, z.strictObject({ daysAgo: daysFrom(0) })], {
  error: DAY_POINT,
});
/** Text that PostgreSQL can store. */
export const storableText = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => text.isWellFormed() && !text.includes("\0"), "text without NUL and half characters");
