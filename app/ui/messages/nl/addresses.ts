export const addresses = {
  "addresses.title": "Gedeelde adressen",
  "addresses.rule":
    "Een e-mailadres staat in deze lijst als de bestellingen ervan voor minstens {recipients} verschillende mensen waren, en voor minstens half zoveel mensen als er bestellingen zijn. Dat is gewoon bij het adres van een marktplaats of van je eigen winkel, en ongewoon bij een klant. De app zoekt elke nacht naar zulke adressen en haalt er zelf geen uit.",
  "addresses.take_out.help":
    "De bestellingen van een adres dat je eruit haalt, tellen nog mee in de totalen van je winkel, maar in de cijfers, voorspellingen, segmenten en exports van geen enkele klant. Je kunt het altijd terugzetten.",
  "addresses.recomputing.title": "De cijfers worden opnieuw berekend",
  "addresses.recomputing.body":
    "Je beslissing geldt op alle pagina’s zodra dit klaar is. Tot dan zie je de eerdere cijfers.",
  "addresses.reading.title": "Je bestellingen worden ingelezen",
  "addresses.reading.body": "Adressen die veel mensen delen, staan hier zodra de eerste cijfers er zijn.",
  "addresses.empty.title": "Geen adres wordt door veel mensen gedeeld",
  "addresses.failed": "Je beslissing is niet opgeslagen. Probeer het zo opnieuw.",
  "addresses.status.undecided": "Nog te beslissen",
  "addresses.status.taken_out": "Eruit gehaald",
  "addresses.status.kept": "Telt gewoon mee",
  "addresses.orders": "Bestellingen",
  "addresses.recipients": "Ontvangers",
  "addresses.net_sales": "Netto-omzet",
  "addresses.customer": "Klant",
  "addresses.customer.none": "Geen",
  "addresses.undecided": "Nu tellen de bestellingen van deze klant als die van één persoon.",
  "addresses.undecided.nobody":
    "Geen klant heeft dit adres, dus de bestellingen zitten nu al in de cijfers van geen enkele klant. Als je het eruit haalt, blijft dat zo, ook als er een klant met dit adres komt.",
  "addresses.taken_out":
    "Deze bestellingen tellen mee in de totalen van je winkel, en in de cijfers van geen enkele klant.",
  "addresses.kept":
    "De bestellingen van deze klant tellen als die van één persoon, net als bij elke andere klant.",
  "addresses.kept.nobody":
    "Geen klant heeft dit adres, dus de bestellingen zitten in de cijfers van geen enkele klant.",
  "addresses.take_out": "Eruit halen",
  "addresses.take_out.of": "{email} eruit halen",
  "addresses.put_back": "Terugzetten",
  "addresses.put_back.of": "{email} terugzetten",
  "addresses.keep": "Zo laten",
  "addresses.keep.of": "{email} zo laten",
  "addresses.taken_out.done": "Adres eruit gehaald",
  "addresses.kept.done": "Adres telt gewoon mee",
  "addresses.customer_out.title": "Het adres van deze klant is eruit gehaald",
  "addresses.customer_out.body":
    "Onder {email} kwamen bestellingen voor veel verschillende mensen. Ze tellen mee in de totalen van je winkel; deze klant heeft geen waarde en geen voorspelling en zit in geen enkel segment of export.",
  "addresses.customer_out.action": "Adres bekijken",
} as const;
