import fc from "fast-check";
import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { rows } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readHome } from "../../../app/segments/home.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCohorts } from "../../../app/valuation/pages/cohorts.ts";
import { readCustomer, readCustomerCard } from "../../../app/valuation/pages/customers/customer.ts";
import { readTakenOutCustomer } from "../../../app/valuation/pages/shared-addresses.ts";
import {
  aCustomer,
  aLine,
  aMerge,
  anOrder,
  aRefund,
  aSharedAddress,
  aShop,
} from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import {
  type PlainFigures,
  type PlainOrder,
  type PlainRules,
  type PlainShop,
  plainFigures,
  WINDOW_DAYS,
} from "../../oracle/shop-figures.ts";
import { test } from "../database.ts";

const TODAY = "2025-06-30";
const dayAfter = (start: string, days: number): string =>
  new Date(Date.parse(`${start}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const monthText = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

const ADDRESSES = {
  guest: "five@example.com",
  former: "one@example.com",
  stranger: "who@example.com",
} as const;

const refund = fc.record({
  /** Below 0 the refund is dated before its order, as an order can be that was imported with a day of its own. */
  lag: fc.integer({ min: -40, max: 120 }),
  goodsShare: fc.constantFrom(0, 0.25, 0.5),
  /** Of the rest of the order: a fee that was kept, or money back for goods that stay. */
  discrepancyShare: fc.constantFrom(0, 0, 0.1, -0.1, -0.4),
  read: fc.constantFrom(true, true, true, false),
});

const orders: fc.Arbitrary<PlainOrder[]> = fc
  .array(
    fc.record({
      buyer: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 6 }) },
        { weight: 2, arbitrary: fc.constantFrom("guest" as const, "former" as const, "stranger" as const) },
      ),
      /** Above 472 the order is dated after the day of the figures, and waits. */
      lag: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 0, max: 350 }) },
        { weight: 1, arbitrary: fc.integer({ min: 473, max: 20_000 }) },
      ),
      hour: fc.integer({ min: 0, max: 23 }),
      gross: fc.integer({ min: 1, max: 20_000 }),
      discountShare: fc.constantFrom(0, 0, 0.1, 1),
      refunds: fc.array(refund, { maxLength: 3 }),
      removedShare: fc.constantFrom(0, 0, 0.05),
      lines: fc.array(
        fc.record({
          product: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 6 }),
          kept: fc.integer({ min: 0, max: 3 }),
          net: fc.integer({ min: 0, max: 9_000 }),
        }),
        { maxLength: 3 },
      ),
      excluded: fc.constantFrom(false, false, false, false, true),
      deleted: fc.constantFrom(false, false, false, false, false, true),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((drawn) =>
    drawn.map(({ buyer, lag, hour, gross, discountShare, refunds, removedShare, ...rest }, at) => {
      const discounts = Math.round(gross * discountShare);
      const sold = gross - discounts;
      const day = dayAfter("2024-03-15", lag);
      const given = refunds.map((one) => ({
        day: dayAfter(day, one.lag),
        goods: one.read ? Math.floor(sold * one.goodsShare) : null,
        discrepancy: one.read ? Math.trunc(sold * one.discrepancyShare) : null,
      }));
      // What an edit removed or an unread refund gave back lowers the order on its own day.
      const unexplained = Math.floor(sold * removedShare);
      const explained = given.reduce(
        (sum, { goods, discrepancy }) => sum + (goods ?? 0) - (discrepancy ?? 0),
        0,
      );
      return {
        id: at + 1,
        customer: typeof buyer === "number" ? buyer : null,
        guestEmail: typeof buyer === "number" ? null : ADDRESSES[buyer],
        day,
        time: `${String(hour).padStart(2, "0")}:00:00`,
        gross,
        discounts,
        returns: explained + unexplained,
        refunds: given,
        ...rest,
      };
    }),
  );

const takenOut = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray(Object.values(ADDRESSES)) },
);

const rules: fc.Arbitrary<PlainRules> = fc.record({
  countZeroValueOrders: fc.boolean(),
  joinGuestsByEmail: fc.boolean(),
  refundDating: fc.constantFrom("order" as const, "refund" as const),
});

/** Customer 1 is merged into 2, 2 into 3; guests use the addresses of 5, of 1 and nobody's; 6 is not known. */
const shopOf = (placed: PlainOrder[], out: readonly string[] = []): PlainShop => ({
  customers: [1, 2, 3, 4, 5].map((id) => ({
    id,
    verifiedEmail: id === 5 ? ADDRESSES.guest : id === 1 ? ADDRESSES.former : null,
  })),
  merges: [
    { from: 1, to: 2 },
    { from: 2, to: 3 },
  ],
  takenOut: out,
  orders: placed,
});

async function write(db: Db, plain: PlainShop, set: PlainRules): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  for (const { id, verifiedEmail } of plain.customers) {
    await aCustomer(db.pool, shop, { id, email: verifiedEmail, emailVerified: verifiedEmail !== null });
  }
  for (const { from, to } of plain.merges) await aMerge(db.pool, shop, from, to);
  for (const email of plain.takenOut) await aSharedAddress(db.pool, shop, email, "taken_out");
  for (const order of plain.orders) {
    const { id, customer, guestEmail, day, time, gross, discounts, returns } = order;
    await anOrder(db.pool, shop, {
      ...{ id, customer, guestEmail, day, time, gross, discounts, returns },
      discrepancy: order.refunds.reduce((sum, { discrepancy }) => sum + (discrepancy ?? 0), 0),
      cost: Math.round(gross / 3),
      costKnownNetSales: Math.round(gross / 2),
      exclusion: order.excluded ? "test" : null,
      deletedAt: order.deleted ? "2025-01-01T00:00:00Z" : null,
    });
    for (const [at, { product, kept, net }] of (order.lines ?? []).entries()) {
      await aLine(db.pool, shop, { id: id * 10 + at, order: id, product, quantity: kept + 1, kept, net });
    }
    // What is no goods is no purchase.
    await aLine(db.pool, shop, { id: id * 10 + 9, order: id, product: 9, kind: "gift_card" });
    for (const [at, { day: refundDay, goods, discrepancy }] of order.refunds.entries()) {
      await aRefund(db.pool, shop, {
        id: id * 10 + at,
        order: id,
        day: refundDay,
        returns: goods,
        discrepancy,
      });
    }
  }
  await db.pool.query(
    `insert into shop_settings (shop_id, count_zero_value_orders, join_guests_by_email, refund_dating, revision, updated_at)
     values ($1, $2, $3, $4, 1, now())`,
    [shop.shopId, set.countZeroValueOrders, set.joinGuestsByEmail, set.refundDating],
  );
  await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
  return shop;
}

async function expectHome(db: Db, shop: ShopRef, plain: PlainFigures): Promise<void> {
  const home = await readHome(db, shop, new Date(`${TODAY}T12:00:00Z`));
  if (plain.customers.size === 0) {
    expect(home.state).toBe("empty");
    return;
  }
  if (home.state !== "full") throw new Error(home.state);
  const shown = new Map(home.trend.map((month) => [monthText(month.month), month]));
  for (const [key, month] of plain.months) {
    expect({ key, ...shown.get(key) }).toMatchObject({
      key,
      netSalesMinor: month.net,
      firstOrderNetSalesMinor: month.first,
      unassignedNetSalesMinor: month.nobody,
      orders: month.orders,
      newCustomers: month.newCustomers,
    });
  }
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  expect(home.summary.netSalesMinor).toBe(sum([...plain.months.values()].map(({ net }) => net)));
  expect(sum(home.trend.map(({ netSalesMinor }) => netSalesMinor))).toBe(home.summary.netSalesMinor);
  for (const { days, customers, averageMinor } of home.summary.windows) {
    const { customers: observed, totals } = plain.buildUp(days);
    expect({ days, customers }).toEqual({ days, customers: observed });
    expect(averageMinor).toBe(observed === 0 ? null : (totals.get(days) ?? 0) / observed);
  }
  const { buildUp } = home;
  const longest = WINDOW_DAYS.filter((days) => plain.buildUp(days).customers > 0).at(-1);
  expect(buildUp?.days).toBe(longest);
  if (!buildUp) return;
  const { customers, totals } = plain.buildUp(buildUp.days);
  expect(buildUp.customers).toBe(customers);
  for (const { days, averageMinor } of buildUp.windows) {
    expect(averageMinor).toBe((totals.get(days) ?? 0) / customers);
  }
}

async function expectCohorts(db: Db, shop: ShopRef, plain: PlainFigures): Promise<void> {
  const { cohorts } = await readCohorts(db, shop);
  expect(cohorts.map(({ month }) => monthText(month))).toEqual([...plain.cohorts.keys()].sort());
  for (const cohort of cohorts) {
    const expected = plain.cohorts.get(monthText(cohort.month));
    expect(cohort.customers).toBe(expected?.customers);
    let cumulative = 0;
    for (const [since, cell] of cohort.cells.entries()) {
      const {
        net,
        orders: placed,
        active,
      } = expected?.cells.get(monthText(cohort.month + since)) ?? {
        net: 0,
        orders: 0,
        active: 0,
      };
      cumulative += net;
      expect(cell).toMatchObject({
        netSalesMinor: net,
        orders: placed,
        activeCustomers: active,
        cumulativeMinor: cumulative,
      });
    }
  }
}

async function expectCustomers(
  db: Db,
  shop: ShopRef,
  plain: PlainFigures,
  out: readonly string[],
): Promise<void> {
  for (const id of [3, 4, 5]) {
    const address = id === 3 ? ADDRESSES.former : id === 5 ? ADDRESSES.guest : null;
    if (address !== null && out.includes(address)) {
      expect(plain.customers.has(id)).toBe(false);
      expect(await readCustomer(db, shop, id)).toBeNull();
      expect(await readTakenOutCustomer(db, shop, id)).toMatchObject({ customerId: id, address });
      expect(await readCustomerCard(db, shop, id === 3 ? 1 : id)).toEqual({ state: "taken_out" });
      continue;
    }
    expect(await readTakenOutCustomer(db, shop, id)).toBeNull();
    const expected = plain.customers.get(id);
    const view = await readCustomer(db, shop, id);
    if (!view) throw new Error(`customer ${id} is not known`);
    const counted = view.orders.filter(({ exclusion }) => exclusion === null);
    for (const order of view.orders) {
      expect(order.grossSalesMinor - order.discountsMinor - order.returnsMinor).toBe(order.netSalesMinor);
      expect(order.returnedGoodsMinor + order.moneyBackMinor - order.keptMinor).toBe(order.returnsMinor);
      for (const { refundedMinor, parts } of order.refunds) {
        if (!parts) continue;
        expect(parts.goodsMinor - parts.keptMinor + parts.backMinor + parts.otherMinor).toBe(refundedMinor);
      }
    }
    expect(counted.reduce((sum, { netSalesMinor }) => sum + netSalesMinor, 0)).toBe(expected?.net ?? 0);
    expect(view.historic).toMatchObject({
      netSalesMinor: expected?.net ?? 0,
      grossSalesMinor: expected?.gross ?? 0,
      discountsMinor: expected?.discounts ?? 0,
      returnsMinor: expected?.returns ?? 0,
      orders: expected?.orders ?? 0,
      firstOrderValueMinor: expected?.firstOrderValue ?? null,
    });
    expect(view.timeline).toEqual(
      (expected?.timeline ?? []).map(({ day, cumulative }) => ({ day, cumulativeMinor: cumulative })),
    );
    const stored = await rows<Record<string, number | null>>(
      db.pool,
      `select ${WINDOW_DAYS.map((days) => `value_${days}_minor as "${days}"`).join(", ")} from customer_value
       where shop_id = $1 and customer_id = $2`,
      [shop.shopId, id],
    );
    expect(stored).toEqual([
      Object.fromEntries(WINDOW_DAYS.map((days) => [String(days), expected?.windows.get(days) ?? null])),
    ]);
    // The block on the page of a customer that was merged away shows the survivor.
    const card = await readCustomerCard(db, shop, id === 3 ? 1 : id);
    expect(card).toMatchObject(
      expected
        ? {
            state: "full",
            netSalesMinor: expected.net,
            orders: expected.orders,
            lastOrderDay: expected.lastDay,
          }
        : { state: "no_orders" },
    );
  }
}

/** Days and purchases are those of the definition, and add up to the stored value. */
async function expectParts(db: Db, shop: ShopRef, plain: PlainFigures): Promise<void> {
  const days = await rows<{ customer_id: number; day: string; orders: number; net: number }>(
    db.pool,
    `select customer_id, day, orders, net_sales_minor net from customer_day where shop_id = $1
     order by customer_id, day`,
    [shop.shopId],
  );
  const customers = [...plain.customers].sort(([left], [right]) => left - right);
  const expected = customers.flatMap(([id, customer]) =>
    [...customer.days]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([day, { net, orders: placed }]) => ({ customer_id: id, day, orders: placed, net })),
  );
  expect(days).toEqual(expected);
  const purchases = await rows<Record<string, unknown>>(
    db.pool,
    `select customer_id, order_id "order", product_id product, order_day "day", units, net_sales_minor net
     from customer_purchase where shop_id = $1 order by customer_id, order_id, product_id`,
    [shop.shopId],
  );
  expect(purchases).toEqual(
    customers.flatMap(([id, customer]) =>
      [...customer.purchases.values()]
        .sort((left, right) => left.order - right.order || left.product - right.product)
        .map((purchase) => ({ customer_id: id, ...purchase })),
    ),
  );
  const unlike = await rows(
    db.pool,
    `select v.customer_id from customer_value v
     left join (select customer_id, sum(orders) orders, sum(net_sales_minor) net, sum(cost_minor) cost,
         sum(cost_known_net_sales_minor) known from customer_day where shop_id = $1 group by customer_id) d
       using (customer_id)
     where v.shop_id = $1 and (v.orders, v.net_sales_minor, v.cost_minor, v.cost_known_net_sales_minor)
       is distinct from (coalesce(d.orders, 0), coalesce(d.net, 0), coalesce(d.cost, 0), coalesce(d.known, 0))`,
    [shop.shopId],
  );
  expect(unlike).toEqual([]);
}

describe("what the pages say", () => {
  test("months, first and returning part, cohorts, customers, their days and purchases, and block agree with the plain definitions", async ({
    db,
  }) => {
    await fc.assert(
      fc.asyncProperty(orders, rules, takenOut, async (placed, set, out) => {
        const plain = shopOf(placed, out);
        const shop = await write(db, plain, set);
        const figures = plainFigures(plain, set, TODAY);
        await expectHome(db, shop, figures);
        await expectCohorts(db, shop, figures);
        await expectCustomers(db, shop, figures, out);
        await expectParts(db, shop, figures);
      }),
      { numRuns: 60 },
    );
  });

  test("a refund of a first order lowers first orders, in the month of the refund", async ({ db }) => {
    const order = (
      id: number,
      day: string,
      gross: number,
      refunds: PlainOrder["refunds"] = [],
    ): PlainOrder => ({
      id,
      customer: 4,
      guestEmail: null,
      day,
      time: "10:00:00",
      gross,
      discounts: 0,
      returns: refunds.reduce((sum, { goods, discrepancy }) => sum + (goods ?? 0) - (discrepancy ?? 0), 0),
      excluded: false,
      deleted: false,
      refunds,
    });
    const plain = shopOf([
      order(1, "2025-03-10", 10_000, [{ day: "2025-05-02", goods: 4_000, discrepancy: 500 }]),
      order(2, "2025-05-20", 6_000),
    ]);
    const shop = await write(db, plain, {
      countZeroValueOrders: false,
      joinGuestsByEmail: true,
      refundDating: "refund",
    });
    const home = await readHome(db, shop, new Date(`${TODAY}T12:00:00Z`));
    if (home.state !== "full") throw new Error(home.state);
    expect(
      home.trend.map(({ month, netSalesMinor, firstOrderNetSalesMinor }) => [
        monthText(month),
        firstOrderNetSalesMinor,
        netSalesMinor - firstOrderNetSalesMinor,
      ]),
    ).toEqual([
      ["2025-03", 10_000, 0],
      ["2025-04", 0, 0],
      ["2025-05", -3_500, 6_000],
      ["2025-06", 0, 0],
    ]);
  });
});
