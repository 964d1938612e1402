export const shell = {
  "nav.home": "Overview",
  "nav.customers": "Customers",
  "nav.segments": "Segments",
  "nav.cohorts": "Cohorts",
  "nav.exports": "Exports",
  "nav.sync": "Sync",
  "nav.settings": "Settings",
  "error.title": "This page could not be shown",
  "error.body":
    "Something went wrong. Nothing of yours was changed or lost. Try again in a moment, or reload the page in Shopify.",
  "error.retry": "Try again",
  "error.not_found.title": "There is no such page",
  "error.not_found.body": "The address may be mistyped, or what it led to has been deleted in Shopify.",
  "error.not_found.home": "Go to the overview",
} as const;
