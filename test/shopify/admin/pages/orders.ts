import type { LocalShop } from "../../local-shop.ts";
import { decimalText } from "../../store/amount.ts";
import type { OrderRecord, VariantRecord } from "../../store/records.ts";
import type { PageContext } from "../context.ts";
import { fullName, money } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { card, ordersTable, pageOf, pager, searchForm } from "../parts.ts";

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

export function variantOptions(shop: LocalShop): Html {
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
<label>Tip in ${currency} <input name="tip" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="none"></label>
<label>Duties in ${currency} <input name="duties" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="none"></label>
<label>Additional fee in ${currency} <input name="fee" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="none"></label>
<label>Payment <select name="payment"><option value="paid">Paid</option><option value="pending">Pending</option><option value="authorized">Authorized</option><option value="expired">Expired</option></select></label>
<label>Paid so far in ${currency} <input name="paid" inputmode="decimal" pattern="\\d+([.]\\d+)?" placeholder="all of it"></label>
<label class="check"><input type="checkbox" name="test" value="yes"> Test order</label>
<button class="primary">Place order</button></form>`,
    ),
  );
}
