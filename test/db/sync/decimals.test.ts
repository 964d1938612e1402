import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { readHome } from "../../../app/segments/home.ts";
import { readOtherDecimalsAgain } from "../../../app/sync/shop/decimals.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

let app: SyncedApp;
beforeAll(async () => {
  app = await startSyncedApp({
    shops: [{ kind: "empty", domain: "forint.myshopify.com", currency: "HUF" }],
  });
  await registerValuationJobs(app.runtime);
  const { actions } = app.shop().local;
  const { id: customerId } = actions.createCustomer({ firstName: "Anna", email: "anna@example.com" });
  actions.placeOrder({ customerId, lines: [{ title: "Kavics", unitPriceMinor: 499_000 }] });
  actions.placeOrder({ customerId, lines: [{ title: "Bor", unitPriceMinor: 340_000, quantity: 5 }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const stored = () =>
  rows<{ net: number; digits: number | null }>(
    app.runtime.db.pool,
    `select o.net_sales_minor net, s.minor_digits digits from orders o join shop s using (shop_id)
     order by o.net_sales_minor`,
  );

test("forints have two decimals, as Shopify prints them", async () => {
  expect(await stored()).toEqual([
    { net: 499_000, digits: 2 },
    { net: 1_700_000, digits: 2 },
  ]);
});

test("what was stored under other decimals is read again, and no page shows it until then", async () => {
  const { runtime } = app;
  const { ref } = app.shop();
  for (const digits of [0, null]) {
    await runtime.db.pool.query("update shop set minor_digits = $1", [digits]);
    await runtime.db.pool.query("update orders set net_sales_minor = net_sales_minor / 100");
    const held = { ...runtime, jobs: { ...runtime.jobs, enqueue: async () => false } };
    await readOtherDecimalsAgain(held);
    expect(await readHome(runtime.db, ref, runtime.clock())).not.toMatchObject({ state: "full" });
    expect(await stored()).toEqual([]);

    await runtime.db.pool.query("update shop set minor_digits = $1", [digits]);
    await readOtherDecimalsAgain(runtime);
    await app.settled();
    expect(await stored()).toEqual([
      { net: 499_000, digits: 2 },
      { net: 1_700_000, digits: 2 },
    ]);
    expect(await readHome(runtime.db, ref, runtime.clock())).toMatchObject({
      state: "full",
      summary: { netSalesMinor: 2_199_000 },
    });
  }
});

test("shops whose decimals agree are left alone", async () => {
  const before = await stored();
  await readOtherDecimalsAgain(app.runtime);
  await app.settled();
  expect(await stored()).toEqual(before);
});
