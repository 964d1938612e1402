import { currencyDecimals } from "../../../../app/platform/currencies.ts";
import { isInShopifySegment, type ShopifyCustomer } from "../../../oracle/shopify-segment-language.ts";
import { extensionFrame } from "../../extensions/frame.ts";
import type { LocalShop } from "../../local-shop.ts";
import { type CustomerRecord, gid, type SegmentRecord } from "../../store/records.ts";
import type { PageContext } from "../context.ts";
import { count, dateTime, fullName } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { amountSpentMinor, card, confirmed, consentBadge, facts, pageOf, pager, table } from "../parts.ts";

/** What the language of segments asks of a customer; days are the shop's ("Date values are based on entire days", help.shopify.com). */
function asked(shop: LocalShop, customer: CustomerRecord): ShopifyCustomer {
  const orders = shop.store.ordersOf(customer.id).filter((order) => !order.test);
  const last = orders.at(-1);
  return {
    customer_tags: customer.tags,
    email_subscription_status: customer.email ? customer.emailConsent.state : null,
    customer_added_date: dayIn(shop, customer.createdAtMs),
    customer_countries: customer.address ? [customer.address.countryCode] : [],
    number_of_orders: orders.length,
    last_order_date: last ? dayIn(shop, last.processedAtMs) : null,
    amount_spent: amountSpentMinor(shop, customer) / 10 ** currencyDecimals(shop.store.shop.currency),
  };
}

function dayIn(shop: LocalShop, instantMs: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: shop.store.shop.timeZone }).format(instantMs);
}

/** Members by name, or what is wrong with the query. */
export function membersOf(
  shop: LocalShop,
  query: string,
): { readonly members: CustomerRecord[] } | { readonly problem: string } {
  const today = dayIn(shop, shop.now().getTime());
  try {
    const members = [...shop.store.customers.values()].filter((customer) =>
      isInShopifySegment(query, asked(shop, customer), today),
    );
    return { members: members.sort((a, b) => fullName(a).localeCompare(fullName(b)) || a.id - b.id) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

export function segmentsPage(context: PageContext): Html {
  const { base, shop, url } = context;
  const segments = [...shop.store.segments.values()].sort((a, b) => b.id - a.id);
  const rows = segments.map((segment) => {
    const found = membersOf(shop, segment.query);
    return [
      html`<a class="strong" href="${base}/customers/segments/${segment.id}">${segment.name}</a>`,
      html`<code>${segment.query}</code>`,
      "members" in found ? count(found.members.length) : "–",
    ];
  });
  const columns = [{ label: "Segment" }, { label: "Query" }, { label: "Customers", numeric: true }];
  return page(context, "segments", "Segments", [
    rows.length > 0
      ? table("Segments", columns, rows)
      : html`<p class="empty">This shop has no segments.</p>`,
    card(
      "Create segment",
      html`<form method="post" action="${base}/customers/segments" class="fields">${segmentFields(begun(url))}<button class="primary">Create segment</button></form>`,
    ),
    shop.installed
      ? card(
          "Templates",
          extensionFrame(context, "admin.customers.segmentation-templates.data", "Templates of the app"),
        )
      : "",
  ]);
}

/** What a template begins a segment with. */
const begun = (url: URL) => ({
  name: url.searchParams.get("name") ?? "",
  query: url.searchParams.get("query") ?? "",
});

function segmentFields(segment: Pick<SegmentRecord, "name" | "query">): Html {
  return html`<label>Name <input name="name" value="${segment.name}" maxlength="255" required autocomplete="off"></label>
<label>Query <textarea name="query" rows="3" maxlength="5000" spellcheck="false">${segment.query}</textarea></label>`;
}

export function segmentPage(context: PageContext, segment: SegmentRecord): Html {
  const { base, shop, url } = context;
  const own = `${base}/customers/segments/${segment.id}`;
  const found = membersOf(shop, segment.query);
  return page(context, "segments", segment.name, [
    card(
      "Segment",
      facts([
        ["Query", html`<code>${segment.query}</code>`],
        ["Customers", "members" in found ? count(found.members.length) : "unknown"],
        ["Created", dateTime(shop, segment.createdAtMs)],
        ["Changed", dateTime(shop, segment.updatedAtMs)],
      ]),
    ),
    shop.installed
      ? html`<details class="use"><summary class="button">Use segment</summary>${extensionFrame(context, "admin.customer-segment-details.action.render", "Value of this segment", gid("Segment", segment.id))}</details>`
      : "",
    "problem" in found
      ? html`<p class="refusal" role="alert">${found.problem}</p>`
      : membersCard(context, found.members, url),
    html`<div class="grid">`,
    card(
      "Edit",
      html`<form method="post" action="${own}/update" class="fields">${segmentFields(segment)}<button>Save segment</button></form>`,
    ),
    card("Delete", confirmed("Delete segment", "Delete this segment? Its customers stay.", `${own}/delete`)),
    html`</div>`,
  ]);
}

function membersCard({ base }: PageContext, members: CustomerRecord[], url: URL): Html {
  const shown = pageOf(members, url);
  const rows = shown.items.map((customer) => [
    html`<a class="strong" href="${base}/customers/${customer.id}">${fullName(customer)}</a>`,
    customer.email,
    consentBadge(customer),
    customer.tags.join(", "),
  ]);
  const columns = [{ label: "Name" }, { label: "E-mail" }, { label: "Consent" }, { label: "Tags" }];
  return card("Customers", [
    rows.length > 0
      ? table("Customers", columns, rows)
      : html`<p class="empty">Nobody is in this segment.</p>`,
    pager(url, shown),
  ]);
}
