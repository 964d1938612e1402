import type { LocalShop } from "../local-shop.ts";
import { orderTotals } from "../store/order-totals.ts";
import type { CustomerRecord, OrderRecord } from "../store/records.ts";
import { count, dateTime, fullName, money, words } from "./format.ts";
import { type Html, html, type Renderable } from "./html.ts";

const GOOD = new Set(["ACTIVE", "Installed", "PAID", "SUBSCRIBED", "delivered"]);
const BAD = new Set(["CANCELLED", "INVALID", "UNSUBSCRIBED", "VOIDED", "dropped", "given up"]);

export function badge(code: string): Html {
  const tone = GOOD.has(code) ? "good" : BAD.has(code) ? "bad" : "plain";
  return html`<span class="badge ${tone}">${words(code)}</span>`;
}

interface Column {
  label: string;
  numeric?: boolean;
}

/** On a phone each row becomes a card, with the column's label before each value. */
export function table(caption: string, columns: Column[], rows: Renderable[][]): Html {
  const cell = (value: Renderable, index: number) =>
    html`<td data-label="${columns[index]?.label}"${columns[index]?.numeric ? html` class="numeric"` : ""}>${value}</td>`;
  return html`<table><caption class="hidden">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${column.numeric ? html` class="numeric"` : ""}>${column.label}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`;
}

export function facts(entries: [label: string, value: Renderable][]): Html {
  return html`<dl class="facts">${entries.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function card(title: string, content: Renderable): Html {
  return html`<section class="card"><h2>${title}</h2>${content}</section>`;
}

/** A form that asks once more before it does something that cannot be taken back; works without a script. */
export function confirmed(label: string, question: string, action: string, fields: Renderable = ""): Html {
  return html`<details class="confirm"><summary class="button">${label}</summary>
<form method="post" action="${action}"><p>${question}</p>${fields}<button class="critical">${label}</button></form></details>`;
}

export function searchForm(label: string, query: string): Html {
  return html`<form class="search" method="get" role="search">
<label class="hidden" for="q">${label}</label><input type="search" id="q" name="q" value="${query}" placeholder="${label}">
<button>Search</button></form>`;
}

const PAGE_SIZE = 25;

export interface Page<Item> {
  items: Item[];
  total: number;
  number: number;
  pages: number;
}

export function pageOf<Item>(all: Item[], url: URL): Page<Item> {
  const pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const asked = Number(url.searchParams.get("page") ?? "1");
  const number = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
  return { items: all.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE), total: all.length, number, pages };
}

export function pager(url: URL, shown: Page<unknown>): Html {
  const link = (label: string, number: number) => {
    if (number < 1 || number > shown.pages)
      return html`<span class="button" aria-disabled="true">${label}</span>`;
    const query = new URLSearchParams(url.searchParams);
    query.delete("done");
    query.set("page", String(number));
    return html`<a class="button" href="?${query.toString()}">${label}</a>`;
  };
  return html`<nav class="pager" aria-label="Pages">${link("Previous", shown.number - 1)}
<span>Page ${count(shown.number)} of ${count(shown.pages)} · ${count(shown.total)} in all</span>${link("Next", shown.number + 1)}</nav>`;
}

/** Money that came in and stayed, as Shopify's `amountSpent`; test and voided orders bring none. */
export function amountSpentMinor(shop: LocalShop, customer: CustomerRecord): number {
  return shop.store
    .ordersOf(customer.id)
    .reduce((sum, order) => sum + (order.test ? 0 : orderTotals(order).netPaymentMinor), 0);
}

export function consentBadge(customer: CustomerRecord): Html {
  return customer.email ? badge(customer.emailConsent.state) : html`<span class="muted">No e-mail</span>`;
}

export function orderStatus(order: OrderRecord): Html {
  return html`${order.cancelledAtMs === null ? "" : html`${badge("CANCELLED")} `}${badge(orderTotals(order).financialStatus)}${order.test ? html` ${badge("TEST")}` : ""}`;
}

export function ordersTable(shop: LocalShop, base: string, orders: OrderRecord[]): Html {
  const customerCell = (order: OrderRecord) => {
    const customer = order.customerId === null ? undefined : shop.store.customers.get(order.customerId);
    if (!customer) return html`<span class="muted">${order.email ?? "Guest"}</span>`;
    return html`<a href="${base}/customers/${customer.id}">${fullName(customer)}</a>`;
  };
  return table(
    "Orders",
    [
      { label: "Order" },
      { label: "Date" },
      { label: "Customer" },
      { label: "Status" },
      { label: "Items", numeric: true },
      { label: "Total", numeric: true },
    ],
    orders.map((order) => [
      html`<a class="strong" href="${base}/orders/${order.id}">#${String(order.number)}</a>`,
      dateTime(shop, order.processedAtMs),
      customerCell(order),
      orderStatus(order),
      count(orderTotals(order).currentUnits),
      money(shop, orderTotals(order).currentTotalMinor),
    ]),
  );
}
