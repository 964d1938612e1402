import { describe, expect } from "vitest";
import { BASES } from "../../../app/clv/historic/basis.ts";
import type { Db } from "../../../app/db/client.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { listCustomers } from "../../../app/segments/customer-list.ts";
import { readHome } from "../../../app/segments/home.ts";
import { readAuditLog } from "../../../app/sync/privacy/audit-log.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { saveCosts } from "../../../app/valuation/costs/save-costs.ts";
import { chooseBasis } from "../../../app/valuation/pages/basis.ts";
import { readCustomer } from "../../../app/valuation/pages/customers/customer.ts";
import { aCustomer, anOrder, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);
const hostOf = (db: Db) => ({ db, clock: () => NOON, jobs: { enqueue: async () => true } });
const NO_RULE = { everywhere: { fixedMinor: 0, shareBp: 0 }, countries: {} };

/** Three customers: 10,000 and later 5,000; 4,000; 2,000 at a loss. A guest's order is nobody's. Each order costs 600 to send. */
async function aShopWithCosts(db: Db): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  for (const id of [1, 2, 3]) await aCustomer(db.pool, shop, { id });
  const orders = [
    { customer: 1, day: "2024-01-10", gross: 10_000, cost: 4_000 },
    { customer: 1, day: "2024-04-20", gross: 5_000, cost: 2_000 },
    { customer: 2, day: "2024-11-05", gross: 4_000, cost: 1_000 },
    { customer: 3, day: "2024-12-01", gross: 2_000, cost: 1_900 },
    { customer: null, day: "2024-12-02", gross: 3_000, cost: 500 },
  ];
  for (const [at, order] of orders.entries())
    await anOrder(db.pool, shop, { id: at + 1, ...order, costKnownNetSales: order.gross });
  const shipping = { everywhere: { fixedMinor: 600, shareBp: 0 }, countries: {} };
  const rules = { defaultMarginBp: null, shipping, payment: NO_RULE, fulfilment: NO_RULE };
  await saveCosts(hostOf(db), shop, { rules }, "7");
  await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
  return shop;
}

const EXPECTED = {
  revenue: { clvs: [15_000, 4_000, 2_000], first: 16_000, within90: [10_000], nobody: 3_000 },
  margin: { clvs: [9_000, 3_000, 100], first: 9_100, within90: [6_000], nobody: 2_500 },
  contribution: { clvs: [7_800, 2_400, -500], first: 7_300, within90: [5_400], nobody: 1_900 },
} as const;

async function homeOf(db: Db, shop: ShopRef) {
  const home = await readHome(db, shop, NOON);
  if (home.state !== "full") throw new Error(home.state);
  return home;
}

