import { describe, expect } from "vitest";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readHome } from "../../../app/segments/home.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { readCustomer } from "../../../app/valuation/pages/customers/customer.ts";
import { type ModelTest, readModelPage } from "../../../app/valuation/pages/model/model-page.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);

/** Customers who joined over a year and a half; some never came back, some keep coming every two to nine weeks, some stopped. */
function shopWithHabits(db: Db, customers = 240): Promise<ShopRef> {
  const today = dayOfIso(TODAY)!;
  const members: Member[] = Array.from({ length: customers }, (_, i) => {
    const first = today - 540 + ((i * 37) % 420);
    const gap = 14 + ((i * 13) % 50);
    const repeats = i % 3 === 0 ? 0 : i % 3 === 1 ? 1 + (i % 4) : 40;
    const days = Array.from({ length: 1 + repeats }, (_, k) => first + k * gap + ((i * k) % 5));
    return {
      orders: days
        .filter((day) => day <= today)
        .map((day, k) => [isoOfDay(day), 1_500 + ((i * 97 + k * 31) % 40) * 100] as const),
    };
  });
  return aShopOf(db, TODAY, members);
}

let fitted: Promise<ShopRef> | undefined;
/** A shop of 240 with its model, for tests that only read. */
function fittedShop(db: Db): Promise<ShopRef> {
  fitted ??= (async () => {
    const shop = await shopWithHabits(db);
    await refitModel(valuationHost(db, TODAY), shop);
    return shop;
  })();
  return fitted;
}

async function readyModel(db: Db, shop: ShopRef) {
  const view = await readModelPage(db, shop);
  if (view.state !== "ready") throw new Error(`the page is ${view.state}`);
  return view;
}

async function testOf(db: Db, shop: ShopRef): Promise<ModelTest> {
  const { test: tested } = await readyModel(db, shop);
  if (!tested) throw new Error("the model was not tested");
  return tested;
}

