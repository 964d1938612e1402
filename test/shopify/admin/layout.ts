import { type PageContext, storeName } from "./context.ts";
import { type Html, html, type Renderable } from "./html.ts";
import { languageForm } from "./language.ts";

type Section = "app" | "customers" | "faults" | "home" | "orders" | "products" | "segments" | "webhooks";

const SECTIONS: { section: Section; path: string; label: string }[] = [
  { section: "home", path: "", label: "Home" },
  { section: "orders", path: "/orders", label: "Orders" },
  { section: "customers", path: "/customers", label: "Customers" },
  { section: "segments", path: "/customers/segments", label: "Segments" },
  { section: "products", path: "/products", label: "Products" },
];
const TOOLS: typeof SECTIONS = [
  { section: "webhooks", path: "/webhooks", label: "Webhooks" },
  { section: "faults", path: "/faults", label: "Faults" },
];

/** What the page after a redirect says; the address carries the key. */
const NOTICES: Record<string, string> = {
  "app-uninstalled": "The app was uninstalled. Its tokens are revoked.",
  "consent-changed": "Marketing consent changed.",
  "customer-created": "Customer created.",
  "customer-deleted": "Customer deleted.",
  "customer-merged": "Customers merged.",
  "customer-saved": "Customer saved.",
  "data-requested": "The customer's data was requested from the app.",
  "faults-cleared": "All faults are off.",
  "faults-set": "Faults set.",
  "merge-failed": "The merge failed, as ordered.",
  "order-cancelled": "Order cancelled.",
  "order-deleted": "Order deleted.",
  "order-edited": "Order edited.",
  "order-placed": "Order placed.",
  "order-refunded": "Refund made.",
  "order-exchanged": "Return recorded.",
  "order-paid": "Payment recorded.",
  "payment-expired": "Authorization expired.",
  "dispute-opened": "Dispute opened.",
  "dispute-saved": "Dispute saved.",
  "redaction-requested": "The app was told to redact the customer.",
  "refund-settled": "Refund settled.",
  "scopes-changed": "The app's scopes changed.",
  "segment-created": "Segment created.",
  "segment-deleted": "Segment deleted.",
  "segment-saved": "Segment saved.",
  "shop-redacted": "The app was told to redact the shop.",
  "shop-saved": "Shop saved.",
  "tags-saved": "Tags saved.",
  "webhook-resent": "Webhook sent again.",
};

export function document(title: string, body: Renderable, script?: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Local Shopify admin</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/shell.css">
${script ? html`<script src="${script}" defer></script>` : ""}
</head>
<body>${body}</body>
</html>`;
}

export function banner(store: Renderable): Html {
  return html`<header class="banner">
<a class="brand" href="/"><span class="mark" aria-hidden="true">▚</span> Local Shopify admin</a>
<span class="caution">A stand-in for development. Not Shopify.</span>
${store}</header>`;
}

function navigation(context: PageContext, current: Section): Html {
  const { base, deps } = context;
  const link = (entry: (typeof SECTIONS)[number]) =>
    html`<li><a href="${base}${entry.path}"${entry.section === current ? html` aria-current="page"` : ""}>${entry.label}</a></li>`;
  return html`<nav class="side" aria-label="Admin">
<ul>${SECTIONS.map(link)}</ul>
<h2>App</h2>
<ul id="app-nav"><li><a href="${base}/apps/${deps.app.handle}" id="app-home"${current === "app" ? html` aria-current="page"` : ""}>${deps.app.name}</a></li></ul>
<h2>Workbench</h2>
<ul>${TOOLS.map(link)}</ul>
</nav>`;
}

export function shell(
  context: PageContext,
  section: Section,
  title: string,
  main: Html,
  script?: string,
): Html {
  const { shop } = context;
  const { base, language, url } = context;
  const store = html`<span class="store" title="${shop.domain}">${shop.store.shop.name}</span>
${languageForm(base, language, url.pathname + url.search)}`;
  return document(
    `${title} · ${storeName(shop)}`,
    html`<a class="skip" href="#main">Skip to content</a>${banner(store)}
<div class="columns">${navigation(context, section)}${main}</div>`,
    script,
  );
}

/** An ordinary page: heading, messages, content. */
export function page(
  context: PageContext,
  section: Section,
  title: string,
  content: Renderable,
  actions?: Renderable,
): Html {
  const notice = NOTICES[context.url.searchParams.get("done") ?? ""];
  return shell(
    context,
    section,
    title,
    html`<main id="main" tabindex="-1">
<div class="heading"><h1>${title}</h1>${actions ? html`<div class="actions">${actions}</div>` : ""}</div>
${notice ? html`<p class="notice" role="status">${notice}</p>` : ""}
${context.refusal ? html`<p class="refusal" role="alert">That cannot be done: ${context.refusal}.</p>` : ""}
${content}
</main>`,
  );
}
