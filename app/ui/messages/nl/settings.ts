export const settings = {
  "settings.title": "Instellingen",
  "settings.shop": "Uit je Shopify-instellingen",
  "settings.shop.help":
    "Deze komen uit Shopify. De app volgt ze, zodat je de cijfers kunt vergelijken met de rapporten van Shopify zelf.",
  "settings.currency": "Valuta",
  "settings.currency.help":
    "Alle bedragen zijn in de valuta van de winkel; bestellingen in andere valuta’s tellen tegen de koers die Shopify gebruikte.",
  "settings.time_zone": "Tijdzone",
  "settings.time_zone.help": "Bepaalt op welke dag en in welke maand een bestelling valt.",
  "settings.compare": "De cijfers vergelijken met die van Shopify",
  "settings.orders": "Welke bestellingen meetellen",
  "settings.orders.help":
    "Testbestellingen, ongeldig gemaakte en verlopen betalingen en de verkoop van cadeaubonnen tellen nooit mee. Een geannuleerde bestelling telt alleen mee met het geld dat je hield.",
  "settings.zero": "Bestellingen met een waarde van nul meetellen",
  "settings.zero.help":
    "Gratis monsters en volledig afgeprijsde bestellingen tellen dan als bestelling: klanten krijgen meer bestellingen, de gemiddelde bestelwaarde daalt, de netto-omzet blijft gelijk.",
  "settings.identity": "Wie één klant is",
  "settings.identity.help": "Klanten die je in Shopify samenvoegt, worden altijd één klant.",
  "settings.guests": "Gastbestellingen samenvoegen op e-mailadres",
  "settings.guests.help":
    "De bestelling van een gast hoort dan bij de klant met hetzelfde geverifieerde e-mailadres. Anders tellen zulke bestellingen alleen mee in de totalen van de winkel.",
  "settings.shared_addresses": "Adressen die veel mensen delen, zoals dat van een marktplaats",
  "settings.refunds": "Wanneer een terugbetaling telt",
  "settings.refunds.order": "Op de dag van de bestelling",
  "settings.refunds.order.help":
    "Een maand laat zien wat de bestellingen echt waard waren; voorbije maanden kunnen na een retour veranderen.",
  "settings.refunds.refund": "Op de dag van de terugbetaling",
  "settings.refunds.refund.help":
    "Zoals in de verkooprapporten van Shopify: voorbije maanden blijven zoals ze waren, een maand met veel retouren kan negatief zijn.",
  "settings.costs": "Kosten",
  "settings.costs.help":
    "Brutomarge en bijdrage volgen uit wat goederen, verzending, betaling en afhandeling kosten.",
  "settings.costs.margin": "Standaardmarge voor goederen met onbekende kosten",
  "settings.costs.margin.none": "Geen",
  "settings.costs.open": "Opgeven wat een bestelling kost",
  "settings.save": "Opslaan",
  "settings.discard": "Niet opslaan",
  "settings.saved": "Instellingen opgeslagen",
  "settings.failed":
    "De instellingen zijn niet opgeslagen. Je wijzigingen staan er nog; probeer het zo opnieuw.",
  "settings.recomputing.title": "De cijfers worden opnieuw berekend",
  "settings.recomputing.body":
    "De nieuwe instellingen gelden op alle pagina’s zodra dit klaar is. Tot dan zie je de eerdere cijfers. Je kunt deze pagina verlaten.",
  "settings.recomputed": "Alle cijfers volgen nu deze instellingen.",
} as const;
