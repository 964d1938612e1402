import fc from "fast-check";
import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readHome } from "../../../app/segments/home.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCustomerComparison } from "../../../app/valuation/pages/comparison/customer.ts";
import { readComparison } from "../../../app/valuation/pages/comparison/months.ts";
import { aCustomer, anOrder, aRefund, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2025-06-30";
const DATINGS = ["order", "refund"] as const;

async function dateRefundsBy(db: Db, shop: ShopRef, dating: (typeof DATINGS)[number]): Promise<void> {
  await db.pool.query(
    `insert into shop_settings (shop_id, refund_dating, revision, updated_at) values ($1, $2, 1, now())`,
    [shop.shopId, dating],
  );
}

async function full(db: Db, shop: ShopRef, query: { year?: number; month?: number } = {}) {
  const view = await readComparison(db, shop, query);
  if (view.state !== "full") throw new Error(view.state);
  return view;
}

const amount = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 }));
const anyOrder = fc.record({
  customer: fc.constantFrom(1, 1, 2, null),
  guestEmail: fc.constantFrom("two@example.com", "who@example.com"),
  day: fc.integer({ min: 0, max: 540 }),
  gross: fc.integer({ min: 0, max: 20_000 }),
  discountShare: fc.constantFrom(0, 0, 0.2, 1),
  goodsShare: fc.constantFrom(0, 0, 0.5, 1),
  discrepancyShare: fc.constantFrom(0, 0, 0.1, -0.3),
  discrepancyTaxShare: fc.constantFrom(0, 0.21),
  refundLag: fc.integer({ min: 0, max: 60 }),
  tax: amount,
  shipping: amount,
  tips: amount,
  giftCards: amount,
  duties: amount,
  fees: amount,
  unpaidShare: fc.constantFrom(0, 0, 0.5, 1),
  exclusion: fc.constantFrom(null, null, null, null, "test", "voided", "expired", "cancelled", "gift_card"),
});
type AnyOrder = typeof anyOrder extends fc.Arbitrary<infer R> ? R : never;

async function placeOrder(db: Db, shop: ShopRef, id: number, drawn: AnyOrder): Promise<number> {
  const { day, gross, discountShare, goodsShare, discrepancyShare, discrepancyTaxShare, ...later } = drawn;
  const { refundLag, unpaidShare, ...rest } = later;
  const at = (days: number) =>
    new Date(Date.parse("2023-11-01T00:00:00Z") + days * 86_400_000).toISOString().slice(0, 10);
  const discounts = Math.round(gross * discountShare);
  const goods = Math.floor((gross - discounts) * goodsShare);
  const discrepancy = Math.trunc((gross - discounts) * discrepancyShare);
  const discrepancyTax = Math.trunc(discrepancy * discrepancyTaxShare);
  const { tax, shipping, tips, giftCards, duties, fees } = rest;
  const kept = gross - discounts - goods;
  const total = kept + tax + shipping + tips + giftCards + duties + fees;
  const outstanding = Math.floor((total + discrepancy + discrepancyTax) * unpaidShare);
  // A test order is not in the amount spent, and no money is received of one whose payment was voided.
  const spent = total + discrepancy + discrepancyTax - outstanding;
  await anOrder(db.pool, shop, {
    ...rest,
    ...{ id, day: at(day), gross, discounts, returns: goods - discrepancy, discrepancy, discrepancyTax },
    outstanding,
    guestEmail: rest.customer === null ? rest.guestEmail : null,
  });
  await aRefund(db.pool, shop, {
    ...{ id, order: id, day: at(day + refundLag), returns: goods, discrepancy },
  });
  return rest.exclusion === "test" ? 0 : spent;
}

