import { describe, expect, vi } from "vitest";
import { NO_COST, NO_COST_RULES } from "../../../../app/clv/historic/cost-rules.ts";
import { type Db, rows } from "../../../../app/db/client.ts";
import type { ShopRef } from "../../../../app/platform/ids.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import { answerCosts } from "../../../../app/valuation/costs/answer-costs.ts";
import { type CostChange, costChange } from "../../../../app/valuation/costs/cost-change.ts";
import { type CostPreview, previewCosts } from "../../../../app/valuation/costs/preview-costs.ts";
import { readCosts } from "../../../../app/valuation/costs/read-costs.ts";
import {
  productCostsFile,
  readGivenCosts,
  readProductCosts,
} from "../../../../app/valuation/costs/read-products.ts";
import { saveCosts } from "../../../../app/valuation/costs/save-costs.ts";
import { readSettings, saveSettings } from "../../../../app/valuation/pages/settings.ts";
import { aCustomer, aLine, anOrder, aShop } from "../../../builders/shop-rows.ts";
import { valuationHost } from "../../../builders/valuation-host.ts";
import { test } from "../../database.ts";

const TODAY = "2024-12-31";
const clock = () => new Date(`${TODAY}T12:00:00Z`);
const hostOf = (db: Db) => ({ db, clock, jobs: { enqueue: async () => true } });

const RULES: NonNullable<CostChange["rules"]> = {
  defaultMarginBp: 4_000,
  shipping: {
    everywhere: { fixedMinor: 600, shareBp: 0 },
    countries: { DE: { fixedMinor: 900, shareBp: 0 } },
  },
  payment: { everywhere: { fixedMinor: 25, shareBp: 200 }, countries: {} },
  fulfilment: { everywhere: NO_COST, countries: {} },
};

/** Ten customers with one order each; the goods of five have a unit cost, those of the others are a product without one. */
async function aShopOfTen(db: Db): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  await db.pool.query(
    `insert into product (shop_id, product_id, source_updated_at, title, product_type, vendor, tags, status)
     values ($1, 7, now(), 'Tea', '', '', '{}', 'ACTIVE'), ($1, 8, now(), 'Pot', '', '', '{}', 'ACTIVE')`,
    [shop.shopId],
  );
  for (let id = 1; id <= 10; id++) {
    await aCustomer(db.pool, shop, { id });
    const gross = id * 1_000;
    const unitCost = id <= 5 ? 300 : null;
    await anOrder(db.pool, shop, {
      ...{ id, customer: id, day: "2024-10-01", gross, shipping: 495 },
      ...{ cost: unitCost ?? 0, costKnownNetSales: unitCost === null ? 0 : gross },
      country: id === 10 ? "DE" : "NL",
    });
    await aLine(db.pool, shop, { id, order: id, product: id <= 5 ? 8 : 7, net: gross, unitCost });
  }
  await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
  return shop;
}

async function countedPreview(db: Db, shop: ShopRef, change: CostChange): Promise<CostPreview> {
  const preview = await previewCosts(db, shop, change);
  if (preview === null || preview === "took_too_long") throw new Error(`nothing was counted: ${preview}`);
  return preview;
}

