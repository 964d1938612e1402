import fc from "fast-check";
import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { rows } from "../../../app/db/client.ts";
import { replaceCostRules } from "../../../app/db/queries/costs/rules.ts";
import { storeSettings } from "../../../app/db/queries/pages/settings.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { anyCosts, rulesOf } from "../../builders/any-costs.ts";
import { aCustomer, aLine, anOrder, aRefund, aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import {
  type PlainCostOrder,
  type PlainCosts,
  type PlainMargin,
  plainMargin,
} from "../../oracle/order-costs.ts";
import { test } from "../database.ts";

const TODAY = "2025-06-30";
const PRODUCTS = [1, 2, 3];

interface DrawnOrder extends Omit<PlainCostOrder, "lines"> {
  /** 0 is nobody's. */
  readonly customer: number;
  readonly day: string;
  readonly refundDay: string;
  readonly refunded: number;
  readonly lines: readonly (PlainCostOrder["lines"][number] & { readonly product: number | null })[];
}

interface DrawnShop {
  readonly orders: readonly DrawnOrder[];
  readonly costs: PlainCosts;
  readonly refundDating: "order" | "refund";
}

const day = fc.constantFrom("2025-01-05", "2025-01-05", "2025-02-10", "2025-03-20");

/** What a unit of each product costs by the merchant; nothing is said of the third. */
const productCost = (product: number | null): number | null =>
  product === 1 ? 240 : product === 2 ? 0 : null;

const drawnLine = fc
  .record({
    product: fc.constantFrom(null, ...PRODUCTS),
    net: fc.integer({ min: -400, max: 9_000 }),
    kept: fc.integer({ min: 0, max: 3 }),
    unitCost: fc.option(fc.integer({ min: 0, max: 9_000 })),
  })
  .map((line) => ({ ...line, productCost: productCost(line.product) }));

const drawnOrder: fc.Arbitrary<DrawnOrder> = fc.record({
  customer: fc.integer({ min: 0, max: 3 }),
  day,
  refundDay: fc.constantFrom("2025-03-01", "2025-05-05"),
  refunded: fc.constantFrom(0, 0, 700),
  gross: fc.integer({ min: 1, max: 30_000 }),
  discounts: fc.constant(0),
  lines: fc.array(drawnLine, { minLength: 1, maxLength: 4 }),
  shipping: fc.constantFrom(0, 495),
  received: fc.integer({ min: 0, max: 40_000 }),
  outstanding: fc.constantFrom(0, 0, 1_250, -300),
  country: fc.constantFrom(null, "NL", "DE", "FR"),
  cancelled: fc.constantFrom(false, false, false, true),
  sent: fc.constantFrom(true, true, false, null),
});

const drawnShop: fc.Arbitrary<DrawnShop> = fc.record({
  orders: fc.array(drawnOrder, { minLength: 1, maxLength: 9 }),
  costs: anyCosts,
  refundDating: fc.constantFrom("order" as const, "refund" as const),
});

async function write(db: Db, drawn: DrawnShop): Promise<ShopRef> {
  const shop = await aShop(db.pool);
  for (const id of [1, 2, 3]) await aCustomer(db.pool, shop, { id });
  for (const [at, order] of drawn.orders.entries()) {
    const net = order.lines.reduce((sum, line) => sum + line.net, 0);
    await anOrder(db.pool, shop, {
      ...{ id: at + 1, day: order.day, gross: order.gross, shipping: order.shipping },
      customer: order.customer === 0 ? null : order.customer,
      returns: order.gross - net,
      received: order.received,
      outstanding: order.outstanding,
      country: order.country,
      isSent: order.sent,
      cancelledAt: order.cancelled ? "2025-06-01T00:00:00Z" : null,
      cost: order.lines.reduce((sum, { unitCost, kept }) => sum + (unitCost ?? 0) * kept, 0),
      costKnownNetSales: order.lines.reduce((sum, line) => sum + (line.unitCost === null ? 0 : line.net), 0),
    });
    for (const [place, line] of order.lines.entries()) {
      await aLine(db.pool, shop, {
        ...{ id: at * 10 + place, order: at + 1, product: line.product },
        ...{ kept: line.kept, quantity: 3, net: line.net, unitCost: line.unitCost },
      });
    }
    if (order.refunded > 0) {
      await aRefund(db.pool, shop, {
        ...{ id: at + 1, order: at + 1, day: order.refundDay, returns: order.refunded },
      });
    }
  }
  await state(db, shop, drawn);
  return shop;
}

async function state(db: Db, shop: ShopRef, { costs, refundDating }: DrawnShop): Promise<void> {
  await storeSettings(db.pool, shop.shopId, {
    countZeroValueOrders: false,
    joinGuestsByEmail: true,
    refundDating,
    defaultMarginBp: costs.defaultMarginBp,
  });
  await db.transaction((tx) => replaceCostRules(tx, shop.shopId, rulesOf(costs), "EUR"));
  await db.pool.query("delete from product_cost where shop_id = $1", [shop.shopId]);
  for (const product of PRODUCTS) {
    const unit = productCost(product);
    if (unit === null) continue;
    await db.pool.query(
      "insert into product_cost (shop_id, product_id, unit_cost_minor, currency, changed_at) values ($1, $2, $3, 'EUR', now())",
      [shop.shopId, product, unit],
    );
  }
}

interface Sums {
  net: number;
  known: number;
  cost: number;
  margin: number | null;
  contribution: number | null;
  shippingCost: number;
  paymentFee: number;
  fulfilmentCost: number;
}

const add = (left: number | null, right: number | null) =>
  left === null || right === null ? null : left + right;

function total(parts: readonly PlainMargin[]): Sums | null {
  if (parts.length === 0) return null;
  return parts.reduce<Sums>(
    (sum, one) => ({
      net: sum.net + one.net,
      known: sum.known + one.known,
      cost: sum.cost + one.cost,
      margin: add(sum.margin, one.margin),
      contribution: add(sum.contribution, one.contribution),
      shippingCost: sum.shippingCost + one.shippingCost,
      paymentFee: sum.paymentFee + one.paymentFee,
      fulfilmentCost: sum.fulfilmentCost + one.fulfilmentCost,
    }),
    {
      ...{ net: 0, known: 0, cost: 0, margin: 0, contribution: 0 },
      ...{ shippingCost: 0, paymentFee: 0, fulfilmentCost: 0 },
    },
  );
}

/** Margin and contribution by day: a refund that is dated by itself takes what it took on its own day. */
function byDay(
  drawn: DrawnShop,
  customer: number,
): Map<string, { margin: number | null; contribution: number | null }> {
  const days = new Map<string, { margin: number | null; contribution: number | null }>();
  const put = (on: string, margin: number | null, contribution: number | null) => {
    const had = days.get(on) ?? { margin: 0, contribution: 0 };
    days.set(on, { margin: add(had.margin, margin), contribution: add(had.contribution, contribution) });
  };
  for (const order of drawn.orders.filter((one) => one.customer === customer)) {
    const { margin, contribution } = plainMargin(order, drawn.costs);
    const later = drawn.refundDating === "refund" ? order.refunded : 0;
    put(order.day, add(margin, later), add(contribution, later));
    if (later === 0) continue;
    const [, on = order.day] = [order.day, order.refundDay].sort();
    put(on, margin === null ? null : -later, contribution === null ? null : -later);
  }
  return days;
}

type Stored = Record<string, number | null>;

async function storedCustomers(db: Db, shop: ShopRef): Promise<Map<number, Sums>> {
  const found = await rows<Stored & { customer_id: number }>(
    db.pool,
    "select * from customer_value where shop_id = $1 and orders > 0 order by customer_id",
    [shop.shopId],
  );
  return new Map(
    found.map((row) => [
      row.customer_id,
      {
        net: row.net_sales_minor ?? Number.NaN,
        known: row.cost_known_net_sales_minor ?? Number.NaN,
        cost: row.cost_minor ?? Number.NaN,
        margin: row.gross_margin_minor ?? null,
        contribution: row.contribution_minor ?? null,
        shippingCost: row.shipping_cost_minor ?? Number.NaN,
        paymentFee: row.payment_cost_minor ?? Number.NaN,
        fulfilmentCost: row.fulfilment_cost_minor ?? Number.NaN,
      },
    ]),
  );
}

async function holdsTo(db: Db, shop: ShopRef, drawn: DrawnShop): Promise<void> {
  const margins = drawn.orders.map((order) => ({ ...order, ...plainMargin(order, drawn.costs) }));
  const expected = new Map<number, Sums>();
  for (const customer of [1, 2, 3]) {
    const own = total(margins.filter((one) => one.customer === customer));
    if (own) expected.set(customer, own);
  }
  expect(await storedCustomers(db, shop)).toEqual(expected);

  for (const customer of expected.keys()) {
    const days = await rows<{ day: string; margin: number | null; contribution: number | null }>(
      db.pool,
      `select day, gross_margin_minor as margin, contribution_minor as contribution from customer_day
       where shop_id = $1 and customer_id = $2 order by day`,
      [shop.shopId, customer],
    );
    expect(days).toEqual(
      [...byDay(drawn, customer)]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([on, sums]) => ({ day: on, ...sums })),
    );
  }

  const everybody = [...expected.values()];
  const known = everybody.filter(({ margin }) => margin !== null);
  const [ofShop] = await rows<Record<string, number>>(
    db.pool,
    `select coalesce(sum(gross_margin_minor), 0)::bigint as margin, coalesce(sum(contribution_minor), 0)::bigint as contribution,
       coalesce(sum(unknown_margins), 0)::int as unknown, coalesce(sum(cost_known_net_sales_minor), 0)::bigint as known
     from cohort_day where shop_id = $1`,
    [shop.shopId],
  );
  expect(ofShop).toEqual({
    margin: known.reduce((sum, one) => sum + (one.margin ?? 0), 0),
    contribution: known.reduce((sum, one) => sum + (one.contribution ?? 0), 0),
    unknown: everybody.length - known.length,
    known: everybody.reduce((sum, one) => sum + one.known, 0),
  });

  // Orders of nobody are in the months of the shop.
  const [months] = await rows<{ margin: number; unknown: number }>(
    db.pool,
    `select coalesce(sum(gross_margin_minor), 0)::bigint as margin, coalesce(sum(unknown_margins), 0)::int as unknown
     from cohort_cell where shop_id = $1`,
    [shop.shopId],
  );
  if (months?.unknown === 0) {
    expect(months.margin).toBe(margins.reduce((sum, one) => sum + (one.margin ?? Number.NaN), 0));
  } else expect(margins.some(({ margin }) => margin === null)).toBe(true);
}

describe("stored margins", () => {
  test("of any orders under any costs are what the plain definition says, and again after other costs are stated", async ({
    db,
  }) => {
    await fc.assert(
      fc.asyncProperty(drawnShop, anyCosts, async (drawn, costs) => {
        const shop = await write(db, drawn);
        const host = valuationHost(db, TODAY);
        await refreshValuation(host, shop, { full: true });
        await holdsTo(db, shop, drawn);
        const later = { ...drawn, costs };
        await state(db, shop, later);
        await refreshValuation(host, shop, { full: true });
        await holdsTo(db, shop, later);
      }),
      { numRuns: 40 },
    );
  });
});
