import * as z from "zod/mini";

/**
 * What Shopify's admin gives an extension (ui-extensions 2026-07): the global `shopify` with `data`, `i18n` and `close`, a `fetch` that resolves
 * paths against the app and adds the session token (shopify.dev, "Network features"), and the elements that it draws with. The real host runs
 * it in a worker beside the page; here it runs in a frame, which needs no bridge.
 */
declare const extension: { default(): Promise<unknown> };

const data = {
  ...{ target: "", gid: "", base: "", language: "en", app: "", appBase: "", texts: "{}" },
  ...document.body.dataset,
};
const texts: unknown = JSON.parse(data.texts);
const plainFetch = window.fetch.bind(window);

function translate(key: string, values: Record<string, string | number> = {}): string {
  let found: unknown = texts;
  for (const part of key.split(".")) found = Object(found)[part];
  // Texts by number: Intl's rule of the language, as for a `count`.
  if (typeof found === "object" && found !== null) {
    const rule = new Intl.PluralRules(data.language).select(Number(values.count ?? 0));
    found = Object(found)[rule] ?? Object(found).other;
  }
  if (typeof found !== "string") return key;
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
}

Object.defineProperty(window, "shopify", {
  value: {
    data: { selected: data.gid ? [{ id: data.gid }] : [] },
    extension: { target: data.target },
    i18n: {
      translate,
      formatNumber: (value: number, options?: Intl.NumberFormatOptions) =>
        new Intl.NumberFormat(data.language, options).format(value),
      formatCurrency: (value: number, options?: Intl.NumberFormatOptions) =>
        new Intl.NumberFormat(data.language, { style: "currency", ...options }).format(value),
      formatDate: (date: Date, options?: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat(data.language, options).format(date),
    },
    close: () => window.frameElement?.closest("details")?.removeAttribute("open"),
  },
});

window.fetch = async (input, init) => {
  if (typeof input !== "string" || !input.startsWith("/")) return plainFetch(input, init);
  const answer = await plainFetch(`${data.base}/session-token`, { method: "POST" });
  const token = z.string().parse(await answer.json());
  const headers = new Headers(init?.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return plainFetch(data.app + input, { ...init, headers });
};

/** `app:path` is the app's page. */
function follow(href: string): void {
  const path = href.startsWith("app:") ? `${data.appBase}/${href.slice("app:".length)}` : href;
  window.top?.location.assign(new URL(path, location.origin));
}

/** A pressed button or link, with the keyboard as well; where it leads out of the frame, the whole window goes. */
class Pressable extends HTMLElement {
  connectedCallback(): void {
    this.tabIndex = 0;
    this.role = this.localName === "s-link" || this.hasAttribute("href") ? "link" : "button";
    this.addEventListener("keydown", ({ key }) => {
      if (key === "Enter" || key === " ") this.click();
    });
    this.addEventListener("click", () => {
      const href = this.getAttribute("href");
      if (href) follow(href);
    });
  }
}
customElements.define("s-button", class extends Pressable {});
customElements.define("s-link", class extends Pressable {});

customElements.define(
  "s-spinner",
  class extends HTMLElement {
    static observedAttributes = ["accessibilitylabel"];
    attributeChangedCallback(_name: string, _before: string | null, label: string | null): void {
      this.role = "status";
      this.ariaLabel = label;
    }
  },
);

const template = z.object({
  templates: z.array(
    z.object({
      title: z.string(),
      description: z.union([z.string(), z.array(z.string())]),
      query: z.string(),
      queryToInsert: z.optional(z.string()),
    }),
  ),
});

/** What a template extension answers, each with a way to begin a segment with it. */
function drawTemplates(answer: unknown): void {
  const made = (name: string, text: string) =>
    Object.assign(document.createElement(name), { textContent: text });
  for (const { title, description, query, queryToInsert = query } of template.parse(answer).templates) {
    const item = document.createElement("section");
    const use = made("a", "Use template") as HTMLAnchorElement;
    use.className = "button";
    use.target = "_top";
    use.href = `${data.base}/customers/segments?${new URLSearchParams({ name: title, query: queryToInsert })}`;
    item.append(made("h3", title), made("p", [description].flat().join(" ")), made("code", query), use);
    document.body.append(item);
  }
}

// An element of the page around it, and so no HTMLElement of this one's.
const around = window.frameElement as HTMLElement | null;
new ResizeObserver(() => {
  if (around) around.style.height = `${document.documentElement.offsetHeight}px`;
}).observe(document.documentElement);

void extension.default().then((answer) => {
  if (data.target.endsWith(".data")) drawTemplates(answer);
});
