import fc from "fast-check";
import { isoOfDay } from "../../app/clv/calendar.ts";
import type { Db } from "../../app/db/client.ts";
import { storeSettings } from "../../app/db/queries/pages/settings.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { TODAY } from "./any-rule.ts";
import { stockProducts } from "./segment-rows.ts";
import {
  aLine,
  aRefund,
  aShop,
  type CustomerFields,
  type OrderFields,
  someCustomers,
  someOrders,
} from "./shop-rows.ts";
import { valuationHost } from "./valuation-host.ts";

/*
 * A shop of which each thing that happened has its day: it can be put into the database as it is today, and as it was on an earlier day,
 * which is without all that came later.
 */

interface Refund {
  readonly after: number;
  readonly minor: number;
  readonly fee: number;
}

interface PastOrder {
  readonly ago: number;
  readonly gross: number;
  readonly discounts: number;
  /** What no refund explains. */
  readonly removed: number;
  readonly refunds: readonly Refund[];
  /** Everything came back with the last refund, and the order was cancelled on that day. */
  readonly isCancelled: boolean;
  readonly channel: string | null;
  readonly code: string | null;
  readonly utm: string | null;
  readonly products: readonly number[];
  /** Units of each product that came back with the last refund, of two. */
  readonly sentBack: number;
}

interface PastCustomer {
  readonly createdAgo: number;
  readonly orders: readonly PastOrder[];
  /** Of each segment: whether the customer was in it from the first, and how long ago that changed, each time. */
  readonly places: readonly { readonly fromStart: boolean; readonly changedAgo: readonly number[] }[];
}

export interface PastWorld {
  readonly customers: readonly PastCustomer[];
  readonly timeZone: string;
  readonly settings: {
    readonly refundDating: "order" | "refund";
    readonly countZeroValueOrders: boolean;
  };
}

/** The first of them is asked about by rules, and the last one is not in use. */
const SEGMENTS = ["vip", "d'Or"];
/** How long ago the segments' histories began. */
export const BEGAN_AGO = 120;

/** Of each product in an order. */
const UNITS = 2;

const ago = fc.oneof(fc.integer({ min: 0, max: 130 }), fc.constantFrom(0, 1, 29, 30, 31, 59, 60, 61, 90));
const minor = fc.integer({ min: 0, max: 6 }).map((steps) => steps * 100);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** Of a cancelled order one refund takes all that was left. */
function asPlaced(order: PastOrder): PastOrder {
  const left = order.gross - order.discounts - order.removed;
  const isCancelled = order.isCancelled && left > 0;
  const after = order.refunds[0]?.after ?? 1;
  return {
    ...order,
    isCancelled,
    refunds: isCancelled ? [{ after, minor: left, fee: 0 }] : order.refunds,
    sentBack: isCancelled ? UNITS : order.sentBack,
  };
}

const orderFields: fc.Arbitrary<PastOrder> = fc.record({
  ago,
  gross: minor,
  discounts: fc.constantFrom(0, 0, 0, 100, 200),
  removed: fc.constantFrom(0, 0, 0, 100),
  refunds: fc.array(
    fc.record({
      after: fc.constantFrom(0, 1, 5, 30, 90),
      minor: fc.constantFrom(50, 100),
      fee: fc.constantFrom(0, 0, 20, -20),
    }),
    { maxLength: 3 },
  ),
  isCancelled: fc.constantFrom(false, false, false, true),
  channel: maybe(fc.constantFrom("Online Store", "Shop", "d'Or")),
  code: maybe(fc.constantFrom("50%", "Ümit")),
  utm: maybe(fc.constantFrom("Shop", "50%")),
  products: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  sentBack: fc.constantFrom(0, 0, 1, UNITS),
});
const anyOrder = orderFields.map(asPlaced);

export const anyPastWorld: fc.Arbitrary<PastWorld> = fc.record({
  customers: fc.array(
    fc.record({
      createdAgo: ago,
      orders: fc.array(anyOrder, { maxLength: 5 }),
      places: fc.tuple(
        ...SEGMENTS.map(() =>
          fc.record({
            fromStart: fc.boolean(),
            changedAgo: fc.uniqueArray(fc.integer({ min: 0, max: BEGAN_AGO - 1 }), { maxLength: 3 }),
          }),
        ),
      ),
    }),
    { minLength: 1, maxLength: 25, size: "max" },
  ),
  timeZone: fc.constantFrom("UTC", "America/Los_Angeles"),
  settings: fc.record({
    refundDating: fc.constantFrom("order" as const, "refund" as const),
    countZeroValueOrders: fc.boolean(),
  }),
});

/** Refunds on the day of the order or later, and never later than today. */
const refundAgo = (order: PastOrder, { after }: { readonly after: number }) => Math.max(0, order.ago - after);
const lastRefundAgo = (order: PastOrder) =>
  Math.min(...order.refunds.map((refund) => refundAgo(order, refund)));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Whether an order that had been placed counted at the end of the day so many days ago. */
const isStanding = (order: PastOrder, dayAgo: number): boolean =>
  !order.isCancelled || lastRefundAgo(order) < dayAgo;

/** Whether an order counted at the end of the day so many days ago. */
export const counts = (order: PastOrder, { settings }: PastWorld, dayAgo: number): boolean =>
  order.ago >= dayAgo &&
  isStanding(order, dayAgo) &&
  (settings.countZeroValueOrders || order.gross !== order.discounts);

/** Its net sales by what had happened by then; 0 of one that did not count. */
export function salesBy(order: PastOrder, world: PastWorld, dayAgo: number): number {
  if (!counts(order, world, dayAgo)) return 0;
  const refunds = order.refunds.filter((refund) => refundAgo(order, refund) >= dayAgo);
  return order.gross - order.discounts - order.removed - sum(refunds.map(({ minor, fee }) => minor - fee));
}

