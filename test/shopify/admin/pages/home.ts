import type { PageContext } from "../context.ts";
import { count, dateTime } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { badge, card, confirmed, facts } from "../parts.ts";

export function homePage(context: PageContext): Html {
  const { base, shop } = context;
  const { shop: record, customers, orders, products } = shop.store;
  return page(context, "home", record.name, [
    html`<div class="grid">`,
    appCard(context),
    card(
      "Shop",
      facts([
        ["Domain", html`<code>${shop.domain}</code>`],
        ["Customers", html`<a href="${base}/customers">${count(customers.size)}</a>`],
        ["Orders", html`<a href="${base}/orders">${count(orders.size)}</a>`],
        ["Products", html`<a href="${base}/products">${count(products.size)}</a>`],
        ["Currency", record.currency],
        ["Time zone", record.timeZone],
        ["Plan", record.plan],
        ["Time in the shop", dateTime(shop, shop.now().getTime())],
      ]),
    ),
    html`</div>`,
    shop.refusedRows.length > 0 ? refusedRowsCard(context) : "",
    card("Change the shop", [
      shopForm(context),
      shop.installed
        ? ""
        : confirmed(
            "Send shop redaction",
            "Shopify sends shop/redact 48 hours after an app was uninstalled. Send it now?",
            `${base}/app/redact-shop`,
          ),
    ]),
  ]);
}

function appCard(context: PageContext): Html {
  const { base, deps, shop } = context;
  const { app } = deps;
  const scopes = shop.installed ? shop.grantedScopes : app.scopes.required;
  const scopeList = html`<ul class="scopes">${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>`;
  if (!shop.installed) {
    return card(app.name, [
      html`<p>${badge("Not installed")}</p><p>Installing lets the app:</p>${scopeList}
<form method="post" action="${base}/app/install"><button class="primary">Install ${app.name}</button></form>`,
    ]);
  }
  const offered = [...app.scopes.required, ...app.scopes.optional];
  return card(app.name, [
    html`<p>${badge("Installed")} <span class="muted">from ${app.applicationUrl}</span></p>
<p><a class="button primary" href="${base}/apps/${app.handle}">Open ${app.name}</a></p>
<p>The app may:</p>${scopeList}
<details><summary>Change scopes</summary><form method="post" action="${base}/app/scopes" class="stack">
${offered.map(
  (scope) =>
    html`<label class="check"><input type="checkbox" name="scope" value="${scope}"${shop.grantedScopes.includes(scope) ? html` checked` : ""}> ${scope}</label>`,
)}<button>Change scopes</button></form></details>`,
    confirmed(
      "Uninstall",
      `Uninstall ${app.name}? Its tokens are revoked at once and app/uninstalled is sent.`,
      `${base}/app/uninstall`,
    ),
  ]);
}

function refusedRowsCard({ shop }: PageContext): Html {
  const shown = shop.refusedRows.slice(0, 20);
  return card(`${count(shop.refusedRows.length)} rows of the transaction log were refused`, [
    html`<ul>${shown.map((row) => html`<li>Line ${count(row.line)}: ${row.reason} <code>${row.text}</code></li>`)}</ul>`,
    shop.refusedRows.length > shown.length
      ? html`<p class="muted">The first ${shown.length} are shown.</p>`
      : "",
  ]);
}

function shopForm({ base, shop }: PageContext): Html {
  const { name, email, timeZone, plan } = shop.store.shop;
  const plans = ["Basic", "Grow", "Advanced", "Plus"];
  return html`<form method="post" action="${base}/shop" class="fields">
<label>Name <input name="name" value="${name}" required></label>
<label>E-mail <input name="email" type="email" value="${email}" required></label>
<label>Time zone <input name="timeZone" value="${timeZone}" required></label>
<label>Plan <select name="plan">${plans.map((option) => html`<option${option === plan ? html` selected` : ""}>${option}</option>`)}</select></label>
<button>Save shop</button></form>`;
}
