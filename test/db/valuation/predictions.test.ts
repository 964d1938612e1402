import { describe, expect } from "vitest";
import { dayOfIso } from "../../../app/clv/calendar.ts";
import { scoreCustomer } from "../../../app/clv/prediction/score.ts";
import { parseFittedModel } from "../../../app/clv/prediction/value-model.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { removeCustomerValues } from "../../../app/db/queries/valuation/customer-value-rows.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import { modelInForce } from "../../../app/db/queries/valuation/predictions.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readHome } from "../../../app/segments/home.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCustomer } from "../../../app/valuation/pages/customers/customer.ts";
import { readShopSummary } from "../../../app/valuation/pages/summary.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { anOrder } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);

/** 120 customers who joined over a year; every third came back, some of them often. */
function shopWithHabits(db: Db): Promise<ShopRef> {
  const members: Member[] = Array.from({ length: 120 }, (_, i) => {
    const first = dayOfIso("2023-06-01")! + ((i * 37) % 365);
    const repeats = i % 3 === 0 ? 1 + (i % 5) : 0;
    return {
      orders: Array.from(
        { length: 1 + repeats },
        (_, k) =>
          [
            new Date((first + k * (20 + (i % 40))) * 86_400_000).toISOString().slice(0, 10),
            1_500 + ((i * 97 + k * 31) % 40) * 100,
          ] as const,
      ),
    };
  });
  return aShopOf(db, TODAY, members);
}

async function scoreOf(db: Db, shop: ShopRef, customerId: number) {
  const view = await readCustomer(db, shop, customerId);
  if (view?.prediction.state !== "ready") throw new Error(`no prediction but ${view?.prediction.state}`);
  return view.prediction;
}

describe("predictions", () => {
  test("a changed customer is scored with the model in force, and nobody else moves", async ({ db }) => {
    const shop = await shopWithHabits(db);
    const host = valuationHost(db, TODAY);
    expect(await refitModel(host, shop)).toMatchObject({ state: "fitted", customers: 120, scored: 120 });
    const others = () =>
      rows(
        db.pool,
        "select * from customer_value where shop_id = $1 and customer_id <> 7 order by customer_id",
        [shop.shopId],
      );
    const before = await others();

    await anOrder(db.pool, shop, { id: 90_000, customer: 7, day: "2024-12-30", gross: 8_000 });
    await touchCustomers(db.pool, shop.shopId, [7]);
    expect(await refreshValuation(host, shop, { full: false })).toMatchObject({ full: false, written: 1 });

    expect(await others()).toEqual(before);
    const model = parseFittedModel((await modelInForce(db.pool, shop.shopId))?.model)!;
    const prediction = await scoreOf(db, shop, 7);
    const { x, tx, T, meanValueMinor } = prediction.inputs;
    const expected = scoreCustomer(model, { x, tx, T, meanValueMinor: meanValueMinor ?? 0 });
    expect(prediction.pAlive).toBeCloseTo(expected.pAlive, 12);
    expect(prediction.churnProbability).toBeCloseTo(expected.churnProbability, 12);
    expect(prediction.expectedValueMinor).toBe(Math.round(expected.expectedValueMinor));
    expect(prediction.valueLowMinor).toBe(Math.round(expected.valueLowMinor));
    expect(prediction.valueHighMinor).toBe(Math.round(expected.valueHighMinor));
  });

  test("the home page's expected value is the sum of the customers'", async ({ db }) => {
    const shop = await shopWithHabits(db);
    await refitModel(valuationHost(db, TODAY), shop);
    const home = await readHome(db, shop, NOON);
    const [sum] = await rows<{ total: number }>(
      db.pool,
      "select sum(expected_value_minor)::bigint as total from customer_value where shop_id = $1",
      [shop.shopId],
    );
    expect(home).toMatchObject({
      state: "full",
      prediction: { state: "ready", customers: 120, totalMinor: sum!.total, averageMinor: sum!.total / 120 },
    });
  });

  test("between the first valuation and its fit, a shop says that predictions are coming", async ({ db }) => {
    const shop = await shopWithHabits(db);
    const coming = { state: "learning", reason: "not_fitted_yet" };
    expect(await readHome(db, shop, NOON)).toMatchObject({ prediction: coming });
    expect((await readCustomer(db, shop, 1))?.prediction).toEqual(coming);
    await refitModel(valuationHost(db, TODAY), shop);
    expect(await readHome(db, shop, NOON)).toMatchObject({ prediction: { state: "ready" } });
  });

  test("a shop that cannot be fitted says why, and keeps no older prediction", async ({ db }) => {
    const shop = await shopWithHabits(db);
    const host = valuationHost(db, TODAY);
    await refitModel(host, shop);
    await db.pool.query("delete from orders where shop_id = $1 and customer_id > 10", [shop.shopId]);
    await refreshValuation(host, shop, { full: true });
    expect(await refitModel(host, shop)).toEqual({ state: "learning", reason: "too_few_customers" });
    expect(await readHome(db, shop, NOON)).toMatchObject({
      prediction: { state: "learning", reason: "too_few_customers" },
    });
    expect((await readCustomer(db, shop, 1))?.prediction).toEqual({
      state: "learning",
      reason: "too_few_customers",
    });
    expect((await readCustomer(db, shop, 50))?.prediction).toEqual({ state: "no_orders" });
  });

  test("a touch during a run is answered by the next one", async ({ db }) => {
    const shop = await shopWithHabits(db);
    const host = valuationHost(db, TODAY);
    await touchCustomers(db.pool, shop.shopId, [1, 2]);
    const blocker = await db.pool.connect();
    await blocker.query("begin");
    // Holds the run where it writes, after it has taken its touches.
    await blocker.query("select from customer_value where shop_id = $1 and customer_id = 1 for update", [
      shop.shopId,
    ]);
    await anOrder(db.pool, shop, { id: 90_001, customer: 1, day: "2024-12-29", gross: 100 });
    const run = refreshValuation(host, shop, { full: false });
    await untilBlocked(db);
    await anOrder(db.pool, shop, { id: 90_002, customer: 1, day: "2024-12-30", gross: 10_000 });
    await touchCustomers(db.pool, shop.shopId, [1]);
    await blocker.query("commit");
    blocker.release();
    expect(await run).toMatchObject({ more: true });
    const before = (await readCustomer(db, shop, 1))!.historic.netSalesMinor;
    expect(await refreshValuation(host, shop, { full: false })).toMatchObject({ more: false, written: 1 });
    expect((await readCustomer(db, shop, 1))!.historic.netSalesMinor).toBe(before + 10_000);
  });

  test("an erased customer leaves every sum at once", async ({ db }) => {
    const shop = await shopWithHabits(db);
    const [worth] = await rows<{ net_sales_minor: number }>(
      db.pool,
      "select net_sales_minor from customer_value where shop_id = $1 and customer_id = 9",
      [shop.shopId],
    );
    const before = await readShopSummary(db, shop);
    await db.transaction((tx) => removeCustomerValues(tx, shop.shopId, [9]));
    const after = await readShopSummary(db, shop);
    expect(after.customers).toBe(before.customers - 1);
    expect(after.netSalesMinor).toBe(before.netSalesMinor - worth!.net_sales_minor);
    expect(await readCustomer(db, shop, 9)).toBeNull();
  });
});

/** Resolves when a session of this database waits for a lock on a row. */
async function untilBlocked(db: Db): Promise<void> {
  for (;;) {
    const waiting = await rows(
      db.pool,
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (waiting.length > 0) return;
  }
}
