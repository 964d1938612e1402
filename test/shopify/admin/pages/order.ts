import type { LocalShop } from "../../local-shop.ts";
import type { LineRecord } from "../../store/order-records.ts";
import {
  currentQuantity,
  lineDiscountMinor,
  orderTotals,
  worthOfUnitsMinor,
} from "../../store/order-totals.ts";
import type { OrderRecord } from "../../store/records.ts";
import type { PageContext } from "../context.ts";
import { count, dateTime, fullName, money, words } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { badge, card, confirmed, facts, orderStatus, table } from "../parts.ts";
import {
  amountField,
  disputesCard,
  editCard,
  exchangeCard,
  paymentsCard,
  refundCard,
  refundsCard,
} from "./order-cards.ts";

export function orderPage(context: PageContext, order: OrderRecord): Html {
  const { base, shop } = context;
  const own = `${base}/orders/${order.id}`;
  const totals = orderTotals(order);
  const customer = order.customerId === null ? undefined : shop.store.customers.get(order.customerId);
  return page(context, "orders", `Order #${order.number}`, [
    card(
      "Facts",
      shownFacts([
        ["Id", html`<code>${order.id}</code>`],
        ["Status", orderStatus(order)],
        [
          "Customer",
          customer
            ? html`<a href="${base}/customers/${customer.id}">${fullName(customer)}</a>`
            : `${order.email ?? "Guest"}`,
        ],
        ["Processed", dateTime(shop, order.processedAtMs)],
        ["Changed", dateTime(shop, order.updatedAtMs)],
        ["Channel", order.channel?.displayName ?? order.sourceName],
        ["Cancelled", order.cancelReason ? words(order.cancelReason) : null],
      ]),
    ),
    card("Lines", linesTable(shop, order)),
    html`<div class="grid">`,
    card(
      "Money",
      shownFacts([
        ["Subtotal now", money(shop, totals.currentSubtotalMinor)],
        ["Discounts", money(shop, -totals.currentDiscountsMinor)],
        ["Tips", totals.tipsMinor === 0 ? null : money(shop, totals.tipsMinor)],
        ["Shipping", money(shop, totals.currentShippingMinor)],
        ["Duties", order.dutiesMinor === 0 ? null : money(shop, totals.currentDutiesMinor)],
        ["Fees", order.fees.length === 0 ? null : money(shop, totals.currentFeesMinor)],
        [order.taxesIncluded ? "Tax (included)" : "Tax", money(shop, totals.currentTaxMinor)],
        ["Total now", money(shop, totals.currentTotalMinor)],
        ["When placed", money(shop, order.originalTotalMinor)],
        ["Refunded", money(shop, totals.refundedMinor)],
        ["Refund discrepancy", totals.discrepancyMinor === 0 ? null : money(shop, totals.discrepancyMinor)],
        ["Paid net", money(shop, totals.netPaymentMinor)],
        ["Outstanding", totals.outstandingMinor === 0 ? null : money(shop, totals.outstandingMinor)],
      ]),
    ),
    paymentsCard(shop, order, own),
    refundsCard(shop, order, own),
    disputesCard(order, own),
    order.cancelledAtMs === null
      ? [refundCard(shop, order, own), exchangeCard(shop, order, own), editCard(shop, order, own)]
      : "",
    card("Cancel and delete", [
      order.cancelledAtMs === null
        ? confirmed("Cancel order", "Cancel the whole order?", `${own}/cancel`, [
            html`<label>Reason <select name="reason">${["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"].map((reason) => html`<option value="${reason}">${words(reason)}</option>`)}</select></label>`,
            html`<label class="check"><input type="checkbox" name="refund" value="yes" checked> Give the money back</label>`,
            html`<label class="check"><input type="checkbox" name="restock" value="yes" checked> Restock the goods</label>`,
            amountField(shop, "fee", "Fee that is kept", "none"),
          ])
        : "",
      confirmed("Delete order", "Delete the order? It cannot be brought back.", `${own}/delete`),
    ]),
    html`</div>`,
  ]);
}

function shownFacts(all: [string, string | Html | null][]): Html {
  return facts(all.filter((fact): fact is [string, string | Html] => fact[1] !== null));
}

function linesTable(shop: LocalShop, order: OrderRecord): Html {
  const row = (line: LineRecord) => {
    const kept = currentQuantity(order, line);
    return [
      html`${line.title}${line.variantTitle ? html` <span class="muted">${line.variantTitle}</span>` : ""}${line.isGiftCard ? html` ${badge("Gift card")}` : ""}${line.isTip ? html` ${badge("Tip")}` : ""}`,
      money(shop, line.unitPriceMinor),
      count(line.quantity),
      count(kept),
      money(shop, -lineDiscountMinor(line)),
      money(shop, worthOfUnitsMinor(line, kept)),
    ];
  };
  const columns = ["Price", "Ordered", "Kept", "Discounts", "Worth now"].map((label) => ({
    label,
    numeric: true,
  }));
  return table("Lines", [{ label: "Product" }, ...columns], order.lines.map(row));
}
