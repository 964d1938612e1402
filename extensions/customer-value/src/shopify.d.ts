import type { Api } from "@shopify/ui-extensions/admin.customer-details.block.render";

declare global {
  /** Given by Shopify's admin to the extension's own frame. */
  const shopify: Api;
}
