import type { LocalShop } from "../local-shop.ts";
import type { Language } from "./language.ts";

/** The app as the admin knows it (from its configuration file). */
export interface AdminApp {
  /** What the merchant reads. */
  name: string;
  /** Last part of the app's address in the admin; the client id works as well, as in Shopify. */
  handle: string;
  clientId: string;
  clientSecret: string;
  /** Where the app is served; its origin is the only one whose messages the shell accepts. */
  applicationUrl: string;
  scopes: { required: readonly string[]; optional: readonly string[] };
}

export interface AdminShellDeps {
  app: AdminApp;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin(): string;
  shops(): Iterable<LocalShop>;
  /** Wall clock: the signature over the app's address is good for 90 seconds. */
  wallNow(): Date;
}

/** What a page is drawn from. */
export interface PageContext {
  deps: AdminShellDeps;
  shop: LocalShop;
  /** What the merchant set the admin to. */
  language: Language;
  /** `/store/{name}`. */
  base: string;
  url: URL;
  /** Why the merchant's last request was refused. */
  refusal: string | null;
}

export function storeName(shop: LocalShop): string {
  return shop.domain.replace(/\.myshopify\.com$/, "");
}
