import type { LocalShop } from "../../local-shop.ts";
import { decimalText } from "../../store/amount.ts";
import type { LineRecord, RefundRecord } from "../../store/order-records.ts";
import { currentQuantity, orderTotals } from "../../store/order-totals.ts";
import type { OrderRecord } from "../../store/records.ts";
import { dateTime, money, plural, words } from "../format.ts";
import { type Html, html } from "../html.ts";
import { badge, card } from "../parts.ts";
import { variantOptions } from "./orders.ts";

export const REFUND_REASONS = ["REFUND_DISCREPANCY", "RESTOCK", "DAMAGE", "CUSTOMER"] as const;
export const DISPUTE_STATES = ["NEEDS_RESPONSE", "UNDER_REVIEW", "WON", "LOST", "ACCEPTED"] as const;

export function amountField(shop: LocalShop, name: string, label: string, placeholder: string): Html {
  return html`<label>${label} in ${shop.store.shop.currency} <input name="${name}" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="${placeholder}"></label>`;
}

function options(values: readonly string[], chosen?: string): Html {
  return html`${values.map((value) => html`<option value="${value}"${value === chosen ? html` selected` : ""}>${words(value)}</option>`)}`;
}

export function paymentsCard(shop: LocalShop, order: OrderRecord, own: string): Html {
  const { outstandingMinor, capturableMinor, receivedMinor } = orderTotals(order);
  return card("Payments", [
    order.payments.length === 0 ? html`<p class="muted">None.</p>` : "",
    order.payments.map(
      (payment) =>
        html`<p>${dateTime(shop, payment.atMs)}: ${words(payment.kind)}, ${money(shop, payment.amountMinor)} ${badge(payment.expired ? "EXPIRED" : payment.status)}</p>`,
    ),
    outstandingMinor > 0
      ? html`<form method="post" action="${own}/pay" class="fields">
${amountField(shop, "amount", "Amount", decimalText(outstandingMinor, shop.store.shop.currency))}
<button>${capturableMinor > 0 ? "Capture payment" : "Mark as paid"}</button></form>`
      : "",
    capturableMinor > 0 && receivedMinor === 0
      ? html`<form method="post" action="${own}/expire"><button>Let the authorization expire</button></form>`
      : "",
  ]);
}

export function refundsCard(shop: LocalShop, order: OrderRecord, own: string): Html | "" {
  if (order.refunds.length === 0) return "";
  return card(
    "Refunds",
    order.refunds.map((refund) => refundRow(shop, own, refund)),
  );
}

function refundRow(shop: LocalShop, own: string, refund: RefundRecord): Html {
  const units = refund.lines.reduce((sum, line) => sum + line.quantity, 0);
  return html`<p>${dateTime(shop, refund.createdAtMs)}: ${plural(units, "unit")}, ${money(shop, refund.amountMinor)} ${
    refund.pending ? badge("PENDING") : ""
  }</p>${refund.adjustments.map(
    (one) =>
      html`<p class="muted">${words(one.reason ?? "No reason")}: ${money(shop, one.amountMinor + one.taxMinor)}</p>`,
  )}${
    refund.pending
      ? html`<form method="post" action="${own}/settle"><input type="hidden" name="refundId" value="${refund.id}"><button>Settle refund</button></form>`
      : ""
  }`;
}

function quantityField(line: LineRecord, value: number, max: number | null): Html {
  return html`<label class="quantity"><span>${line.title}${line.variantTitle ? ` · ${line.variantTitle}` : ""}</span>
<input type="hidden" name="lineId" value="${line.id}">
<input name="quantity" type="number" min="0" value="${value}"${max === null ? "" : html` max="${max}"`} required></label>`;
}

export function refundCard(shop: LocalShop, order: OrderRecord, own: string): Html {
  const { currency } = shop.store.shop;
  const left = order.lines.filter((line) => currentQuantity(order, line) > 0);
  const shippingLeftMinor = orderTotals(order).currentShippingMinor;
  const { netPaymentMinor } = orderTotals(order);
  if (left.length === 0 && shippingLeftMinor === 0 && netPaymentMinor <= 0)
    return card("Refund", html`<p class="muted">Nothing is left to refund.</p>`);
  return card(
    "Refund",
    html`<form method="post" action="${own}/refund" class="fields">
${left.map((line) => quantityField(line, 0, currentQuantity(order, line)))}
${amountField(shop, "shipping", "Shipping", `up to ${decimalText(shippingLeftMinor, currency)}`)}
${amountField(shop, "amount", "Amount", "what they are worth; alone: money back")}
<label>Reason for another amount <select name="reason">${options(REFUND_REASONS)}</select></label>
<label class="check"><input type="checkbox" name="pending" value="yes"> The bank has not confirmed yet</label>
<button>Refund</button></form>`,
  );
}

export function editCard(shop: LocalShop, order: OrderRecord, own: string): Html {
  return card(
    "Edit quantities",
    html`<form method="post" action="${own}/edit" class="fields">
${order.lines.map((line) => quantityField(line, currentQuantity(order, line), null))}
<label class="wide">Add a product <select name="addVariantId"><option value="">None</option>${variantOptions(shop)}</select></label>
<button>Save quantities</button></form>`,
  );
}

export function exchangeCard(shop: LocalShop, order: OrderRecord, own: string): Html | "" {
  const left = order.lines.filter((line) => currentQuantity(order, line) > 0 && !line.isTip);
  if (left.length === 0) return "";
  return card(
    "Return and exchange",
    html`<form method="post" action="${own}/exchange" class="fields">
${left.map((line) => quantityField(line, 0, currentQuantity(order, line)))}
<label class="wide">Sent in their stead <select name="newVariantId"><option value="">Nothing</option>${variantOptions(shop)}</select></label>
<button>Return or exchange</button></form>`,
  );
}

export function disputesCard(order: OrderRecord, own: string): Html | "" {
  if (orderTotals(order).receivedMinor === 0) return "";
  return card("Disputes", [
    order.disputes.map(
      (dispute) => html`<form method="post" action="${own}/dispute" class="fields">
<input type="hidden" name="disputeId" value="${dispute.id}">
<label>${words(dispute.initiatedAs)} <select name="status">${options(DISPUTE_STATES, dispute.status)}</select></label>
<button>Save dispute</button></form>`,
    ),
    html`<form method="post" action="${own}/disputes" class="fields">
<label>Kind <select name="initiatedAs">${options(["CHARGEBACK", "INQUIRY"])}</select></label>
<button>Open a dispute</button></form>`,
  ]);
}
