import { describe, expect } from "vitest";
import { computeFunnel } from "../../../app/clv/acquisition/funnel.ts";
import { ownFunnel } from "../../../app/clv/acquisition/own-figures.ts";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readHome } from "../../../app/segments/home.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { type OwnFiguresView, readOwnFigures } from "../../../app/valuation/pages/own-figures.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aCustomer, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";

async function readyOf(db: Db, shop: ShopRef): Promise<Extract<OwnFiguresView, { state: "ready" }>> {
  const view = await readOwnFigures(db, shop);
  if (view.state !== "ready") throw new Error(`the figures are ${view.state}`);
  return view;
}

/** 30 old customers, every third of whom came back twice, and 5 new ones who bought much. */
function oldAndNew(db: Db, cost?: number): Promise<ShopRef> {
  const old: Member[] = Array.from({ length: 30 }, (_, i) => ({
    orders: [
      ["2023-02-01", 6_000, { cost }],
      ...(i % 3 === 0
        ? ([
            ["2023-04-02", 3_000, { cost }],
            ["2024-06-01", 9_000, { cost }],
          ] as const)
        : []),
    ],
  }));
  const young: Member[] = Array.from({ length: 5 }, () => ({ orders: [["2024-12-20", 90_000, { cost }]] }));
  return aShopOf(db, TODAY, [...old, ...young]);
}

describe("what a shop can put into the calculators", () => {
  test("is nothing before there are orders", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await readOwnFigures(db, shop)).toMatchObject({ state: "none" });
    await aCustomer(db.pool, shop, { id: 1 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(await readOwnFigures(db, shop)).toMatchObject({ state: "none" });
  });

  test("is of the customers who were seen for a year, and says how many are new", async ({ db }) => {
    const { figures, learning, asOfDay } = await readyOf(db, await oldAndNew(db));
    expect(asOfDay).toBe(TODAY);
    expect(figures).toMatchObject({
      observedDays: 365,
      customers: 30,
      recent: { days: 90, customers: 5 },
      firstOrderMinor: 6_000,
      // 180,000 + 10 times 12,000, in 50 orders of 30 customers.
      averageOrderMinor: 6_000,
      ordersPerCustomer: 50 / 30,
      repeatRate: 10 / 30,
      historicMinor: 10_000,
      expected: null,
      marginPpm: null,
    });
    expect(new Map(figures.within.map(({ days, averageMinor }) => [days, averageMinor]))).toEqual(
      new Map([
        [14, 6_000],
        [30, 6_000],
        [60, 6_000],
        [90, 7_000],
        [180, 7_000],
        [365, 7_000],
      ]),
    );
    expect(learning).toBe("not_fitted_yet");
  });

  test("adds up to the average CLV, by the margin where costs are known", async ({ db }) => {
    const { figures, costCoverage } = await readyOf(db, await oldAndNew(db, 1_500));
    // 55 orders of 300,000 + 450,000 cost 82,500.
    expect([figures.marginPpm, costCoverage]).toEqual([890_000, 1]);
    const { judged } = computeFunnel(ownFunnel(figures, { targetRatio: 3, cashBackMonths: 3 }));
    expect(judged).toMatchObject({ basis: "margin", clvMinor: 8_900 });
  });

  test("is of everybody where too few have been seen for long", async ({ db }) => {
    const members: Member[] = Array.from({ length: 29 }, () => ({ orders: [["2024-11-01", 5_000]] }));
    const { figures } = await readyOf(db, await aShopOf(db, TODAY, members));
    expect(figures).toMatchObject({ observedDays: null, customers: 29, historicMinor: 5_000, within: [] });
  });

  test("what is expected has the range of the shop's total, in proportion", async ({ db }) => {
    const today = dayOfIso(TODAY)!;
    const members: Member[] = Array.from({ length: 150 }, (_, i) => {
      const first = today - 540 + ((i * 37) % 170);
      const repeats = i % 3 === 0 ? 0 : 1 + (i % 6);
      return {
        orders: Array.from({ length: 1 + repeats }, (_, k) => first + k * (14 + ((i * 13) % 50)))
          .filter((day) => day <= today)
          .map((day, k) => [isoOfDay(day), 1_500 + ((i * 97 + k * 31) % 40) * 100] as const),
      };
    });
    const shop = await aShopOf(db, TODAY, members);
    expect(await refitModel(valuationHost(db, TODAY), shop)).toMatchObject({ state: "fitted" });
    const home = await readHome(db, shop, new Date(`${TODAY}T12:00:00Z`));
    if (home.state !== "full" || home.prediction.state !== "ready") throw new Error("nothing is predicted");
    const { averageMinor, totalMinor, totalRange } = home.prediction;
    const { figures, learning } = await readyOf(db, shop);
    expect([figures.observedDays, figures.customers, learning]).toEqual([365, 150, null]);
    expect(figures.expected?.averageMinor).toBeCloseTo(averageMinor, 6);
    const { lowPpm, highPpm } = figures.expected?.range ?? { lowPpm: 0, highPpm: 0 };
    expect(lowPpm / 1e6).toBeCloseTo((totalRange?.lowMinor ?? 0) / totalMinor, 4);
    expect(highPpm / 1e6).toBeCloseTo((totalRange?.highMinor ?? 0) / totalMinor, 4);
    expect(lowPpm).toBeLessThan(highPpm);
  });
});
