export const landing = {
  "landing.name": "Klantwaarde",
  "landing.title": "Weet wat elke klant waard is",
  "landing.lead":
    "Een app in je Shopify-beheercentrum die je bestelgeschiedenis leest en zichzelf bijhoudt, zodat je ziet wie je beste klanten zijn en wie van hen van je wil horen.",
  "landing.value.title": "Waarde tot nu toe",
  "landing.value.body":
    "Wat elke klant heeft gebracht, bestelling voor bestelling, en bij elk cijfer hoe het is berekend.",
  "landing.next.title": "Waarde in het vooruitzicht",
  "landing.next.body": "Wat elke klant de komende 12 maanden waarschijnlijk brengt, en hoe zeker dat is.",
  "landing.lists.title": "Lijsten die je mag gebruiken",
  "landing.lists.body": "Kant-en-klare segmenten, geëxporteerd met alleen wie toestemming gaf.",
  "landing.install.title": "Zo installeer je de app",
  "landing.install.body":
    "Installeer de app vanuit je Shopify-beheercentrum en open hem daar, onder Apps. Je wordt vanzelf ingelogd; een account maak je hier niet aan.",
  "landing.not_found":
    "Misschien zit er een typefout in het adres. Open de app vanuit je Shopify-beheercentrum, onder Apps.",
  "landing.home": "Wat Klantwaarde doet",
} as const;
