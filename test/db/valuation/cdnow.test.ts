import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { from as copyFrom } from "pg-copy-streams";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { readCohorts } from "../../../app/valuation/pages/cohorts.ts";
import { readCohortsSummary, readShopSummary } from "../../../app/valuation/pages/summary.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const FOLDER = fileURLToPath(new URL("../../../../shared/reference/cdnow/", import.meta.url));
const PRESENT = existsSync(FOLDER);
if (!PRESENT) console.log("skipped: the reference data ../shared/reference/cdnow are not here");

const LAST_DAY = "1998-06-30";

/** The log as the sync would leave it: one customer a person, one order a row. */
async function loadLog(db: Db, file: string): Promise<ShopRef> {
  const shop = await aShop(db.pool, { currency: "USD" });
  const lines = (await readFile(FOLDER + file, "utf8")).trim().split("\n").slice(1);
  await db.transaction(async (tx) => {
    await tx.query(
      "create temporary table log (line int, cust bigint, day date, amount numeric) on commit drop",
    );
    const numbered = lines.map((line, i) => `${i + 1},${line}\n`);
    await pipeline(numbered, tx.query(copyFrom("copy log from stdin with (format csv)")));
    await tx.query(
      `insert into customer (shop_id, customer_id, source_updated_at, tags)
       select distinct $1::bigint, cust, now(), '{}'::text[] from log`,
      [shop.shopId],
    );
    await tx.query(
      `insert into orders (shop_id, order_id, name, customer_id, processed_at, order_day, source_updated_at, currency,
         discount_codes, gross_sales_minor, discounts_minor, returns_minor, net_sales_minor, shipping_minor, cost_minor,
         cost_known_net_sales_minor)
       select $1, line, '#' || line, cust, day + time '12:00', day, now(), 'USD', '{}', amount * 100, 0, 0, amount * 100, 0, 0, 0
       from log`,
      [shop.shopId],
    );
  });
  return shop;
}

async function countZeroValueOrders(db: Db, shop: ShopRef): Promise<void> {
  await db.pool.query(
    `insert into shop_settings (shop_id, count_zero_value_orders, revision, updated_at) values ($1, true, 1, now())`,
    [shop.shopId],
  );
}

/** Rounds to the printed digits of a reference figure. */
function toDigits(value: number | null, printed: number): number {
  const digits = (String(printed).split(".")[1] ?? "").length;
  return Number((value ?? Number.NaN).toFixed(digits));
}

describe.skipIf(!PRESENT)("a real log of 23,570 customers", () => {
  for (const [log, reference] of [
    ["transactions.csv", "summary.json"],
    ["transactions-sample.csv", "summary-sample.json"],
  ] as const) {
    test(`${log}: every figure is the reference's, zero-value orders counted`, async ({ db }) => {
      const expected = JSON.parse(await readFile(FOLDER + reference, "utf8"));
      const shop = await loadLog(db, log);
      await countZeroValueOrders(db, shop);
      await refreshValuation(valuationHost(db, LAST_DAY), shop, { full: true });
      const summary = await readShopSummary(db, shop);
      for (const key of [
        "countsZeroValueOrders",
        "customers",
        "orders",
        "netSalesMinor",
        "firstDay",
        "lastDay",
      ] as const) {
        expect(summary[key], key).toBe(expected[key]);
      }
      for (const key of [
        "averageClvMinor",
        "medianClvMinor",
        "averageOrderValueMinor",
        "repeatPurchaseRate",
        "ordersPerCustomer",
        "firstOrderValueMinor",
        "firstOrderMultiple",
        "topDecileShareOfNetSales",
        "medianDaysBetweenOrders",
      ] as const) {
        expect(toDigits(summary[key], expected[key]), key).toBe(expected[key]);
      }
      for (const { days, customers, averageMinor } of summary.windows) {
        const window = expected.windows[days];
        expect({ customers, averageClvMinor: toDigits(averageMinor, window.averageClvMinor) }).toEqual(
          window,
        );
      }
      const { cohorts, zeroValueOrders, withoutZeroValueOrders } = await readCohortsSummary(db, shop);
      expect({ cohorts, zeroValueOrders, withoutZeroValueOrders }).toEqual({
        cohorts: expected.cohorts,
        zeroValueOrders: expected.zeroValueOrders,
        withoutZeroValueOrders: expected.withoutZeroValueOrders,
      });
      const view = await readCohorts(db, shop);
      expect(view.cohorts.map(({ cells }) => cells.map((cell) => cell.netSalesMinor))).toEqual(
        Object.values(expected.cohorts).map(
          (cohort) => (cohort as { netSalesMinorByMonth: number[] }).netSalesMinorByMonth,
        ),
      );
    });
  }

  test("without zero-value orders, the totals are the reference's, and the model predicts sanely", async ({
    db,
  }) => {
    const expected = JSON.parse(await readFile(`${FOLDER}summary.json`, "utf8")).withoutZeroValueOrders;
    const shop = await loadLog(db, "transactions.csv");
    const host = valuationHost(db, LAST_DAY);
    await refreshValuation(host, shop, { full: true });
    const { customers, orders, netSalesMinor } = await readShopSummary(db, shop);
    expect({ customers, orders, netSalesMinor }).toEqual(expected);

    const outcome = await refitModel(host, shop);
    expect(outcome).toMatchObject({ state: "fitted", customers, scored: customers });
    const [scores] = await rows<Record<string, number>>(
      db.pool,
      `select count(*) filter (where p_alive between 0 and 1 and order_probability between 0 and p_alive
           and value_low_minor <= value_high_minor and orders_low <= orders_high and expected_value_minor >= 0) as sound,
         sum(expected_orders) as expected_orders, sum(expected_value_minor)::bigint as expected_value,
         avg(p_alive) filter (where last_order_day >= '1998-05-01') as recent,
         avg(p_alive) filter (where last_order_day < '1997-07-01' and orders >= 3) as gone
       from customer_value where shop_id = $1 and orders > 0`,
      [shop.shopId],
    );
    expect(scores?.sound).toBe(customers);
    // In the year before, these customers placed about 37,000 orders, fewer each month.
    expect(scores?.expected_orders).toBeGreaterThan(10_000);
    expect(scores?.expected_orders).toBeLessThan(37_000);
    expect(scores!.expected_value! / scores!.expected_orders!).toBeGreaterThan(2_500);
    expect(scores!.expected_value! / scores!.expected_orders!).toBeLessThan(5_500);
    expect(scores?.recent).toBeGreaterThan(0.8);
    expect(scores?.gone).toBeLessThan(0.3);
  });
});
