import { readAppConfig } from "../app-config.ts";
import type { LocalShopify } from "../server.ts";
import { createAdminShell } from "./handler.ts";

/** Adds the admin's pages and App Bridge to a running server. The merchant's entry is `{shopify.url}/`. */
export function mountAdminShell(shopify: LocalShopify): void {
  const { name, scopes, optionalScopes } = readAppConfig();
  shopify.addHandler(
    createAdminShell({
      app: {
        name,
        handle: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
        clientId: shopify.app.clientId,
        clientSecret: shopify.app.clientSecret,
        get applicationUrl() {
          return shopify.app.url;
        },
        scopes: { required: scopes, optional: optionalScopes },
      },
      origin: () => shopify.url,
      shops: () => shopify.shops,
      wallNow: shopify.wallNow,
    }),
  );
}
