import type { ActionContext } from "./action-context.ts";
import {
  ActionRefused,
  type Cancellation,
  type NewOrder,
  type NewRefund,
  type OrderEdit,
  type ShopActions,
} from "./actions.ts";
import { completeAddress } from "./customer-actions.ts";
import { draftLine, refundLine, spreadDiscount, wholeMinor } from "./order-lines.ts";
import { currentQuantity, orderTotals, taxOnMinor } from "./order-totals.ts";
import type { OrderRecord, RefundRecord } from "./records.ts";

type OrderActions = Pick<
  ShopActions,
  "placeOrder" | "refundOrder" | "settleRefund" | "editOrder" | "cancelOrder" | "deleteOrder"
>;

export function orderActions(ctx: ActionContext): OrderActions {
  const { store } = ctx;

  function known(orderId: number): OrderRecord {
    const order = store.orders.get(orderId);
    if (!order) throw new ActionRefused(`there is no order ${orderId}`);
    return order;
  }

  function change(order: OrderRecord, with_: Partial<OrderRecord>): OrderRecord {
    return store.putOrder({ ...order, ...with_, updatedAtMs: ctx.nextMs(order.updatedAtMs) });
  }

  /** Shopify counts orders and money on the customer, so each change of an order is one of the customer too. */
  function touchCustomer(customerId: number | null): void {
    const customer = customerId === null ? undefined : store.customers.get(customerId);
    if (!customer) return;
    ctx.emit(
      "customers/update",
      store.putCustomer({ ...customer, updatedAtMs: ctx.nextMs(customer.updatedAtMs) }),
    );
  }

  function placeOrder(input: NewOrder): OrderRecord {
    const customer = input.customerId == null ? null : store.customers.get(input.customerId);
    if (customer === undefined) throw new ActionRefused(`there is no customer ${input.customerId}`);
    if (input.lines.length === 0) throw new ActionRefused("an order needs a line");
    const drafts = input.lines.map((line) => draftLine(ctx, line));
    const discounts: OrderRecord["discounts"] = [];
    drafts.forEach(({ line, discountMinor }) => {
      if (discountMinor === 0) return;
      line.allocations.push({ index: discounts.length, amountMinor: discountMinor });
      discounts.push({
        kind: "manual",
        label: "Discount",
        value: { amountMinor: discountMinor },
        target: "line",
      });
    });
    const lines = drafts.map(({ line }) => line);
    const code = input.discountCode;
    if (code) {
      const value =
        code.percentage === undefined
          ? { amountMinor: code.amountMinor ?? 0 }
          : { percentage: code.percentage };
      spreadDiscount(lines, discounts.length, value);
      discounts.push({ kind: "code", label: code.code, value, target: "order" });
    }
    const processedAtMs = instant(input.processedAt, ctx);
    const createdAtMs = input.createdAt ? instant(input.createdAt, ctx) : processedAtMs;
    const address =
      input.shippingAddress === undefined
        ? (customer?.address ?? null)
        : completeAddress(input.shippingAddress);
    const order: OrderRecord = {
      id: store.newId("order"),
      number: store.newOrderNumber(),
      createdAtMs,
      processedAtMs,
      updatedAtMs: Math.max(createdAtMs, ctx.nowMs()),
      cancelledAtMs: null,
      cancelReason: null,
      test: input.test ?? false,
      presentment: input.presentment ?? null,
      email: input.email === undefined ? (customer?.email ?? null) : input.email,
      customerId: customer?.id ?? null,
      sourceName: input.sourceName ?? "web",
      channel:
        input.channel === undefined ? { handle: "online_store", displayName: "Online Store" } : input.channel,
      payment: input.payment ?? "paid",
      taxesIncluded: store.shop.taxesIncluded,
      taxRate: input.taxRate ?? 0,
      lines,
      discounts,
      shippingMinor: wholeMinor(input.shippingMinor ?? 0, "shipping"),
      shippingAddress: address,
      billingAddress: address,
      refunds: [],
      journey: input.journey ?? null,
      tags: input.tags ?? [],
      note: input.note ?? null,
      locale: customer?.locale ?? null,
      edited: false,
      originalTotalMinor: 0,
    };
    order.originalTotalMinor = orderTotals({ ...order }).totalMinor;
    store.putOrder(order);
    ctx.emit("orders/create", order);
    touchCustomer(order.customerId);
    return order;
  }

  function refundOrder(input: NewRefund): RefundRecord {
    const order = known(input.orderId);
    const all = input.lines === undefined;
    const wanted =
      input.lines ??
      order.lines
        .map((line) => ({ lineId: line.id, quantity: currentQuantity(order, line) }))
        .filter((l) => l.quantity > 0);
    const lines = wanted.map(({ lineId, quantity }) =>
      refundLine(ctx, order, lineId, quantity, input.restock ?? "RETURN"),
    );
    const shippingLeftMinor = orderTotals(order).currentShippingMinor;
    const shippingMinor = input.shippingMinor ?? (all ? shippingLeftMinor : 0);
    if (shippingMinor < 0 || shippingMinor > shippingLeftMinor)
      throw new ActionRefused("more shipping than is left");
    const worthMinor =
      lines.reduce((sum, line) => sum + line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor), 0) +
      shippingMinor +
      (order.taxesIncluded ? 0 : taxOnMinor(order, shippingMinor));
    const paidBackMinor = order.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
    const leftMinor = orderTotals(order).receivedMinor - paidBackMinor;
    const amountMinor = input.amountMinor ?? Math.min(worthMinor, leftMinor);
    if (amountMinor < 0 || amountMinor > leftMinor)
      throw new ActionRefused("more money than the buyer has paid");
    if (lines.length === 0 && amountMinor === 0) throw new ActionRefused("nothing is left to refund");
    const refund: RefundRecord = {
      id: store.newId("refund"),
      createdAtMs: Math.max(ctx.nowMs(), order.createdAtMs),
      note: input.note ?? null,
      lines,
      shippingMinor,
      amountMinor,
      pending: input.pending ?? false,
    };
    const after = change(order, { refunds: [...order.refunds, refund] });
    ctx.emit("refunds/create", { order: after, refund });
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    return refund;
  }

  function settleRefund(input: { orderId: number; refundId: number }): RefundRecord {
    const order = known(input.orderId);
    const refund = order.refunds.find((one) => one.id === input.refundId);
    if (!refund?.pending)
      throw new ActionRefused(`order ${input.orderId} has no pending refund ${input.refundId}`);
    const settled = { ...refund, pending: false };
    const after = change(order, { refunds: order.refunds.map((one) => (one === refund ? settled : one)) });
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    return settled;
  }

  function editOrder(input: OrderEdit): OrderRecord {
    const order = known(input.orderId);
    if (order.cancelledAtMs !== null) throw new ActionRefused("a cancelled order cannot be edited");
    const lines = [...order.lines];
    for (const { lineId, quantity } of input.quantities ?? []) {
      const at = lines.findIndex((line) => line.id === lineId);
      const line = lines[at];
      if (!line) throw new ActionRefused(`order ${order.id} has no line ${lineId}`);
      if (!Number.isInteger(quantity) || quantity < 0)
        throw new ActionRefused("a quantity is a whole number from 0");
      const kept = currentQuantity(order, line);
      if (quantity <= kept) lines[at] = { ...line, removedQuantity: line.removedQuantity + kept - quantity };
      else if (line.allocations.length === 0 && kept === line.quantity) lines[at] = { ...line, quantity };
      // Units that come later are at full price: beside discounted or returned ones they are a line of their own.
      else
        lines.push({
          ...line,
          id: store.newId("line"),
          quantity: quantity - kept,
          removedQuantity: 0,
          allocations: [],
          addedByEdit: true,
        });
    }
    for (const added of input.addLines ?? [])
      lines.push({ ...draftLine(ctx, added).line, addedByEdit: true });
    const after = change(order, { lines, edited: true });
    ctx.emit("orders/edited", { before: order, after });
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    return after;
  }

  function cancelOrder(input: Cancellation): OrderRecord {
    const order = known(input.orderId);
    if (order.cancelledAtMs !== null) throw new ActionRefused(`order ${order.id} is cancelled already`);
    const unpaid = order.payment !== "paid";
    if ((input.refund ?? true) && order.lines.some((line) => currentQuantity(order, line) > 0))
      refundOrder({ orderId: order.id, restock: "CANCEL" });
    const after = change(known(order.id), {
      cancelledAtMs: ctx.nowMs(),
      cancelReason: input.reason ?? "CUSTOMER",
      payment: unpaid ? "voided" : order.payment,
    });
    ctx.emit("orders/cancelled", after);
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    return after;
  }

  function deleteOrder(input: { orderId: number }): void {
    const order = known(input.orderId);
    store.removeOrder(order.id);
    ctx.emit("orders/delete", order);
    touchCustomer(order.customerId);
  }

  return { placeOrder, refundOrder, settleRefund, editOrder, cancelOrder, deleteOrder };
}

function instant(text: string | undefined, ctx: ActionContext): number {
  if (text === undefined) return ctx.nowMs();
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new ActionRefused(`"${text}" is no instant`);
  return Math.floor(ms / 1000) * 1000;
}
