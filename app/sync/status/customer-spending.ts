import { gidOf, type ShopRef } from "../../platform/ids.ts";
import { minorUnits } from "../../platform/money.ts";
import { customerSpending } from "../../shopify/operations/customer.ts";
import type { SyncRuntime } from "../runtime.ts";

/** Shopify's lifetime figures of a customer. */
export interface CustomerSpending {
  readonly amountSpentMinor: number;
  readonly numberOfOrders: number;
}

/** A page waits for them. */
const PATIENCE_MS = 5_000;

/**
 * Asks Shopify at this moment: an order does not change its customer's version, so what is stored of these would grow old. Null
 * where Shopify does not answer in time, does not know the customer, or has the amount in another currency.
 */
export async function readCustomerSpending(
  { shopify, log }: Pick<SyncRuntime, "shopify" | "log">,
  shop: ShopRef,
  customerId: number,
  currency: string,
): Promise<CustomerSpending | null> {
  try {
    const admin = await shopify.adminFor(shop);
    const asked = { id: gidOf("Customer", customerId) };
    const { data } = await admin.query(customerSpending, asked, AbortSignal.timeout(PATIENCE_MS));
    if (data.customer?.amountSpent.currencyCode !== currency) return null;
    return {
      amountSpentMinor: minorUnits(data.customer.amountSpent.amount, currency),
      numberOfOrders: data.customer.numberOfOrders,
    };
  } catch (error) {
    log.warn("sync.spending.unread", {
      shop: shop.domain,
      error: error instanceof Error ? error.name : "unknown",
    });
    return null;
  }
}
