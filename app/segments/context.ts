import { isoOfDay } from "../clv/calendar.ts";
import type { ShopId } from "../platform/ids.ts";
import type { SegmentThresholds } from "./thresholds.ts";

/** What thresholds and days ago are counted from. */
export interface RuleContext {
  /** Whose purchases and products a rule asks about. */
  readonly shopId: ShopId;
  /** Day of the valuation: whole days since 1970-01-01 in the shop's calendar. */
  readonly asOfDay: number;
  readonly thresholds: SegmentThresholds;
  /** Gross margin, in basis points of net sales, of sales whose cost is unknown; null where the shop states none. */
  readonly defaultMarginBp: number | null;
  /**
   * Of each condition on the top or the bottom of the customers, by `borderKey`: the value of the best customer outside of the
   * top (the worst outside of the bottom), or null where nobody with a value is outside.
   */
  readonly borders: ReadonlyMap<string, number | null>;
  /** Why others were not read, by the same. */
  readonly failedBorders?: ReadonlyMap<string, unknown>;
}

/** A condition on the top or the bottom, as the borders know it. */
export const borderKey = (condition: object): string => JSON.stringify(condition);

/** The border of a condition is not among those that were read: what asks for it fails or takes too long (`prepare.ts`), which is the cause. */
export class BorderNotRead extends Error {
  constructor(key: string, cause: unknown) {
    super(`The border of ${key} was not read.`, { cause });
    this.name = "BorderNotRead";
  }
}

export type Amount = number | { readonly threshold: keyof SegmentThresholds };
/** A day of the calendar as 'YYYY-MM-DD', or the day that lies this many days before the valuation's day. */
export type DayPoint = string | { readonly daysAgo: Amount };

/**
 * Throws where a rule counts from the shop's thresholds or day and there is no context: before the first valuation nobody has
 * facts to count from.
 */
export function given(context: RuleContext | null): RuleContext {
  if (context) return context;
  throw new Error("The rule counts from the shop's valuation, and there is none yet.");
}

/** A number of a rule, or the shop's own threshold in its place. */
export function numberOf(amount: Amount, context: RuleContext | null): number {
  return typeof amount === "number" ? amount : given(context).thresholds[amount.threshold];
}

/** As 'YYYY-MM-DD'. */
export const dayAgo = (days: number, context: RuleContext | null): string =>
  isoOfDay(given(context).asOfDay - days);

/** As 'YYYY-MM-DD'. */
export function dayOf(point: DayPoint, context: RuleContext | null): string {
  return typeof point === "string" ? point : dayAgo(numberOf(point.daysAgo, context), context);
}
