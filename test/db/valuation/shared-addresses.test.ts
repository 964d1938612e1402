import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { touchCustomers, touchGuests } from "../../../app/db/queries/valuation/dirty.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { requestExport } from "../../../app/exports/exports.ts";
import { startQueue } from "../../../app/jobs/queue.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { listCustomers } from "../../../app/segments/customer-list.ts";
import { readHome } from "../../../app/segments/home.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { readComparison } from "../../../app/valuation/pages/comparison/months.ts";
import { readCustomer } from "../../../app/valuation/pages/customers/customer.ts";
import {
  decideOnSharedAddress,
  readSharedAddresses,
  readTakenOutCustomer,
} from "../../../app/valuation/pages/shared-addresses.ts";
import { exportHost } from "../../builders/export-host.ts";
import { aCustomer, anOrder, aShop, someCustomers, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);
const EMAIL = "orders@marketplace.example.com";
const MARKETPLACE = 900;
const day = (index: number) =>
  new Date(Date.UTC(2024, 11, 20) - index * 3 * 86_400_000).toISOString().slice(0, 10);

interface Orders {
  readonly from: number;
  readonly count: number;
  readonly customer?: number;
  readonly guest?: string;
  /** How many different people they are for; by default each for another. */
  readonly recipients?: number;
  readonly firstRecipient?: number;
}

function place(db: Db, shop: ShopRef, { from, count, customer, guest, ...given }: Orders): Promise<void> {
  const { recipients = count, firstRecipient = 1 } = given;
  return someOrders(
    db.pool,
    shop,
    Array.from({ length: count }, (_, i) => ({
      id: from + i,
      customer: customer ?? null,
      guestEmail: guest ?? null,
      day: day(i),
      gross: 1_000 + i * 10,
      recipient: firstRecipient + (i % recipients),
    })),
  );
}

/** A marketplace: half of its orders under the customer that Shopify made of its address, half of guests. */
async function marketplaceIn(db: Db, shop: ShopRef): Promise<void> {
  await aCustomer(db.pool, shop, {
    ...{ id: MARKETPLACE, lastName: "Marketplace", email: EMAIL, emailVerified: true },
    consent: "SUBSCRIBED",
  });
  await place(db, shop, { from: 9_000, count: 15, customer: MARKETPLACE });
  await place(db, shop, { from: 9_100, count: 12, guest: EMAIL, firstRecipient: 100 });
}

/** 120 customers who joined over a year, every third of whom came back. */
async function aShopWithHabits(db: Db): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  const people = Array.from({ length: 120 }, (_, i) => i + 1);
  await someCustomers(
    db.pool,
    shop,
    people.map((id) => ({ id, email: `person${id}@example.com`, consent: "SUBSCRIBED" })),
  );
  const orders = people.flatMap((id) =>
    Array.from({ length: id % 3 === 0 ? 2 + (id % 5) : 1 }, (_, k) => ({
      id: id * 10 + k,
      customer: id,
      day: new Date(Date.UTC(2023, 11, 1) + (((id * 37) % 250) + k * (20 + (id % 30))) * 86_400_000)
        .toISOString()
        .slice(0, 10),
      gross: 1_500 + ((id * 97 + k * 31) % 40) * 100,
      recipient: 5_000 + id,
    })),
  );
  await someOrders(db.pool, shop, orders);
  return shop;
}

const LIST = {
  rule: { all: [] },
  search: "marketplace",
  sort: "name",
  direction: "asc",
  pageSize: 10,
} as const;

const host = (db: Db) => valuationHost(db, TODAY);
const refresh = (db: Db, shop: ShopRef, full = true) => refreshValuation(host(db), shop, { full });
const decide = (db: Db, shop: ShopRef, decision: "taken_out" | "kept", email = EMAIL) =>
  decideOnSharedAddress({ ...host(db), jobs: { enqueue: async () => true } }, shop, email, decision, "1");

async function listed(db: Db, shop: ShopRef) {
  const view = await readSharedAddresses(db, shop);
  if (view.state !== "ready") throw new Error(view.state);
  return view.addresses;
}

