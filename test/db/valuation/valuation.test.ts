import fc from "fast-check";
import { describe, expect } from "vitest";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";
import { customerSummary } from "../../../app/clv/data/customer-summary.ts";
import { customerHistory } from "../../../app/clv/historic/customer-history.ts";
import { rfmGroup, rfmScore, rfmThresholds } from "../../../app/clv/historic/rfm.ts";
import type { ValueEvent } from "../../../app/clv/historic/value-events.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { touchCustomers, touchGuests } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aCustomer, aMerge, anOrder, aRefund, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const FIRST_DAY = dayOfIso("2024-01-01")!;

interface ArbitraryOrder {
  customer: number | "guest" | "nobody";
  day: number;
  gross: number;
  discounts: number;
  returns: { day: number; minor: number; readSingly: boolean }[];
  exclusion: string | null;
  deleted: boolean;
}

const arbitraryOrder: fc.Arbitrary<ArbitraryOrder> = fc
  .record({
    customer: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 7 }) },
      { weight: 1, arbitrary: fc.constant<"guest">("guest") },
      { weight: 1, arbitrary: fc.constant<"nobody">("nobody") },
    ),
    day: fc.integer({ min: 0, max: 300 }),
    gross: fc.integer({ min: 0, max: 9_999 }),
    discountShare: fc.constantFrom(0, 0, 0.1, 1),
    returns: fc.array(
      fc.record({
        lag: fc.integer({ min: 0, max: 40 }),
        share: fc.double({ min: 0, max: 0.5, noNaN: true }),
        readSingly: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    exclusion: fc.constantFrom(null, null, null, null, "test", "voided"),
    deleted: fc.constantFrom(false, false, false, false, true),
  })
  .map(({ discountShare, returns, ...order }) => {
    const discounts = Math.round(order.gross * discountShare);
    return {
      ...order,
      discounts,
      returns: returns.map(({ lag, share, readSingly }) => ({
        day: order.day + lag,
        minor: Math.floor((order.gross - discounts) * share),
        readSingly,
      })),
    };
  });

const rules = fc.record({
  countZeroValueOrders: fc.boolean(),
  joinGuestsByEmail: fc.boolean(),
  refundDating: fc.constantFrom<"order" | "refund">("order", "refund"),
});
type Rules = typeof rules extends fc.Arbitrary<infer R> ? R : never;

/** The address that a guest ordered with; null for the order of a customer. */
function guestEmail(customer: ArbitraryOrder["customer"]): string | null {
  if (typeof customer === "number") return null;
  return customer === "guest" ? "five@example.com" : "who@example.com";
}

async function place(db: Db, shop: ShopRef, id: number, order: ArbitraryOrder): Promise<void> {
  await db.pool.query("delete from orders where shop_id = $1 and order_id = $2", [shop.shopId, id]);
  await anOrder(db.pool, shop, {
    id,
    customer: typeof order.customer === "number" ? order.customer : null,
    guestEmail: guestEmail(order.customer),
    day: isoOfDay(FIRST_DAY + order.day),
    gross: order.gross,
    discounts: order.discounts,
    returns: order.returns.reduce((sum, { minor }) => sum + minor, 0),
    exclusion: order.exclusion,
    deletedAt: order.deleted ? "2024-12-01T00:00:00Z" : null,
  });
  for (const [i, refund] of order.returns.entries()) {
    await aRefund(db.pool, shop, {
      id: id * 10 + i,
      order: id,
      day: isoOfDay(FIRST_DAY + refund.day),
      returns: refund.readSingly ? refund.minor : null,
    });
  }
}

async function setRules(db: Db, shop: ShopRef, set: Rules): Promise<void> {
  await db.pool.query(
    `insert into shop_settings (shop_id, count_zero_value_orders, join_guests_by_email, refund_dating, revision, updated_at)
     values ($1, $2, $3, $4, 1, now())
     on conflict (shop_id) do update set count_zero_value_orders = $2, join_guests_by_email = $3, refund_dating = $4,
       revision = shop_settings.revision + 1`,
    [shop.shopId, set.countZeroValueOrders, set.joinGuestsByEmail, set.refundDating],
  );
}

/** Everything that valuation stores, but for instants, revisions and the RFM borders, which only a full run draws again. */
async function stored(db: Db, shop: ShopRef) {
  const all = (sql: string) => rows(db.pool, sql, [shop.shopId]);
  return {
    values: (await all("select * from customer_value where shop_id = $1 order by customer_id")).map(
      ({ valued_at, rfm_recency, rfm_frequency, rfm_monetary, rfm_group, ...row }) => row,
    ),
    months: await all("select * from customer_month where shop_id = $1 order by customer_id, month"),
    customerDays: await all("select * from customer_day where shop_id = $1 order by customer_id, day"),
    purchases: await all(
      "select * from customer_purchase where shop_id = $1 order by customer_id, order_id, product_id",
    ),
    days: await all("select * from cohort_day where shop_id = $1 order by first_order_day"),
    cells: await all("select * from cohort_cell where shop_id = $1 order by cohort_month, month"),
    acquisition: await all("select * from customer_acquisition where shop_id = $1 order by customer_id"),
    acquiredCohorts: await all(
      `select * from acquisition_cohort where shop_id = $1 order by dimension, channel, key, cohort_month`,
    ),
    acquiredCells: await all(
      `select * from acquisition_cell where shop_id = $1 order by dimension, channel, key, cohort_month, month`,
    ),
    gaps: await all("select * from order_gap where shop_id = $1 order by gap_days"),
    unassigned: await all(
      `select as_of_day, unassigned_orders, unassigned_net_sales_minor, unassigned_first_day, unassigned_last_day
       from shop_valuation where shop_id = $1`,
    ),
  };
}

/** Six customers; the fifth has a verified address that guests use. */
async function sixCustomers(db: Db): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  for (let id = 1; id <= 6; id++) {
    await aCustomer(db.pool, shop, {
      id,
      email: id === 5 ? "five@example.com" : `c${id}@example.com`,
      emailVerified: id === 5,
    });
  }
  return shop;
}

