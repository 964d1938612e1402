import fc from "fast-check";
import { expect } from "vitest";
import { saveSpend } from "../../../app/acquisition/spend.ts";
import { readWon, type WonAsked } from "../../../app/acquisition/won-view.ts";
import { dayOfIso, firstDayOfMonth, isoOfDay, monthOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { DIMENSIONS_SHOWN } from "../../../app/ui/acquisition/acquisition-place.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShop, someCustomers, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const NOW = new Date("2026-06-15T10:00:00Z");
const ASKED: WonAsked = { dimension: "channel", basis: "revenue", months: null };

interface Bought {
  readonly customer: number;
  readonly day: number;
  readonly gross: number;
  readonly source: number;
}
const SOURCES = [null, "google", "fb", "Radio"];
const CHANNELS = ["~web", "google", "meta", "radio"];

async function shopOf(db: Db, bought: readonly Bought[]): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  const customers = [...new Set(bought.map(({ customer }) => customer))];
  await someCustomers(
    db.pool,
    shop,
    customers.map((id) => ({ id, country: id % 2 === 0 ? "NL" : "BE" })),
  );
  await someOrders(
    db.pool,
    shop,
    bought.map(({ customer, day, gross }, at) => ({
      id: at + 1,
      customer,
      day: isoOfDay(FIRST + day),
      gross,
      channel: "web",
    })),
  );
  for (const [at, { source }] of bought.entries())
    await db.pool.query(
      "update orders set first_visit_utm_source = $3 where shop_id = $1 and order_id = $2",
      [shop.shopId, at + 1, SOURCES[source]],
    );
  await refreshValuation(valuationHost(db, "2026-06-15"), shop, { full: true });
  return shop;
}

const FIRST = dayOfIso("2025-11-20") ?? 0;
const TODAY = dayOfIso("2026-06-15") ?? 0;

test("sums, and cumulative value by month, are those of the customers whose first order came from the channel", async ({
  db,
}) => {
  const one = fc.record({
    customer: fc.integer({ min: 1, max: 5 }),
    day: fc.integer({ min: 0, max: TODAY - FIRST }),
    gross: fc.integer({ min: 1, max: 9_999 }),
    source: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 14 }), async (bought) => {
      const shop = await shopOf(db, bought);
      const view = await readWon(db, shop, ASKED);
      if (view.state !== "full") throw new Error(view.state);
      // Orders of one day: the one with the smaller id is the first.
      const byCustomer = Map.groupBy(bought, ({ customer }) => customer);
      const people = [...byCustomer.values()].map((own) => {
        const [first] = own.toSorted((a, b) => a.day - b.day);
        if (!first) throw new Error("nobody without an order");
        return { own, first, month: monthOfDay(FIRST + first.day), channel: CHANNELS[first.source] };
      });
      const sum = (all: readonly Bought[]) => all.reduce((total, { gross }) => total + gross, 0);
      for (const channel of CHANNELS) {
        const its = people.filter((person) => person.channel === channel);
        const row = view.rows.find(({ key }) => key === channel);
        expect([row?.customers ?? 0, row?.realisedMinor ?? 0, row?.firstMinor ?? 0]).toEqual([
          its.length,
          sum(its.flatMap(({ own }) => own)),
          sum(its.map(({ first }) => first)),
        ]);
        const open = monthOfDay(TODAY + 1);
        const longest = Math.max(0, ...its.map(({ month }) => open - month));
        expect(row?.curve ?? []).toEqual(
          Array.from({ length: longest }, (_, months) => {
            const complete = its.filter(({ month }) => month + months < open);
            const until = (month: number) => firstDayOfMonth(month + months + 1);
            const value = complete.map(({ own, month }) =>
              sum(own.filter(({ day }) => FIRST + day < until(month))),
            );
            return value.reduce((total, each) => total + each, 0) / complete.length;
          }),
        );
      }
      expect(view.all).toMatchObject({ customers: people.length, realisedMinor: sum(bought) });
      // Each customer is once in each dimension.
      for (const dimension of DIMENSIONS_SHOWN) {
        const other = await readWon(db, shop, { ...ASKED, dimension });
        if (other.state !== "full") throw new Error(other.state);
        expect(other.rows.reduce((total, { customers }) => total + customers, 0)).toBe(people.length);
      }
    }),
    { numRuns: 12 },
  );
});

