/**
 * Where an address leads inside the admin of `shop`: the path after `/store/{name}`, or undefined for an address
 * that is not of the admin. `shopify://admin/customers/1`, `shopify:admin/customers/1`,
 * `https://admin.shopify.com/store/{name}/customers/1` and `https://{shop}/admin/customers/1` are all `/customers/1`.
 */
export function adminPath(address: string, shop: string): string | undefined {
  const short = /^shopify:\/*admin(\/.*)?$/i.exec(address);
  if (short) return short[1] ?? "/";
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== "https:") return undefined;
  const rest = url.search + url.hash;
  if (url.hostname === "admin.shopify.com") {
    const store = /^\/store\/([^/]+)(\/.*)?$/.exec(url.pathname);
    return store && store[1] === shop.replace(/\.myshopify\.com$/, "") ? (store[2] ?? "/") + rest : undefined;
  }
  if (url.hostname === shop && /^\/admin(\/|$)/.test(url.pathname)) {
    return (url.pathname.slice("/admin".length) || "/") + rest;
  }
  return undefined;
}
