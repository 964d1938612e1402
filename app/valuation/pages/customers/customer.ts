import { dayOfIso } from "../../../clv/calendar.ts";
import type { Basis } from "../../../clv/historic/basis.ts";
import type { RfmGroup } from "../../../clv/historic/rfm.ts";
import type { Db } from "../../../db/client.ts";
import {
  type CustomerDetailRow,
  type CustomerOrderRow,
  customerDetail,
  type DayRow,
  daysOfCustomer,
  ordersOfCustomer,
  survivingCustomer,
} from "../../../db/queries/pages/customer-detail.ts";
import { type StoredSettings, shopSettings } from "../../../db/queries/pages/settings.ts";
import { takenOutCustomer } from "../../../db/queries/pages/shared-addresses.ts";
import { cohortTotals } from "../../../db/queries/pages/summary.ts";
import { readShop, type ShopRow } from "../../../db/queries/source/shops.ts";
import { countSingly } from "../../../db/queries/sync/dirty.ts";
import { type ShopValuationRow, shopValuation } from "../../../db/queries/valuation/customer-value-rows.ts";
import { modelInForce } from "../../../db/queries/valuation/predictions.ts";
import { BASIS_COLUMNS } from "../../../db/queries/valuation/window-columns.ts";
import type { ShopRef } from "../../../platform/ids.ts";
import { type BasisView, readBasis, shareOn } from "../basis.ts";
import { type LearningReason, learningReason } from "../learning.ts";
import { parseHoldoutReport } from "../model/stored-test.ts";
import { type ShopFacts, shopFactsOf } from "../shop-facts.ts";
import {
  contributionOf,
  type OrderContribution,
  type TimelineDay,
  timelineOf,
} from "./order-contribution.ts";
import { type CustomerRow, customerRowOf } from "./row.ts";
import { cumulative, type HistoricValue, historicOf, leftOf } from "./value-on-basis.ts";

export interface CustomerView {
  readonly shop: ShopFacts;
  readonly asOfDay: string;
  readonly basis: BasisView;
  readonly customer: CustomerRow & {
    readonly firstOrderDay: string | null;
    readonly tags: readonly string[];
    readonly shopifyRfmGroup: string | null;
    readonly shopifySpendTier: string | null;
    readonly rfm: { readonly recency: number; readonly frequency: number; readonly monetary: number } | null;
  };
  readonly historic: HistoricValue;
  readonly prediction:
    | {
        readonly state: "ready";
        /** No model did better than a plain rule: every customer is expected to order as often as the average customer did. */
        readonly averageOrders: boolean;
        readonly pAlive: number;
        readonly churnProbability: number;
        readonly expectedOrders: number;
        readonly ordersLow: number;
        readonly ordersHigh: number;
        readonly expectedValueMinor: number;
        readonly valueLowMinor: number;
        readonly valueHighMinor: number;
        readonly nextOrderFrom: string | null;
        readonly nextOrderTo: string | null;
        /** Inputs of the model: repeat order days, weeks from first to last order, weeks observed, mean repeat value. */
        readonly inputs: {
          readonly x: number;
          readonly tx: number;
          readonly T: number;
          readonly meanValueMinor: number | null;
        };
      }
    | { readonly state: "learning"; readonly reason: LearningReason }
    | { readonly state: "no_orders" };
  /** Cumulative value on the basis after each day on which it changed. */
  readonly timeline: readonly TimelineDay[];
  readonly orders: readonly OrderContribution[];
  /** Over all of the customer's orders that count. */
  readonly concerns: {
    readonly openChargebacks: number;
    readonly lostChargebacks: number;
    readonly longUnpaidMinor: number;
  };
  readonly ordersShown: number;
  readonly ordersTotal: number;
  /** Orders with refunds of which it is not read yet what they were for. */
  readonly unreadOrders: number;
}

/**
 * What the block on Shopify's own customer page shows. `unknown`: the app has not read this customer yet. `taken_out`: an address that many
 * share is the customer's, and is taken out of the figures.
 */
