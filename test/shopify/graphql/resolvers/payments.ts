import type { DisputeRecord, FeeRecord, PaymentRecord, RefundRecord } from "../../store/order-records.ts";
import { gid, type OrderRecord } from "../../store/records.ts";
import { define, type FieldMap, with_ } from "../field.ts";
import { bag, instantText } from "./values.ts";

interface TransactionSource {
  order: OrderRecord;
  transaction: Omit<PaymentRecord, "kind" | "expired"> & { kind: PaymentRecord["kind"] | "REFUND" };
}

export function transactionOfRefund(order: OrderRecord, refund: RefundRecord): TransactionSource {
  return {
    order,
    transaction: {
      id: refund.transactionId,
      kind: "REFUND",
      status: refund.pending ? "PENDING" : "SUCCESS",
      amountMinor: refund.amountMinor,
      atMs: refund.createdAtMs,
      gateway: order.payments[0]?.gateway ?? "manual",
    },
  };
}

export function transactionsOf(order: OrderRecord): TransactionSource[] {
  return [
    ...order.payments.map((transaction) => ({ order, transaction })),
    ...order.refunds
      .filter((refund) => refund.amountMinor > 0)
      .map((refund) => transactionOfRefund(order, refund)),
  ].sort((a, b) => a.transaction.id - b.transaction.id);
}

export function definePayments(map: FieldMap): void {
  define<OrderRecord>(map, "Order", {
    transactions: with_(["first"], (order, args) => {
      const all = transactionsOf(order);
      return typeof args.first === "number" ? all.slice(0, args.first) : all;
    }),
    disputes: (order) => order.disputes,
    additionalFees: (order) => order.fees.map((fee) => ({ order, fee })),
  });
  define<TransactionSource>(map, "OrderTransaction", {
    id: ({ transaction }) => gid("OrderTransaction", transaction.id),
    kind: ({ transaction }) => transaction.kind,
    status: ({ transaction }) => transaction.status,
    gateway: ({ transaction }) => transaction.gateway,
    createdAt: ({ transaction }) => instantText(transaction.atMs),
    processedAt: ({ transaction }) => instantText(transaction.atMs),
    test: ({ order }) => order.test,
    order: ({ order }) => order,
    amountSet: ({ order, transaction }, _args) => bag(order, transaction.amountMinor, "full"),
  });
  define<DisputeRecord>(map, "OrderDisputeSummary", {
    id: (dispute) => gid("ShopifyPaymentsDispute", dispute.id),
    initiatedAs: (dispute) => dispute.initiatedAs,
    status: (dispute) => dispute.status,
  });
  define<{ order: OrderRecord; fee: FeeRecord }>(map, "AdditionalFee", {
    id: ({ fee }) => gid("AdditionalFee", fee.id),
    name: ({ fee }) => fee.name,
    price: ({ order, fee }, _args) => bag(order, fee.amountMinor, "full"),
    taxLines: () => [],
  });
}