/** Every stored figure of a shop, without when and by which fit it was computed. */
async function figuresOf(db: Db, shop: ShopRef): Promise<unknown> {
  const figures: Record<string, unknown> = {};
  for (const table of [
    "customer_value",
    "customer_month",
    "customer_day",
    "customer_purchase",
    "cohort_day",
    "cohort_cell",
    "order_gap",
    "shop_valuation",
  ]) {
    figures[table] = await rows(
      db.pool,
      `select (to_jsonb(t) - 'valued_at' - 'settings_revision' - 'model_id')::text as row from ${table} t where shop_id = $1 order by 1`,
      [shop.shopId],
    );
  }
  return figures;
}

async function fittedTo(db: Db, shop: ShopRef): Promise<number | undefined> {
  const [model] = await rows<{ customers: number }>(
    db.pool,
    "select m.customers from shop_valuation join value_model m using (shop_id, model_id) where shop_id = $1",
    [shop.shopId],
  );
  return model?.customers;
}

async function sumsOf(db: Db, shop: ShopRef) {
  const [sums] = await rows<{ customers: number; months: number; nobody: number; orders: number }>(
    db.pool,
    `select (select coalesce(sum(net_sales_minor), 0)::bigint from customer_value where shop_id = $1) customers,
       (select coalesce(sum(net_sales_minor), 0)::bigint from cohort_cell where shop_id = $1) months,
       (select unassigned_net_sales_minor from shop_valuation where shop_id = $1) nobody,
       (select sum(net_sales_minor)::bigint from orders where shop_id = $1 and order_day <= '${TODAY}') orders`,
    [shop.shopId],
  );
  if (!sums) throw new Error("sums have one row");
  return sums;
}

async function expectMoneyConserved(db: Db, shop: ShopRef): Promise<void> {
  const { customers, months, nobody, orders } = await sumsOf(db, shop);
  expect({ parts: customers + nobody, months }).toEqual({ parts: orders, months: orders });
  const comparison = await readComparison(db, shop, { year: 2024 });
  if (comparison.state !== "full") throw new Error(comparison.state);
  for (const month of comparison.months) expect(month.unexplainedMinor).toBe(0);
  const home = await readHome(db, shop, NOON);
  expect(home).toMatchObject({ state: "full", summary: { netSalesMinor: orders } });
}

