import type { Api } from "@shopify/ui-extensions/admin.customer-details.block.render";

/** The part of Shopify's admin that the block needs. */
export interface BlockHost {
  readonly customerGid: string;
  readonly i18n: Pick<Api["i18n"], "translate" | "formatCurrency" | "formatDate">;
  /** Reaches the app: Shopify resolves paths against the app's address and adds the session token. */
  readonly fetch: (path: string) => Promise<Response>;
}
