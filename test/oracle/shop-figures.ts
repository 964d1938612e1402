/**
 * A shop's figures in plain loops over its orders and refunds, after the definitions and nothing else: no code of the app, no
 * database. Days are YYYY-MM-DD, months YYYY-MM, money minor units.
 */

export interface PlainRefund {
  readonly day: string;
  /** Value of the returned goods, and what of it was kept (positive) or given back beyond it; null: not read yet. */
  readonly goods: number | null;
  readonly discrepancy: number | null;
}

export interface PlainOrder {
  readonly id: number;
  readonly customer: number | null;
  readonly guestEmail: string | null;
  readonly day: string;
  /** HH:MM:SS of that day. */
  readonly time: string;
  readonly gross: number;
  readonly discounts: number;
  /** Returned and removed goods less the discrepancy of all refunds. */
  readonly returns: number;
  readonly excluded: boolean;
  readonly deleted: boolean;
  readonly refunds: readonly PlainRefund[];
  /** Lines of goods: the units that the customer kept, and what they came to. */
  readonly lines?: readonly PlainLine[];
}

export interface PlainLine {
  readonly product: number | null;
  readonly kept: number;
  readonly net: number;
}

export interface PlainShop {
  readonly customers: readonly { readonly id: number; readonly verifiedEmail: string | null }[];
  readonly merges: readonly { readonly from: number; readonly to: number }[];
  /** Addresses that the merchant took out: whoever has or had one is no customer, and neither is whom they became. */
  readonly takenOut: readonly string[];
  readonly orders: readonly PlainOrder[];
}

export interface PlainRules {
  readonly countZeroValueOrders: boolean;
  readonly joinGuestsByEmail: boolean;
  readonly refundDating: "order" | "refund";
}

export interface PlainMonth {
  net: number;
  first: number;
  returning: number;
  nobody: number;
  orders: number;
  newCustomers: number;
}

export interface PlainCustomer {
  firstDay: string;
  lastDay: string;
  orders: number;
  gross: number;
  discounts: number;
  returns: number;
  net: number;
  firstOrderValue: number;
  /** Value within the first N days. */
  windows: Map<number, number>;
  /** Cumulative value after each day with an amount. */
  timeline: { day: string; cumulative: number }[];
  /** Net sales, orders by month. */
  months: Map<string, { net: number; orders: number }>;
  /** The same by day. */
  days: Map<string, { net: number; orders: number }>;
  /** Of each product what was kept of each order, by order and product. */
  purchases: Map<string, { order: number; product: number; day: string; units: number; net: number }>;
}

export interface PlainFigures {
  months: Map<string, PlainMonth>;
  customers: Map<number, PlainCustomer>;
  /** By month of first order, then by month. */
  cohorts: Map<
    string,
    { customers: number; cells: Map<string, { net: number; orders: number; active: number }> }
  >;
  /** Average value within the first 14 to 365 days, of the customers who have been observed for `observed` days. */
  buildUp(observed: number): { customers: number; totals: Map<number, number> };
}

export const WINDOW_DAYS = [14, 30, 60, 90, 180, 365];

const monthOf = (day: string): string => day.slice(0, 7);
const epochDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** The customer that finally survived. */
function survivorOf(id: number, shop: PlainShop): number {
  const merge = shop.merges.find(({ from }) => from === id);
  return merge ? survivorOf(merge.to, shop) : id;
}

/** A guest's order goes to the living customer who has its address verified, else to whom such a customer was merged into. */
function claimantOf(order: PlainOrder, shop: PlainShop, rules: PlainRules): number | null {
  const known = (id: number) => shop.customers.some((customer) => customer.id === id);
  if (order.customer !== null) {
    const owner = survivorOf(order.customer, shop);
    return known(owner) ? owner : null;
  }
  if (!rules.joinGuestsByEmail || order.guestEmail === null) return null;
  const holders = shop.customers
    .filter(({ verifiedEmail }) => verifiedEmail === order.guestEmail)
    .map(({ id }) => id);
  const living = holders.filter((id) => survivorOf(id, shop) === id);
  const heirs = holders.map((id) => survivorOf(id, shop)).filter(known);
  const claims = living.length > 0 ? living : heirs;
  return claims.length === 0 ? null : Math.min(...claims);
}

function isTakenOut(id: number, shop: PlainShop): boolean {
  return shop.customers.some(
    ({ id: had, verifiedEmail }) =>
      verifiedEmail !== null && shop.takenOut.includes(verifiedEmail) && survivorOf(had, shop) === id,
  );
}

function ownerOf(order: PlainOrder, shop: PlainShop, rules: PlainRules): number | null {
  const claimant = claimantOf(order, shop, rules);
  return claimant === null || isTakenOut(claimant, shop) ? null : claimant;
}

/** What an order adds, and when: nothing of it before the order itself. */
function amountsOf(order: PlainOrder, rules: PlainRules): { day: string; minor: number }[] {
  let ownMinor = order.gross - order.discounts - order.returns;
  const amounts: { day: string; minor: number }[] = [];
  if (rules.refundDating === "refund") {
    for (const { day, goods, discrepancy } of order.refunds) {
      if (goods === null || discrepancy === null) continue;
      ownMinor += goods - discrepancy;
      const isBefore = day < order.day;
      amounts.push({ day: isBefore ? order.day : day, minor: discrepancy - goods });
    }
  }
  return [{ day: order.day, minor: ownMinor }, ...amounts];
}