/** Transactions of this database that wait for an advisory lock. */
async function waitingForLocks(db: Db): Promise<number> {
  const found = await rows(
    db.pool,
    `select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return found.length;
}

describe("costs", () => {
  test("what a change would move is what it moves once it is saved and everybody is valued", async ({
    db,
  }) => {
    const shop = await aShopOfTen(db);
    const changes: CostChange[] = [
      { rules: RULES },
      { products: [{ productId: 7, unitCostMinor: 9_500 }] },
      { rules: { ...RULES, defaultMarginBp: null }, products: [{ productId: 7, unitCostMinor: null }] },
    ];
    for (const change of changes) {
      const before = (await readCosts(db, shop)).steps;
      const preview = await countedPreview(db, shop, change);
      expect(preview.before).toMatchObject({
        grossMarginMinor: before?.grossMarginMinor,
        contributionMinor: before?.contributionMinor,
        costCoverage: before?.costCoverage,
      });
      expect(await readCosts(db, shop)).toMatchObject({ steps: before });
      expect(await saveCosts(hostOf(db), shop, change, "7")).toEqual({ ok: true, changed: true });
      expect(await readCosts(db, shop)).toMatchObject({ recomputing: true });
      await refreshValuation(valuationHost(db, TODAY), shop, { full: false });
      expect((await readCosts(db, shop)).steps).toMatchObject({
        grossMarginMinor: preview.after.grossMarginMinor,
        contributionMinor: preview.after.contributionMinor,
        costCoverage: preview.after.costCoverage,
      });
    }
  });

  test("a preview counts who comes into another fifth, and who loses money", async ({ db }) => {
    const shop = await aShopOfTen(db);
    const none = { rules: { ...NO_COST_RULES, defaultMarginBp: 4_000 } };
    await saveCosts(hostOf(db), shop, none, "7");
    await refreshValuation(valuationHost(db, TODAY), shop, { full: false });
    expect(await previewCosts(db, shop, none)).toMatchObject({ customers: 10, moved: 0, movedAtTop: 0 });
    // The five who bought tea go to the end: 6 to 9 lose money, and 10 has 500 and 495 of shipping left.
    const dear = await countedPreview(db, shop, { products: [{ productId: 7, unitCostMinor: 9_500 }] });
    expect(dear).toMatchObject({ before: { losing: 0 }, after: { losing: 4 } });
    // The best two of ten were 5 and 10, and are 5 and 4.
    expect(dear.movedAtTop).toBe(2);
  });

  test("a preview that the database has no time for says so, and nothing else of it fails", async ({
    db,
  }) => {
    const shop = await aShopOfTen(db);
    const hurried: Db = {
      ...db,
      transaction: (work) =>
        db.transaction(async (tx) => {
          await tx.query("set local statement_timeout = 100");
          return work(tx);
        }),
    };
    const holder = await db.pool.connect();
    await holder.query(
      "begin; lock table order_line in access exclusive mode; lock table orders in access exclusive mode",
    );
    const asked = { intent: "preview", change: { rules: RULES } };
    expect(await answerCosts({ ...hostOf(db), db: hurried }, shop, asked, "7")).toEqual({
      intent: "preview",
      preview: "took_too_long",
    });
    await holder.query("rollback");
    holder.release();
    expect(await previewCosts(db, shop, { rules: RULES })).toMatchObject({ customers: 10 });
  });

  test("before the first valuation there is nothing to move, and amounts need a currency", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await previewCosts(db, shop, { rules: RULES })).toBeNull();
    await db.pool.query("update shop set currency = null where shop_id = $1", [shop.shopId]);
    expect(await saveCosts(hostOf(db), shop, { rules: RULES }, "7")).toEqual({
      ok: false,
      problem: "no_currency",
    });
    expect(await readGivenCosts(db, shop, "id,cost\n1,1\n")).toEqual({ ok: false, problem: "no_currency" });
    expect(await productCostsFile(db, shop)).toBeNull();
  });

  test("the audit log says each rule that changed, and a change of nothing says nothing", async ({ db }) => {
    const shop = await aShopOfTen(db);
    await saveCosts(hostOf(db), shop, { rules: RULES }, "7");
    expect(await saveCosts(hostOf(db), shop, { rules: RULES }, "7")).toEqual({ ok: true, changed: false });
    const products = [
      { productId: 7, unitCostMinor: 100 },
      { productId: 99, unitCostMinor: 100 },
    ];
    await saveCosts(hostOf(db), shop, { products }, "8");
    const entries = await rows<{ actor: string; details: string }>(
      db.pool,
      "select actor, details from audit_entry where shop_id = $1 and action = 'costs.changed' order by entry_no",
      [shop.shopId],
    );
    expect(entries.map(({ actor, details }) => [actor, JSON.parse(details)])).toEqual([
      [
        "7",
        {
          defaultMarginBp: { from: null, to: 4_000 },
          shipping: { from: "0 0", to: "600 0" },
          "shipping.DE": { from: null, to: "900 0" },
          payment: { from: "0 0", to: "25 200" },
        },
      ],
      ["8", { products: 1 }],
    ]);
  });

  test("two saves at once come one after the other, and neither takes back what the other stored", async ({
    db,
  }) => {
    const shop = await aShopOfTen(db);
    const perOrder = (fixedMinor: number, country: string): CostChange => {
      const rule = { fixedMinor, shareBp: 0 };
      const byCountry = { everywhere: rule, countries: { [country]: rule } };
      return { rules: { ...NO_COST_RULES, defaultMarginBp: fixedMinor, shipping: byCountry } };
    };
    // Whoever was first is waited for inside of the other's transaction: both have begun before either ends.
    const bothBegun = async (one: () => Promise<unknown>, other: () => Promise<unknown>) => {
      const holder = await db.pool.connect();
      await holder.query("begin");
      await holder.query("select pg_advisory_xact_lock(hashtextextended('settings', $1))", [shop.shopId]);
      const saves = [one(), other()];
      await vi.waitUntil(async () => (await waitingForLocks(db)) === 2, { timeout: 20_000 });
      await holder.query("commit");
      holder.release();
      return Promise.all(saves);
    };
    const saved = await bothBegun(
      () => saveCosts(hostOf(db), shop, perOrder(100, "DE"), "7"),
      () => saveCosts(hostOf(db), shop, perOrder(200, "NL"), "8"),
    );
    expect(saved).toEqual(Array(2).fill({ ok: true, changed: true }));
    const { rules, defaultMarginBp } = await readCosts(db, shop);
    const last = perOrder(defaultMarginBp!, defaultMarginBp === 100 ? "DE" : "NL");
    expect({ rules: { ...rules, defaultMarginBp } }).toEqual(last);
    const settings = { countZeroValueOrders: true, joinGuestsByEmail: false, refundDating: "refund" };
    await bothBegun(
      () => saveCosts(hostOf(db), shop, { rules: { ...RULES, defaultMarginBp: 5_500 } }, "7"),
      () => saveSettings(hostOf(db), shop, settings, "8"),
    );
    expect(await readSettings(db, shop)).toMatchObject({ ...settings, defaultMarginBp: 5_500 });
  });

  test("amounts in a currency that the shop left are not used, and the page says so", async ({ db }) => {
    const shop = await aShopOfTen(db);
    await saveCosts(
      hostOf(db),
      shop,
      { rules: RULES, products: [{ productId: 7, unitCostMinor: 100 }] },
      "7",
    );
    await db.pool.query("update shop set currency = 'USD' where shop_id = $1", [shop.shopId]);
    expect(await readCosts(db, shop)).toMatchObject({
      ...{ rules: NO_COST_RULES, formerCurrency: "EUR", statedProducts: 0 },
    });
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect((await readCosts(db, shop)).steps).toMatchObject({ shippingCostMinor: 0, paymentCostMinor: 0 });
    await saveCosts(hostOf(db), shop, { rules: RULES }, "7");
    expect(await readCosts(db, shop)).toMatchObject({ rules: { shipping: RULES.shipping } });
  });

  test("products that leave the most unknown come first, and their file comes back as it went", async ({
    db,
  }) => {
    const shop = await aShopOfTen(db);
    const view = await readProductCosts(db, shop, { contains: "", page: 1 });
    expect(view.products).toMatchObject([
      { productId: 7, title: "Tea", units: 5, netSalesMinor: 40_000, priceMinor: 8_000, unitCostMinor: null },
      { productId: 8, units: 0, priceMinor: null },
    ]);
    expect((await readProductCosts(db, shop, { contains: "PO", page: 1 })).products).toMatchObject([
      { productId: 8 },
    ]);
    expect((await readProductCosts(db, shop, { contains: "%", page: 1 })).all).toBe(0);
    const file = (await productCostsFile(db, shop))!;
    expect(await readGivenCosts(db, shop, file)).toMatchObject({ ok: true, changes: [], empty: 2 });
    const filled = file.replace("7,Tea,,", "7,Tea,81.00,");
    expect(await readGivenCosts(db, shop, filled)).toMatchObject({
      changes: [{ productId: 7, unitCostMinor: 8_100 }],
      abovePrice: [{ title: "Tea", unitCostMinor: 8_100, priceMinor: 8_000 }],
    });
  });

  test("input that is no cost is refused", () => {
    const wrong: unknown[] = [
      { rules: { ...RULES, defaultMarginBp: 10_001 } },
      { rules: { ...RULES, shipping: { everywhere: { fixedMinor: -1, shareBp: 0 }, countries: {} } } },
      { rules: { ...RULES, payment: { everywhere: { fixedMinor: 0, shareBp: 10_001 }, countries: {} } } },
      { rules: { ...RULES, shipping: { everywhere: NO_COST, countries: { "": NO_COST } } } },
      { products: [{ productId: 7, unitCostMinor: -1 }] },
      { products: [{ productId: 0, unitCostMinor: 1 }] },
    ];
    for (const one of wrong) expect(costChange.safeParse(one).success).toBe(false);
    expect(costChange.safeParse({ rules: RULES }).success).toBe(true);
  });
});
