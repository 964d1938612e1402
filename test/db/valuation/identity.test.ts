import fc from "fast-check";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { CUSTOMER_TABLES } from "../../../app/db/queries/source/columns.ts";
import { joinCustomers, rememberAddresses } from "../../../app/db/queries/source/customers.ts";
import { tombstone } from "../../../app/db/queries/source/tombstones.ts";
import { touchCustomers, touchGuests } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { decideOnSharedAddress } from "../../../app/valuation/pages/shared-addresses.ts";
import { aCustomer, anOrder, aSharedAddress, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const addressOf = (customer: number) => `c${customer}@example.com`;

/** Nobody's address is verified but that of the customers before. */
const UNVERIFIED = 5;
const deciding = (db: Db) => ({
  db,
  jobs: { enqueue: async () => true },
  clock: () => new Date(`${TODAY}T12:00:00Z`),
});

/** What happens to a shop. A merge is seen as two facts, in any order: one of the two is gone, and the webhook that says why. */
type Happening =
  | { readonly what: "order"; readonly customer: number }
  | { readonly what: "guest"; readonly addressOf: number }
  | { readonly what: "merge"; readonly gone: number; readonly kept: number; readonly goneFirst: boolean }
  | { readonly what: "taken_out"; readonly addressOf: number }
  | { readonly what: "kept"; readonly addressOf: number };

async function live(db: Db, shop: ShopRef, all: readonly Happening[], valueEach: boolean) {
  let nextOrder = 1;
  const at = new Date("2024-06-01T00:00:00Z");
  const value = (full: boolean) => refreshValuation(valuationHost(db, TODAY), shop, { full });
  for (const one of all) {
    const id = nextOrder++;
    const net = 10 ** 3 + id;
    if (one.what === "order") {
      await anOrder(db.pool, shop, { id, customer: one.customer, day: "2024-05-01", gross: net });
      await touchCustomers(db.pool, shop.shopId, [one.customer]);
    } else if (one.what === "guest") {
      const guestEmail = addressOf(one.addressOf);
      await anOrder(db.pool, shop, { id, customer: null, guestEmail, day: "2024-05-01", gross: net });
      await touchGuests(db.pool, shop.shopId, [guestEmail]);
    } else if (one.what === "taken_out" || one.what === "kept") {
      const email = addressOf(one.addressOf);
      if (
        !(await decideOnSharedAddress(deciding(db), shop, email, one.what, "1")) &&
        one.what === "taken_out"
      ) {
        await aSharedAddress(db.pool, shop, email);
        await decideOnSharedAddress(deciding(db), shop, email, one.what, "1");
      }
    } else if (one.what === "merge") {
      const vanish = () =>
        db.transaction(async (tx) => {
          await rememberAddresses(tx, shop.shopId, [one.gone], at);
          await tombstone(tx, shop.shopId, CUSTOMER_TABLES, [one.gone], at);
        });
      const join = () => db.transaction((tx) => joinCustomers(tx, shop.shopId, one.gone, one.kept, at));
      for (const fact of one.goneFirst ? [vanish, join] : [join, vanish]) {
        await fact();
        await touchCustomers(db.pool, shop.shopId, [one.gone, one.kept]);
        if (valueEach) await value(false);
      }
    }
    if (valueEach) await value(false);
  }
  await value(!valueEach);
  const found = await rows<{ id: number; net: number }>(
    db.pool,
    "select customer_id as id, net_sales_minor as net from customer_value where shop_id = $1 and orders > 0 order by 1",
    [shop.shopId],
  );
  const [nobody] = await rows<{ net: number }>(
    db.pool,
    "select unassigned_net_sales_minor as net from shop_valuation where shop_id = $1",
    [shop.shopId],
  );
  return { worth: Object.fromEntries(found.map(({ id, net }) => [id, net])), nobody: nobody?.net };
}

/**
 * Everybody's survivor by following who went where; orders follow the person who placed them or whose address they carry. Whoever ends with
 * an address that is taken out is nobody; an address that was never verified is known after a merge only if it was out then.
 */
function expected(all: readonly Happening[]) {
  const wentTo = new Map<number, number>();
  const out = new Set<number>();
  let isForgotten = false;
  for (const one of all) {
    if (one.what === "taken_out") out.add(one.addressOf);
    if (one.what === "kept") out.delete(one.addressOf);
    if (one.what !== "merge") continue;
    wentTo.set(one.gone, one.kept);
    if (one.gone === UNVERIFIED) isForgotten = !out.has(UNVERIFIED);
  }
  if (isForgotten) out.delete(UNVERIFIED);
  const survivorOf = (person: number): number => {
    const next = wentTo.get(person);
    return next === undefined ? person : survivorOf(next);
  };
  const nobodies = new Set([...out].map(survivorOf));
  const worth: Record<number, number> = {};
  let nobody = 0;
  for (const [index, one] of all.entries()) {
    if (one.what !== "order" && one.what !== "guest") continue;
    const net = 1_001 + index;
    const person = survivorOf(one.what === "order" ? one.customer : one.addressOf);
    if (nobodies.has(person) || (one.what === "guest" && one.addressOf === UNVERIFIED)) nobody += net;
    else worth[person] = (worth[person] ?? 0) + net;
  }
  return { worth, nobody };
}

async function aShopOfFive(db: Db): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  for (const id of [1, 2, 3, 4, 5]) {
    await aCustomer(db.pool, shop, { id, email: addressOf(id), emailVerified: id !== UNVERIFIED });
  }
  await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
  return shop;
}

