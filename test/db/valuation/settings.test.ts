import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { startQueue } from "../../../app/jobs/queue.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { readSettings, type SettingsInput, saveSettings } from "../../../app/valuation/pages/settings.ts";
import { readShopSummary } from "../../../app/valuation/pages/summary.ts";
import { aCustomer, anOrder, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const clock = () => new Date("2024-12-31T12:00:00Z");
const plain: SettingsInput = {
  countZeroValueOrders: false,
  joinGuestsByEmail: true,
  refundDating: "order",
};

function queueOf(db: Db) {
  const { log } = valuationHost(db, "2024-12-31");
  return startQueue({
    connectionString: db.pool.options.connectionString ?? "",
    log,
    metrics: createMetrics(),
    pollSeconds: 1,
  });
}

describe("settings", () => {
  test("a saved change is computed by a job, and until then the page says so", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1 });
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-10-01", gross: 1_000 });
    await anOrder(db.pool, shop, { id: 2, customer: 1, day: "2024-11-01", gross: 0 });
    const host = valuationHost(db, "2024-12-31");
    await refreshValuation(host, shop, { full: true });
    expect(await readShopSummary(db, shop)).toMatchObject({ orders: 1, countsZeroValueOrders: false });

    const jobs = await queueOf(db);
    try {
      const saved = await saveSettings(
        { db, jobs, clock },
        shop,
        { ...plain, countZeroValueOrders: true },
        "7",
      );
      expect(saved).toEqual({ ok: true, changed: true });
      expect(await readSettings(db, shop)).toMatchObject({ countZeroValueOrders: true, recomputing: true });
      await registerValuationJobs({ ...host, jobs });
      await jobs.settled();
      expect(await readSettings(db, shop)).toMatchObject({ recomputing: false });
      expect(await readShopSummary(db, shop)).toMatchObject({ orders: 2, countsZeroValueOrders: true });
      expect(
        await saveSettings({ db, jobs, clock }, shop, { ...plain, countZeroValueOrders: true }, "7"),
      ).toEqual({
        ok: true,
        changed: false,
      });
      expect(await readSettings(db, shop)).toMatchObject({ recomputing: false });
    } finally {
      await jobs.stop();
    }
  });

  test("a change whose job got lost is computed by the next refresh of any kind", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1 });
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-10-01", gross: 1_000 });
    const host = valuationHost(db, "2024-12-31");
    await refreshValuation(host, shop, { full: true });
    const lost = { enqueue: async () => true };
    await saveSettings({ db, jobs: lost, clock }, shop, { ...plain, refundDating: "refund" }, "7");
    expect(await refreshValuation(host, shop, { full: false })).toMatchObject({ full: true });
    expect(await readSettings(db, shop)).toMatchObject({ refundDating: "refund", recomputing: false });
  });

  test("input that cannot be used comes back with a message for each field, and nothing is stored", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    const jobs = {
      enqueue: async () => {
        throw new Error("nothing to compute");
      },
    };
    const outcome = await saveSettings(
      { db, jobs, clock },
      shop,
      {
        countZeroValueOrders: "perhaps",
        joinGuestsByEmail: true,
        refundDating: "someday",
      },
      "7",
    );
    expect(outcome).toEqual({
      ok: false,
      errors: {
        countZeroValueOrders: expect.stringContaining("true or false"),
        refundDating: expect.stringContaining('"order"'),
      },
    });
    expect(await readSettings(db, shop)).toMatchObject({ ...plain, recomputing: false });
  });
});