describe("addresses that many share", () => {
  test("a marketplace's is named with its orders, recipients, sales and customer; others are not, nor is it in another shop", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    await marketplaceIn(db, shop);
    await place(db, shop, { from: 1, count: 30, guest: "family@example.com", recipients: 4 });
    await place(db, shop, { from: 100, count: 90, guest: "office@example.com", recipients: 30 });
    await aCustomer(db.pool, shop, { id: 5, email: "person@example.com" });
    await place(db, shop, { from: 300, count: 40, customer: 5, recipients: 2 });
    await place(db, shop, { from: 400, count: 25, guest: "shop@example.com" });
    const other = await aShop(db.pool);
    await aCustomer(db.pool, other, { id: MARKETPLACE, email: EMAIL, emailVerified: true });
    await place(db, other, { from: 1, count: 12, customer: MARKETPLACE });
    for (const one of [shop, other]) await refresh(db, one);

    expect(await listed(db, shop)).toEqual([
      {
        ...{ email: EMAIL, orders: 27, recipients: 27, decision: null },
        netSalesMinor: 15 * 1_000 + 10 * 105 + 12 * 1_000 + 10 * 66,
        customer: { customerId: MARKETPLACE, name: "Marketplace" },
      },
      {
        ...{ email: "shop@example.com", orders: 25, recipients: 25, decision: null },
        netSalesMinor: 25 * 1_000 + 10 * 300,
        customer: null,
      },
    ]);
    expect(await listed(db, other)).toEqual([]);
    const home = await readHome(db, shop, NOON);
    if (home.state !== "full") throw new Error(home.state);
    expect(home.attention).toContainEqual({
      kind: "shared_addresses",
      addresses: 2,
      netSalesMinor: 27 * 1_000 + 10 * 171 + 25 * 1_000 + 10 * 300,
    });
  });

  test("orders that do not count, and orders that do not say whom they are for, are no evidence", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    await place(db, shop, { from: 1, count: 19, guest: EMAIL });
    for (const [id, fields] of [
      [100, { exclusion: "test" }],
      [101, { deletedAt: "2024-12-30T00:00:00Z" }],
      [102, { day: "2025-06-01" }],
      [103, { recipient: null }],
    ] as const) {
      await anOrder(db.pool, shop, {
        ...{ id, customer: null, guestEmail: EMAIL, day: "2024-12-01", gross: 5, recipient: id, ...fields },
      });
    }
    await refresh(db, shop);
    expect(await listed(db, shop)).toEqual([]);
    await place(db, shop, { from: 200, count: 1, guest: EMAIL, firstRecipient: 200 });
    await refresh(db, shop);
    expect(await listed(db, shop)).toMatchObject([{ orders: 21, recipients: 20 }]);
  });

  test("taken out, it counts for the shop and for no customer; put back, every figure is as before", async ({
    db,
  }) => {
    const shop = await aShopWithHabits(db);
    await marketplaceIn(db, shop);
    await refresh(db, shop);
    const refit = () => refitModel(host(db), shop);
    expect(await refit()).toMatchObject({ state: "fitted", customers: 121 });
    const before = await figuresOf(db, shop);
    const sums = await sumsOf(db, shop);
    const ofMarketplace = (await readCustomer(db, shop, MARKETPLACE))?.historic.netSalesMinor ?? 0;
    expect(ofMarketplace).toBe(27 * 1_000 + 10 * 171);
    const file = async () => {
      const exportId = await requestExport(db, shop, {
        ...{ audience: { all: [] }, columns: ["email"], format: "csv", requestedBy: "1", now: NOON },
      });
      let text = "";
      const { stream } = await openExportFile(exportHost(db, NOON), shop, exportId);
      for await (const chunk of stream) text += String(chunk);
      return text;
    };
    expect(await file()).toContain(EMAIL);

    const { log } = host(db);
    const jobs = await startQueue({
      ...{ connectionString: db.pool.options.connectionString ?? "", log, pollSeconds: 1 },
      metrics: createMetrics(),
    });
    try {
      const deciding = { ...host(db), jobs };
      expect(await decideOnSharedAddress(deciding, shop, EMAIL, "taken_out", "1")).toBe(true);
      expect(await readSharedAddresses(db, shop)).toMatchObject({ recomputing: true });
      await registerValuationJobs(deciding);
      await jobs.settled();
    } finally {
      await jobs.stop();
    }
    expect(await readSharedAddresses(db, shop)).toMatchObject({
      recomputing: false,
      addresses: [{ email: EMAIL, orders: 27, decision: "taken_out", customer: { customerId: MARKETPLACE } }],
    });
    await expectMoneyConserved(db, shop);
    expect(await sumsOf(db, shop)).toEqual({
      ...sums,
      customers: sums.customers - ofMarketplace,
      nobody: sums.nobody + ofMarketplace,
    });
    expect(await readCustomer(db, shop, MARKETPLACE)).toBeNull();
    expect(await readTakenOutCustomer(db, shop, MARKETPLACE)).toEqual({
      ...{ customerId: MARKETPLACE, name: "Marketplace", address: EMAIL },
    });
    expect((await listCustomers(db, shop, LIST)).rows).toEqual([]);
    expect(await file()).not.toContain(EMAIL);

    // The job that valued the shop without the marketplace has also fitted the model without it.
    expect(await fittedTo(db, shop)).toBe(120);
    await decide(db, shop, "kept");
    await refresh(db, shop, false);
    expect(await refit()).toMatchObject({ customers: 121, scored: 121 });
    expect(await figuresOf(db, shop)).toEqual(before);
    await expectMoneyConserved(db, shop);
    const home = await readHome(db, shop, NOON);
    expect(home.state === "full" && home.attention.map(({ kind }) => kind)).not.toContain("shared_addresses");
  }, 120_000);

  test("whatever happens to it while it is out, touched rows and a full valuation agree", async ({ db }) => {
    const shop = await aShop(db.pool);
    await marketplaceIn(db, shop);
    await aCustomer(db.pool, shop, { id: 1, email: "one@example.com", emailVerified: true });
    await place(db, shop, { from: 1, count: 3, customer: 1 });
    await refresh(db, shop);
    await decide(db, shop, "taken_out");
    await refresh(db, shop);
    await place(db, shop, { from: 500, count: 1, customer: MARKETPLACE });
    await touchCustomers(db.pool, shop.shopId, [MARKETPLACE]);
    await place(db, shop, { from: 501, count: 1, guest: EMAIL });
    await touchGuests(db.pool, shop.shopId, [EMAIL]);
    expect(await refresh(db, shop, false)).toMatchObject({ full: false, written: 0 });
    const touched = await figuresOf(db, shop);
    expect((await sumsOf(db, shop)).nobody).toBe(27 * 1_000 + 10 * 171 + 2_000);
    await refresh(db, shop);
    expect(await figuresOf(db, shop)).toEqual(touched);
    expect(await listed(db, shop)).toMatchObject([{ orders: 29 }]);
    await expectMoneyConserved(db, shop);

    // The address goes to another customer: the one who had it counts again, the one who has it does not.
    await db.pool.query(
      `update customer set email = case customer_id when 1 then $2 else 'other@example.com' end where shop_id = $1`,
      [shop.shopId, EMAIL],
    );
    await touchCustomers(db.pool, shop.shopId, [1, MARKETPLACE]);
    await refresh(db, shop, false);
    expect(await readCustomer(db, shop, 1)).toBeNull();
    expect(await readCustomer(db, shop, MARKETPLACE)).toMatchObject({ historic: { orders: 16 } });
    await expectMoneyConserved(db, shop);
  });

  test("an address without a customer stays out when a customer appears with it", async ({ db }) => {
    const shop = await aShop(db.pool);
    await aCustomer(db.pool, shop, { id: 1 });
    await place(db, shop, { from: 1, count: 2, customer: 1 });
    await place(db, shop, { from: 100, count: 22, guest: EMAIL });
    await refresh(db, shop);
    await decide(db, shop, "taken_out");
    await aCustomer(db.pool, shop, { id: 2, email: EMAIL, emailVerified: true });
    await refresh(db, shop);
    expect(await readCustomer(db, shop, 2)).toBeNull();
    expect(await listed(db, shop)).toMatchObject([{ email: EMAIL, customer: { customerId: 2 } }]);
    await expectMoneyConserved(db, shop);
  });

  test("only a listed address can be decided on, and only a decision that changes a figure asks for figures", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    const other = await aShop(db.pool);
    for (const one of [shop, other]) {
      await marketplaceIn(db, one);
      await refresh(db, one);
    }
    expect(await decide(db, shop, "taken_out", "person@example.com")).toBe(false);
    expect(await decide(db, shop, "kept")).toBe(true);
    expect(await readSharedAddresses(db, shop)).toMatchObject({ recomputing: false });
    expect(await decide(db, shop, "taken_out")).toBe(true);
    expect(await decide(db, shop, "taken_out")).toBe(true);
    await refresh(db, shop, false);
    expect(await readSharedAddresses(db, shop)).toMatchObject({ recomputing: false });
    await refresh(db, other);
    expect(await listed(db, other)).toMatchObject([{ decision: null }]);
    expect(await readCustomer(db, other, MARKETPLACE)).not.toBeNull();

    // Whoever is out stays on the list, however few of the orders are left.
    await db.pool.query("delete from orders where shop_id = $1 and order_id > 9003", [shop.shopId]);
    await refresh(db, shop);
    expect(await listed(db, shop)).toMatchObject([{ orders: 4, decision: "taken_out" }]);
    await decide(db, shop, "kept");
    await refresh(db, shop);
    expect(await listed(db, shop)).toEqual([]);
  });
});
