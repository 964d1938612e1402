import { createHash, createHmac } from "node:crypto";
import type { LocalShop } from "../local-shop.ts";
import { type AdminApp, storeName } from "./context.ts";
import { FRAME_PARAMETERS } from "./frame-parameters.ts";
import type { Language } from "./language.ts";

/**
 * Address of an app page as Shopify opens it in the frame. `path` is a path with search on the app's origin, "" for
 * the app's own entry. The signature covers every parameter but itself, sorted by name.
 */
export function launchUrl(
  app: AdminApp,
  shop: LocalShop,
  path: string,
  { language, now }: { readonly language: Language; readonly now: Date },
): URL {
  const url = new URL(path || app.applicationUrl, app.applicationUrl);
  for (const name of FRAME_PARAMETERS) url.searchParams.delete(name);
  const host = `admin.shopify.com/store/${storeName(shop)}`;
  const signed = new URLSearchParams(url.searchParams);
  signed.set("embedded", "1");
  signed.set("host", Buffer.from(host).toString("base64").replace(/=+$/, ""));
  signed.set("id_token", shop.sessionToken());
  signed.set("locale", language);
  signed.set("session", createHash("sha256").update(`${shop.domain} 1`).digest("hex"));
  signed.set("shop", shop.domain);
  signed.set("timestamp", String(Math.floor(now.getTime() / 1000)));
  signed.set("hmac", signature(signed, app.clientSecret));
  url.search = signed.toString();
  return url;
}

function signature(parameters: URLSearchParams, secret: string): string {
  const sorted = [...parameters].sort(([a], [b]) => a.localeCompare(b));
  const message = new URLSearchParams(sorted).toString().replace(/\+/g, "%20");
  return createHmac("sha256", secret).update(message).digest("hex");
}