describe("comparison with Shopify", () => {
  test("adds up to the minor unit in every month and for every customer, whatever a shop holds", async ({
    db,
  }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyOrder, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(...DATINGS),
        async (orders, dating) => {
          const shop = await aShop(db.pool);
          const spent = new Map([
            [1, 0],
            [2, 0],
          ]);
          await aCustomer(db.pool, shop, { id: 1 });
          await aCustomer(db.pool, shop, { id: 2, email: "two@example.com", emailVerified: true });
          for (const [i, order] of orders.entries()) {
            const minor = await placeOrder(db, shop, i + 1, order);
            const { customer } = order;
            if (customer !== null) spent.set(customer, (spent.get(customer) ?? 0) + minor);
          }
          await dateRefundsBy(db, shop, dating);
          await refreshValuation(valuationHost(db, TODAY), shop, { full: true });

          const { years } = await full(db, shop);
          let netSalesMinor = 0;
          for (const year of years) {
            const view = await full(db, shop, { year });
            for (const period of [view.period, ...view.months]) {
              expect(period.unexplainedMinor).toBe(0);
              for (const { startMinor, steps, netSalesMinor: end } of [period.fromGross, period.fromTotal]) {
                expect(steps.reduce((sum, { minor }) => sum + minor, startMinor)).toBe(end);
              }
            }
            expect(view.months.reduce((sum, month) => sum + month.netSalesMinor, 0)).toBe(
              view.period.netSalesMinor,
            );
            netSalesMinor += view.period.netSalesMinor;
          }
          const home = await readHome(db, shop, new Date(`${TODAY}T12:00:00Z`));
          if (home.state === "full") expect(netSalesMinor).toBe(home.summary.netSalesMinor);
          for (const id of [1, 2]) {
            const view = await readCustomerComparison(db, shop, id, {
              amountSpentMinor: spent.get(id) ?? 0,
              numberOfOrders: 0,
            });
            expect(view?.ladder?.unexplainedMinor).toBe(0);
            expect(view?.ladder?.netSalesMinor).toBe(view?.netSalesMinor);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("each step stands under its own name", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1 });
    await dateRefundsBy(db, shop, "refund");
    await anOrder(db.pool, shop, {
      ...{
        id: 1,
        customer: 1,
        day: "2025-03-03",
        gross: 10_000,
        discounts: 1_000,
        tax: 1_890,
        shipping: 500,
      },
      ...{ tips: 200, giftCards: 2_500, duties: 40, fees: 60 },
    });
    await anOrder(db.pool, shop, {
      ...{ id: 2, customer: 1, day: "2025-03-20", gross: 4_000, returns: 3_900, discrepancy: 100 },
      ...{ outstanding: -100, refunded: 3_900, received: 4_000 },
    });
    await aRefund(db.pool, shop, { id: 1, order: 2, day: "2025-04-02", returns: 4_000, discrepancy: 100 });
    await anOrder(db.pool, shop, { id: 3, customer: 1, day: "2025-03-21", gross: 7_000, exclusion: "test" });
    await anOrder(db.pool, shop, { id: 4, customer: null, day: "2025-03-22", gross: 900 });
    await anOrder(db.pool, shop, {
      ...{ id: 5, customer: 1, day: "2025-03-23", gross: 300, discounts: 300, shipping: 410 },
    });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const march = await full(db, shop, { year: 2025, month: 3 });
    expect(march.month).toBe(2025 * 12 + 2);
    expect(march.period).toMatchObject({ orders: 5, countedOrders: 3, unassignedMinor: 900 });
    expect(march.period.fromGross).toEqual({
      startMinor: 22_200,
      steps: [
        { key: "test", minor: -7_000, orders: 1 },
        { key: "zero_value", minor: -300, orders: 1 },
        { key: "discounts", minor: -1_000, orders: null },
        { key: "returned_goods", minor: -4_000, orders: null },
        { key: "fees_kept", minor: 100, orders: null },
        { key: "refund_day", minor: 3_900, orders: null },
      ],
      unexplainedMinor: 0,
      netSalesMinor: 13_900,
    });
    expect(march.period.fromTotal).toEqual({
      startMinor: 14_190 + 0 + 7_000 + 900 + 410,
      steps: [
        { key: "test", minor: -7_000, orders: 1 },
        { key: "zero_value", minor: -410, orders: 1 },
        { key: "tax", minor: -1_890, orders: null },
        { key: "shipping", minor: -500, orders: null },
        { key: "tips", minor: -200, orders: null },
        { key: "gift_cards", minor: -2_500, orders: null },
        { key: "duties", minor: -40, orders: null },
        { key: "fees", minor: -60, orders: null },
        { key: "fees_kept", minor: 100, orders: null },
        { key: "refund_day", minor: 3_900, orders: null },
      ],
      unexplainedMinor: 0,
      netSalesMinor: 13_900,
    });
    const april = march.months.find(({ month }) => month === 2025 * 12 + 3);
    expect(april?.fromGross).toEqual({
      startMinor: 0,
      steps: [{ key: "refund_day", minor: -3_900, orders: null }],
      unexplainedMinor: 0,
      netSalesMinor: -3_900,
    });
    const spent = await readCustomerComparison(db, shop, 1, { amountSpentMinor: 14_600, numberOfOrders: 3 });
    // 14,190 and 100 were paid for goods, and 410 for the shipping of what was free; the rest nobody can explain.
    expect(spent?.ladder).toEqual({
      startMinor: 14_600,
      steps: [
        { key: "zero_value", minor: -410, orders: 1 },
        { key: "tax", minor: -1_890, orders: null },
        { key: "shipping", minor: -500, orders: null },
        { key: "tips", minor: -200, orders: null },
        { key: "gift_cards", minor: -2_500, orders: null },
        { key: "duties", minor: -40, orders: null },
        { key: "fees", minor: -60, orders: null },
        { key: "unpaid", minor: -100, orders: null },
      ],
      unexplainedMinor: 200,
      netSalesMinor: 9_100,
    });
  });

  test("what does not fit together is shown as unexplained, and new orders as not counted yet", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    expect(await readComparison(db, shop, {})).toMatchObject({ state: "reading" });
    await aCustomer(db.pool, shop, { id: 1 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(await readComparison(db, shop, {})).toMatchObject({ state: "empty" });
    await anOrder(db.pool, shop, {
      id: 1,
      customer: 1,
      day: "2025-01-05",
      gross: 1_000,
      currentTotal: 1_250,
    });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const odd = await full(db, shop);
    expect(odd).toMatchObject({ updating: false, year: 2025, years: [2025] });
    expect(odd.period.fromGross.unexplainedMinor).toBe(0);
    expect(odd.period).toMatchObject({ unexplainedMinor: -250, netSalesMinor: 1_000 });
    await anOrder(db.pool, shop, { id: 2, customer: 1, day: "2064-02-11", gross: 500 });
    await db.pool.query(
      "insert into valuation_dirty (shop_id, customer_id, marked_at) values ($1, 1, now())",
      [shop.shopId],
    );
    expect(await full(db, shop)).toMatchObject({ updating: true, year: 2025, years: [2064, 2025] });
    const ahead = await full(db, shop, { year: 2064 });
    expect(ahead.period.fromGross.steps).toEqual([{ key: "ahead", minor: -500, orders: 1 }]);
    expect(await readCustomerComparison(db, shop, 1, null)).toMatchObject({
      ladder: null,
      shopifyOrders: null,
    });
    expect(await readCustomerComparison(db, shop, 2, null)).toBeNull();
  });
});
