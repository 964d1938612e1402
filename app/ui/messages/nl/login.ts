export const login = {
  "login.title": "Open Klantwaarde vanuit je Shopify-beheercentrum",
  "login.missing": "Het adres zegt niet om welke winkel het gaat.",
  "login.malformed":
    "De winkel in het adres is geen Shopify-winkel. Het moet eruitzien als voorbeeld.myshopify.com.",
  "login.what_to_do":
    "Ga naar je Shopify-beheercentrum en open Klantwaarde onder Apps. Je wordt vanzelf ingelogd; een wachtwoord vul je hier niet in.",
} as const;
