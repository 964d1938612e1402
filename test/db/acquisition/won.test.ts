import fc from "fast-check";
import { expect } from "vitest";
import { addCommission } from "../../../app/acquisition/commission.ts";
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

/** A customer each of so many campaigns of Google, the earlier ones of more customers. */
async function campaignsOf(db: Db, shop: ShopRef, campaigns: number): Promise<void> {
  await db.pool.query(
    `insert into acquisition_cohort (shop_id, dimension, channel, key, cohort_month, customers, repeat_customers, orders, net_sales_minor,
       net_sales_squares, cost_minor, cost_known_net_sales_minor, first_order_net_sales_minor, first_order_cost_minor,
       first_order_cost_known_net_sales_minor, predicted_customers, expected_value_minor)
     select $1, d, case d when 'campaign' then 'google' else '' end, case d when 'campaign' then 'c' || n else 'source' || n end, $2,
       100 - n, 0, 100 - n, 1000 * (100 - n), 0, 0, 0, 1000 * (100 - n), 0, 0, 0, 0
     from generate_series(1, $3::int) n cross join unnest('{channel,campaign}'::text[]) d`,
    [shop.shopId, monthOfDay(TODAY), campaigns],
  );
}

test("a place that money was spent on has its customers, however many places have more", async ({ db }) => {
  const shop = await shopOf(db, [{ customer: 1, day: 170, gross: 1_000, source: 1 }]);
  await campaignsOf(db, shop, 40);
  const host = { db, clock: () => NOW };
  const may = {
    firstDay: "2026-05-01",
    lastDay: "2026-05-31",
    cost: { by: "amount", minor: 5_000 },
  } as const;
  await saveSpend(host, shop, { ...may, channel: "Source30", campaign: "" }, { by: "1" });
  await saveSpend(host, shop, { ...may, channel: "google", campaign: "C35" }, { by: "1" });
  const view = await readWon(db, shop, ASKED);
  if (view.state !== "full") throw new Error(view.state);
  expect(view.rows.find(({ key }) => key === "source30")).toMatchObject({
    customers: 70,
    cacMinor: 5_000 / 70,
  });
  // 41 places, of which 25 have most customers, and one and Google have spend.
  expect([view.rows.length, view.more]).toEqual([27, 14]);
  expect(await readWon(db, shop, { ...ASKED, dimension: "campaign" })).toMatchObject({
    rows: expect.arrayContaining([expect.objectContaining({ key: "c35", customers: 65, spendMinor: 5_000 })]),
    apart: { othersMinor: 0, wholeChannelMinor: 5_000, commissionMinor: 0 },
  });
});

test("where nothing is entered nobody knows what was spent, whatever was spent elsewhere", async ({ db }) => {
  const shop = await shopOf(db, [
    { customer: 1, day: 170, gross: 1_000, source: 1 },
    { customer: 2, day: 170, gross: 3_000, source: 2 },
    { customer: 3, day: 171, gross: 3_000, source: 3 },
  ]);
  await campaignsOf(db, shop, 1);
  const host = { db, clock: () => NOW };
  await saveSpend(
    host,
    shop,
    {
      channel: "google",
      campaign: "",
      firstDay: "2026-05-01",
      lastDay: "2026-05-31",
      cost: { by: "amount", minor: 400 },
    },
    { by: "1" },
  );
  const rule = { channel: "radio", commission: { by: "new_customer", amountMinor: 70 } } as const;
  await addCommission(host, shop, { ...rule, firstMonth: 24_300, lastMonth: null }, "1");
  const channels = await readWon(db, shop, ASKED);
  if (channels.state !== "full") throw new Error(channels.state);
  const told = Object.fromEntries(channels.rows.map((row) => [row.key, [row.spendMinor, row.verdict]]));
  expect(told).toMatchObject({
    google: [400, "pays_at_once"],
    radio: [70, "pays_at_once"],
    meta: [null, "incomplete"],
  });
  const campaigns = await readWon(db, shop, { ...ASKED, dimension: "campaign" });
  if (campaigns.state !== "full") throw new Error(campaigns.state);
  expect(campaigns.apart).toEqual({ othersMinor: 0, wholeChannelMinor: 400, commissionMinor: 70 });
  expect(new Set(campaigns.rows.map(({ spendMinor }) => spendMinor))).toEqual(new Set([null]));
});

test("all months begin with the first spend, and campaigns may have any sign in their names", async ({
  db,
}) => {
  const shop = await shopOf(db, [{ customer: 1, day: 170, gross: 1_000, source: 1 }]);
  await saveSpend(
    { db, clock: () => NOW },
    shop,
    {
      channel: "google",
      campaign: "a\u001fb",
      firstDay: "2025-01-01",
      lastDay: "2025-01-31",
      cost: { by: "amount", minor: 400 },
    },
    { by: "1" },
  );
  expect(await readWon(db, shop, { ...ASKED, dimension: "campaign" })).toMatchObject({
    period: { from: 2025 * 12 },
    all: { spendMinor: 400 },
    rows: expect.arrayContaining([
      expect.objectContaining({ channel: "google", key: "a\u001fb", customers: 0, spendMinor: 400 }),
    ]),
  });
});

test("orders of nobody are in no row, and the page says how many", async ({ db }) => {
  const shop = await aShop(db.pool);
  await someCustomers(db.pool, shop, [{ id: 1 }]);
  await someOrders(db.pool, shop, [
    { id: 1, customer: 1, day: "2026-05-01", gross: 1_000 },
    { id: 2, customer: null, day: "2026-05-02", gross: 700 },
  ]);
  await refreshValuation(valuationHost(db, "2026-06-15"), shop, { full: true });
  expect(await readWon(db, shop, ASKED)).toMatchObject({
    all: { customers: 1, realisedMinor: 1_000 },
    unassigned: { orders: 1, netSalesMinor: 700 },
  });
});
