export const historyFile = {
  "history.title": "Oudere bestellingen uit een bestand",
  "history.subtitle":
    "Shopify laat de app bestellingen vanaf {instant} lezen. Oudere kun je toevoegen uit de bestelexport van Shopify.",
  "history.subtitle.all": "Shopify laat de app alle bestellingen van de winkel lezen.",

  "history.how.title": "Exporteer je bestellingen in Shopify",
  "history.how.body":
    "Open in Shopify Bestellingen en kies Exporteren, Alle bestellingen, als gewoon CSV-bestand. Geef dat bestand hier zoals het is: een spreadsheet die het opnieuw opslaat, kort bestelnummers in en verandert datums.",
  "history.choose": "Bestand kiezen",
  "history.choose.again": "Ander bestand kiezen",
  "history.choose.hint": "CSV, tot {size} MiB. Je ziet wat erin staat voordat er iets wordt toegevoegd.",
  "history.all.title": "Niets toe te voegen",
  "history.all.body": "De hele geschiedenis komt uit Shopify zelf, dus een bestand zou niets toevoegen.",

  "history.sending": "{name} wordt verstuurd",
  "history.sending.progress": "{sent} van {size} MiB. Laat deze pagina open.",
  "history.left.title": "Het bestand is niet helemaal aangekomen",
  "history.left.body":
    "Van {name} zijn {received} van {size} MiB aangekomen. Kies het bestand opnieuw om het nog eens te versturen.",
  "history.failed.title": "Het bestand is niet aangenomen",
  "history.failed.empty": "Het bestand is leeg.",
  "history.failed.too_large":
    "Het bestand is groter dan {size} MiB. Exporteer minder bestellingen tegelijk, bijvoorbeeld één jaar.",
  "history.failed.busy": "Er wordt al een ander bestand toegevoegd of eruit gehaald. Wacht tot dat klaar is.",
  "history.failed.interrupted":
    "De verbinding brak af, of de app antwoordde niet. Er is niets toegevoegd; kies het bestand opnieuw.",
  "history.failed.zip": "Dit is een ZIP-archief. Pak het uit en geef het CSV-bestand dat erin zit.",
  "history.failed.workbook":
    "Dit is een Excel-werkmap (.xlsx). Geef het CSV-bestand zoals Shopify het maakte, zonder spreadsheet ertussen.",
  "history.failed.xls":
    "Dit is een Excel-werkmap (.xls). Geef het CSV-bestand zoals Shopify het maakte, zonder spreadsheet ertussen.",
  "history.failed.gzip":
    "Dit bestand is gecomprimeerd (gzip). Pak het uit en geef het CSV-bestand dat erin zit.",
  "history.failed.pdf": "Dit is een PDF. Exporteer de bestellingen in Shopify als CSV-bestand.",

  "history.reading.title": "{name} wordt gelezen",
  "history.reading.body":
    "Er is nog niets toegevoegd. Je kunt deze pagina verlaten; het voorbeeld komt hier te staan.",

  "history.refused.title": "{name} kan niet worden gebruikt",
  "history.refused.zip": "Dit is een ZIP-archief. Pak het uit en geef het CSV-bestand dat erin zit.",
  "history.refused.workbook": "Dit is een Excel-werkmap. Geef het CSV-bestand zoals Shopify het maakte.",
  "history.refused.xls": "Dit is een Excel-werkmap. Geef het CSV-bestand zoals Shopify het maakte.",
  "history.refused.gzip": "Dit bestand is gecomprimeerd. Pak het eerst uit.",
  "history.refused.pdf": "Dit is een PDF. Exporteer de bestellingen in Shopify als CSV-bestand.",
  "history.refused.not_text":
    "Het bestand bevat bytes die in geen enkele tekst staan. Geef het CSV-bestand zoals Shopify het maakte.",
  "history.refused.no_export":
    "Dit is niet de bestelexport van Shopify: deze kolommen ontbreken: {detail}. Exporteer de bestellingen in Shopify onder Bestellingen, Exporteren.",
  "history.refused.unclosed_quote":
    "Het aanhalingsteken dat op regel {detail} opent, wordt nergens gesloten. Geef het bestand zoals Shopify het maakte.",
  "history.refused.no_orders":
    "Er staat geen bestelling in de valuta van de winkel in die te lezen is. De rijen hieronder zeggen waarom.",
  "history.refused.too_many_refused":
    "{detail} bestellingen zijn niet te lezen. Cijfers uit de rest zouden misleiden, dus er kan niets worden toegevoegd. De rijen hieronder zeggen wat goed zou zijn.",
  "history.refused.erased_meanwhile":
    "Terwijl het bestand onderweg was, is een persoon gewist, en het bestand daarmee ook. Kies het bestand opnieuw: wat is gewist, blijft eruit.",

  "history.preview.title": "{name}: wat zou worden toegevoegd",
  "history.preview.understood":
    "{delimiter}, {columns} kolommen, {rows} rijen, {first} tot {last}, {orders, plural, one {# bestelling} other {# bestellingen}} van {customers, plural, one {# klant} other {# klanten}}, {currencies}",
  "history.preview.delimiter.comma": "Komma",
  "history.preview.delimiter.semicolon": "Puntkomma",
  "history.preview.delimiter.tab": "Tab",
  "history.preview.delimiter.bar": "Verticale streep",
  "history.preview.currency": "{orders} in {currency}",
  "history.preview.adding": "Wordt toegevoegd",
  "history.preview.adding.value":
    "{orders, plural, =0 {Geen bestelling} one {# bestelling} other {# bestellingen}}",
  "history.preview.adding.help":
    "Daarvan tellen er {counted} mee, met een netto-omzet van {amount}. {known} horen op e-mailadres bij een klant van de winkel; de andere tellen als gastbestelling.",
  "history.preview.there": "Al uit Shopify",
  "history.preview.there.help": "Blijft zoals het is: wat Shopify zelf zegt, gaat altijd voor.",
  "history.preview.other": "Ook weggelaten",
  "history.preview.other.none": "Geen",
  "history.preview.added_before":
    "{orders, plural, one {# is al eerder uit een bestand toegevoegd} other {# zijn al eerder uit een bestand toegevoegd}}",
  "history.preview.deleted":
    "{orders, plural, one {# is in Shopify verwijderd} other {# zijn in Shopify verwijderd}}",
  "history.preview.recent":
    "{orders, plural, one {# is zo recent dat alleen Shopify zegt of die bestaat} other {# zijn zo recent dat alleen Shopify zegt of ze bestaan}}",
  "history.preview.currency_title":
    "{orders, plural, one {# bestelling is} other {# bestellingen zijn}} in een andere valuta",
  "history.preview.currency_body":
    "De valuta van de winkel is {currency}. Bedragen in een andere worden er nooit bij opgeteld, dus deze bestellingen worden weggelaten.",
  "history.preview.refused_title":
    "{orders, plural, one {# bestelling is niet te lezen} other {# bestellingen zijn niet te lezen}}",
  "history.preview.refused_body":
    "Ze worden weggelaten. De rijen hieronder zeggen waarom, en wat goed zou zijn.",
  "history.preview.doubtful_title":
    "{orders, plural, one {# bestelling spreekt zichzelf tegen} other {# bestellingen spreken zichzelf tegen}}",
  "history.preview.doubtful_body":
    "Regels en totalen passen niet bij elkaar, bijvoorbeeld bij {names}. Ze tellen volgens hun regels, en de pagina Synchronisatie noemt ze.",
  "history.preview.confirm": "{orders, plural, one {# bestelling} other {# bestellingen}} toevoegen",
  "history.preview.nothing": "Uit dit bestand kan niets worden toegevoegd.",
  "history.preview.discard": "Bestand weggooien",

  "history.refused_rows": "Rijen die niet bruikbaar zijn",
  "history.refused_rows.shown": "De eerste {shown}. In de download staan ze allemaal.",
  "history.refused_rows.download": "Als CSV downloaden",
  "history.refused_rows.failed": "De rijen konden niet worden gedownload. Probeer het opnieuw.",
  "history.refused.row": "Rij",
  "history.refused.order": "Bestelling",
  "history.refused.column": "Kolom",
  "history.refused.value": "Wat er staat",
  "history.refused.why": "Waarom",
  "history.refused.right": "Wat goed zou zijn",
  "history.why.no_name": "De bestelling heeft geen naam",
  "history.right.no_name": "De naam van de bestelling, zoals #1001, op elke rij ervan",
  "history.why.no_id": "De bestelling heeft geen nummer van Shopify",
  "history.right.no_id": "Het nummer van de bestelling bij Shopify, op de eerste rij ervan",
  "history.why.bad_id": "Geen bestelnummer van Shopify",
  "history.right.bad_id": "Alle cijfers, zoals 5650123456789; een spreadsheet kort ze in tot 5,65E+12",
  "history.why.bad_date": "Geen tijd zoals Shopify die schrijft",
  "history.right.bad_date": "Zoals 2024-01-07 10:15:00 +0100",
  "history.why.bad_amount": "Geen bedrag",
  "history.right.bad_amount": "Cijfers met een decimale punt, zoals 1266.61",
  "history.why.bad_quantity": "Geen aantal stuks",
  "history.right.bad_quantity": "Een heel getal vanaf 0",
  "history.why.bad_status": "Geen betaalstatus van Shopify",
  "history.right.bad_status":
    "paid, pending, authorized, partially_paid, partially_refunded, refunded, voided of expired",
  "history.why.unknown_currency": "Geen valuta",
  "history.right.unknown_currency": "Een code van drie letters, zoals EUR",
  "history.why.other_currency": "Een andere valuta dan die van de winkel",
  "history.right.other_currency": "Je hoeft niets te doen: valuta’s worden nooit bij elkaar opgeteld",
  "history.why.no_lines": "De bestelling heeft geen regel",
  "history.right.no_lines": "Een naam, een prijs en een aantal voor elke regel",
  "history.why.stray_line": "Een regel van een bestelling waarvan de eerste rij er niet boven staat",
  "history.right.stray_line":
    "Alle rijen van een bestelling bij elkaar, de eerste met de totalen, zoals Shopify ze schrijft",
  "history.why.shifted": "Meer cellen dan de kop kolommen heeft",
  "history.right.shifted": "Eén cel voor elke kolom; tekst met een komma tussen aanhalingstekens",
  "history.why.twice": "De bestelling staat twee keer in het bestand",
  "history.right.twice": "Elke bestelling één keer; de eerste telt",

  "history.importing.title": "De bestellingen van {name} worden toegevoegd",
  "history.importing.progress": "{done} van {orders} bekeken. Je kunt deze pagina verlaten.",
  "history.undoing.title": "De bestellingen van {name} worden eruit gehaald",
  "history.undoing.body": "Je kunt deze pagina verlaten.",

  "history.done.title": "Toegevoegde bestanden",
  "history.done.added":
    "{added, plural, =0 {Geen bestelling} one {# bestelling} other {# bestellingen}} toegevoegd op {when}",
  "history.undone.added": "Eruit gehaald op {when}",
  "history.undo": "Eruit halen",
  "history.undo.of": "De bestellingen van {name} eruit halen",
  "history.undo.title": "Deze bestellingen eruit halen?",
  "history.undo.body":
    "De bestellingen die uit {name} zijn toegevoegd, verdwijnen weer uit de app, en elk cijfer is zoals het zonder ze zou zijn. Bestellingen die Shopify sindsdien zelf heeft gegeven, blijven. In Shopify verandert er niets.",
  "history.undo.confirm": "Eruit halen",
  "history.undo.cancel": "Annuleren",
} as const;
