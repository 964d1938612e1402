import { z } from "zod";
import type { ConnectedShop } from "./connected-shop.ts";

const money = z
  .object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) })
  .transform((bag) => Number(bag.shopMoney.amount));
const BAG = "{ shopMoney { amount currencyCode } }";

const MONEY_FIELDS = [
  "subtotalPriceSet",
  "totalPriceSet",
  "totalTaxSet",
  "totalDiscountsSet",
  "totalTipReceivedSet",
  "currentSubtotalPriceSet",
  "currentTotalPriceSet",
  "currentTotalTaxSet",
  "currentShippingPriceSet",
  "refundDiscrepancySet",
  "totalRefundedSet",
  "totalRefundedShippingSet",
  "totalReceivedSet",
  "netPaymentSet",
  "totalOutstandingSet",
  "totalCapturableSet",
] as const;

const NULLABLE_FIELDS = [
  "originalTotalDutiesSet",
  "currentTotalDutiesSet",
  "originalTotalAdditionalFeesSet",
  "currentTotalAdditionalFeesSet",
] as const;

const nodes = <T extends z.ZodType>(node: T) =>
  z.object({ nodes: z.array(node) }).transform((connection) => connection.nodes);

const saleSchema = z.object({
  __typename: z.string(),
  lineType: z.string(),
  actionType: z.string(),
  quantity: z.number().nullable(),
  totalAmount: money,
  totalTaxAmount: money,
});

const orderSchema = z.object({
  displayFinancialStatus: z.string(),
  returnStatus: z.string(),
  subtotalLineItemsQuantity: z.number(),
  currentSubtotalLineItemsQuantity: z.number(),
  fullyPaid: z.boolean(),
  unpaid: z.boolean(),
  ...(Object.fromEntries(MONEY_FIELDS.map((name) => [name, money])) as Record<
    (typeof MONEY_FIELDS)[number],
    typeof money
  >),
  ...(Object.fromEntries(NULLABLE_FIELDS.map((name) => [name, money.nullable()])) as Record<
    (typeof NULLABLE_FIELDS)[number],
    z.ZodNullable<typeof money>
  >),
  transactions: z.array(z.object({ kind: z.string(), status: z.string(), amountSet: money })),
  disputes: z.array(z.object({ initiatedAs: z.string(), status: z.string() })),
  additionalFees: z.array(z.object({ name: z.string(), price: money })),
  lineItems: nodes(
    z.object({
      title: z.string(),
      quantity: z.number(),
      currentQuantity: z.number(),
      isGiftCard: z.boolean(),
      taxable: z.boolean(),
      requiresShipping: z.boolean(),
      product: z.object({ id: z.string() }).nullable(),
      taxLines: z.array(z.object({ rate: z.number(), priceSet: money })),
    }),
  ),
  refunds: z.array(
    z.object({
      totalRefundedSet: money,
      return: z.object({ name: z.string() }).nullable(),
      duties: z.array(z.object({ amountSet: money })),
      refundLineItems: nodes(
        z.object({ quantity: z.number(), subtotalSet: money, totalTaxSet: money, restockType: z.string() }),
      ),
      refundShippingLines: nodes(z.object({ subtotalAmountSet: money, taxAmountSet: money })),
      orderAdjustments: nodes(
        z.object({ amountSet: money, taxAmountSet: money, reason: z.string().nullable() }),
      ),
      transactions: nodes(z.object({ kind: z.string(), status: z.string(), amountSet: money })),
    }),
  ),
  returns: nodes(
    z.object({
      name: z.string(),
      status: z.string(),
      returnLineItems: nodes(z.object({ quantity: z.number() })),
      exchangeLineItems: nodes(
        z.object({ quantity: z.number(), lineItems: z.array(z.object({ title: z.string() })) }),
      ),
      refunds: nodes(z.object({ totalRefundedSet: money })),
    }),
  ),
  agreements: nodes(
    z.object({
      __typename: z.string(),
      reason: z.string(),
      sales: nodes(saleSchema),
    }),
  ),
});

export type ToldOrder = z.infer<typeof orderSchema>;

const DOCUMENT = `query told($id: ID!) { order(id: $id) {
  displayFinancialStatus returnStatus subtotalLineItemsQuantity currentSubtotalLineItemsQuantity fullyPaid unpaid
  ${[...MONEY_FIELDS, ...NULLABLE_FIELDS].map((name) => `${name} ${BAG}`).join(" ")}
  transactions { kind status amountSet ${BAG} }
  disputes { initiatedAs status }
  additionalFees { name price ${BAG} }
  lineItems(first: 10) { nodes { title quantity currentQuantity isGiftCard taxable requiresShipping product { id }
    taxLines { rate priceSet ${BAG} } } }
  refunds { totalRefundedSet ${BAG} return { name } duties { amountSet ${BAG} }
    refundLineItems(first: 10) { nodes { quantity restockType subtotalSet ${BAG} totalTaxSet ${BAG} } }
    refundShippingLines(first: 1) { nodes { subtotalAmountSet ${BAG} taxAmountSet ${BAG} } }
    orderAdjustments(first: 5) { nodes { reason amountSet ${BAG} taxAmountSet ${BAG} } }
    transactions(first: 5) { nodes { kind status amountSet ${BAG} } } }
  returns(first: 2) { nodes { name status returnLineItems(first: 3) { nodes { quantity } }
    exchangeLineItems(first: 3) { nodes { quantity lineItems { title } } }
    refunds(first: 2) { nodes { totalRefundedSet ${BAG} } } } }
  agreements(first: 6) { nodes { __typename reason sales(first: 8) { nodes {
    __typename lineType actionType quantity totalAmount ${BAG} totalTaxAmount ${BAG} } } } }
} }`;

/** Everything of an order's money as the GraphQL endpoint tells it, amounts as numbers of the shop's currency. */
export async function toldOrder(connected: ConnectedShop, orderId: number): Promise<ToldOrder> {
  const { order } = await connected.read(z.object({ order: orderSchema }), DOCUMENT, {
    id: `gid://shopify/Order/${orderId}`,
  });
  return order;
}

/** The sum of what a ledger's sales of one type say. */
export function soldAs(order: ToldOrder, lineType: string): number {
  const sum = order.agreements
    .flatMap((agreement) => agreement.sales)
    .filter((sale) => sale.lineType === lineType)
    .reduce((total, sale) => total + sale.totalAmount, 0);
  return Math.round(sum * 100) / 100;
}
