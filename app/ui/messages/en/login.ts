export const login = {
  "login.title": "Open Klantwaarde from your Shopify admin",
  "login.missing": "The address does not say which shop it is for.",
  "login.malformed":
    "The shop in the address is not a Shopify shop. It should look like example.myshopify.com.",
  "login.what_to_do":
    "Go to your Shopify admin and open Klantwaarde under Apps. It signs you in by itself; there is no password to enter here.",
} as const;
