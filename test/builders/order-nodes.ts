import { shopRef } from "../../app/platform/ids.ts";
import { recipientMarks } from "../../app/sync/mapping/recipient.ts";
import type { MappingShop } from "../../app/sync/shop/shop-facts.ts";

/** Nodes of orders and lines as the Admin API gives them to the app: a test names the fields that matter. */

export function aMappingShop(change: Partial<MappingShop> = {}): MappingShop {
  const key = `test:${Buffer.alloc(32, 3).toString("base64")}`;
  return {
    currency: "EUR",
    timeZone: "Europe/Amsterdam",
    taxesIncluded: false,
    recipientMark: recipientMarks(key, shopRef("mapped.myshopify.com").shopId),
    ...change,
  };
}

export const money = (amount: string, currencyCode = "EUR") => ({ shopMoney: { amount, currencyCode } });

/** `currency` is of all amounts that the change does not name. */
export function anOrderNode(change: object = {}, currency = "EUR") {
  const nothing = money("0.0", currency);
  return {
    id: "gid://shopify/Order/5400000000001",
    name: "#1001",
    processedAt: "2026-03-31T22:30:00Z",
    updatedAt: "2026-04-01T00:00:00Z",
    cancelledAt: null,
    test: false,
    edited: false,
    taxesIncluded: false,
    displayFinancialStatus: "PAID",
    requiresShipping: true,
    email: null,
    sourceName: "web",
    discountCodes: [],
    customer: null,
    attribution: null,
    customerJourneySummary: null,
    shippingAddress: null,
    billingAddress: null,
    currentShippingPriceSet: nothing,
    currentSubtotalPriceSet: nothing,
    currentTotalPriceSet: nothing,
    totalTaxSet: nothing,
    currentTotalTaxSet: nothing,
    currentTotalDutiesSet: null,
    currentTotalAdditionalFeesSet: null,
    totalTipReceivedSet: nothing,
    refundDiscrepancySet: nothing,
    totalReceivedSet: nothing,
    totalRefundedSet: nothing,
    totalOutstandingSet: nothing,
    disputes: [],
    refunds: [],
    ...change,
  };
}

export function aLineNode(change: object = {}) {
  return {
    id: "gid://shopify/LineItem/1",
    title: "Tea",
    quantity: 1,
    currentQuantity: 1,
    isGiftCard: false,
    product: { id: "gid://shopify/Product/2" },
    variant: null,
    originalUnitPriceSet: money("10.00"),
    discountAllocations: [],
    taxLines: [],
    ...change,
  };
}
