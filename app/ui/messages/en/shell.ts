export const shell = {
  "nav.home": "Overview",
  "nav.customers": "Customers",
  "nav.segments": "Segments",
  "nav.cohorts": "Cohorts",
  "nav.model": "Model",
  "nav.compare": "Compare with Shopify",
  "nav.exports": "Exports",
  "nav.destinations": "Mailing tools",
  "nav.sync": "Sync",
  "nav.settings": "Settings",
  "error.failed.title": "This page could not be shown",
  "error.failed.body":
    "Something went wrong. Nothing of yours was changed or lost. Try again in a moment, or reload the page in Shopify.",
  "error.failed.retry": "Try again",
  "error.not_found.title": "There is no such page",
  "error.not_found.body": "The address may be mistyped, or what it led to has been deleted in Shopify.",
  "error.not_found.home": "Go to the overview",
  "error.disconnected.title": "The app is not connected to this shop any more",
  "error.disconnected.body":
    "It is not installed in this shop any more, or you have signed out of Shopify. Open it again under Apps in the Shopify admin; if it is not listed there, install it again. What it had read is kept for 48 hours after it was uninstalled.",
  "error.disconnected.admin": "Go to the Shopify admin",
} as const;
