import type { PageContext } from "../context.ts";
import { money } from "../format.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { badge, pageOf, pager, searchForm, table } from "../parts.ts";

export function productsPage(context: PageContext): Html {
  const { shop, url } = context;
  const query = url.searchParams.get("q") ?? "";
  const wanted = query.trim().toLowerCase();
  const found = [...shop.store.products.values()].filter((product) =>
    `${product.title} ${product.productType} ${product.vendor} ${product.id}`.toLowerCase().includes(wanted),
  );
  const shown = pageOf(found, url);
  const rows = shown.items.flatMap((product) =>
    product.variantIds.map((id, index) => {
      const variant = shop.store.variants.get(id);
      const cost = variant?.unitCostMinor ?? null;
      return [
        html`<span class="strong" id="product-${product.id}">${product.title}</span>${variant && product.variantIds.length > 1 ? html` <span class="muted">${variant.title}</span>` : ""}`,
        product.productType,
        index === 0 ? badge(product.status) : "",
        variant ? money(shop, variant.priceMinor) : "",
        cost === null ? html`<span class="muted">unknown</span>` : money(shop, cost),
      ];
    }),
  );
  const columns = [
    { label: "Product" },
    { label: "Kind" },
    { label: "Status" },
    { label: "Price", numeric: true },
    { label: "Unit cost", numeric: true },
  ];
  const nothing = query ? `No product matches “${query}”.` : "This shop has no products.";
  return page(context, "products", "Products", [
    searchForm("Title, kind or vendor", query),
    rows.length > 0 ? table("Products", columns, rows) : html`<p class="empty">${nothing}</p>`,
    pager(url, shown),
  ]);
}
