export const shell = {
  "nav.home": "Overzicht",
  "nav.customers": "Klanten",
  "nav.segments": "Segmenten",
  "nav.cohorts": "Cohorten",
  "nav.model": "Model",
  "nav.acquisition": "Acquisitie",
  "nav.spend": "Uitgaven",
  "nav.compare": "Vergelijken met Shopify",
  "nav.exports": "Exports",
  "nav.destinations": "Mailingtools",
  "nav.sync": "Synchronisatie",
  "nav.settings": "Instellingen",
  "error.failed.title": "Deze pagina kan niet worden getoond",
  "error.failed.body":
    "Er ging iets mis. Er is niets van jou veranderd of verloren. Probeer het zo opnieuw, of laad de pagina in Shopify opnieuw.",
  "error.failed.retry": "Opnieuw proberen",
  "error.not_found.title": "Deze pagina bestaat niet",
  "error.not_found.body":
    "Misschien zit er een typefout in het adres, of is wat hier stond in Shopify verwijderd.",
  "error.not_found.home": "Naar het overzicht",
  "error.disconnected.title": "De app is niet meer met deze winkel verbonden",
  "error.disconnected.body":
    "De app is niet meer in deze winkel geïnstalleerd, of je bent uitgelogd bij Shopify. Open de app opnieuw onder Apps in het Shopify-beheercentrum; staat hij daar niet, installeer hem dan opnieuw. Wat de app had gelezen, blijft tot 48 uur na het verwijderen bewaard.",
  "error.disconnected.admin": "Naar het Shopify-beheercentrum",
} as const;
