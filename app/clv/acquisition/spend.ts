import { type Day, firstDayOfMonth, isDay, type MonthIndex, monthOfDay } from "../calendar.ts";
import { roundHalfUp } from "../historic/rounding.ts";
import { campaignKey } from "./channel.ts";
import { BOUNDS } from "./faults.ts";

/**
 * `ads` was typed in, `import` comes from a file, `own_time` is hours x an hourly rate. Affiliate commission is a rule, and computed: see
 * `commissionMinor`.
 */
export const SPEND_KINDS = ["ads", "import", "own_time"] as const;
export type SpendKind = (typeof SPEND_KINDS)[number];

export interface Spend {
  /** As `namedChannel` gives it. */
  readonly channel: string;
  /** As written; "" where the spend is of the whole channel. */
  readonly campaign: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly amountMinor: number;
  readonly kind: SpendKind;
}

export type SpendFault =
  | "no_channel"
  | "bad_day"
  | "reversed"
  | "future"
  | "too_long"
  | "negative"
  | "nothing"
  | "too_much";

/** No campaign is longer; a longer period is a slip of the keyboard. */
const MOST_DAYS = 3_660;

export function faultOfSpend(spend: Omit<Spend, "kind" | "campaign">, today: Day): SpendFault | null {
  const { channel, firstDay, lastDay, amountMinor } = spend;
  if (channel === "") return "no_channel";
  if (!isDay(firstDay) || !isDay(lastDay)) return "bad_day";
  if (lastDay < firstDay) return "reversed";
  if (lastDay > today) return "future";
  if (lastDay - firstDay >= MOST_DAYS) return "too_long";
  if (amountMinor < 0) return "negative";
  if (amountMinor === 0) return "nothing";
  return amountMinor > BOUNDS.minor.most ? "too_much" : null;
}

export interface MonthPart {
  readonly month: MonthIndex;
  readonly amountMinor: number;
}

/**
 * What of the spend falls into each month, the same on each of its days, in whole minor units: up to the end of each month as much is counted as is due
 * by then, rounded, so that the parts add up to the amount exactly.
 */
export function monthParts({
  firstDay,
  lastDay,
  amountMinor,
}: Pick<Spend, "firstDay" | "lastDay" | "amountMinor">): MonthPart[] {
  const days = lastDay - firstDay + 1;
  const parts: MonthPart[] = [];
  let counted = 0;
  const lastMonth = monthOfDay(lastDay);
  for (let month = monthOfDay(firstDay); month <= lastMonth; month++) {
    const end = Math.min(lastDay, firstDayOfMonth(month + 1) - 1);
    // amountMinor x days can exceed what a number holds exactly.
    const due = end === lastDay ? amountMinor : roundHalfUp(amountMinor * ((end - firstDay + 1) / days));
    parts.push({ month, amountMinor: due - counted });
    counted = due;
  }
  return parts;
}

/** A rule by which whoever sends customers is paid, for the customers of a channel whose first order falls into the rule's months. */
export type Commission =
  /** A share of the net sales of their first orders, in basis points. */
  | { readonly by: "first_order_share"; readonly shareBp: number }
  | { readonly by: "new_customer"; readonly amountMinor: number };

export function commissionMinor(
  rule: Commission,
  {
    customers,
    firstOrderNetSalesMinor,
  }: { readonly customers: number; readonly firstOrderNetSalesMinor: number },
): number {
  if (rule.by === "new_customer") return rule.amountMinor * customers;
  return roundHalfUp((Math.max(0, firstOrderNetSalesMinor) * rule.shareBp) / 10_000);
}

/** Hours in thousandths, so that they are whole. */
export const ownTimeMinor = (hoursMilli: number, rateMinor: number): number =>
  roundHalfUp((hoursMilli * rateMinor) / 1_000);

/** Whether both may be one and the same spend: of ads, of one channel and campaign (or one of the whole channel), with a day in common. */
export function isSameSpend(one: Omit<Spend, "amountMinor">, other: Omit<Spend, "amountMinor">): boolean {
  if ((one.kind === "own_time") !== (other.kind === "own_time") || one.channel !== other.channel)
    return false;
  const [mine, its] = [campaignKey(one.campaign), campaignKey(other.campaign)];
  const areOneCampaign = mine === its || mine === "" || its === "";
  return areOneCampaign && one.firstDay <= other.lastDay && other.firstDay <= one.lastDay;
}
