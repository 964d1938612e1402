import type { PageContext } from "./context.ts";

/**
 * What is granted once the merchant granted or took back what the page around the app named. Null for scopes that are not optional: others
 * are granted by installing, and cannot be revoked by the app (`CANNOT_REVOKE_REQUIRED_SCOPES`, `..._UNDECLARED_SCOPES`).
 */
export function scopesAfter({ deps, shop }: PageContext, path: string, named: string[]) {
  const { required, optional } = deps.app.scopes;
  if (path !== "/scopes") {
    if (named.some((scope) => !optional.includes(scope))) return null;
    const others = shop.grantedScopes.filter((scope) => !named.includes(scope));
    shop.actions.changeScopes({ scopes: path === "/scopes/grant" ? [...others, ...named] : others });
  }
  return { granted: shop.grantedScopes, required, optional };
}
