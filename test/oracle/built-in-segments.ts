/** The built-in segments as docs/segments.md defines them, written plainly: what the rules of the app are judged by. */

/** Days are whole numbers since 1970-01-01, null where there is none. */
export interface PlainCustomer {
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly firstOrderDay: number | null;
  readonly lastOrderDay: number | null;
  readonly knownSince: number | null;
  readonly group: string;
  readonly consent: string;
  /** Days between consecutive days with an order. */
  readonly gaps: readonly number[];
  /** Null where no model is in force. */
  readonly pAlive: number | null;
}

export interface PlainBorders {
  readonly today: number;
  readonly vipFromMinor: number;
  readonly highValueFromMinor: number;
  readonly lapsedAfterDays: number;
  readonly usualGapFromDays: number;
  readonly usualGapToDays: number;
}

type Belongs = (customer: PlainCustomer, borders: PlainBorders) => boolean;

const daysSince = (day: number | null, today: number): number | null => (day === null ? null : today - day);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

export const BUILT_IN: Readonly<Record<string, Belongs>> = {
  vip: ({ orders, netSalesMinor }, { vipFromMinor }) => orders >= 1 && netSalesMinor >= vipFromMinor,
  champions: ({ group }) => group === "CHAMPIONS",
  at_risk_high_value({ orders, netSalesMinor, lastOrderDay, gaps, pAlive }, borders) {
    const days = daysSince(lastOrderDay, borders.today);
    if (orders === 0 || days === null || netSalesMinor < borders.highValueFromMinor) return false;
    if (pAlive === null) return days > borders.usualGapToDays && days <= borders.lapsedAfterDays;
    return gaps.length >= 2 && days > median(gaps) && pAlive >= 0.2 && pAlive <= 0.7;
  },
  lost: ({ pAlive }) => pAlive !== null && pAlive < 0.2,
  one_time: ({ orders }) => orders === 1,
  second_order_window({ orders, lastOrderDay }, { today, usualGapFromDays, usualGapToDays }) {
    const days = daysSince(lastOrderDay, today);
    return orders === 1 && days !== null && days >= usualGapFromDays && days <= usualGapToDays;
  },
  next_order_due({ lastOrderDay, gaps, pAlive }, { today }) {
    const days = daysSince(lastOrderDay, today);
    if (days === null || gaps.length < 2) return false;
    const passed = days / median(gaps);
    return passed >= 0.8 && passed <= 1.2 && (pAlive === null || pAlive >= 0.5);
  },
  later_than_usual({ lastOrderDay, gaps, pAlive }, { today, lapsedAfterDays }) {
    const days = daysSince(lastOrderDay, today);
    if (days === null || gaps.length < 2 || days > lapsedAfterDays) return false;
    return days / median(gaps) > 1.2 && (pAlive === null || pAlive >= 0.5);
  },
  first_order_birthday({ firstOrderDay }, { today }) {
    const days = daysSince(firstOrderDay, today);
    return days !== null && days >= 359 && days <= 365;
  },
  ask_for_review({ orders, lastOrderDay }, { today }) {
    const days = daysSince(lastOrderDay, today);
    return orders > 0 && days !== null && days >= 10 && days <= 21;
  },
  new_leads({ orders, consent, knownSince }, { today }) {
    const known = daysSince(knownSince, today);
    return orders === 0 && consent === "SUBSCRIBED" && known !== null && known >= 0 && known <= 29;
  },
  valuable_without_consent: ({ orders, netSalesMinor, consent }, { highValueFromMinor }) =>
    orders > 0 && netSalesMinor >= highValueFromMinor && consent === "NONE",
  one_time_60_120({ orders, lastOrderDay }, { today }) {
    const days = daysSince(lastOrderDay, today);
    return orders === 1 && days !== null && days >= 60 && days <= 120;
  },
  new({ firstOrderDay }, { today }) {
    const days = daysSince(firstOrderDay, today);
    return days !== null && days >= 0 && days <= 29;
  },
  lapsed({ lastOrderDay }, { today, lapsedAfterDays }) {
    const days = daysSince(lastOrderDay, today);
    return days !== null && days > lapsedAfterDays;
  },
  leads: ({ orders, consent }) => orders === 0 && consent === "SUBSCRIBED",
  subscribers_no_purchase_year({ orders, consent, lastOrderDay, knownSince }, { today }) {
    if (consent !== "SUBSCRIBED") return false;
    const silent = daysSince(lastOrderDay, today);
    const known = daysSince(knownSince, today);
    return (silent !== null && silent >= 365) || (orders === 0 && known !== null && known >= 365);
  },
};