describe("customer value", () => {
  test("valuing what changed gives the same rows as valuing everything", async ({ db }) => {
    const edit = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant<"order">("order"),
          id: fc.integer({ min: 1, max: 12 }),
          order: arbitraryOrder,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant<"merge">("merge"),
          from: fc.constantFrom(1, 2),
          to: fc.constantFrom(3, 4, 5),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant<"delete">("delete"), id: fc.constantFrom(4, 6) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant<"verify">("verify"), verified: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant<"arrive">("arrive") }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant<"address">("address"),
          email: fc.constantFrom("five@example.com", "who@example.com"),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant<"rules">("rules"), rules }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant<"refresh">("refresh") }) },
    );
    const host = valuationHost(db, TODAY);
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 25 }), async (edits) => {
        const shop = await sixCustomers(db);
        // Without any order every run would be a full one.
        await anOrder(db.pool, shop, { id: 99, customer: 3, day: "2024-02-01", gross: 2_500 });
        await refreshValuation(host, shop, { full: true });
        const placed = new Map<number, ArbitraryOrder>();
        for (const change of edits) {
          if (change.kind === "order") {
            // As the sync does: whoever the order was of before, and whoever it is of now.
            const versions = [placed.get(change.id), change.order].filter((one) => one !== undefined);
            await place(db, shop, change.id, change.order);
            placed.set(change.id, change.order);
            const ids = versions.map(({ customer }) => customer).filter((id) => typeof id === "number");
            const emails = versions.map(({ customer }) => guestEmail(customer)).filter((one) => one !== null);
            if (ids.length > 0) await touchCustomers(db.pool, shop.shopId, ids);
            if (emails.length > 0) await touchGuests(db.pool, shop.shopId, emails);
          } else if (change.kind === "merge") {
            await db.pool.query("delete from customer_alias where shop_id = $1 and from_customer_id = $2", [
              shop.shopId,
              change.from,
            ]);
            const [old] = await rows<{ id: number }>(db.pool, "select $1::bigint as id", [change.from]);
            await aMerge(db.pool, shop, change.from, change.to);
            await touchCustomers(db.pool, shop.shopId, [old!.id, 3, 4, 5]);
          } else if (change.kind === "delete") {
            await db.pool.query(
              "update customer set deleted_at = now() where shop_id = $1 and customer_id = $2",
              [shop.shopId, change.id],
            );
            await touchCustomers(db.pool, shop.shopId, [change.id]);
          } else if (change.kind === "verify") {
            await db.pool.query(
              "update customer set email_verified = $2 where shop_id = $1 and customer_id = 5",
              [shop.shopId, change.verified],
            );
            await touchCustomers(db.pool, shop.shopId, [5]);
          } else if (change.kind === "arrive") {
            await db.pool.query("delete from customer where shop_id = $1 and customer_id = 7", [shop.shopId]);
            await aCustomer(db.pool, shop, { id: 7, email: "seven@example.com" });
            await touchCustomers(db.pool, shop.shopId, [7]);
          } else if (change.kind === "address") {
            await db.pool.query("update customer set email = $2 where shop_id = $1 and customer_id = 5", [
              shop.shopId,
              change.email,
            ]);
            await touchCustomers(db.pool, shop.shopId, [5]);
          } else if (change.kind === "rules") {
            await setRules(db, shop, change.rules);
          } else {
            await refreshValuation(host, shop, { full: false });
          }
        }
        const outcome = await refreshValuation(host, shop, { full: false });
        if (!edits.some(({ kind }) => kind === "rules")) expect(outcome?.full).toBe(false);
        expect(outcome?.more).toBe(false);
        const incremental = await stored(db, shop);
        await refreshValuation(host, shop, { full: true });
        expect(incremental).toEqual(await stored(db, shop));
      }),
      { numRuns: 40 },
    );
  });

  test("stored values equal the plain definitions", async ({ db }) => {
    const host = valuationHost(db, TODAY);
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryOrder, { minLength: 1, maxLength: 25 }),
        rules,
        async (orders, set) => {
          const shop = await sixCustomers(db);
          await setRules(db, shop, set);
          for (const [i, order] of orders.entries()) await place(db, shop, i + 1, order);
          await refreshValuation(host, shop, { full: true });
          const asOf = dayOfIso(TODAY)!;
          const customers = new Map<
            number,
            { events: ValueEvent[]; own: { day: number; netSalesMinor: number }[] }
          >();
          for (const order of orders) {
            const customer =
              order.customer === "guest" ? (set.joinGuestsByEmail ? 5 : "nobody") : order.customer;
            const free = order.gross === order.discounts && !set.countZeroValueOrders;
            // The seventh customer is not known.
            if (customer === "nobody" || customer === 7 || order.deleted || order.exclusion !== null || free)
              continue;
            const entry = customers.get(customer) ?? { events: [], own: [] };
            customers.set(customer, entry);
            const day = FIRST_DAY + order.day;
            const net =
              order.gross - order.discounts - order.returns.reduce((sum, { minor }) => sum + minor, 0);
            const dated =
              set.refundDating === "refund" ? order.returns.filter(({ readSingly }) => readSingly) : [];
            entry.own.push({ day, netSalesMinor: net });
            entry.events.push({
              day,
              netSalesMinor: net + dated.reduce((sum, { minor }) => sum + minor, 0),
              isOrder: true,
            });
            for (const refund of dated) {
              entry.events.push({
                day: FIRST_DAY + refund.day,
                netSalesMinor: -refund.minor,
                isOrder: false,
              });
            }
          }
          const values = await rows(
            db.pool,
            "select * from customer_value where shop_id = $1 order by customer_id",
            [shop.shopId],
          );
          expect(values.map((row) => row.customer_id)).toEqual([1, 2, 3, 4, 5, 6]);
          const valued = [...customers].map(([id, { events }]) => ({
            id,
            history: customerHistory(events, asOf)!,
          }));
          const thresholds = rfmThresholds({
            lastOrderDay: valued.map(({ history }) => history.lastDay),
            orders: valued.map(({ history }) => history.orders),
            netSalesMinor: valued.map(({ history }) => history.netSalesMinor),
          });
          for (const row of values) {
            const entry = customers.get(row.customer_id);
            if (!entry) {
              expect(row).toMatchObject({
                orders: 0,
                net_sales_minor: 0,
                first_order_day: null,
                rfm_group: "PROSPECTS",
              });
              continue;
            }
            const history = customerHistory(entry.events, asOf)!;
            const purchases = customerSummary(entry.own, asOf)!;
            const score = rfmScore(
              { lastOrderDay: history.lastDay, orders: history.orders, netSalesMinor: history.netSalesMinor },
              thresholds!,
            );
            expect(row).toMatchObject({
              orders: history.orders,
              order_days: purchases.x + 1,
              first_order_day: isoOfDay(history.firstDay),
              last_order_day: isoOfDay(history.lastDay),
              net_sales_minor: history.netSalesMinor,
              first_order_value_minor: entry.own.sort((a, b) => a.day - b.day)[0]!.netSalesMinor,
              median_gap_days: history.medianGapDays,
              repeat_day_value_minor: purchases.x === 0 ? null : purchases.meanValueMinor,
              rfm_recency: score.recency,
              rfm_frequency: score.frequency,
              rfm_monetary: score.monetary,
              rfm_group: rfmGroup(score),
            });
            for (const window of history.windows)
              expect(row[`value_${window.days}_minor`]).toBe(window.value);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
