export const landing = {
  "landing.name": "Klantwaarde",
  "landing.title": "Know what each customer is worth",
  "landing.lead":
    "An app inside your Shopify admin that reads your order history and keeps itself current, so that you can see who your best customers are and reach the ones who agreed to hear from you.",
  "landing.value.title": "Value so far",
  "landing.value.body":
    "What each customer has brought, order by order, with every figure open to inspection.",
  "landing.next.title": "Value ahead",
  "landing.next.body": "What each is likely to bring over the next 12 months, and how sure that is.",
  "landing.lists.title": "Lists you may use",
  "landing.lists.body": "Ready segments, exported with only the customers who consented.",
  "landing.install.title": "How to install",
  "landing.install.body":
    "Install the app from your Shopify admin and open it there, under Apps. It signs you in by itself; there is no account to make here.",
  "landing.not_found":
    "The address may be mistyped. To use the app, open it from your Shopify admin, under Apps.",
  "landing.home": "What Klantwaarde does",
} as const;
