import type { Delivery } from "../../local-shop.ts";
import type { PageContext } from "../context.ts";
import { count } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { badge, pageOf, pager, searchForm, table } from "../parts.ts";

function triggeredAt(delivery: Delivery): string {
  const entry = Object.entries(delivery.headers).find(
    ([name]) => name.toLowerCase() === "x-shopify-triggered-at",
  );
  return entry ? entry[1].slice(0, 19).replace("T", " ") : "";
}

export function webhooksPage(context: PageContext): Html {
  const { base, shop, url } = context;
  const query = url.searchParams.get("q") ?? "";
  const found = shop.deliveries.filter((delivery) =>
    `${delivery.topic} ${delivery.webhookId} ${delivery.state}`.includes(query.trim().toLowerCase()),
  );
  const shown = pageOf(found.reverse(), url);
  const rows = shown.items.map((delivery) => [
    html`<details><summary class="strong">${delivery.topic}</summary><pre tabindex="0">${delivery.payload}</pre></details>`,
    html`<code class="short" title="${delivery.webhookId}">${delivery.webhookId.slice(0, 8)}</code>`,
    badge(delivery.state),
    delivery.tries.length === 0 ? html`<span class="muted">none yet</span>` : delivery.tries.join(", "),
    triggeredAt(delivery),
    html`<form method="post" action="${base}/webhooks/resend"><input type="hidden" name="webhookId" value="${delivery.webhookId}">
<button class="small" aria-label="Resend ${delivery.topic} ${delivery.webhookId.slice(0, 8)}">Resend</button></form>`,
  ]);
  const columns = ["Topic", "Id", "State", "Answers", "Triggered (UTC)", "Again"].map((label) => ({ label }));
  const nothing = query
    ? `No webhook matches “${query}”.`
    : "No webhook was sent yet. Place an order to see one.";
  return page(context, "webhooks", "Webhooks", [
    html`<p class="muted">The latest ${count(shop.deliveries.length)} webhooks. Each topic opens its payload.</p>`,
    searchForm("Topic, id or state", query),
    rows.length > 0 ? table("Webhooks", columns, rows) : html`<p class="empty">${nothing}</p>`,
    pager(url, shown),
  ]);
}