describe("who an order belongs to", () => {
  test("a guest order that joined a customer goes with the customer who is merged", async ({ db }) => {
    for (const goneFirst of [true, false]) {
      const shop = await aShopOfFive(db);
      const all: Happening[] = [
        { what: "guest", addressOf: 1 },
        { what: "order", customer: 2 },
        { what: "merge", gone: 1, kept: 2, goneFirst },
      ];
      expect(await live(db, shop, all, true)).toEqual(expected(all));
    }
  });

  test("a guest order under a merged address belongs to the end of the chain, whenever it comes", async ({
    db,
  }) => {
    const shop = await aShopOfFive(db);
    const all: Happening[] = [
      { what: "guest", addressOf: 1 },
      { what: "merge", gone: 1, kept: 2, goneFirst: true },
      { what: "guest", addressOf: 1 },
      { what: "merge", gone: 2, kept: 3, goneFirst: false },
      { what: "guest", addressOf: 1 },
      { what: "guest", addressOf: 2 },
    ];
    expect(await live(db, shop, all, true)).toEqual(expected(all));
    expect(Object.keys(expected(all).worth)).toEqual(["3"]);
  });

  test("an address that is taken out stays out when its holder is merged, and comes back whole", async ({
    db,
  }) => {
    for (const goneFirst of [true, false]) {
      for (const holder of [1, UNVERIFIED]) {
        for (const [gone, kept] of [
          [holder, 2],
          [2, holder],
        ] as const) {
          const shop = await aShopOfFive(db);
          const all: Happening[] = [
            { what: "order", customer: holder },
            { what: "guest", addressOf: holder },
            { what: "order", customer: 2 },
            { what: "order", customer: 3 },
            { what: "taken_out", addressOf: holder },
            { what: "merge", gone, kept, goneFirst },
            { what: "guest", addressOf: 2 },
            { what: "guest", addressOf: holder },
          ];
          expect(await live(db, shop, all, false)).toEqual(expected(all));
          expect(expected(all).worth).toEqual({ 3: 1_004 });
          const back: Happening[] = [...all, { what: "kept", addressOf: holder }];
          const again = await aShopOfFive(db);
          const untouched = all.map(
            (one): Happening => (one.what === "taken_out" ? { ...one, what: "kept" } : one),
          );
          expect(await live(db, again, back, false)).toEqual(expected(untouched));
        }
      }
    }
  });

  test("any merges, orders and guests, in any order, end with the survivors: touched one by one or valued at once", async ({
    db,
  }) => {
    const person = fc.integer({ min: 1, max: 5 });
    const happening = fc.oneof(
      fc.record({ what: fc.constant("order" as const), customer: person }),
      fc.record({ what: fc.constant("guest" as const), addressOf: person }),
      fc.record({ what: fc.constant("merge" as const), gone: person, kept: person, goneFirst: fc.boolean() }),
      fc.record({ what: fc.constant("taken_out" as const), addressOf: person }),
      fc.record({ what: fc.constant("kept" as const), addressOf: person }),
    );
    const lives = fc.array(happening, { minLength: 2, maxLength: 9 }).map((all) => {
      const gone = new Set<number>();
      return all.filter((one) => {
        if (one.what === "order") return !gone.has(one.customer);
        if (one.what !== "merge") return true;
        if (one.gone === one.kept || gone.has(one.gone) || gone.has(one.kept)) return false;
        gone.add(one.gone);
        return true;
      });
    });
    await fc.assert(
      fc.asyncProperty(lives, async (all) => {
        const numbered = expected(all);
        for (const valueEach of [true, false]) {
          const shop = await aShopOfFive(db);
          expect(await live(db, shop, all, valueEach)).toEqual(numbered);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("an order dated ahead waits, and moves nobody's day", async ({ db }) => {
    const shop = await aShopOfFive(db);
    await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-12-01", gross: 500 });
    await anOrder(db.pool, shop, { id: 2, customer: 1, day: "2062-12-01", gross: 900 });
    await anOrder(db.pool, shop, { id: 3, customer: null, day: "2025-01-01", gross: 900 });
    const outcome = await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect(outcome?.asOfDay).toBe(TODAY);
    const [row] = await rows(
      db.pool,
      "select orders, net_sales_minor, last_order_day from customer_value where shop_id = $1 and customer_id = 1",
      [shop.shopId],
    );
    expect(row).toEqual({ orders: 1, net_sales_minor: 500, last_order_day: "2024-12-01" });
    await refreshValuation(valuationHost(db, "2025-01-01"), shop, { full: true });
    const [later] = await rows(db.pool, "select unassigned_orders from shop_valuation where shop_id = $1", [
      shop.shopId,
    ]);
    expect(later).toEqual({ unassigned_orders: 1 });
  });
});
