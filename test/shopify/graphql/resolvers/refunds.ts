import type {
  AdjustmentRecord,
  RefundLineRecord,
  RefundRecord,
  ReturnRecord,
} from "../../store/order-records.ts";
import { orderTotals, taxOnMinor } from "../../store/order-totals.ts";
import { gid, type OrderRecord } from "../../store/records.ts";
import { listConnection } from "../connection.ts";
import { define, type FieldMap, Typed, with_ } from "../field.ts";
import { lineNode, PAGE } from "./orders.ts";
import { transactionOfRefund } from "./payments.ts";
import { bag, instantText } from "./values.ts";

export interface RefundSource {
  order: OrderRecord;
  refund: RefundRecord;
}

interface ReturnSource {
  order: OrderRecord;
  back: ReturnRecord;
}

export function refundNodes(order: OrderRecord, returnId?: number): RefundSource[] {
  return order.refunds
    .filter((refund) => returnId === undefined || refund.returnId === returnId)
    .map((refund) => ({ order, refund }));
}

export function returnNode(order: OrderRecord, id: number | null): ReturnSource | null {
  const back = order.returns.find((one) => one.id === id);
  return back ? { order, back } : null;
}

export function defineRefunds(map: FieldMap): void {
  define<OrderRecord>(map, "Order", {
    refunds: with_(["first"], (order, args): RefundSource[] => {
      const refunds = refundNodes(order);
      return typeof args.first === "number" ? refunds.slice(0, args.first) : refunds;
    }),
    returns: with_(PAGE, (order, args) =>
      listConnection(
        order.returns.map((back) => ({ order, back })),
        args,
      ),
    ),
    shippingLines: with_(PAGE, (order, args) =>
      listConnection(order.shippingMinor === 0 ? [] : [order], args),
    ),
    shippingLine: (order) => (order.shippingMinor === 0 ? null : order),
  });
  define<RefundSource>(map, "Refund", {
    id: ({ refund }) => gid("Refund", refund.id),
    legacyResourceId: ({ refund }) => String(refund.id),
    createdAt: ({ refund }) => instantText(refund.createdAtMs),
    processedAt: ({ refund }) => instantText(refund.createdAtMs),
    updatedAt: ({ refund }) => instantText(refund.createdAtMs),
    note: ({ refund }) => refund.note,
    order: ({ order }) => order,
    return: ({ order, refund }) => returnNode(order, refund.returnId),
    // "The existence of a Refund object doesn't guarantee that the money has been returned" (description of Refund).
    totalRefundedSet: ({ order, refund }) => bag(order, refund.pending ? 0 : refund.amountMinor),
    duties: ({ order, refund }) =>
      refund.dutiesMinor === 0 ? [] : [{ order, amountMinor: refund.dutiesMinor }],
    refundLineItems: with_(PAGE, ({ order, refund }, args) =>
      listConnection(
        refund.lines.map((refunded) => ({ order, refunded })),
        args,
      ),
    ),
    refundShippingLines: with_(PAGE, ({ order, refund }, args) =>
      listConnection(refund.shippingMinor === 0 ? [] : [{ order, refund }], args),
    ),
    orderAdjustments: with_(PAGE, ({ order, refund }, args) =>
      listConnection(
        refund.adjustments.map((adjustment) => ({ order, adjustment })),
        args,
      ),
    ),
    transactions: with_(PAGE, ({ order, refund }, args) =>
      listConnection(refund.amountMinor === 0 ? [] : [transactionOfRefund(order, refund)], args),
    ),
  });
  define<{ order: OrderRecord; amountMinor: number }>(map, "RefundDuty", {
    amountSet: ({ order, amountMinor }, _args) => bag(order, amountMinor),
  });
  define<{ order: OrderRecord; refunded: RefundLineRecord }>(map, "RefundLineItem", {
    id: ({ refunded }) => gid("RefundLineItem", refunded.id),
    quantity: ({ refunded }) => refunded.quantity,
    restockType: ({ refunded }) => refunded.restock,
    restocked: ({ refunded }) => refunded.restock !== "NO_RESTOCK",
    lineItem: ({ order, refunded }) =>
      lineNode(order, order.lines.find((line) => line.id === refunded.lineId)!),
    priceSet: ({ order, refunded }) =>
      bag(order, order.lines.find((line) => line.id === refunded.lineId)!.unitPriceMinor, "full"),
    subtotalSet: ({ order, refunded }, _args) => bag(order, refunded.subtotalMinor),
    totalTaxSet: ({ order, refunded }, _args) => bag(order, refunded.taxMinor),
  });
  define<RefundSource>(map, "RefundShippingLine", {
    id: ({ refund }) => gid("RefundShippingLine", refund.id),
    shippingLine: ({ order }) => order,
    subtotalAmountSet: ({ order, refund }, _args) => bag(order, refund.shippingMinor),
    taxAmountSet: ({ order, refund }, _args) => bag(order, refund.shippingTaxMinor),
  });
  define<{ order: OrderRecord; adjustment: AdjustmentRecord }>(map, "OrderAdjustment", {
    id: ({ adjustment }) => gid("OrderAdjustment", adjustment.id),
    amountSet: ({ order, adjustment }, _args) => bag(order, adjustment.amountMinor, "full"),
    taxAmountSet: ({ order, adjustment }, _args) => bag(order, adjustment.taxMinor, "full"),
    reason: ({ adjustment }) => adjustment.reason,
  });
  defineShipping(map);
  defineReturns(map);
}