/** Puts the shop into the database as it was at the end of a day, and values it. Customers are numbered by their places. */
export async function putWorld(db: Db, world: PastWorld, dayAgo: number): Promise<ShopRef> {
  const { timeZone } = world;
  const shop = await aShop(db.pool, { timeZone });
  // A time of that day in both zones, which is of the next day elsewhere.
  const at = (ago: number) =>
    timeZone === "UTC" ? `${isoOfDay(TODAY - ago)}T10:00:00Z` : `${isoOfDay(TODAY - ago + 1)}T03:00:00Z`;
  const day = isoOfDay(TODAY - dayAgo);
  await stockProducts(db, shop);
  await storeSettings(db.pool, shop.shopId, {
    ...world.settings,
    joinGuestsByEmail: true,
    defaultMarginBp: null,
  });
  const known = world.customers.flatMap(({ createdAgo, orders }, i): CustomerFields[] => {
    const isKnown = createdAgo >= dayAgo || orders.some((order) => counts(order, world, dayAgo));
    return isKnown ? [{ id: i + 1, createdAt: at(createdAgo) }] : [];
  });
  await someCustomers(db.pool, shop, known);
  const placed = world.customers.flatMap(({ orders }, i) =>
    orders.map((order, k) => ({ order, customer: i + 1, id: (i + 1) * 100 + k })),
  );
  const then = placed.filter(
    ({ order, customer }) => order.ago >= dayAgo && known.some(({ id }) => id === customer),
  );
  const refundsOf = (order: PastOrder) =>
    order.refunds.filter((refund) => refundAgo(order, refund) >= dayAgo);
  await someOrders(
    db.pool,
    shop,
    then.map(({ order, customer, id }): OrderFields => {
      const refunds = refundsOf(order);
      const isCancelled = !isStanding(order, dayAgo);
      return {
        ...{ id, customer, gross: order.gross, discounts: order.discounts, channel: order.channel },
        day: isoOfDay(TODAY - order.ago),
        returns: order.removed + sum(refunds.map((refund) => refund.minor - refund.fee)),
        discrepancy: sum(refunds.map(({ fee }) => fee)),
        exclusion: isCancelled ? "cancelled" : null,
        cancelledAt: isCancelled ? at(lastRefundAgo(order)) : null,
      };
    }),
  );
  for (const { order, id } of then) {
    await db.pool.query(
      `update orders set discount_codes = $3, first_visit_utm_source = $4, last_visit_utm_source = $4
       where shop_id = $1 and order_id = $2`,
      [shop.shopId, id, order.code === null ? [] : [order.code], order.utm],
    );
    for (const [k, refund] of order.refunds.entries()) {
      const itsAgo = refundAgo(order, refund);
      if (itsAgo < dayAgo) continue;
      const its = { id: id * 10 + k, order: id, day: isoOfDay(TODAY - itsAgo) };
      await aRefund(db.pool, shop, { ...its, returns: refund.minor, discrepancy: refund.fee });
    }
    const back = order.refunds.length > 0 && lastRefundAgo(order) >= dayAgo ? order.sentBack : 0;
    for (const [k, product] of order.products.entries()) {
      const its = { id: id * 10 + k, order: id, product, quantity: UNITS, kept: UNITS - back };
      await aLine(db.pool, shop, {
        ...its,
        net: 100 * product * (UNITS - back),
        returns: 100 * product * back,
      });
    }
  }
  await refreshValuation(valuationHost(db, day), shop, { full: true });
  await putPlaces(db, shop, world, dayAgo);
  return shop;
}

/** Entries and exits up to the day, and who is in the segments after them. */
async function putPlaces(db: Db, { shopId }: ShopRef, world: PastWorld, dayAgo: number): Promise<void> {
  const at = (ago: number) => `${isoOfDay(TODAY - ago)}T12:00:00Z`;
  for (const key of SEGMENTS)
    await db.pool.query(
      `insert into segment_membership (shop_id, segment_key, rule_hash, began_at, evaluated_at, whole_at, as_of_day, valued_at)
       values ($1, $2, '', $3, $4, $4, $5, $4)`,
      [shopId, key, at(BEGAN_AGO), at(dayAgo), isoOfDay(TODAY - dayAgo)],
    );
  const { rows: known } = await db.pool.query("select customer_id from customer_value where shop_id = $1", [
    shopId,
  ]);
  const isKnown = new Set(known.map(({ customer_id }) => customer_id));
  for (const [i, { places }] of world.customers.entries()) {
    if (!isKnown.has(i + 1)) continue;
    for (const [k, { fromStart, changedAgo }] of places.entries()) {
      let [isIn, since, entered] = [fromStart, BEGAN_AGO, null as number | null];
      for (const ago of changedAgo.toSorted((a, b) => b - a)) {
        if (ago < dayAgo) break;
        isIn = !isIn;
        since = ago;
        entered = isIn ? ago : null;
        await db.pool.query(
          `insert into segment_event (shop_id, segment_key, at, customer_id, entered, day, cause)
           values ($1, $2, $3, $4, $5, $6, 'order')`,
          [shopId, SEGMENTS[k], at(ago), i + 1, isIn, isoOfDay(TODAY - ago)],
        );
      }
      if (isIn)
        await db.pool.query(
          `insert into segment_member (shop_id, segment_key, customer_id, since, entered_day) values ($1, $2, $3, $4, $5)`,
          [shopId, SEGMENTS[k], i + 1, at(since), entered === null ? null : isoOfDay(TODAY - entered)],
        );
    }
  }
}