test("a place with spend is a row with its customers, however many places have more", async ({ db }) => {
  const shop = await shopOf(db, [{ customer: 1, day: 170, gross: 1_000, source: 3 }]);
  await db.pool.query(
    `insert into acquisition_cohort (shop_id, dimension, channel, key, cohort_month, customers, repeat_customers, orders, net_sales_minor,
       net_sales_squares, cost_minor, cost_known_net_sales_minor, first_order_net_sales_minor, first_order_cost_minor,
       first_order_cost_known_net_sales_minor, predicted_customers, expected_value_minor)
     select shop_id, dimension, channel, 'other ' || n, cohort_month, 5, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0
     from acquisition_cohort, generate_series(1, 40) n where shop_id = $1 and dimension = 'channel'`,
    [shop.shopId],
  );
  const spend = {
    campaign: "",
    cost: { by: "amount", minor: 5_000 },
    firstDay: "2026-05-01",
    lastDay: "2026-05-31",
  } as const;
  await saveSpend({ db, clock: () => NOW }, shop, { ...spend, channel: "radio" }, { by: "1" });
  const view = await readWon(db, shop, ASKED);
  if (view.state !== "full") throw new Error(view.state);
  expect(view.rows).toHaveLength(26);
  expect(view.more).toBe(15);
  expect(view.rows.at(-1)).toMatchObject({
    key: "radio",
    customers: 1,
    spendMinor: 5_000,
    realisedMinor: 1_000,
  });
});

test("spend of the months meets the customers of the months; what nobody came from is a row as well", async ({
  db,
}) => {
  const shop = await shopOf(db, [
    { customer: 1, day: 0, gross: 1_000, source: 1 },
    { customer: 2, day: 170, gross: 3_000, source: 1 },
    { customer: 2, day: 175, gross: 500, source: 2 },
  ]);
  const host = { db, clock: () => NOW };
  const spend = { campaign: "", cost: { by: "amount", minor: 5_000 } } as const;
  const days = { firstDay: "2026-05-01", lastDay: "2026-05-31" };
  await saveSpend(host, shop, { ...spend, ...days, channel: "adwords" }, { by: "1" });
  await saveSpend(host, shop, { ...spend, ...days, channel: "radio" }, { by: "1" });
  const view = await readWon(db, shop, { ...ASKED, months: 3 });
  expect(view).toMatchObject({
    state: "full",
    all: { customers: 1, spendMinor: 10_000 },
    rows: [
      {
        key: "google",
        customers: 1,
        spendMinor: 5_000,
        cacMinor: 5_000,
        firstMinor: 3_000,
        realisedMinor: 3_500,
        nowMinor: -2_000,
      },
      { key: "radio", customers: 0, spendMinor: 5_000, cacMinor: null, verdict: "no_customers" },
    ],
  });
  expect(await readWon(db, shop, { ...ASKED, dimension: "country", months: 3 })).toMatchObject({
    rows: [{ key: "NL", spendMinor: null, verdict: "incomplete" }],
  });
  expect(await readWon(db, shop, { ...ASKED, basis: "margin" })).toMatchObject({ state: "no_margin" });
  expect(await readWon(db, await aShop(db.pool), ASKED)).toMatchObject({ state: "empty" });
  expect(
    await rows(
      db.pool,
      "select distinct key from acquisition_cohort where shop_id = $1 and dimension = 'campaign'",
      [shop.shopId],
    ),
  ).toEqual([{ key: "" }]);
});