describe("the page about the model", () => {
  test("waits for the first figures, and says where there are no orders", async ({ db }) => {
    const fresh = await aShop(db.pool);
    expect((await readModelPage(db, fresh)).state).toBe("waiting");
    const nobodyBought = await aShopOf(db, TODAY, [{ firstName: "Bea" }]);
    expect((await readModelPage(db, nobodyBought)).state).toBe("empty");
  });

  test("says how many customers and weeks there are where a model needs more", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      {
        orders: [
          ["2024-11-05", 1_000],
          ["2024-12-01", 2_000],
        ],
      },
      { orders: [["2024-12-10", 900]] },
      { firstName: "has not bought" },
    ]);
    await refitModel(valuationHost(db, TODAY), shop);
    expect(await readModelPage(db, shop)).toMatchObject({
      state: "learning",
      reason: "too_few_customers",
      customers: 2,
      repeatCustomers: 1,
      historyWeeks: 8,
      needed: { customers: 20, historyWeeks: 8 },
    });
  });

  test("shows the model in force, its parameters with their uncertainty, and what it says of customers", async ({
    db,
  }) => {
    const shop = await fittedShop(db);
    const view = await readyModel(db, shop);
    expect(view).toMatchObject({ asOfDay: TODAY, customers: 240, repeatCustomers: 160, leansOnPrior: false });
    expect(view.parameters.map(({ name }) => name).slice(0, 2)).toEqual(["r", "alpha"]);
    for (const { value, range, onBound } of view.parameters) {
      expect(range === null).toBe(onBound);
      if (range)
        expect([range.low, value, range.high]).toEqual([range.low, value, range.high].sort((a, b) => a - b));
    }
    // Gaps are 14 to 64 days, and slower for those who came once or twice.
    expect(view.habits.ordering.meanWeeks).toBeGreaterThan(2);
    expect(view.habits.ordering.meanWeeks).toBeLessThan(20);
    expect(view.habits.ordering.medianWeeks).toBeGreaterThan(view.habits.ordering.busiestTenthWeeks!);
    expect(view.habits.orderValue.meanMinor).toBeGreaterThan(1_500);
    expect(view.habits.orderValue.meanMinor).toBeLessThan(5_400);
  });

  test("shows the test on the shop's own past, of which all parts agree", async ({ db }) => {
    const shop = await fittedShop(db);
    const tested = await testOf(db, shop);
    expect(tested.toDay).toBe(TODAY);
    expect(dayOfIso(tested.toDay)! - dayOfIso(tested.seenUntilDay)!).toBe(7 * tested.weeks);
    expect(tested.weekly).toHaveLength(tested.weeks);
    expect(tested.weekly[0]?.fromDay).toBe(tested.fromDay);
    const total = (of: (group: ModelTest["groups"][number]) => number) =>
      tested.groups.reduce((sum, group) => sum + of(group), 0);
    expect(total((group) => group.customers)).toBe(tested.customers);
    expect(total((group) => group.customers * group.actualOrders)).toBeCloseTo(tested.actualOrders, 6);
    expect(total((group) => group.customers * group.actualValueMinor)).toBeCloseTo(
      tested.actualValueMinor,
      3,
    );
    expect(tested.weekly.reduce((sum, week) => sum + week.actual, 0)).toBe(tested.actualOrders);
    const chosen = tested.candidates.find(
      ({ name, seasonal }) => name === tested.chosen.name && seasonal === tested.chosen.seasonal,
    )!;
    const predicted = total((group) => group.customers * group.predictedOrders);
    expect(predicted / tested.actualOrders - 1).toBeCloseTo(chosen.orders.bias!, 6);
    expect(tested.lift[0]).toBe(0);
    expect(tested.lift.at(-1)).toBeCloseTo(1, 9);
  });

  test("the total of all customers has a range around it, which moves with what is expected", async ({
    db,
  }) => {
    const shop = await shopWithHabits(db);
    await refitModel(valuationHost(db, TODAY), shop);
    const totalOf = async () => {
      const home = await readHome(db, shop, NOON);
      if (home.state !== "full" || home.prediction.state !== "ready") throw new Error("nothing is predicted");
      return home.prediction;
    };
    const { totalMinor, totalRange } = await totalOf();
    expect(totalRange!.lowMinor).toBeLessThan(totalMinor);
    expect(totalRange!.highMinor).toBeGreaterThan(totalMinor);
    // Everybody's own range is wider than that of the sum, in which chance evens out.
    const [row] = await rows<{ low: number; high: number }>(
      db.pool,
      "select sum(value_low_minor) as low, sum(value_high_minor) as high from customer_value where shop_id = $1",
      [shop.shopId],
    );
    expect(totalRange!.lowMinor).toBeGreaterThan(Number(row!.low));
    await db.pool.query(
      "update value_model set model = jsonb_set(model, '{totalInterval,expectedMinor}', to_jsonb($2::float8)) where shop_id = $1",
      [shop.shopId, totalMinor * 2],
    );
    const moved = (await totalOf()).totalRange!;
    expect(moved.lowMinor).toBeCloseTo(totalRange!.lowMinor / 2, -2);
    await db.pool.query("update value_model set model = model - 'totalInterval' where shop_id = $1", [
      shop.shopId,
    ]);
    expect((await totalOf()).totalRange).toBeNull();
  });

  test("segments say why nothing is expected of their members yet", async ({ db }) => {
    const shop = await shopWithHabits(db, 30);
    expect((await listSegments(db, shop)).learning).toBe("not_fitted_yet");
    await refitModel(valuationHost(db, TODAY), shop);
    expect((await listSegments(db, shop)).learning).toBeNull();
    const small = await shopWithHabits(db, 6);
    await refitModel(valuationHost(db, TODAY), small);
    expect((await listSegments(db, small)).learning).toBe("too_few_customers");
    expect((await readSegment(db, small, "vip"))?.learning).toBe("too_few_customers");
  });

  test("a customer's page knows that the average customer stands in where no model did better", async ({
    db,
  }) => {
    const shop = await shopWithHabits(db);
    await refitModel(valuationHost(db, TODAY), shop);
    const averageOrders = async () => {
      const customer = await readCustomer(db, shop, 3);
      return customer?.prediction.state === "ready" && customer.prediction.averageOrders;
    };
    await db.pool.query(
      `update value_model set validation = jsonb_set(validation, '{chosen,reason}', '"lowest_error"') where shop_id = $1`,
      [shop.shopId],
    );
    expect(await averageOrders()).toBe(false);
    await db.pool.query(
      `update value_model set validation = jsonb_set(validation, '{chosen,reason}', '"baseline_better"') where shop_id = $1`,
      [shop.shopId],
    );
    expect(await averageOrders()).toBe(true);
  });

  test("a shop sees its own model only", async ({ db }) => {
    const shop = await fittedShop(db);
    const other = await shopWithHabits(db, 60);
    expect((await readModelPage(db, other)).state).toBe("learning");
    await refitModel(valuationHost(db, TODAY), other);
    expect(await readyModel(db, other)).toMatchObject({ customers: 60, leansOnPrior: true });
    expect(await readyModel(db, shop)).toMatchObject({ customers: 240 });
  });

  test("a model of another version is one that is still to be fitted", async ({ db }) => {
    const shop = await shopWithHabits(db);
    await refitModel(valuationHost(db, TODAY), shop);
    await db.pool.query(`update value_model set model = '{"version": 1}' where shop_id = $1`, [shop.shopId]);
    expect(await readModelPage(db, shop)).toMatchObject({ state: "learning", reason: "not_fitted_yet" });
    await refitModel(valuationHost(db, TODAY), shop);
    await db.pool.query(`update value_model set validation = '{"version": 1}' where shop_id = $1`, [
      shop.shopId,
    ]);
    expect(await readModelPage(db, shop)).toMatchObject({ state: "ready", test: null });
  });
});
