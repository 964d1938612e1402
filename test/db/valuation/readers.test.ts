import { describe, expect } from "vitest";
import { listCustomers } from "../../../app/segments/customer-list.ts";
import { readHome } from "../../../app/segments/home.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCohorts } from "../../../app/valuation/pages/cohorts.ts";
import { readCustomer, readCustomerCard } from "../../../app/valuation/pages/customers/customer.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { aCustomer, anOrder, aRefund, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);

describe("a customer", () => {
  test("every order says how it contributes, and those that count add up to the value", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1, email: "one@example.com", emailVerified: true });
    await anOrder(db.pool, shop, {
      id: 1,
      customer: 1,
      day: "2024-01-10",
      gross: 10_000,
      discounts: 1_000,
      returns: 2_000,
    });
    await aRefund(db.pool, shop, { id: 1, order: 1, day: "2024-02-20", returns: 2_000 });
    await anOrder(db.pool, shop, {
      id: 2,
      customer: 1,
      day: "2024-03-10",
      gross: 5_000,
      exclusion: "voided",
    });
    await anOrder(db.pool, shop, { id: 3, customer: 1, day: "2024-04-10", gross: 500, discounts: 500 });
    await anOrder(db.pool, shop, {
      id: 4,
      customer: null,
      guestEmail: "one@example.com",
      day: "2024-05-10",
      gross: 3_000,
    });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const view = (await readCustomer(db, shop, 1))!;
    expect(view.orders.map(({ orderId, exclusion }) => [orderId, exclusion])).toEqual([
      [4, null],
      [3, "zero_value"],
      [2, "voided"],
      [1, null],
    ]);
    expect(view.historic).toMatchObject({
      netSalesMinor: 10_000,
      grossSalesMinor: 13_000,
      discountsMinor: 1_000,
      returnsMinor: 2_000,
      orders: 2,
      averageOrderValueMinor: 5_000,
      firstOrderValueMinor: 7_000,
      medianGapDays: 121,
    });
    expect(view.timeline).toEqual([
      { day: "2024-01-10", cumulativeMinor: 7_000 },
      { day: "2024-05-10", cumulativeMinor: 10_000 },
    ]);
    const windows = new Map(view.historic.windows.map(({ days, valueMinor }) => [days, valueMinor]));
    expect(windows.get(90)).toBe(7_000);
    expect(windows.get(180)).toBe(10_000);
    expect(windows.get(365)).toBeNull();
    expect(await readCustomerCard(db, shop, 1)).toMatchObject({
      state: "full",
      netSalesMinor: 10_000,
      orders: 2,
      lastOrderDay: "2024-05-10",
    });
  });

  test("refunds dated by their own day move the value, not its sum", async ({ db }) => {
    const shop = await aShop(db.pool);
    await db.pool.query(
      "insert into shop_settings (shop_id, refund_dating, revision, updated_at) values ($1, 'refund', 1, now())",
      [shop.shopId],
    );
    await aCustomer(db.pool, shop, { id: 1 });
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-01-10", gross: 10_000, returns: 2_500 });
    await aRefund(db.pool, shop, { id: 1, order: 1, day: "2024-03-20", returns: 2_000 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const view = (await readCustomer(db, shop, 1))!;
    // The 500 that no refund explains stay on the day of the order.
    expect(view.timeline).toEqual([
      { day: "2024-01-10", cumulativeMinor: 9_500 },
      { day: "2024-03-20", cumulativeMinor: 7_500 },
    ]);
    expect(view.historic.windows[0]).toEqual({ days: 14, valueMinor: 9_500 });
    const cohort = (await readCohorts(db, shop)).cohorts[0]!;
    expect(cohort.cells.slice(0, 3).map(({ netSalesMinor }) => netSalesMinor)).toEqual([9_500, 0, -2_000]);
  });

  test("an unknown or deleted customer is null", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ deletedAt: "2024-12-01T00:00:00Z" }]);
    expect(await readCustomer(db, shop, 1)).toBeNull();
    expect(await readCustomer(db, shop, 2)).toBeNull();
    expect(await readCustomerCard(db, shop, 1)).toEqual({ state: "unknown" });
  });
});

