import type { LocalShop } from "../../local-shop.ts";
import { decimalText } from "../../store/amount.ts";
import type { LineRecord, RefundRecord } from "../../store/order-records.ts";
import {
  currentQuantity,
  lineDiscountMinor,
  orderTotals,
  worthOfUnitsMinor,
} from "../../store/order-totals.ts";
import type { OrderRecord, VariantRecord } from "../../store/records.ts";
import type { PageContext } from "../context.ts";
import { count, dateTime, fullName, money, plural, words } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import {
  badge,
  card,
  confirmed,
  facts,
  orderStatus,
  ordersTable,
  pageOf,
  pager,
  searchForm,
  table,
} from "../parts.ts";

function matching(shop: LocalShop, query: string): OrderRecord[] {
  const wanted = query.trim().toLowerCase();
  const all = [...shop.store.orders.values()];
  const found = wanted
    ? all.filter((order) => {
        const customer = order.customerId === null ? undefined : shop.store.customers.get(order.customerId);
        const text = `#${order.number} ${order.id} ${order.email ?? ""} ${customer ? fullName(customer) : ""}`;
        return text.toLowerCase().includes(wanted);
      })
    : all;
  return found.sort((a, b) => b.processedAtMs - a.processedAtMs || b.id - a.id);
}

export function ordersPage(context: PageContext): Html {
  const { base, shop, url } = context;
  const query = url.searchParams.get("q") ?? "";
  const shown = pageOf(matching(shop, query), url);
  return page(
    context,
    "orders",
    "Orders",
    [
      searchForm("Number, customer, e-mail or id", query),
      shown.items.length > 0
        ? ordersTable(shop, base, shown.items)
        : html`<p class="empty">No order matches “${query}”.</p>`,
      pager(url, shown),
    ],
    html`<a class="button primary" href="${base}/orders/new">Place order</a>`,
  );
}

function variantOptions(shop: LocalShop): Html {
  const label = (variant: VariantRecord) => {
    const product = shop.store.products.get(variant.productId);
    return `${product?.title ?? "Product"} · ${variant.title} · ${money(shop, variant.priceMinor)}`;
  };
  return html`${[...shop.store.variants.values()].map((variant) => html`<option value="${variant.id}">${label(variant)}</option>`)}`;
}

/** Lines that the form offers; empty ones are left out. */
const ORDER_FORM_LINES = 3;

export function newOrderPage(context: PageContext): Html {
  const { base, shop, url } = context;
  const { currency } = shop.store.shop;
  const options = variantOptions(shop);
  const hasProducts = shop.store.variants.size > 0;
  const line = (_: unknown, index: number) => html`<fieldset><legend>Line ${index + 1}</legend>
${hasProducts ? html`<label class="wide">Product <select name="variantId"><option value="">${index === 0 ? "Choose a product" : "None"}</option>${options}</select></label>` : html`<input type="hidden" name="variantId" value="">`}
<label>Price in ${currency} <input name="price" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="${hasProducts ? "the product's" : decimalText(2500, currency)}"></label>
<label>Quantity <input name="quantity" type="number" min="1" value="1"></label></fieldset>`;
  return page(
    context,
    "orders",
    "Place order",
    card(
      "Order",
      html`<form method="post" action="${base}/orders" class="fields">
<label class="wide">Customer id (empty for a guest) <input name="customerId" inputmode="numeric" pattern="\\d*" value="${url.searchParams.get("customer")}"></label>
<label class="wide">E-mail (empty: the customer's) <input name="email" type="email"></label>
${Array.from({ length: ORDER_FORM_LINES }, line)}
<label>Discount code <input name="discountCode" autocomplete="off"></label>
<label>Discount in % <input name="discountPercentage" type="number" min="1" max="100"></label>
<label>Shipping in ${currency} <input name="shipping" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="${decimalText(0, currency)}"></label>
<label>Payment <select name="payment"><option value="paid">Paid</option><option value="pending">Pending</option><option value="authorized">Authorized</option></select></label>
<label class="check"><input type="checkbox" name="test" value="yes"> Test order</label>
<button class="primary">Place order</button></form>`,
    ),
  );
}

