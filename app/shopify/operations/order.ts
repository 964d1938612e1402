import { z } from "zod";
import type { Operation } from "../admin-client.ts";

const shopMoney = z.object({ shopMoney: z.object({ amount: z.string() }) });
const shopMoneyWithCurrency = z.object({
  shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }),
});
const gid = z.object({ id: z.string() });
const address = z.object({ name: z.string().nullable(), countryCodeV2: z.string().nullable() });

const visit = z.object({
  utmParameters: z
    .object({
      source: z.string().nullable(),
      medium: z.string().nullable(),
      campaign: z.string().nullable(),
    })
    .nullable(),
});

const MONEY = "shopMoney { amount }";
const MONEY_WITH_CURRENCY = "shopMoney { amount currencyCode }";

const UTM = "utmParameters { source medium campaign }";

/** The order itself, with what Shopify lets a bulk query select of its refunds. */
const HEAD = `id name processedAt updatedAt cancelledAt test edited taxesIncluded displayFinancialStatus requiresShipping
  email sourceName discountCodes customer { id } attribution { displayName }
  customerJourneySummary { ready firstVisit { ${UTM} } lastVisit { ${UTM} } }
  shippingAddress { name countryCodeV2 } billingAddress { name countryCodeV2 }
  currentShippingPriceSet { ${MONEY_WITH_CURRENCY} }
  currentSubtotalPriceSet { ${MONEY} } currentTotalPriceSet { ${MONEY} }
  totalTaxSet { ${MONEY} } currentTotalTaxSet { ${MONEY} }
  currentTotalDutiesSet { ${MONEY} } currentTotalAdditionalFeesSet { ${MONEY} }
  totalTipReceivedSet { ${MONEY} } refundDiscrepancySet { ${MONEY} }
  totalReceivedSet { ${MONEY} } totalRefundedSet { ${MONEY} } totalOutstandingSet { ${MONEY} }
  disputes { initiatedAs status }`;

const LINE = `id title quantity currentQuantity isGiftCard product { id }
  variant { id inventoryItem { unitCost { amount currencyCode } } }
  originalUnitPriceSet { ${MONEY_WITH_CURRENCY} }
  discountAllocations { allocatedAmountSet { ${MONEY} } }
  taxLines { rate priceSet { ${MONEY} } }`;

const REFUND_HEAD = `id createdAt totalRefundedSet { ${MONEY} }`;
const REFUND_LINE = `quantity subtotalSet { ${MONEY} } totalTaxSet { ${MONEY} } lineItem { id }`;
const ADJUSTMENT = `amountSet { ${MONEY} } taxAmountSet { ${MONEY} } reason`;

export const refundNode = z.object({
  id: z.string(),
  createdAt: z.string().nullable(),
  totalRefundedSet: shopMoney,
});

export const refundLineNode = z.object({
  quantity: z.number().int(),
  subtotalSet: shopMoney,
  totalTaxSet: shopMoney,
  lineItem: gid,
});
export type RefundLineNode = z.infer<typeof refundLineNode>;

/** `reason` is an enumeration of Shopify's that may grow. */
const adjustmentNode = z.object({
  amountSet: shopMoney,
  taxAmountSet: shopMoney,
  reason: z.string().nullable(),
});
export type AdjustmentNode = z.infer<typeof adjustmentNode>;

export const orderNode = z.object({
  id: z.string(),
  name: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  test: z.boolean(),
  edited: z.boolean(),
  taxesIncluded: z.boolean(),
  displayFinancialStatus: z.string().nullable(),
  /** Some goods of it need shipping. True of an order of the till as well. */
  requiresShipping: z.boolean(),
  email: z.string().nullable(),
  sourceName: z.string().nullable(),
  discountCodes: z.array(z.string()),
  customer: gid.nullable(),
  attribution: z.object({ displayName: z.string() }).nullable(),
  /** Null for an order without visits, such as one of the till; not `ready` for some minutes after the order. */
  customerJourneySummary: z
    .object({ ready: z.boolean(), firstVisit: visit.nullable(), lastVisit: visit.nullable() })
    .nullable(),
  shippingAddress: address.nullable(),
  billingAddress: address.nullable(),
  currentShippingPriceSet: shopMoneyWithCurrency,
  currentSubtotalPriceSet: shopMoney,
  currentTotalPriceSet: shopMoney,
  totalTaxSet: shopMoney.nullable(),
  currentTotalTaxSet: shopMoney,
  currentTotalDutiesSet: shopMoney.nullable(),
  currentTotalAdditionalFeesSet: shopMoney.nullable(),
  totalTipReceivedSet: shopMoney,
  refundDiscrepancySet: shopMoney,
  totalReceivedSet: shopMoney,
  totalRefundedSet: shopMoney,
  totalOutstandingSet: shopMoney,
  disputes: z.array(z.object({ initiatedAs: z.string(), status: z.string() })),
  refunds: z.array(refundNode),
});
export type OrderNode = z.infer<typeof orderNode>;

