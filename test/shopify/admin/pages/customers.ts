import { extensionFrame } from "../../extensions/frame.ts";
import type { LocalShop } from "../../local-shop.ts";
import { type CustomerRecord, gid } from "../../store/records.ts";
import type { PageContext } from "../context.ts";
import { count, dateTime, fullName, money, words } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import {
  amountSpentMinor,
  card,
  confirmed,
  consentBadge,
  facts,
  ordersTable,
  pageOf,
  pager,
  searchForm,
  table,
} from "../parts.ts";

function matching(shop: LocalShop, query: string): CustomerRecord[] {
  const wanted = query.trim().toLowerCase();
  const all = [...shop.store.customers.values()].filter((customer) => {
    const text = `${fullName(customer)} ${customer.email ?? ""} ${customer.id} ${customer.tags.join(" ")}`;
    return text.toLowerCase().includes(wanted);
  });
  return all.sort((a, b) => b.createdAtMs - a.createdAtMs || b.id - a.id);
}

export function customersPage(context: PageContext): Html {
  const { base, shop, url } = context;
  const query = url.searchParams.get("q") ?? "";
  const shown = pageOf(matching(shop, query), url);
  const rows = shown.items.map((customer) => [
    html`<a class="strong" href="${base}/customers/${customer.id}">${fullName(customer)}</a>`,
    customer.email,
    consentBadge(customer),
    count(shop.store.ordersOf(customer.id).length),
    money(shop, amountSpentMinor(shop, customer)),
  ]);
  const columns = [
    { label: "Name" },
    { label: "E-mail" },
    { label: "Consent" },
    { label: "Orders", numeric: true },
    { label: "Spent", numeric: true },
  ];
  return page(
    context,
    "customers",
    "Customers",
    [
      searchForm("Name, e-mail, tag or id", query),
      rows.length > 0
        ? table("Customers", columns, rows)
        : html`<p class="empty">No customer matches “${query}”.</p>`,
      pager(url, shown),
    ],
    html`<a class="button primary" href="${base}/customers/new">Add customer</a>`,
  );
}

export function newCustomerPage(context: PageContext): Html {
  return page(
    context,
    "customers",
    "Add customer",
    card(
      "Customer",
      html`<form method="post" action="${context.base}/customers" class="fields">${personFields(undefined)}
<label class="check"><input type="checkbox" name="subscribed" value="yes"> Agreed to marketing e-mail</label>
<button class="primary">Add customer</button></form>`,
    ),
  );
}

function personFields(customer: CustomerRecord | undefined): Html {
  return html`<label>First name <input name="firstName" value="${customer?.firstName}" autocomplete="off"></label>
<label>Last name <input name="lastName" value="${customer?.lastName}" autocomplete="off"></label>
<label>E-mail <input name="email" type="email" value="${customer?.email}" autocomplete="off"></label>
<label>Country code <input name="countryCode" value="${customer?.address?.countryCode}" maxlength="2" pattern="[A-Za-z]{2}" autocomplete="off"></label>`;
}

export function customerPage(context: PageContext, customer: CustomerRecord): Html {
  const { base, shop } = context;
  const own = `${base}/customers/${customer.id}`;
  const orders = shop.store.ordersOf(customer.id).reverse();
  const spentMinor = amountSpentMinor(shop, customer);
  return page(
    context,
    "customers",
    fullName(customer),
    [
      card(
        "Facts",
        facts([
          ["Id", html`<code>${customer.id}</code>`],
          ["E-mail", customer.email ?? "none"],
          ["Consent", consentBadge(customer)],
          ["Orders", count(orders.length)],
          ["Spent", money(shop, spentMinor)],
          ["Customer since", dateTime(shop, customer.createdAtMs)],
          ["Changed", dateTime(shop, customer.updatedAtMs)],
        ]),
      ),
      shop.installed
        ? extensionFrame(
            context,
            "admin.customer-details.block.render",
            `${context.deps.app.name} of this customer`,
            gid("Customer", customer.id),
          )
        : "",
      card(
        "Orders",
        orders.length > 0
          ? ordersTable(shop, base, orders)
          : html`<p class="empty">This customer has not ordered yet.</p>`,
      ),
      html`<div class="grid">`,
      card("Marketing e-mail", consentForms(context, customer, own)),
      card(
        "Tags",
        html`<form method="post" action="${own}/tags" class="fields">
<label>Tags, separated by commas <input name="tags" value="${customer.tags.join(", ")}"></label><button>Save tags</button></form>`,
      ),
      card(
        "Edit",
        html`<form method="post" action="${own}/update" class="fields">${personFields(customer)}
<button>Save customer</button></form>`,
      ),
      card("Merge and delete", dangerForms(own)),
      html`</div>`,
    ],
    html`<a class="button primary" href="${base}/orders/new?customer=${customer.id}">Place order</a>`,
  );
}

function consentForms(context: PageContext, customer: CustomerRecord, own: string): Html {
  if (!customer.email)
    return html`<p class="muted">Without an e-mail address there is nothing to agree to.</p>`;
  const { state, updatedAtMs } = customer.emailConsent;
  const since = updatedAtMs === null ? "" : ` since ${dateTime(context.shop, updatedAtMs)}`;
  const other = state === "SUBSCRIBED" ? "UNSUBSCRIBED" : "SUBSCRIBED";
  return html`<p>${words(state)}${since}.</p>
<form method="post" action="${own}/consent"><input type="hidden" name="state" value="${other}">
<button>${other === "SUBSCRIBED" ? "Subscribe" : "Unsubscribe"}</button></form>`;
}

function dangerForms(own: string): Html {
  return html`<form method="post" action="${own}/merge" class="fields">
<label>Id of the customer to merge into this one <input name="otherId" inputmode="numeric" pattern="\\d+" required></label>
<label class="check"><input type="checkbox" name="fail" value="yes"> Let the merge fail</label>
<button>Merge</button></form>
<div class="row">
<form method="post" action="${own}/data-request"><button>Request data</button></form>
${confirmed("Redact", "Tell the app to redact this customer's personal data?", `${own}/redact`)}
${confirmed("Delete", "Delete this customer? Shopify refuses it while there are orders.", `${own}/delete`)}
</div>`;
}
