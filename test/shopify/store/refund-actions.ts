import type { ActionContext } from "./action-context.ts";
import { ActionRefused, type ShopActions } from "./actions.ts";
import type { Exchange, NewRefund } from "./order-inputs.ts";
import { draftLine, refundLine, wholeMinor } from "./order-lines.ts";
import type { AdjustmentRecord, RefundRecord, ReturnRecord } from "./order-records.ts";
import { currentQuantity, orderTotals, taxOnMinor } from "./order-totals.ts";
import type { OrderWriter } from "./order-writer.ts";
import type { OrderRecord } from "./records.ts";

type RefundActions = Pick<ShopActions, "refundOrder" | "settleRefund" | "exchangeItems">;

/**
 * What is calculated for returned parts that are worth `worthMinor`: what the buyer is owed once they are off, nothing where
 * nothing was paid. From `leastMinor` (these parts alone) to `mostMinor` (also what earlier edits left owed).
 */
function calculatedRefund(order: OrderRecord, worthMinor: number): { leastMinor: number; mostMinor: number } {
  const { outstandingMinor, receivedMinor } = orderTotals(order);
  const mostMinor = receivedMinor === 0 ? 0 : Math.max(0, worthMinor - outstandingMinor);
  return { leastMinor: Math.min(worthMinor, mostMinor), mostMinor };
}

/** Received and not yet on its way back. */
export function refundableMinor(order: OrderRecord): number {
  const promisedMinor = order.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
  return orderTotals(order).receivedMinor - promisedMinor;
}

/** Positive: less than calculated was given back. */
function discrepancyMinor(
  { leastMinor, mostMinor }: { leastMinor: number; mostMinor: number },
  amountMinor: number,
): number {
  if (amountMinor < leastMinor) return leastMinor - amountMinor;
  return amountMinor > mostMinor ? mostMinor - amountMinor : 0;
}

