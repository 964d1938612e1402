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
  readonly smsConsent: string;
  readonly hasSoundAddress: boolean;
  readonly grossMinor: number;
  readonly discountsMinor: number;
  readonly discountsOfOrders: readonly number[];
  readonly returnsMinor: number;
  readonly firstOrderMinor: number | null;
  /** Net sales less costs; null where the cost of some sales is not known. */
  readonly marginMinor: number | null;
  /** In the next 12 months, and the lower bound of it; null where no model is in force. */
  readonly expectedMinor: number | null;
  readonly expectedLowMinor: number | null;
  /** Different days on which the customer bought each product and kept it, in order. */
  readonly daysOfProducts: ReadonlyMap<number, readonly number[]>;
  /** Days between consecutive days with an order. */
  readonly gaps: readonly number[];
  /** Null where no model is in force. */
  readonly pAlive: number | null;
}

export interface PlainBorders {
  readonly today: number;
  readonly everybody: readonly PlainCustomer[];
}

/** The value that so many per cent of the sorted values do not exceed, between two of them in proportion. */
function percentile(sorted: readonly number[], percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

/** So many per cent of the shop's gaps are no longer than this, in whole days; `otherwise` with fewer than 100 gaps. */
function gapOf({ everybody }: PlainBorders, percent: number, otherwise: number): number {
  const gaps = everybody.flatMap((one) => one.gaps).sort((a, b) => a - b);
  return gaps.length < 100 ? otherwise : Math.ceil(percentile(gaps, percent));
}

const lapsedAfterDays = (borders: PlainBorders): number => Math.max(30, gapOf(borders, 90, 180));

/** Net sales in the top so many per cent of the buyers, and more than nothing. */
const isWorthMost = (percent: number, customer: PlainCustomer, borders: PlainBorders): boolean =>
  customer.netSalesMinor > 0 &&
  isAmong("best", percent, ({ netSalesMinor }) => netSalesMinor, customer, borders);

type Belongs = (customer: PlainCustomer, borders: PlainBorders) => boolean;

const daysSince = (day: number | null, today: number): number | null => (day === null ? null : today - day);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

type Figure = (customer: PlainCustomer) => number | null;

/**
 * Whether a customer is among so many per cent of the buyers who have the figure, the best or the worst of them: counted with everybody who
 * is as good or better (as bad or worse), so that equals are in or out together.
 */
function isAmong(
  end: "best" | "worst",
  percent: number,
  figure: Figure,
  customer: PlainCustomer,
  { everybody }: PlainBorders,
): boolean {
  const own = customer.orders === 0 ? null : figure(customer);
  if (own === null) return false;
  const figures = everybody.flatMap((one) => (one.orders === 0 ? [] : (figure(one) ?? [])));
  const before = figures.filter((other) => (end === "best" ? other >= own : other <= own));
  return before.length <= Math.ceil((figures.length * percent) / 100);
}

const valueAtStake: Figure = ({ pAlive, expectedMinor }) =>
  pAlive === null || pAlive < 0.01 || expectedMinor === null ? null : (expectedMinor / pAlive) * (1 - pAlive);

/** The day of the next purchase of the product that was bought on most days, then last, then of the smallest number. */
function productDueDay({ daysOfProducts }: PlainCustomer): number | null {
  const usual = [...daysOfProducts]
    .filter(([, days]) => days.length >= 2)
    .sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || ofB.at(-1)! - ofA.at(-1)! || a - b)[0];
  if (!usual) return null;
  const [, days] = usual;
  const gaps = days.slice(1).map((day, i) => day - days[i]!);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return days.at(-1)! + Math.round(mean);
}