export function orderPage(context: PageContext, order: OrderRecord): Html {
  const { base, shop } = context;
  const own = `${base}/orders/${order.id}`;
  const totals = orderTotals(order);
  const customer = order.customerId === null ? undefined : shop.store.customers.get(order.customerId);
  return page(context, "orders", `Order #${order.number}`, [
    card(
      "Facts",
      facts(
        [
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
        ].filter((fact): fact is [string, string | Html] => fact[1] !== null),
      ),
    ),
    card("Lines", linesTable(shop, order)),
    html`<div class="grid">`,
    card(
      "Money",
      facts([
        ["Subtotal now", money(shop, totals.currentSubtotalMinor)],
        ["Discounts", money(shop, -totals.currentDiscountsMinor)],
        ["Shipping", money(shop, totals.currentShippingMinor)],
        [order.taxesIncluded ? "Tax (included)" : "Tax", money(shop, totals.currentTaxMinor)],
        ["Total now", money(shop, totals.currentTotalMinor)],
        ["When placed", money(shop, order.originalTotalMinor)],
        ["Refunded", money(shop, totals.refundedMinor)],
        ["Paid net", money(shop, totals.netPaymentMinor)],
      ]),
    ),
    order.refunds.length > 0
      ? card(
          "Refunds",
          order.refunds.map((refund) => refundRow(shop, own, refund)),
        )
      : "",
    order.cancelledAtMs === null ? [refundCard(shop, order, own), editCard(shop, order, own)] : "",
    card("Cancel and delete", [
      order.cancelledAtMs === null
        ? confirmed("Cancel order", "Cancel the whole order?", `${own}/cancel`, [
            html`<label>Reason <select name="reason">${["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"].map((reason) => html`<option value="${reason}">${words(reason)}</option>`)}</select></label>`,
            html`<label class="check"><input type="checkbox" name="refund" value="yes" checked> Give everything back</label>`,
          ])
        : "",
      confirmed("Delete order", "Delete the order? It cannot be brought back.", `${own}/delete`),
    ]),
    html`</div>`,
  ]);
}

function linesTable(shop: LocalShop, order: OrderRecord): Html {
  const row = (line: LineRecord) => {
    const kept = currentQuantity(order, line);
    return [
      html`${line.title}${line.variantTitle ? html` <span class="muted">${line.variantTitle}</span>` : ""}${line.isGiftCard ? html` ${badge("Gift card")}` : ""}`,
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

function refundRow(shop: LocalShop, own: string, refund: RefundRecord): Html {
  const units = refund.lines.reduce((sum, line) => sum + line.quantity, 0);
  return html`<p>${dateTime(shop, refund.createdAtMs)}: ${plural(units, "unit")}, ${money(shop, refund.amountMinor)} ${
    refund.pending ? badge("PENDING") : ""
  }</p>${
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

function refundCard(shop: LocalShop, order: OrderRecord, own: string): Html {
  const { currency } = shop.store.shop;
  const left = order.lines.filter((line) => currentQuantity(order, line) > 0);
  const shippingLeftMinor = orderTotals(order).currentShippingMinor;
  if (left.length === 0 && shippingLeftMinor === 0)
    return card("Refund", html`<p class="muted">Nothing is left to refund.</p>`);
  return card(
    "Refund",
    html`<form method="post" action="${own}/refund" class="fields">
${left.map((line) => quantityField(line, 0, currentQuantity(order, line)))}
<label>Shipping in ${currency} <input name="shipping" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="up to ${decimalText(shippingLeftMinor, currency)}"></label>
<label class="check"><input type="checkbox" name="pending" value="yes"> The bank has not confirmed yet</label>
<button>Refund</button></form>`,
  );
}

function editCard(shop: LocalShop, order: OrderRecord, own: string): Html {
  const options = variantOptions(shop);
  return card(
    "Edit quantities",
    html`<form method="post" action="${own}/edit" class="fields">
${order.lines.map((line) => quantityField(line, currentQuantity(order, line), null))}
<label class="wide">Add a product <select name="addVariantId"><option value="">None</option>${options}</select></label>
<button>Save quantities</button></form>`,
  );
}
