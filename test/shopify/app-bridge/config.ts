/** As `shopify.config` of the real App Bridge. */
export interface BridgeConfig {
  apiKey: string;
  shop: string;
  /** Base64 of `admin.shopify.com/store/{name}`. */
  host: string;
  locale: string;
}

const KEY = "local-app-bridge-config";

/** Null where the browser keeps nothing for a frame of another site (cookies of third parties are blocked). */
function keptStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/**
 * The API key stands in the page; shop, host and locale stand in the address of the first page only, so they are
 * kept for the documents that follow in the same tab.
 */
export function readConfig(script: HTMLOrSVGScriptElement | null): BridgeConfig {
  const meta = document.querySelector('meta[name="shopify-api-key"]')?.getAttribute("content");
  const query = new URLSearchParams(location.search);
  const storage = keptStorage();
  const kept = new URLSearchParams(storage?.getItem(KEY) ?? "");
  const value = (name: string) => query.get(name) ?? kept.get(name) ?? "";
  const config = {
    apiKey: script?.dataset.apiKey ?? meta ?? "",
    shop: value("shop"),
    host: value("host"),
    locale: value("locale") || "en-US",
  };
  if (config.apiKey === "") {
    console.error(
      "App Bridge: the page names no API key; give the script data-api-key or the page a meta tag shopify-api-key",
    );
  }
  const { shop, host, locale } = config;
  storage?.setItem(KEY, new URLSearchParams({ shop, host, locale }).toString());
  return config;
}
