import { describe, expect } from "vitest";
import { readHome } from "../../../app/segments/home.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import {
  readCustomer,
  readCustomerCard,
  readSurvivor,
} from "../../../app/valuation/pages/customers/customer.ts";
import { readNotableOrders } from "../../../app/valuation/pages/notable-orders.ts";
import { aCustomer, aMerge, anOrder, aRefund, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";

describe("orders that are named", () => {
  test("each kind is listed with its orders, and counted for the overview", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1 });
    const order = (id: number, day: string, fields: object = {}) =>
      anOrder(db.pool, shop, { id, customer: 1, day, gross: 10_000, ...fields });
    await order(1, "2024-05-01", { doubts: ["totals_disagree", "tip_without_line"] });
    await order(2, "2024-10-31", { outstanding: 12_100, tax: 2_100 });
    // After 60 days it is not unpaid for more than 60 days yet.
    await order(3, "2024-11-01", { outstanding: 10_000 });
    await order(4, "2024-06-01", { outstanding: 2_500 });
    await order(5, "2024-07-01", { chargeback: "lost" });
    await order(6, "2024-08-01", { chargeback: "open" });
    await order(7, "2024-08-02", { chargeback: "won" });
    await order(8, "2024-08-03", { chargeback: "lost", exclusion: "voided" });
    await order(9, "2024-08-04", { outstanding: 10_000, exclusion: "expired" });
    await order(10, "2062-01-01");
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const { asOfDay, groups } = await readNotableOrders(db, shop);
    expect(asOfDay).toBe(TODAY);
    expect(
      groups.map(({ kind, total, orders }) => [kind, total, orders.map(({ name, minor }) => [name, minor])]),
    ).toEqual([
      ["doubtful", 1, [["#1", 10_000]]],
      ["ahead", 1, [["#10", 10_000]]],
      [
        "long_unpaid",
        2,
        [
          ["#2", 10_000],
          ["#4", 2_500],
        ],
      ],
      ["chargeback_lost", 1, [["#5", 10_000]]],
      ["chargeback_open", 1, [["#6", 10_000]]],
    ]);
    expect(groups[0]?.orders[0]?.doubts).toEqual(["totals_disagree", "tip_without_line"]);

    const home = await readHome(db, shop, new Date(`${TODAY}T12:00:00Z`));
    expect(home.state === "full" && home.information).toEqual([
      { kind: "ahead", orders: 1, netSalesMinor: 10_000, names: ["#10"] },
      { kind: "long_unpaid", orders: 2, netSalesMinor: 12_500, names: [] },
      { kind: "chargeback_lost", orders: 1, netSalesMinor: 10_000, names: [] },
      { kind: "chargeback_open", orders: 1, netSalesMinor: 10_000, names: [] },
    ]);

    const view = await readCustomer(db, shop, 1);
    expect(view?.concerns).toEqual({ openChargebacks: 1, lostChargebacks: 1, longUnpaidMinor: 12_500 });
    const exclusions = new Map(view?.orders.map(({ name, exclusion }) => [name, exclusion]));
    expect([exclusions.get("#8"), exclusions.get("#9"), exclusions.get("#10")]).toEqual([
      "voided",
      "expired",
      "ahead",
    ]);
  });

  test("a shop without any has no groups, and one that was never valued no day", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await readNotableOrders(db, shop)).toEqual({ asOfDay: null, groups: [] });
    await aCustomer(db.pool, shop, { id: 1 });
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-05-01", gross: 100 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(await readNotableOrders(db, shop)).toEqual({ asOfDay: TODAY, groups: [] });
  });
});

describe("an order explains its net sales", () => {
  test("goods, fees kept, money back and what is no sale stand apart", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1 });
    await anOrder(db.pool, shop, {
      ...{ id: 1, customer: 1, day: "2024-05-01", gross: 20_000, discounts: 2_000 },
      ...{ returns: 5_331 + 2_000 - 200, discrepancy: 200 - 2_000 },
    });
    await aRefund(db.pool, shop, { id: 1, order: 1, day: "2024-05-09", returns: 5_331, refunded: 6_450 });
    await aRefund(db.pool, shop, { id: 2, order: 1, day: "2024-05-10", returns: 0, discrepancy: -2_000 });
    await aRefund(db.pool, shop, { id: 3, order: 1, day: "2024-05-11", returns: null, refunded: 700 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const [order] = (await readCustomer(db, shop, 1))?.orders ?? [];
    expect(order).toMatchObject({
      returnsMinor: 7_131,
      returnedGoodsMinor: 5_331,
      moneyBackMinor: 1_800,
      keptMinor: 0,
      netSalesMinor: 10_869,
    });
    expect(order?.refunds).toEqual([
      {
        refundDay: "2024-05-09",
        refundedMinor: 6_450,
        parts: { goodsMinor: 5_331, keptMinor: 0, backMinor: 0, otherMinor: 1_119 },
      },
      {
        refundDay: "2024-05-10",
        refundedMinor: 2_000,
        parts: { goodsMinor: 0, keptMinor: 0, backMinor: 2_000, otherMinor: 0 },
      },
      { refundDay: "2024-05-11", refundedMinor: 700, parts: null },
    ]);
  });
});

describe("a customer who was merged away", () => {
  test("leads to the one who survived, over any number of merges", async ({ db }) => {
    const shop = await aShop(db.pool);
    for (const id of [1, 2, 3, 4]) await aCustomer(db.pool, shop, { id });
    await aMerge(db.pool, shop, 1, 2);
    await aMerge(db.pool, shop, 2, 3);
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-05-01", gross: 1_000 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(await Promise.all([1, 2, 3, 4, 5].map((id) => readSurvivor(db, shop, id)))).toEqual([
      3, 3, 3, 4, 5,
    ]);
    expect(await readCustomerCard(db, shop, 1)).toMatchObject({ state: "full", netSalesMinor: 1_000 });
    // Another shop's merges are not this one's.
    expect(await readSurvivor(db, await aShop(db.pool), 1)).toBe(1);
  });
});