describe("the basis that a shop chose", () => {
  for (const basis of BASES) {
    test(`${basis} is what home and the customer's page stand on, and nothing else is in their sums`, async ({
      db,
    }) => {
      const shop = await aShopWithCosts(db);
      await chooseBasis(hostOf(db), shop, basis, "7");
      const { clvs, first, within90, nobody } = EXPECTED[basis];
      const total = clvs.reduce((sum, one) => sum + one, 0);
      const home = await homeOf(db, shop);
      expect(home.basis).toEqual({ chosen: basis, used: basis, costCoverage: 1 });
      expect(home.summary).toMatchObject({
        netSalesMinor: 24_000,
        averageClvMinor: total / 3,
        medianClvMinor: clvs[1],
        firstOrderValueMinor: first / 3,
        firstOrderMultiple: total / first,
        topDecileShareOfNetSales: clvs[0] / total,
      });
      const window = home.summary.windows.find(({ days }) => days === 90);
      expect(window).toMatchObject({ customers: 1, averageMinor: within90[0] });
      expect(home.buildUp).toMatchObject({ days: 180, customers: 1 });
      expect(home.trend.reduce((sum, { netSalesMinor }) => sum + netSalesMinor, 0)).toBe(total + nobody);
      expect(home.trend.reduce((sum, month) => sum + month.firstOrderNetSalesMinor, 0)).toBe(first);
      expect(home.trend.at(-1)?.unassignedNetSalesMinor).toBe(nobody);
      for (const [at, clv] of clvs.entries()) {
        const view = await readCustomer(db, shop, at + 1);
        expect(view?.historic.valueMinor).toBe(clv);
        expect(view?.timeline.at(-1)?.cumulativeMinor).toBe(clv);
      }
      const customer = await readCustomer(db, shop, 1);
      expect(customer?.historic.windows.find(({ days }) => days === 90)?.valueMinor).toBe(within90[0]);
    });
  }

  test("stays net sales as long as the margin of an order is unknown, and says what was chosen", async ({
    db,
  }) => {
    const shop = await aShopWithCosts(db);
    await chooseBasis(hostOf(db), shop, "margin", "7");
    await anOrder(db.pool, shop, { id: 9, customer: null, day: "2024-12-03", gross: 100 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const home = await homeOf(db, shop);
    expect(home.basis).toMatchObject({ chosen: "margin", used: "revenue" });
    expect(home.summary.averageClvMinor).toBe(7_000);
    expect((await readCustomer(db, shop, 1))?.historic.valueMinor).toBe(15_000);
  });

  test("has its customers ranked with each change, and when another is chosen", async ({ db }) => {
    const shop = await aShopWithCosts(db);
    const median = async () => (await homeOf(db, shop)).summary.medianClvMinor;
    const asked: unknown[] = [];
    const host = {
      ...hostOf(db),
      jobs: { enqueue: async (_job: unknown, what: unknown) => !!asked.push(what) },
    };
    await chooseBasis(host, shop, "margin", "7");
    await anOrder(db.pool, shop, {
      ...{ id: 9, customer: 2, day: "2024-12-05", gross: 1_000, cost: 300, costKnownNetSales: 1_000 },
    });
    await touchCustomers(db.pool, shop.shopId, [2]);
    const refresh = () => refreshValuation(valuationHost(db, TODAY), shop, { full: false });
    expect(await refresh()).toMatchObject({ full: false, written: 1 });
    expect(await median()).toBe(3_700);
    await chooseBasis(host, shop, "contribution", "7");
    expect(asked).toEqual(Array(2).fill({ shop: shop.domain, full: false }));
    await refresh();
    expect(await median()).toBe(2_500);
  });

  test("has no multiple of first orders that brought nothing", async ({ db }) => {
    const shop = await aShopWithCosts(db);
    await chooseBasis(hostOf(db), shop, "contribution", "7");
    const multiples = async () => [
      (await homeOf(db, shop)).summary.firstOrderMultiple,
      (await readCustomer(db, shop, 1))?.historic.firstOrderMultiple,
      (await readCustomer(db, shop, 3))?.historic.firstOrderMultiple,
    ];
    expect(await multiples()).toEqual([9_700 / 7_300, 7_800 / 5_400, null]);
    const shipping = { everywhere: { fixedMinor: 7_000, shareBp: 0 }, countries: {} };
    const rules = { defaultMarginBp: null, shipping, payment: NO_RULE, fulfilment: NO_RULE };
    await saveCosts(hostOf(db), shop, { rules }, "7");
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(await multiples()).toEqual([null, null, null]);
  });

  test("says nothing of those who never ordered, who come after those who cost money", async ({ db }) => {
    const shop = await aShopWithCosts(db);
    await aCustomer(db.pool, shop, { id: 4 });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    const listed = async () => {
      const asked = { rule: { all: [] }, sort: "net_sales", direction: "desc", pageSize: 10 } as const;
      const { rows } = await listCustomers(db, shop, asked);
      return rows.map(({ customerId, valueMinor }) => [customerId, valueMinor]);
    };
    expect((await listed()).at(-1)).toEqual([4, 0]);
    await chooseBasis(hostOf(db), shop, "contribution", "7");
    expect((await listed()).slice(2)).toEqual([
      [3, -500],
      [4, null],
    ]);
  });

  test("is in the audit log, once for each change", async ({ db }) => {
    const shop = await aShopWithCosts(db);
    for (const basis of ["margin", "margin", "contribution"] as const)
      await chooseBasis(hostOf(db), shop, basis, "7");
    const { entries } = await readAuditLog(db, shop, { before: null, kind: "settings" });
    expect(entries.map(({ details }) => details)).toEqual([
      { basis: { from: "margin", to: "contribution" } },
      { basis: { from: "revenue", to: "margin" } },
    ]);
  });
});
