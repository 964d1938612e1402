import type { ActionContext } from "./action-context.ts";
import { ActionRefused, type ShopActions } from "./actions.ts";
import { completeAddress } from "./customer-actions.ts";
import type { Cancellation, NewOrder, OrderEdit } from "./order-inputs.ts";
import { draftLine, spreadDiscount, wholeMinor } from "./order-lines.ts";
import type { EditRecord, LineRecord } from "./order-records.ts";
import { currentQuantity, orderTotals } from "./order-totals.ts";
import { orderWriter } from "./order-writer.ts";
import { firstPayments, newPayment, paymentActions } from "./payment-actions.ts";
import type { OrderRecord } from "./records.ts";
import { refundActions, refundableMinor } from "./refund-actions.ts";

type OrderActions = Pick<
  ShopActions,
  | "placeOrder"
  | "refundOrder"
  | "settleRefund"
  | "editOrder"
  | "exchangeItems"
  | "cancelOrder"
  | "setOrderCustomer"
  | "deleteOrder"
  | "markPaid"
  | "expireAuthorization"
  | "openDispute"
  | "updateDispute"
  | "misstateTotals"
>;

export function orderActions(ctx: ActionContext): OrderActions {
  const { store } = ctx;
  const writer = orderWriter(ctx);
  const { known, change, touchCustomer } = writer;
  const refunds = refundActions(ctx, writer);

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
      currency: store.shop.currency,
      presentment: input.presentment ?? null,
      email: input.email === undefined ? (customer?.email ?? null) : input.email,
      customerId: customer?.id ?? null,
      sourceName: input.sourceName ?? "web",
      channel:
        input.channel === undefined ? { handle: "online_store", displayName: "Online Store" } : input.channel,
      payments: [],
      taxesIncluded: input.taxesIncluded ?? store.shop.taxesIncluded,
      taxRate: input.taxRate ?? 0,
      lines,
      discounts,
      shippingMinor: wholeMinor(input.shippingMinor ?? 0, "shipping"),
      shippingAddress: address,
      billingAddress: address,
      dutiesMinor: wholeMinor(input.dutiesMinor ?? 0, "duties"),
      fees: (input.fees ?? []).map(({ name, amountMinor }) => ({
        id: store.newId("fee"),
        name,
        amountMinor: wholeMinor(amountMinor, "a fee"),
      })),
      edits: [],
      refunds: [],
      returns: [],
      disputes: [],
      misstated: null,
      journey: input.journey ?? null,
      tags: input.tags ?? [],
      note: input.note ?? null,
      locale: customer?.locale ?? null,
      edited: false,
      originalTotalMinor: 0,
    };
    order.originalTotalMinor = orderTotals({ ...order }).totalMinor;
    if (
      input.paidMinor !== undefined &&
      !(input.paidMinor > 0 && input.paidMinor <= order.originalTotalMinor)
    )
      throw new ActionRefused("the part that is paid lies between nothing and the order's total");
    order.payments = firstPayments(store, processedAtMs, order.originalTotalMinor, input);
    store.putOrder(order);
    ctx.emit("orders/create", order);
    touchCustomer(order.customerId);
    return order;
  }

  function editOrder(input: OrderEdit): OrderRecord {
    const order = known(input.orderId);
    if (order.cancelledAtMs !== null) throw new ActionRefused("a cancelled order cannot be edited");
    const lines = [...order.lines];
    const changes: EditRecord["changes"] = [];
    for (const { lineId, quantity } of input.quantities ?? []) {
      const at = lines.findIndex((line) => line.id === lineId);
      const line = lines[at];
      if (!line) throw new ActionRefused(`order ${order.id} has no line ${lineId}`);
      if (!Number.isInteger(quantity) || quantity < 0)
        throw new ActionRefused("a quantity is a whole number from 0");
      const kept = currentQuantity(order, line);
      if (quantity === kept) continue;
      if (quantity < kept || (line.allocations.length === 0 && kept === line.quantity))
        changes.push({ lineId, units: quantity - kept });
      if (quantity < kept) lines[at] = { ...line, removedQuantity: line.removedQuantity + kept - quantity };
      else if (line.allocations.length === 0 && kept === line.quantity) lines[at] = { ...line, quantity };
      // Units that come later are at full price: beside discounted or returned ones they are a line of their own.
      else
        add({
          ...line,
          id: store.newId("line"),
          quantity: quantity - kept,
          removedQuantity: 0,
          allocations: [],
        });
    }
    for (const added of input.addLines ?? []) add(draftLine(ctx, added).line);
    function add(line: LineRecord): void {
      lines.push({ ...line, addedLater: true });
      changes.push({ lineId: line.id, units: line.quantity });
    }
    const afterRefunds = order.refunds.length;
    const edit: EditRecord = {
      id: store.newId("edit"),
      atMs: ctx.nowMs(),
      afterRefunds,
      changes,
      returnId: null,
    };
    const after = change(order, { lines, edits: [...order.edits, edit], edited: true });
    ctx.emit("orders/edited", { before: order, after });
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    return after;
  }

  function cancelOrder(input: Cancellation): OrderRecord {
    const order = known(input.orderId);
    if (order.cancelledAtMs !== null) throw new ActionRefused(`order ${order.id} is cancelled already`);
    const hasGoods = order.lines.some((line) => currentQuantity(order, line) > 0);
    const refund = input.refund ?? true;
    if (hasGoods && (refund || input.restock)) takeBack(order, refund, input);
    const { receivedMinor, totalMinor } = orderTotals(order);
    const voids = receivedMinor === 0 && totalMinor > 0;
    const after = change(known(order.id), {
      cancelledAtMs: ctx.nowMs(),
      cancelReason: input.reason ?? "CUSTOMER",
      payments: voids
        ? [...order.payments, newPayment(store, ctx.nowMs(), { kind: "VOID", amountMinor: totalMinor })]
        : order.payments,
    });
    ctx.emit("orders/cancelled", after);
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    return after;
  }

  /**
   * Everything that was paid goes back, what earlier edits left owed as well; where no goods are left, what was kept stays kept. Assumed:
   * the schema says of orderCancel only that it refunds "to original payment methods".
   */
  function takeBack(order: OrderRecord, refund: boolean, input: Cancellation): void {
    const feeMinor = refund ? (input.feeMinor ?? 0) : 0;
    const paidMinor = refund ? refundableMinor(order) : 0;
    if (feeMinor > paidMinor) throw new ActionRefused("the fee is more than was paid");
    refunds.refundOrder({
      orderId: order.id,
      restock: input.restock === false ? "NO_RESTOCK" : "CANCEL",
      amountMinor: paidMinor - feeMinor,
      ...(refund && feeMinor === 0 ? { reason: "FULL_RETURN_BALANCING_ADJUSTMENT" as const } : {}),
    });
  }

  function setOrderCustomer(input: { orderId: number; customerId: number | null }): OrderRecord {
    const order = known(input.orderId);
    if (input.customerId !== null && !store.customers.has(input.customerId))
      throw new ActionRefused(`there is no customer ${input.customerId}`);
    const after = change(order, { customerId: input.customerId });
    ctx.emit("orders/updated", after);
    touchCustomer(order.customerId);
    touchCustomer(after.customerId);
    return after;
  }

  function deleteOrder(input: { orderId: number }): void {
    const order = known(input.orderId);
    store.removeOrder(order.id);
    ctx.emit("orders/delete", order);
    touchCustomer(order.customerId);
  }

  return {
    placeOrder,
    editOrder,
    cancelOrder,
    setOrderCustomer,
    deleteOrder,
    ...refunds,
    ...paymentActions(ctx, writer),
  };
}

function instant(text: string | undefined, ctx: ActionContext): number {
  if (text === undefined) return ctx.nowMs();
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new ActionRefused(`"${text}" is no instant`);
  return Math.floor(ms / 1000) * 1000;
}
