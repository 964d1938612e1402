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
}

export interface PlainBorders {
  readonly today: number;
  readonly vipFromMinor: number;
  readonly highValueFromMinor: number;
  readonly lapsedAfterDays: number;
}

type Belongs = (customer: PlainCustomer, borders: PlainBorders) => boolean;

const daysSince = (day: number | null, today: number): number | null => (day === null ? null : today - day);

export const BUILT_IN: Readonly<Record<string, Belongs>> = {
  vip: ({ orders, netSalesMinor }, { vipFromMinor }) => orders >= 1 && netSalesMinor >= vipFromMinor,
  champions: ({ group }) => group === "CHAMPIONS",
  at_risk_high_value: ({ group, netSalesMinor }, { highValueFromMinor }) =>
    (group === "AT_RISK" || group === "PREVIOUSLY_LOYAL") && netSalesMinor >= highValueFromMinor,
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
