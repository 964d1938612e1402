export const privacy = {
  "privacy.title": "Gegevensverzoeken",
  "privacy.subtitle":
    "Mensen die via Shopify om hun gegevens vroegen, of om die te wissen. Een verzoek om gegevens moet binnen 30 dagen worden beantwoord. Wissen doet de app zelf, en zegt erbij in welke geëxporteerde bestanden de persoon stond.",
  "privacy.empty.title": "Niemand heeft om gegevens gevraagd",
  "privacy.empty.body":
    "Als een klant vraagt om de gegevens die je over die klant bewaart, geeft Shopify dat door. Het verzoek verschijnt dan hier, met een bestand om te overhandigen en de dag waarop je uiterlijk moet antwoorden.",
  "privacy.overdue":
    "{count, plural, one {# verzoek is te laat: overhandig het bestand nu.} other {# verzoeken zijn te laat: overhandig de bestanden nu.}}",
  "privacy.customer": "klant {id}",
  "privacy.of_orders":
    "{orders, plural, one {De koper van # bestelling} other {De koper van # bestellingen}}",
  "privacy.erased": "Gewiste persoon",
  "privacy.kind.access": "Vraagt om een kopie van de eigen gegevens",
  "privacy.kind.erasure": "Vraagt om te worden gewist; de app doet dat zelf",
  "privacy.state.open": "Open",
  "privacy.state.overdue": "Te laat",
  "privacy.state.to_remove": "Elders verwijderen",
  "privacy.state.done": "Klaar",
  "privacy.requested": "Aangevraagd op {when}",
  "privacy.due": "Uiterlijk {when}, nog {days, plural, =0 {minder dan een dag} one {# dag} other {# dagen}}",
  "privacy.overdue_since": "Moest uiterlijk {when}",
  "privacy.handed_over_at": "Overhandigd op {when}",
  "privacy.erased_at": "Gewist op {when}",
  "privacy.file": "Bestand downloaden",
  "privacy.file.of": "Download het bestand van {who}",
  "privacy.file.failed": "Het bestand kon niet worden gedownload. Probeer het opnieuw.",
  "privacy.mark": "Markeren als overhandigd",
  "privacy.mark.of": "De gegevens van {who} markeren als overhandigd",
  "privacy.handed_over": "Gemarkeerd als overhandigd",
  "privacy.to_remove":
    "{count, plural, one {# gewiste persoon stond} other {# gewiste personen stonden}} in bestanden die de app verlieten. Verwijder {count, plural, one {deze persoon} other {hen}} ook waar je de bestanden hebt geüpload.",
  "privacy.files":
    "{count, plural, one {In één geëxporteerd bestand} other {In # geëxporteerde bestanden}} stond deze persoon. Verwijder de persoon uit elk mailprogramma, elke spreadsheet en elke andere plek waar {count, plural, one {dat heen ging} other {die heen gingen}}. De app weet niet meer wie het was: bekijk het verzoek in Shopify.",
  "privacy.files.removed":
    "{count, plural, one {In één geëxporteerd bestand} other {In # geëxporteerde bestanden}} stond deze persoon.",
  "privacy.files.one": "{audience}, geëxporteerd op {when} ({who})",
  "privacy.files.list": "Klantenlijst",
  "privacy.files.part":
    "De download is niet tot het einde gekomen, dus misschien staat de persoon er niet in.",
  "privacy.files.older": "{count, plural, one {En # ouder bestand} other {En # oudere bestanden}}",
  "privacy.remove": "Markeren als daar verwijderd",
  "privacy.remove.of": "Markeren als daar verwijderd: de persoon die op {when} is gewist",
  "privacy.removed_at": "Daar verwijderd op {when} ({who})",
  "privacy.removed": "Gemarkeerd als verwijderd",
  "privacy.kind.access.unclear":
    "Vraagt om een kopie van de eigen gegevens; het is niet duidelijk wie het is",
  "privacy.kind.erasure.unclear": "Vraagt om te worden gewist; het is niet duidelijk wie het is",
  "privacy.unknown": "Geen klant van de winkel",
  "privacy.ended_at": "Afgesloten op {when}, zonder iemand te wissen",
  "privacy.to_choose":
    "{count, plural, one {# verzoek om te wissen kan} other {# verzoeken om te wissen kunnen}} over meer dan één klant gaan: kies wie het is.",
  "privacy.choose.why.erasure":
    "Het telefoonnummer in dit verzoek heeft geen landnummer, en het nummer van meer dan één klant eindigt erop. De app heeft niemand gewist, zodat niemand verdwijnt die er niet om vroeg.",
  "privacy.choose.what.erasure":
    "Zoek uit wie het vroeg, bijvoorbeeld in het bericht aan je winkel, en kies die klant. Tot dan komt geen van hen in een export of op een lijst van een mailingtool.",
  "privacy.choose.why.access":
    "Het telefoonnummer in dit verzoek heeft geen landnummer, en het nummer van meer dan één klant eindigt erop.",
  "privacy.choose.what.access":
    "Zoek uit wie het vroeg, en kies die klant. Daarna kun je het bestand downloaden.",
  "privacy.choose.erasure": "Wissen",
  "privacy.choose.erasure.of": "{who} wissen",
  "privacy.choose.access": "Deze klant vroeg het",
  "privacy.choose.access.of": "{who} vroeg het",
  "privacy.choose.none": "Geen van hen",
  "privacy.choose.none.title": "Het verzoek afsluiten?",
  "privacy.choose.none.body":
    "Er wordt niemand gewist, en het verzoek geldt als afgehandeld. Doe dit alleen als je weet dat geen van deze klanten het vroeg.",
  "privacy.choose.erasure.title": "Deze klant wissen?",
  "privacy.choose.erasure.body":
    "Alles wat de app over {who} bewaart, wordt verwijderd, en de klant ook uit de gekoppelde mailingtools. Dit kan niet ongedaan worden gemaakt.",
  "privacy.choose.cancel": "Annuleren",
  "privacy.identified": "De klant is genoteerd",
  "privacy.not_found": "Het verzoek is afgesloten",
} as const;