export function refundActions(ctx: ActionContext, writer: OrderWriter): RefundActions {
  const { store } = ctx;

  function newAdjustment(amountMinor: number, reason: AdjustmentRecord["reason"], taxMinor = 0) {
    return { id: store.newId("adjustment"), amountMinor, taxMinor, reason };
  }

  function buildRefund(order: OrderRecord, input: NewRefund, returnId: number | null): RefundRecord {
    const all = input.lines === undefined;
    const wanted =
      input.lines ??
      order.lines
        .map((line) => ({ lineId: line.id, quantity: currentQuantity(order, line) }))
        .filter((line) => line.quantity > 0);
    const lines = wanted.map((line) => refundLine(ctx, order, line, input.restock ?? "RETURN"));
    const totals = orderTotals(order);
    const part = (wished: number | undefined, leftMinor: number, what: string) => {
      const minor = wished ?? (all ? leftMinor : 0);
      if (minor < 0 || minor > leftMinor) throw new ActionRefused(`more ${what} than is left`);
      return minor;
    };
    const shippingMinor = part(input.shippingMinor, totals.currentShippingMinor, "shipping");
    const dutiesMinor = part(input.dutiesMinor, totals.currentDutiesMinor, "duties");
    const feesMinor = part(input.feesMinor, totals.currentFeesMinor, "fees");
    const shippingTaxMinor =
      taxOnMinor(order, totals.currentShippingMinor) -
      taxOnMinor(order, totals.currentShippingMinor - shippingMinor);
    const onTop = (taxMinor: number) => (order.taxesIncluded ? 0 : taxMinor);
    const worthMinor =
      lines.reduce((sum, line) => sum + line.subtotalMinor + onTop(line.taxMinor), 0) +
      shippingMinor +
      onTop(shippingTaxMinor) +
      dutiesMinor +
      feesMinor;
    const calculated = calculatedRefund(order, worthMinor);
    const amountMinor = wholeMinor(
      input.amountMinor ??
        Math.min(lines.length > 0 ? calculated.leastMinor : calculated.mostMinor, refundableMinor(order)),
      "an amount",
    );
    if (amountMinor > refundableMinor(order)) throw new ActionRefused("more money than the buyer has paid");
    if (lines.length === 0 && amountMinor === 0) throw new ActionRefused("nothing is left to refund");
    const pending = (input.pending ?? false) && amountMinor > 0;
    // When everything is off and all money is back, nothing is owed either way, whatever was given back or left owed before. Assumed:
    // Shopify says of FULL_RETURN_BALANCING_ADJUSTMENT only that "the discrepancy reason is balance adjustment".
    const discrepancy =
      all && amountMinor === refundableMinor(order)
        ? calculated.mostMinor - amountMinor
        : discrepancyMinor(calculated, amountMinor);
    // Nobody chose to keep anything where the goods are worth more than what is left of the payment.
    const reason =
      input.amountMinor === undefined ? "FULL_RETURN_BALANCING_ADJUSTMENT" : "REFUND_DISCREPANCY";
    const adjustments =
      input.adjustments?.map((one) => newAdjustment(one.amountMinor, one.reason, one.taxMinor)) ??
      [
        discrepancy === 0 ? null : newAdjustment(discrepancy, input.reason ?? reason),
        // A refund that its bank has not confirmed has given nothing back yet. Shopify's webhook then states its whole amount
        // as a "Refund discrepancy" in the merchant's favour (public refunds/create body of refund 829190242433).
        pending ? newAdjustment(amountMinor, "REFUND_DISCREPANCY") : null,
      ].filter((one) => one !== null);
    return {
      id: store.newId("refund"),
      createdAtMs: Math.max(ctx.nowMs(), order.createdAtMs),
      note: input.note ?? null,
      lines,
      shippingMinor,
      shippingTaxMinor,
      dutiesMinor,
      feesMinor,
      keptMinor: discrepancy,
      adjustments,
      transactionId: store.newId("transaction"),
      amountMinor,
      pending,
      returnId,
    };
  }

  function keepRefund(order: OrderRecord, refund: RefundRecord): OrderRecord {
    const after = writer.change(order, { refunds: [...order.refunds, refund] });
    ctx.emit("refunds/create", { order: after, refund });
    ctx.emit("orders/updated", after);
    writer.touchCustomer(order.customerId);
    return after;
  }

  function refundOrder(input: NewRefund): RefundRecord {
    const order = writer.known(input.orderId);
    const refund = buildRefund(order, input, null);
    keepRefund(order, refund);
    return refund;
  }

  function settleRefund(input: { orderId: number; refundId: number }): RefundRecord {
    const order = writer.known(input.orderId);
    const refund = order.refunds.find((one) => one.id === input.refundId);
    if (!refund?.pending)
      throw new ActionRefused(`order ${input.orderId} has no pending refund ${input.refundId}`);
    // Once it is confirmed, "Pending refund discrepancy" takes the first statement back: in public data these are all negative
    // and come in pairs with it ("+71.39 / -71.39", "215.35 / -215.35").
    const stated = refund.adjustments.some(
      (one) => one.reason === "REFUND_DISCREPANCY" && one.amountMinor === refund.amountMinor,
    );
    const settled = {
      ...refund,
      pending: false,
      adjustments: stated
        ? [...refund.adjustments, newAdjustment(-refund.amountMinor, "PENDING_REFUND_DISCREPANCY")]
        : refund.adjustments,
    };
    const after = writer.change(order, {
      refunds: order.refunds.map((one) => (one === refund ? settled : one)),
    });
    ctx.emit("orders/updated", after);
    writer.touchCustomer(order.customerId);
    return settled;
  }

  /** The new lines are on the order before the returned ones are off, so that only the difference is owed either way. */
  function exchangeItems(input: Exchange): ReturnRecord {
    const order = writer.known(input.orderId);
    if (order.cancelledAtMs !== null) throw new ActionRefused("nothing of a cancelled order is exchanged");
    if (input.returned.length === 0) throw new ActionRefused("a return needs a line that comes back");
    const atMs = Math.max(ctx.nowMs(), order.createdAtMs);
    const added = (input.lines ?? []).map((line) => ({ ...draftLine(ctx, line).line, addedLater: true }));
    const id = store.newId("return");
    const changes = added.map((line) => ({ lineId: line.id, units: line.quantity }));
    const grown: OrderRecord = {
      ...order,
      lines: [...order.lines, ...added],
      edits:
        added.length === 0
          ? order.edits
          : [
              ...order.edits,
              { id: store.newId("edit"), atMs, afterRefunds: order.refunds.length, changes, returnId: id },
            ],
    };
    const refund = buildRefund(grown, { ...input, lines: input.returned }, id);
    const back: ReturnRecord = {
      id,
      number: order.returns.length + 1,
      atMs,
      lines: refund.lines.map((line, at) => ({
        id: store.newId("return"),
        lineId: line.lineId,
        quantity: line.quantity,
        reason: input.returned[at]?.reason ?? "UNKNOWN",
      })),
      exchangeLines: added.map((line) => ({
        id: store.newId("return"),
        lineId: line.id,
        quantity: line.quantity,
      })),
    };
    keepRefund({ ...grown, returns: [...order.returns, back] }, refund);
    return back;
  }

  return { refundOrder, settleRefund, exchangeItems };
}
