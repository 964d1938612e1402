import { z } from "zod";
import type { LocalShop } from "../local-shop.ts";
import { ActionRefused } from "../store/actions.ts";
import type { NewLine } from "../store/order-inputs.ts";
import {
  amountMinor,
  each,
  email,
  field,
  type Handler,
  id,
  type Outcome,
  optionalId,
  reasons,
  text,
  ticked,
  units,
} from "./form-fields.ts";
import { DISPUTE_STATES, REFUND_REASONS } from "./pages/order-cards.ts";

function orderLines(shop: LocalShop, form: URLSearchParams): NewLine[] {
  const variantIds = each(form, "variantId", optionalId);
  const prices = each(form, "price", text);
  const quantities = each(form, "quantity", units);
  return variantIds.flatMap((variantId, index): NewLine[] => {
    const unitPriceMinor = amountMinor(shop, prices[index] ?? null);
    if (variantId === null && unitPriceMinor === undefined) return [];
    const line: NewLine = { quantity: quantities[index] ?? 1 };
    if (variantId === null) line.title = "Custom item";
    else line.variantId = variantId;
    if (unitPriceMinor !== undefined) line.unitPriceMinor = unitPriceMinor;
    return [line];
  });
}

function lineQuantities(form: URLSearchParams): { lineId: number; quantity: number }[] {
  const quantities = each(form, "quantity", units);
  return each(form, "lineId", id).map((lineId, index) => ({ lineId, quantity: quantities[index] ?? 0 }));
}

function placeOrder(shop: LocalShop, form: URLSearchParams): Outcome {
  const lines = orderLines(shop, form);
  if (lines.length === 0)
    throw new ActionRefused("an order needs at least one line: choose a product or enter a price");
  const code = field(form, "discountCode", text);
  const percentage = field(form, "discountPercentage", text);
  if (code && !percentage) throw new ActionRefused("a discount code needs its percentage");
  const tip = amountMinor(shop, form.get("tip"));
  const fee = amountMinor(shop, form.get("fee"));
  const order = shop.actions.placeOrder({
    lines: tip ? [...lines, { unitPriceMinor: tip, isTip: true }] : lines,
    customerId: field(form, "customerId", optionalId),
    email: field(form, "email", email) ?? undefined,
    ...(code ? { discountCode: { code, percentage: Number(percentage) } } : {}),
    shippingMinor: amountMinor(shop, form.get("shipping")) ?? 0,
    payment: field(form, "payment", z.enum(["authorized", "expired", "paid", "pending"])),
    paidMinor: amountMinor(shop, form.get("paid")),
    dutiesMinor: amountMinor(shop, form.get("duties")),
    fees: fee ? [{ name: "Additional fee", amountMinor: fee }] : [],
    test: field(form, "test", ticked),
  });
  return { path: `/orders/${order.id}`, done: "order-placed" };
}

/** Keyed as `HANDLERS`. */
export const ORDER_FORMS: Record<string, Handler> = {
  "/orders": placeOrder,
  "/orders/:id/refund": (shop, form, orderId) => {
    const lines = lineQuantities(form).filter((line) => line.quantity > 0);
    const shippingMinor = amountMinor(shop, form.get("shipping")) ?? 0;
    const amount = amountMinor(shop, form.get("amount"));
    if (lines.length === 0 && shippingMinor === 0 && amount === undefined)
      throw new ActionRefused("enter how many units, how much shipping or which amount to refund");
    shop.actions.refundOrder({
      orderId,
      lines,
      shippingMinor,
      amountMinor: amount,
      reason: field(form, "reason", z.enum(REFUND_REASONS).nullable()) ?? undefined,
      pending: field(form, "pending", ticked),
    });
    return { path: `/orders/${orderId}`, done: "order-refunded" };
  },
  "/orders/:id/settle": (shop, form, orderId) => {
    shop.actions.settleRefund({ orderId, refundId: field(form, "refundId", id) });
    return { path: `/orders/${orderId}`, done: "refund-settled" };
  },
  "/orders/:id/edit": (shop, form, orderId) => {
    const variantId = field(form, "addVariantId", optionalId);
    shop.actions.editOrder({
      orderId,
      quantities: lineQuantities(form),
      addLines: variantId === null ? [] : [{ variantId }],
    });
    return { path: `/orders/${orderId}`, done: "order-edited" };
  },
  "/orders/:id/cancel": (shop, form, orderId) => {
    shop.actions.cancelOrder({
      orderId,
      reason: field(form, "reason", reasons),
      refund: field(form, "refund", ticked),
      restock: field(form, "restock", ticked),
      feeMinor: amountMinor(shop, form.get("fee")),
    });
    return { path: `/orders/${orderId}`, done: "order-cancelled" };
  },
  "/orders/:id/exchange": (shop, form, orderId) => {
    const variantId = field(form, "newVariantId", optionalId);
    shop.actions.exchangeItems({
      orderId,
      returned: lineQuantities(form).filter((line) => line.quantity > 0),
      lines: variantId === null ? [] : [{ variantId }],
    });
    return { path: `/orders/${orderId}`, done: "order-exchanged" };
  },
  "/orders/:id/pay": (shop, form, orderId) => {
    shop.actions.markPaid({ orderId, amountMinor: amountMinor(shop, form.get("amount")) });
    return { path: `/orders/${orderId}`, done: "order-paid" };
  },
  "/orders/:id/expire": (shop, _form, orderId) => {
    shop.actions.expireAuthorization({ orderId });
    return { path: `/orders/${orderId}`, done: "payment-expired" };
  },
  "/orders/:id/disputes": (shop, form, orderId) => {
    const initiatedAs = field(form, "initiatedAs", z.enum(["CHARGEBACK", "INQUIRY"]));
    shop.actions.openDispute({ orderId, initiatedAs });
    return { path: `/orders/${orderId}`, done: "dispute-opened" };
  },
  "/orders/:id/dispute": (shop, form, orderId) => {
    const status = field(form, "status", z.enum(DISPUTE_STATES));
    shop.actions.updateDispute({ orderId, disputeId: field(form, "disputeId", id), status });
    return { path: `/orders/${orderId}`, done: "dispute-saved" };
  },
  "/orders/:id/delete": (shop, _form, orderId) => {
    shop.actions.deleteOrder({ orderId });
    return { path: "/orders", done: "order-deleted" };
  },
};