export type CustomerCard =
  | { readonly state: "unknown" }
  | { readonly state: "taken_out" }
  | { readonly state: "no_orders" }
  | {
      readonly state: "full";
      readonly currency: string;
      /** Decimals of the amounts. */
      readonly minorDigits: number;
      readonly asOfDay: string;
      readonly group: RfmGroup;
      readonly orders: number;
      readonly netSalesMinor: number;
      readonly lastOrderDay: string;
      readonly prediction:
        | {
            readonly state: "ready";
            readonly expectedValueMinor: number;
            readonly valueLowMinor: number;
            readonly valueHighMinor: number;
          }
        | { readonly state: "learning"; readonly reason: LearningReason };
      /** Orders of the customer that are still being read in detail: until then these figures can move a little. */
      readonly unreadOrders: number;
    };

const ORDERS_SHOWN = 250;

/** The customer that an id stands for after all merges: itself where it was never merged away. */
export function readSurvivor(db: Db, shop: ShopRef, customerId: number): Promise<number> {
  return survivingCustomer(db.pool, shop.shopId, customerId);
}

/** A customer with every figure's inputs; null if unknown. The newest `ordersShown` orders are listed, all of them are in the figures. */
export async function readCustomer(
  db: Db,
  shop: ShopRef,
  customerId: number,
  options: { readonly ordersShown?: number } = {},
): Promise<CustomerView | null> {
  const { shopId } = shop;
  const [facts, valuation, settings, detail, model] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    shopSettings(db.pool, shopId),
    customerDetail(db.pool, shopId, customerId),
    modelInForce(db.pool, shopId),
  ]);
  if (!detail || !valuation) return null;
  const { chosen, used } = await readBasis(db.pool, shopId);
  const days = used === "revenue" ? null : await daysOfCustomer(db.pool, shopId, customerId);
  const share =
    used === "revenue" ? 1 : shareOn(used, await cohortTotals(db.pool, shopId, valuation.as_of_day));
  const stored = await ordersOfCustomer(
    db.pool,
    shopId,
    customerId,
    settings.joinGuestsByEmail,
    valuation.as_of_day,
  );
  return customerView(
    shop,
    { facts, valuation, settings, detail, stored, validation: model?.validation, chosen, used, days, share },
    options.ordersShown ?? ORDERS_SHOWN,
  );
}

interface CustomerInput {
  readonly facts: ShopRow | null;
  readonly valuation: ShopValuationRow;
  readonly settings: StoredSettings;
  readonly detail: CustomerDetailRow;
  readonly stored: readonly CustomerOrderRow[];
  /** Stored test of the model in force. */
  readonly validation: unknown;
  readonly chosen: Basis;
  readonly used: Basis;
  /** Null where the basis is net sales, which the orders give. */
  readonly days: readonly DayRow[] | null;
  /** How much of net sales is left on the basis, over the shop. */
  readonly share: number;
}

function customerView(shop: ShopRef, input: CustomerInput, shown: number): CustomerView {
  const { facts, valuation, settings, detail, stored, validation, chosen, used, days, share } = input;
  const dated = days?.map((row) => ({ day: row.day, minor: row[BASIS_COLUMNS[used]] ?? 0 })) ?? null;
  const historic = historicOf(detail, valuation, used, dated);
  const predicted = predictionOf(detail, valuation, validation);
  const orders: OrderContribution[] = stored.map((row) => contributionOf(row, settings, valuation.as_of_day));
  return {
    shop: shopFactsOf(shop, facts),
    asOfDay: valuation.as_of_day,
    basis: { chosen, used, costCoverage: historic.costCoverage },
    customer: {
      ...customerRowOf(detail),
      firstOrderDay: detail.first_order_day,
      tags: detail.tags,
      shopifyRfmGroup: detail.shopify_rfm_group,
      shopifySpendTier: detail.shopify_spend_tier,
      rfm:
        detail.rfm_recency === null || detail.rfm_frequency === null || detail.rfm_monetary === null
          ? null
          : { recency: detail.rfm_recency, frequency: detail.rfm_frequency, monetary: detail.rfm_monetary },
    },
    historic,
    prediction: predicted.state === "ready" ? { ...predicted, ...leftOf(predicted, share) } : predicted,
    timeline: dated ? cumulative(dated) : timelineOf(orders, settings),
    orders: orders.slice(0, shown),
    concerns: concernsOf(orders),
    ordersShown: Math.min(shown, orders.length),
    ordersTotal: orders.length,
    unreadOrders: orders.filter(({ refunds }) => refunds.some(({ parts }) => parts === null)).length,
  };
}

