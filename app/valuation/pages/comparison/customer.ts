import type { Db } from "../../../db/client.ts";
import {
  type CustomerOrderRow,
  customerDetail,
  ordersOfCustomer,
} from "../../../db/queries/pages/customer-detail.ts";
import { shopSettings } from "../../../db/queries/pages/settings.ts";
import { readShop } from "../../../db/queries/source/shops.ts";
import type { ValuationRules } from "../../../db/queries/valuation/counted-orders.ts";
import { shopValuation } from "../../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../../platform/ids.ts";
import { contributionOf } from "../customers/order-contribution.ts";
import { nameOf } from "../customers/row.ts";
import { type ShopFacts, shopFactsOf } from "../shop-facts.ts";
import { type Ladder, ladder, type StepKey } from "./ladder.ts";

/** Shopify's lifetime figures of a customer beside the app's. */
export interface CustomerComparison {
  readonly shop: ShopFacts;
  readonly asOfDay: string;
  readonly historyFrom: string | null;
  readonly customer: {
    readonly customerId: number;
    readonly name: string | null;
    readonly email: string | null;
  };
  /** Orders as Shopify counts them; null where it did not answer. */
  readonly shopifyOrders: number | null;
  readonly countedOrders: number;
  readonly netSalesMinor: number;
  /** From Shopify's amount spent; null where it did not answer. */
  readonly ladder: Ladder | null;
}

/** Shopify's lifetime figures of a customer. */
export interface Spending {
  readonly amountSpentMinor: number;
  readonly numberOfOrders: number;
}

/** A customer's net sales beside what Shopify says was spent (null: it did not answer), step by step; null if unknown. */
export async function readCustomerComparison(
  db: Db,
  shop: ShopRef,
  customerId: number,
  spending: Spending | null,
): Promise<CustomerComparison | null> {
  const { shopId } = shop;
  const [facts, valuation, settings, detail] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    shopSettings(db.pool, shopId),
    customerDetail(db.pool, shopId, customerId),
  ]);
  if (!detail || !valuation) return null;
  const asOfDay = valuation.as_of_day;
  const orders = await ordersOfCustomer(db.pool, shopId, customerId, settings.joinGuestsByEmail, asOfDay);
  const netSalesMinor = detail.net_sales_minor;
  return {
    shop: shopFactsOf(shop, facts),
    asOfDay,
    historyFrom: facts?.historyFrom?.toISOString().slice(0, 10) ?? null,
    customer: { customerId, name: nameOf(detail), email: detail.email },
    shopifyOrders: spending?.numberOfOrders ?? null,
    countedOrders: detail.orders,
    netSalesMinor,
    ladder: spending
      ? ladder(spending.amountSpentMinor, stepsOf(orders, settings, asOfDay), netSalesMinor)
      : null,
  };
}

const ORDER: readonly StepKey[] = [
  "voided",
  "expired",
  "cancelled",
  "gift_card",
  "zero_value",
  "ahead",
  "tax",
  "shipping",
  "tips",
  "gift_cards",
  "duties",
  "fees",
  "unpaid",
  "pending",
  "guests",
];

/**
 * Amount spent is what was received and not given back of the customer's own orders, test orders left out; an order without a
 * customer is in nobody's.
 */
function stepsOf(rows: readonly CustomerOrderRow[], rules: ValuationRules, asOfDay: string) {
  const steps = new Map<StepKey, { minor: number; orders: number }>();
  const add = (key: StepKey, minor: number, orders = 0): void => {
    const step = steps.get(key) ?? { minor: 0, orders: 0 };
    steps.set(key, { minor: step.minor + minor, orders: step.orders + orders });
  };
  for (const row of rows) {
    const { exclusion } = contributionOf(row, rules, asOfDay);
    if (row.guest) {
      if (exclusion === null) add("guests", row.net_sales_minor, 1);
    } else if (exclusion === null) {
      // What was given back or kept had its tax.
      add("tax", -row.tax_minor - row.discrepancy_tax_minor);
      add("shipping", -row.shipping_minor);
      add("tips", -row.tips_minor);
      add("gift_cards", -row.gift_cards_minor);
      add("duties", -row.duties_minor);
      add("fees", -row.fees_minor);
      add("unpaid", row.outstanding_minor);
      add("pending", -row.refunds.reduce((sum, refund) => sum + refund.pending, 0));
    } else if (exclusion !== "test") {
      add(exclusion, row.refunded_minor - row.received_minor, 1);
    }
  }
  return ORDER.flatMap((key) => {
    const step = steps.get(key);
    return step ? [{ key, minor: step.minor, ...(step.orders > 0 && { orders: step.orders }) }] : [];
  });
}