/** An order has one shipping line at most, so the order stands for it. */
function defineShipping(map: FieldMap): void {
  const charged = (order: OrderRecord) => bag(order, order.shippingMinor, "full");
  define<OrderRecord>(map, "ShippingLine", {
    id: (order) => gid("ShippingLine", order.id),
    title: () => "Standard",
    code: () => "Standard",
    isRemoved: () => false,
    originalPriceSet: charged,
    discountedPriceSet: charged,
    currentDiscountedPriceSet: (order) => bag(order, orderTotals(order).currentShippingMinor, "full"),
    taxLines: (order) => {
      const amountMinor = taxOnMinor(order, order.shippingMinor);
      return amountMinor === 0 ? [] : [{ order, title: "VAT", rate: order.taxRate, amountMinor }];
    },
  });
}

type ReturnLine = ReturnRecord["lines"][number];
type ExchangeLine = ReturnRecord["exchangeLines"][number];

/** Returns are recorded when they are complete, so what is returned is processed and refunded. */
function defineReturns(map: FieldMap): void {
  define<ReturnSource>(map, "Return", {
    id: ({ back }) => gid("Return", back.id),
    name: ({ order, back }) => `#${order.number}-R${back.number}`,
    status: () => "CLOSED",
    createdAt: ({ back }) => instantText(back.atMs),
    requestApprovedAt: ({ back }) => instantText(back.atMs),
    closedAt: ({ back }) => instantText(back.atMs),
    order: ({ order }) => order,
    totalQuantity: ({ back }) => back.lines.reduce((sum, line) => sum + line.quantity, 0),
    refunds: with_(PAGE, ({ order, back }, args) => listConnection(refundNodes(order, back.id), args)),
    returnLineItems: with_(PAGE, ({ order, back }, args) =>
      listConnection(
        back.lines.map((line) => new Typed("ReturnLineItem", { order, line })),
        args,
      ),
    ),
    exchangeLineItems: with_(PAGE, ({ order, back }, args) =>
      listConnection(
        back.exchangeLines.map((line) => ({ order, line })),
        args,
      ),
    ),
  });
  define<{ order: OrderRecord; line: ReturnLine }>(map, "ReturnLineItem", {
    id: ({ line }) => gid("ReturnLineItem", line.id),
    quantity: ({ line }) => line.quantity,
    processedQuantity: ({ line }) => line.quantity,
    refundedQuantity: ({ line }) => line.quantity,
    processableQuantity: () => 0,
    unprocessedQuantity: () => 0,
    refundableQuantity: () => 0,
    returnReasonNote: ({ line }) => line.reason,
    customerNote: () => null,
    restockingFee: () => null,
    fulfillmentLineItem: (source) => source,
  });
  define<{ order: OrderRecord; line: ReturnLine }>(map, "FulfillmentLineItem", {
    id: ({ line }) => gid("FulfillmentLineItem", line.id),
    lineItem: ({ order, line }) => lineNode(order, order.lines.find((one) => one.id === line.lineId)!),
    quantity: ({ order, line }) => order.lines.find((one) => one.id === line.lineId)!.quantity,
  });
  define<{ order: OrderRecord; line: ExchangeLine }>(map, "ExchangeLineItem", {
    id: ({ line }) => gid("ExchangeLineItem", line.id),
    quantity: ({ line }) => line.quantity,
    processedQuantity: ({ line }) => line.quantity,
    processableQuantity: () => 0,
    unprocessedQuantity: () => 0,
    lineItems: ({ order, line }) => [lineNode(order, order.lines.find((one) => one.id === line.lineId)!)],
  });
}