export const BUILT_IN: Readonly<Record<string, Belongs>> = {
  vip: (customer, borders) => isWorthMost(10, customer, borders),
  vip_staying: (customer, borders) =>
    isWorthMost(10, customer, borders) && customer.expectedLowMinor !== null && customer.expectedLowMinor > 0,
  highest_expected: (customer, borders) =>
    isAmong("best", 10, ({ expectedMinor }) => expectedMinor, customer, borders),
  highest_margin: (customer, borders) =>
    isAmong("best", 10, ({ marginMinor }) => marginMinor, customer, borders),
  win_back(customer, borders) {
    const days = daysSince(customer.lastOrderDay, borders.today);
    if (days === null || days <= lapsedAfterDays(borders)) return false;
    if (customer.pAlive === null || customer.pAlive < 0.1) return false;
    return isAmong("best", 25, valueAtStake, customer, borders);
  },
  low_value: (customer, borders) =>
    isAmong("worst", 50, ({ netSalesMinor }) => netSalesMinor, customer, borders) &&
    (customer.expectedMinor === null ||
      isAmong("worst", 50, ({ expectedMinor }) => expectedMinor, customer, borders)),
  large_first_order: (customer, borders) =>
    customer.orders === 1 && isAmong("best", 10, ({ firstOrderMinor }) => firstOrderMinor, customer, borders),
  at_a_discount: ({ discountsOfOrders }) =>
    discountsOfOrders.length >= 2 && discountsOfOrders.every((minor) => minor > 0),
  full_price: ({ discountsOfOrders }) =>
    discountsOfOrders.length >= 2 && discountsOfOrders.every((minor) => minor === 0),
  sends_back({ orders, grossMinor, discountsMinor, returnsMinor }) {
    const soldMinor = grossMinor - discountsMinor;
    return orders >= 2 && soldMinor > 0 && returnsMinor * 10 >= soldMinor * 3;
  },
  sms_not_email: ({ consent, hasSoundAddress, smsConsent }) =>
    smsConsent === "SUBSCRIBED" && !(consent === "SUBSCRIBED" && hasSoundAddress),
  replenishment_due(customer, { today }) {
    const due = productDueDay(customer);
    if (due === null || Math.abs(due - today) > 6) return false;
    return customer.pAlive === null || customer.pAlive >= 0.5;
  },
  champions: ({ group }) => group === "CHAMPIONS",
  at_risk_high_value(customer, borders) {
    const { lastOrderDay, gaps, pAlive } = customer;
    const days = daysSince(lastOrderDay, borders.today);
    if (days === null || !isWorthMost(25, customer, borders)) return false;
    if (pAlive === null) return days > gapOf(borders, 75, 90) && days <= lapsedAfterDays(borders);
    return gaps.length >= 2 && days > median(gaps) && pAlive >= 0.2 && pAlive <= 0.7;
  },
  lost: ({ pAlive }) => pAlive !== null && pAlive < 0.2,
  one_time: ({ orders }) => orders === 1,
  second_order_window({ orders, lastOrderDay }, borders) {
    const days = daysSince(lastOrderDay, borders.today);
    return orders === 1 && days !== null && days >= gapOf(borders, 25, 30) && days <= gapOf(borders, 75, 90);
  },
  next_order_due({ lastOrderDay, gaps, pAlive }, { today }) {
    const days = daysSince(lastOrderDay, today);
    if (days === null || gaps.length < 2) return false;
    const passed = days / median(gaps);
    return passed >= 0.8 && passed <= 1.2 && (pAlive === null || pAlive >= 0.5);
  },
  later_than_usual({ lastOrderDay, gaps, pAlive }, borders) {
    const days = daysSince(lastOrderDay, borders.today);
    if (days === null || gaps.length < 2 || days > lapsedAfterDays(borders)) return false;
    return days / median(gaps) > 1.2 && (pAlive === null || pAlive >= 0.5);
  },
  first_order_birthday({ firstOrderDay }, { today }) {
    const days = daysSince(firstOrderDay, today);
    return days !== null && days >= 359 && days <= 365;
  },
  ask_for_review({ orders, lastOrderDay, returnsMinor }, { today }) {
    const days = daysSince(lastOrderDay, today);
    return orders > 0 && returnsMinor <= 0 && days !== null && days >= 10 && days <= 21;
  },
  new_leads({ orders, consent, knownSince }, { today }) {
    const known = daysSince(knownSince, today);
    return orders === 0 && consent === "SUBSCRIBED" && known !== null && known >= 0 && known <= 29;
  },
  valuable_without_consent: (customer, borders) =>
    isWorthMost(25, customer, borders) && ["NONE", "NOT_SUBSCRIBED", "PENDING"].includes(customer.consent),
  one_time_60_120({ orders, lastOrderDay }, { today }) {
    const days = daysSince(lastOrderDay, today);
    return orders === 1 && days !== null && days >= 60 && days <= 120;
  },
  new({ firstOrderDay }, { today }) {
    const days = daysSince(firstOrderDay, today);
    return days !== null && days >= 0 && days <= 29;
  },
  lapsed({ lastOrderDay }, borders) {
    const days = daysSince(lastOrderDay, borders.today);
    return days !== null && days > lapsedAfterDays(borders);
  },
  leads: ({ orders, consent }) => orders === 0 && consent === "SUBSCRIBED",
  subscribers_no_purchase_year({ orders, consent, lastOrderDay, knownSince }, { today }) {
    if (consent !== "SUBSCRIBED") return false;
    const silent = daysSince(lastOrderDay, today);
    const known = daysSince(knownSince, today);
    return (silent !== null && silent >= 365) || (orders === 0 && known !== null && known >= 365);
  },
};