function concernsOf(orders: readonly OrderContribution[]): CustomerView["concerns"] {
  const counted = orders.filter(({ exclusion }) => exclusion === null);
  return {
    openChargebacks: counted.filter(({ chargeback }) => chargeback === "open").length,
    lostChargebacks: counted.filter(({ chargeback }) => chargeback === "lost").length,
    longUnpaidMinor: counted.reduce((sum, { longUnpaidMinor }) => sum + longUnpaidMinor, 0),
  };
}

function predictionOf(
  detail: CustomerDetailRow,
  valuation: ShopValuationRow,
  validation: unknown,
): CustomerView["prediction"] {
  const { first_order_day: first, last_order_day: last } = detail;
  if (first === null || last === null) return { state: "no_orders" };
  const { p_alive, order_probability, expected_orders, orders_low, orders_high } = detail;
  const { expected_value_minor, value_low_minor, value_high_minor } = detail;
  if (
    p_alive === null ||
    order_probability === null ||
    expected_orders === null ||
    orders_low === null ||
    orders_high === null ||
    expected_value_minor === null ||
    value_low_minor === null ||
    value_high_minor === null
  ) {
    return { state: "learning", reason: learningReason(valuation.learning) };
  }
  return {
    state: "ready",
    averageOrders: parseHoldoutReport(validation)?.chosen.reason === "baseline_better",
    pAlive: p_alive,
    churnProbability: 1 - order_probability,
    expectedOrders: expected_orders,
    ordersLow: orders_low,
    ordersHigh: orders_high,
    expectedValueMinor: expected_value_minor,
    valueLowMinor: value_low_minor,
    valueHighMinor: value_high_minor,
    nextOrderFrom: detail.next_order_from,
    nextOrderTo: detail.next_order_to,
    inputs: {
      x: detail.order_days - 1,
      tx: daysBetween(first, last) / 7,
      T: daysBetween(first, valuation.as_of_day) / 7,
      meanValueMinor: detail.repeat_day_value_minor,
    },
  };
}

function daysBetween(from: string, to: string): number {
  return (dayOfIso(to) ?? 0) - (dayOfIso(from) ?? 0);
}

/** What the block on Shopify's own customer page shows. For a customer who was merged it shows the surviving one. */
export async function readCustomerCard(db: Db, shop: ShopRef, openedId: number): Promise<CustomerCard> {
  const customerId = await readSurvivor(db, shop, openedId);
  const [facts, valuation, detail, waiting] = await Promise.all([
    readShop(db.pool, shop.shopId),
    shopValuation(db.pool, shop.shopId),
    customerDetail(db.pool, shop.shopId, customerId),
    countSingly(db.pool, shop.shopId, "orders"),
  ]);
  if (!detail || !valuation) {
    const isOut = await takenOutCustomer(db.pool, shop.shopId, customerId);
    return { state: isOut ? "taken_out" : "unknown" };
  }
  const { group, orders, netSalesMinor, lastOrderDay } = customerRowOf(detail);
  const prediction = predictionOf(detail, valuation, null);
  if (lastOrderDay === null || prediction.state === "no_orders") return { state: "no_orders" };
  const { currency, minorDigits } = shopFactsOf(shop, facts);
  return {
    state: "full",
    currency,
    minorDigits,
    asOfDay: valuation.as_of_day,
    group,
    orders,
    netSalesMinor,
    lastOrderDay,
    prediction,
    unreadOrders: waiting === 0 ? 0 : await countUnread(db, shop, customerId, valuation),
  };
}

/** The card needs the orders themselves only while some of the shop are still being read in detail. */
async function countUnread(
  db: Db,
  { shopId }: ShopRef,
  customerId: number,
  { as_of_day }: ShopValuationRow,
): Promise<number> {
  const { joinGuestsByEmail } = await shopSettings(db.pool, shopId);
  const orders = await ordersOfCustomer(db.pool, shopId, customerId, joinGuestsByEmail, as_of_day);
  return orders.filter(({ refunds }) => refunds.some(({ returns }) => returns === null)).length;
}