describe("home", () => {
  test("a shop passes from never synced over empty to full", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await readHome(db, shop, NOON)).toMatchObject({ state: "never_synced" });
    await aCustomer(db.pool, shop, { id: 1 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(await readHome(db, shop, NOON)).toMatchObject({ state: "empty", customersWithoutOrders: 1 });
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-10-05", gross: 1_000 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: false });
    const home = await readHome(db, shop, NOON);
    expect(home).toMatchObject({
      state: "full",
      asOfDay: TODAY,
      summary: { customers: 1, netSalesMinor: 1_000 },
    });
    expect(
      home.state === "full" && home.trend.map(({ netSalesMinor, partial }) => [netSalesMinor, partial]),
    ).toEqual([
      [1_000, false],
      [0, false],
      [0, false],
    ]);
  });

  test("what needs attention is said with its size", async ({ db }) => {
    const shop = await aShop(db.pool, { historyFrom: "2024-11-01T00:00:00Z" });
    await aCustomer(db.pool, shop, { id: 1 });
    await anOrder(db.pool, shop, {
      id: 1,
      customer: 1,
      day: "2024-12-05",
      gross: 1_000,
      cost: 300,
      costKnownNetSales: 400,
    });
    await anOrder(db.pool, shop, {
      id: 2,
      customer: null,
      guestEmail: "who@example.com",
      day: "2024-12-06",
      gross: 700,
    });
    await db.pool.query(
      `insert into sync_watermark (shop_id, resource, watermark, checked_at) values ($1, 'orders', $2, $2)`,
      [shop.shopId, new Date(NOON.getTime() - 90 * 60_000)],
    );
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const home = await readHome(db, shop, NOON);
    if (home.state !== "full") throw new Error(home.state);
    expect(home.attention).toEqual(
      expect.arrayContaining([
        { kind: "stale_data", lagMinutes: 90 },
        { kind: "cost_coverage_low", coverage: 0.4 },
        { kind: "history_limited", from: "2024-11-01" },
      ]),
    );
    // Guests are joined by e-mail already, so there is nothing to do about the one who is left.
    expect(home.attention.map(({ kind }) => kind)).not.toContain("unassigned_orders");
    expect(home.information).toEqual([
      { kind: "unassigned_orders", orders: 1, netSalesMinor: 700, names: [] },
    ]);
    expect(home.summary).toMatchObject({
      orders: 2,
      netSalesMinor: 1_700,
      averageClvMinor: 1_000,
      lastDay: "2024-12-06",
    });
    const [december] = home.trend.filter((month) => month.orders > 0);
    // Nobody returned: the guest's order is neither a first order nor a later one.
    expect(december).toMatchObject({
      netSalesMinor: 1_700,
      firstOrderNetSalesMinor: 1_000,
      unassignedNetSalesMinor: 700,
    });
    expect(home.left).toEqual({ grossMarginMinor: null, contributionMinor: null });
    await db.pool.query(
      `insert into shop_settings (shop_id, default_margin_bp, join_guests_by_email, updated_at)
       values ($1, 5000, false, now())`,
      [shop.shopId],
    );
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    // 400 - 300 known, and half of the other 600.
    const decided = await readHome(db, shop, NOON);
    expect(decided).toMatchObject({ left: { grossMarginMinor: 400, contributionMinor: 400 } });
    if (decided.state !== "full") throw new Error(decided.state);
    expect(decided.attention.map(({ kind }) => kind)).toEqual([
      "stale_data",
      "unassigned_orders",
      "history_limited",
    ]);
    expect(decided.information).toEqual([]);
  });

  test("overview, lists and cohorts never read orders", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-05-01", 100]] }]);
    const blocker = await db.pool.connect();
    await blocker.query("begin");
    // A query on a locked table waits until this test times out.
    await blocker.query("lock table orders, order_line, order_refund in access exclusive mode");
    expect(await readHome(db, shop, NOON)).toMatchObject({ state: "full" });
    expect(await readCohorts(db, shop)).toMatchObject({ state: "full" });
    const everybody = { rule: { all: [] }, sort: "net_sales", direction: "desc", pageSize: 50 } as const;
    expect(await listCustomers(db, shop, everybody)).toMatchObject({ total: 1 });
    expect(await listSegments(db, shop)).toMatchObject({ state: "full" });
    await blocker.query("rollback");
    blocker.release();
  });
});