/** Figures at the end of a day: an order that is dated later waits. */
export function plainFigures(shop: PlainShop, rules: PlainRules, asOfDay: string): PlainFigures {
  const counted = shop.orders
    .filter(({ excluded, deleted, day }) => !excluded && !deleted && day <= asOfDay)
    .filter(({ gross, discounts }) => rules.countZeroValueOrders || gross !== discounts)
    .sort((a, b) => `${a.day}${a.time}`.localeCompare(`${b.day}${b.time}`) || a.id - b.id);
  const months = new Map<string, PlainMonth>();
  const monthAt = (month: string): PlainMonth => {
    let found = months.get(month);
    if (!found) {
      found = { net: 0, first: 0, returning: 0, nobody: 0, orders: 0, newCustomers: 0 };
      months.set(month, found);
    }
    return found;
  };
  const customers = new Map<number, PlainCustomer>();
  const amounts = new Map<number, { day: string; minor: number }[]>();
  for (const order of counted) {
    const owner = ownerOf(order, shop, rules);
    monthAt(monthOf(order.day)).orders += 1;
    const net = order.gross - order.discounts - order.returns;
    let part: "first" | "returning" | "nobody" = owner === null ? "nobody" : "returning";
    if (owner !== null) {
      let customer = customers.get(owner);
      if (!customer) {
        part = "first";
        monthAt(monthOf(order.day)).newCustomers += 1;
        customer = {
          firstDay: order.day,
          lastDay: order.day,
          orders: 0,
          gross: 0,
          discounts: 0,
          returns: 0,
          net: 0,
          firstOrderValue: net,
          windows: new Map(),
          timeline: [],
          months: new Map(),
          days: new Map(),
          purchases: new Map(),
        };
        customers.set(owner, customer);
        amounts.set(owner, []);
      }
      customer.lastDay = order.day;
      customer.orders += 1;
      customer.gross += order.gross;
      customer.discounts += order.discounts;
      customer.returns += order.returns;
      customer.net += net;
      const own = customer.months.get(monthOf(order.day)) ?? { net: 0, orders: 0 };
      customer.months.set(monthOf(order.day), { net: own.net, orders: own.orders + 1 });
      const ownDay = customer.days.get(order.day) ?? { net: 0, orders: 0 };
      customer.days.set(order.day, { net: ownDay.net, orders: ownDay.orders + 1 });
      for (const { product, kept, net: lineNet } of order.lines ?? []) {
        if (product === null || kept === 0) continue;
        const key = `${order.id} ${product}`;
        const had = customer.purchases.get(key) ?? { units: 0, net: 0 };
        customer.purchases.set(key, {
          ...{ order: order.id, product, day: order.day },
          units: had.units + kept,
          net: had.net + lineNet,
        });
      }
    }
    for (const { day, minor } of amountsOf(order, rules)) {
      const month = monthAt(monthOf(day));
      month.net += minor;
      month[part] += minor;
      if (owner === null) continue;
      amounts.get(owner)?.push({ day, minor });
      const customer = customers.get(owner);
      const own = customer?.months.get(monthOf(day)) ?? { net: 0, orders: 0 };
      customer?.months.set(monthOf(day), { net: own.net + minor, orders: own.orders });
      const ownDay = customer?.days.get(day) ?? { net: 0, orders: 0 };
      customer?.days.set(day, { net: ownDay.net + minor, orders: ownDay.orders });
    }
  }
  for (const [id, customer] of customers) {
    const dated = amounts.get(id) ?? [];
    for (const days of WINDOW_DAYS) {
      let value = 0;
      for (const { day, minor } of dated) {
        if (epochDay(day) - epochDay(customer.firstDay) < days) value += minor;
      }
      customer.windows.set(days, value);
    }
    let cumulative = 0;
    for (const day of [...new Set(dated.map((amount) => amount.day))].sort()) {
      for (const amount of dated) if (amount.day === day) cumulative += amount.minor;
      customer.timeline.push({ day, cumulative });
    }
  }
  return {
    months,
    customers,
    cohorts: cohortsOf(customers),
    buildUp(observed) {
      const totals = new Map(WINDOW_DAYS.map((days) => [days, 0]));
      let number = 0;
      for (const { firstDay, windows } of customers.values()) {
        if (epochDay(asOfDay) - epochDay(firstDay) + 1 < observed) continue;
        number += 1;
        for (const days of WINDOW_DAYS) totals.set(days, (totals.get(days) ?? 0) + (windows.get(days) ?? 0));
      }
      return { customers: number, totals };
    },
  };
}

function cohortsOf(customers: ReadonlyMap<number, PlainCustomer>): PlainFigures["cohorts"] {
  const cohorts: PlainFigures["cohorts"] = new Map();
  for (const customer of customers.values()) {
    const key = monthOf(customer.firstDay);
    const cohort = cohorts.get(key) ?? { customers: 0, cells: new Map() };
    cohorts.set(key, cohort);
    cohort.customers += 1;
    for (const [month, { net, orders }] of customer.months) {
      const cell = cohort.cells.get(month) ?? { net: 0, orders: 0, active: 0 };
      cohort.cells.set(month, {
        net: cell.net + net,
        orders: cell.orders + orders,
        active: cell.active + (orders > 0 ? 1 : 0),
      });
    }
  }
  return cohorts;
}