export const lineNode = z.object({
  id: z.string(),
  title: z.string(),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  isGiftCard: z.boolean(),
  product: gid.nullable(),
  variant: z
    .object({
      id: z.string(),
      inventoryItem: z.object({
        unitCost: z.object({ amount: z.string(), currencyCode: z.string() }).nullable(),
      }),
    })
    .nullable(),
  originalUnitPriceSet: shopMoneyWithCurrency,
  discountAllocations: z.array(z.object({ allocatedAmountSet: shopMoney })),
  taxLines: z.array(z.object({ rate: z.number().nullable(), priceSet: shopMoney })),
});
export type LineNode = z.infer<typeof lineNode>;

/** A line of a bulk file: a line item knows its order only by `__parentId`. */
export const bulkLineNode = lineNode.extend({ __parentId: z.string() });

/**
 * For `bulkOperationRunQuery`. `search` narrows the orders, in Shopify's search syntax.
 * Refund lines are not in it: a connection inside a list is refused.
 */
export function ordersBulkQuery(search: string | null): string {
  const filter = search === null ? "" : `(query: ${JSON.stringify(search)})`;
  return `{ orders${filter} { edges { node { ${HEAD} refunds { ${REFUND_HEAD} }
    lineItems { edges { node { ${LINE} } } } } } } }`;
}

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const lines = z.object({ nodes: z.array(z.unknown()), pageInfo });
/** Money that goes back; one refund has one for each way it was paid. */
const refundTransactionNode = z.object({ status: z.string(), amountSet: shopMoney });
export type RefundTransactionNode = z.infer<typeof refundTransactionNode>;
const refundTransactions = z.object({ nodes: z.array(refundTransactionNode) });
const refundLines = z.object({ nodes: z.array(refundLineNode), pageInfo });
const adjustments = z.object({ nodes: z.array(adjustmentNode), pageInfo });

/** The parts of an order that say whether all of it has come. The rest is parsed node by node by the mapper. */
export const fetchedOrder = z.looseObject({
  id: z.string(),
  updatedAt: z.string(),
  lineItems: lines,
  refunds: z.array(
    z.looseObject({
      id: z.string(),
      refundLineItems: refundLines,
      orderAdjustments: adjustments,
      transactions: refundTransactions,
    }),
  ),
});
export type FetchedOrder = z.infer<typeof fetchedOrder>;

const PAGE = "pageInfo { hasNextPage endCursor }";

/** Orders by id, whole: lines, refunds and refund lines, as far as the first pages reach. A deleted order is null. */
export const ordersById: Operation<{ nodes: ({ id: string } | null)[] }> = {
  name: "ordersById",
  document: `query ordersById($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
      ... on Order {
        ${HEAD}
        refunds { ${REFUND_HEAD}
          refundLineItems(first: 10) { nodes { ${REFUND_LINE} } ${PAGE} }
          orderAdjustments(first: 5) { nodes { ${ADJUSTMENT} } ${PAGE} }
          transactions(first: 10) { nodes { status amountSet { ${MONEY} } } } }
        lineItems(first: 15) { nodes { ${LINE} } ${PAGE} }
      }
    }
  }`,
  data: z.object({ nodes: z.array(z.looseObject({ id: z.string() }).nullable()) }),
};

/** Further lines of one order; `updatedAt` tells whether it changed since the first page. */
export const moreLines: Operation<{ order: { updatedAt: string; lineItems: z.infer<typeof lines> } | null }> =
  {
    name: "moreLines",
    document: `query moreLines($id: ID!, $after: String) {
    order(id: $id) { updatedAt lineItems(first: 100, after: $after) { nodes { ${LINE} } ${PAGE} } }
  }`,
    data: z.object({ order: z.object({ updatedAt: z.string(), lineItems: lines }).nullable() }),
  };

export const moreRefundLines: Operation<{
  refund: { refundLineItems: z.infer<typeof refundLines> } | null;
}> = {
  name: "moreRefundLines",
  document: `query moreRefundLines($id: ID!, $after: String) {
    refund(id: $id) { refundLineItems(first: 100, after: $after) { nodes { ${REFUND_LINE} } ${PAGE} } }
  }`,
  data: z.object({ refund: z.object({ refundLineItems: refundLines }).nullable() }),
};

export const moreAdjustments: Operation<{
  refund: { orderAdjustments: z.infer<typeof adjustments> } | null;
}> = {
  name: "moreAdjustments",
  document: `query moreAdjustments($id: ID!, $after: String) {
    refund(id: $id) { orderAdjustments(first: 50, after: $after) { nodes { ${ADJUSTMENT} } ${PAGE} } }
  }`,
  data: z.object({ refund: z.object({ orderAdjustments: adjustments }).nullable() }),
};
