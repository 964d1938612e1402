/**
 * Segments that Shopify's own language can say (shopify.dev, "Segment query language reference"), each for people who agreed to marketing by
 * e-mail. `shopify_email.clicked` is known to Shopify alone; how a function is asked: shopify.dev changelog, "Updated function syntax on
 * the segment query language", of API version 2026-10.
 */
const SUBSCRIBED = "email_subscription_status = 'SUBSCRIBED'";

export const TEMPLATE_QUERIES = {
  clickedNeverBought: `shopify_email.clicked MATCHES () AND number_of_orders = 0 AND ${SUBSCRIBED}`,
  subscribedNeverBought: `${SUBSCRIBED} AND number_of_orders = 0`,
  oneOrder: `${SUBSCRIBED} AND number_of_orders = 1 AND last_order_date BETWEEN -120d AND -60d`,
  silentYear: `${SUBSCRIBED} AND number_of_orders > 0 AND last_order_date < -365d`,
  loyalRecently: `${SUBSCRIBED} AND number_of_orders >= 3 AND last_order_date >= -90d`,
} as const;

export type TemplateName = keyof typeof TEMPLATE_QUERIES;
export const TEMPLATE_NAMES = Object.keys(TEMPLATE_QUERIES) as TemplateName[];
