export const ownSegments = {
  "segments.create": "Segment maken",
  "segments.own": "Je segmenten",
  "segments.own.all": "Alle {count} tonen",
  "segments.templates": "Kant-en-klare segmenten",
  "segments.search": "Zoek een segment op naam",
  "segments.found": "Gevonden",
  "segments.found.counted":
    "{count, plural, =0 {Geen segmenten gevonden} one {# segment gevonden} other {# segmenten gevonden}}",
  "segments.found.none": "Geen enkel segment heeft dit in zijn naam.",
  "segments.purpose.counted": "{purpose} ({count})",
  "segments.purpose.grow": "Beste klanten",
  "segments.purpose.grow.help":
    "Wie het meeste opbrengt: om te bedanken en als eerste te vragen. Zelden om korting te geven.",
  "segments.purpose.keep": "Behouden",
  "segments.purpose.keep.help":
    "Wie aan de beurt is, laat is of dreigt af te haken: hier kan een bericht nog iets veranderen.",
  "segments.purpose.win_back": "Terugwinnen",
  "segments.purpose.win_back.help":
    "Wie lang niet heeft besteld, en voor wie een aanbod de moeite waard kan zijn.",
  "segments.purpose.first_orders": "Eerste bestellingen",
  "segments.purpose.first_orders.help":
    "Van de eerste bestelling naar de tweede, de stap die de meeste klanten niet zetten.",
  "segments.purpose.leads": "Leads en toestemming",
  "segments.purpose.leads.help":
    "Wie nog niet heeft gekocht, en wie nog geen toestemming voor je e-mails heeft gegeven.",
  "segments.purpose.leave_out": "Overslaan",
  "segments.purpose.leave_out.help":
    "Bij wie een mailing of advertentie meer kost dan ze opbrengt, of wie een ander bericht nodig heeft.",
  "segments.export": "Exporteren",
  "segments.export.of": "{name} exporteren",
  "segments.change": "{change} in 30 dagen",
  "segments.change.none": "Evenveel als 30 dagen geleden",
  "segments.archived.show": "{count, plural, one {# gearchiveerd segment} other {# gearchiveerde segmenten}}",
  "segments.archived.when": "Gearchiveerd op {when}",
  "segments.restore": "Weer in gebruik nemen",
  "segments.restore.of": "{name} weer in gebruik nemen",
  "segments.undo": "Ongedaan maken",
  "segments.changed.rename": "Nieuwe naam: {name}",
  "segments.changed.duplicate": "{name} gemaakt",
  "segments.changed.archive": "{name} gearchiveerd",
  "segments.changed.restore": "{name} is weer in gebruik",
  "segments.changed.return": "{name} is weer zoals het was",
  "segments.unreadable.title": "{name} kan niet worden gelezen",
  "segments.unreadable.unknown_version":
    "De voorwaarden zijn opgeslagen door een andere versie van de app (versie {version} van de regels). Ze blijven bewaard; geef het segment nieuwe voorwaarden of wacht tot de app is bijgewerkt.",
  "segments.unreadable.unknown_fact":
    "De voorwaarden vragen naar “{fact}”, dat deze versie van de app niet kent. Ze blijven bewaard; geef het segment nieuwe voorwaarden of wacht tot de app is bijgewerkt.",
  "segments.unreadable.unreadable":
    "De voorwaarden zijn niet te begrijpen, bij {at}. Ze blijven bewaard; geef het segment nieuwe voorwaarden.",
  "segments.unreadable.cannot_be_counted.title": "{name} kan niet worden geteld",
  "segments.unreadable.cannot_be_counted":
    "De voorwaarden vragen iets dat misgaat bij het opzoeken van klanten. Alle andere segmenten worden wel geteld. Wijzig de voorwaarden.",
  "segments.unreadable.template":
    "Er gaat iets mis bij het opzoeken van de klanten. Alle andere segmenten worden geteld. Dit segment hoort bij de app zelf, dus je kunt er niets aan veranderen; het wordt opnieuw geprobeerd telkens wanneer deze pagina wordt geopend.",
  "segments.unreadable.took_too_long.title": "Het tellen van {name} duurde te lang",
  "segments.unreadable.took_too_long":
    "De klanten zijn niet gevonden binnen de tijd die een pagina wacht. Er gaat niets van het segment verloren; open de pagina straks opnieuw. Blijft het zo, geef het segment dan minder of eenvoudiger voorwaarden.",
  "segments.unreadable.uses_uncounted":
    "De voorwaarden vragen naar het segment {used}, dat zelf niet kan worden geteld. Herstel dat segment, of haal het uit deze voorwaarden.",
  "segments.unreadable.uses_archived":
    "De voorwaarden vragen naar het segment {used}, dat is gearchiveerd, dus niemand weet wie erin zit. Leden, lijsten en tags blijven zoals ze waren. Neem {used} weer in gebruik, of haal het uit deze voorwaarden.",
  "segments.unreadable.former_currency.title": "{name} heeft bedragen in een vorige valuta",
  "segments.unreadable.former_currency":
    "De voorwaarden zijn opgeslagen met bedragen in {currency}, en de winkel heeft nu een andere valuta. Er wordt niemand mee geteld: bekijk de bedragen opnieuw en sla op.",
  "segments.failure.in_use":
    "Andere segmenten vragen naar dit segment: {names}. Haal het eerst uit hun voorwaarden.",
  "segments.failure.too_many_archived":
    "Een winkel bewaart hoogstens 1.000 gearchiveerde segmenten. Neem er een weer in gebruik en geef die nieuwe voorwaarden.",
  "segments.failure.bad_name": "Geef het segment een naam van 1 tot 255 tekens.",
  "segments.failure.name_taken": "Een ander segment heeft deze naam al. Kies een andere.",
  "segments.failure.changed_meanwhile":
    "Iemand anders heeft het segment intussen gewijzigd. Je ziet nu die versie; probeer het opnieuw.",
  "segments.failure.not_found": "Het segment is niet meer in gebruik.",
  "segments.failure.too_many":
    "Een winkel heeft hoogstens 200 eigen segmenten. Archiveer er een die je niet nodig hebt.",
  "segments.failure.bad_rule": "De voorwaarden kunnen niet worden gebruikt.",
  "segments.failure.unknown_segment": "De voorwaarden vragen naar een segment dat er niet is.",
  "segments.failure.uses_archived":
    "De voorwaarden vragen naar gearchiveerde segmenten: {names}. Neem die eerst weer in gebruik, of haal ze uit de voorwaarden.",
  "segments.failure.cycle": "Het segment zou uit zichzelf bestaan, via de segmenten waarnaar het vraagt.",
  "segments.edit": "Voorwaarden wijzigen",
  "segments.use_template": "Als sjabloon gebruiken",
  "segments.rename": "Naam wijzigen",
  "segments.duplicate": "Dupliceren",
  "segments.duplicate.name": "Kopie van {name}",
  "segments.archive": "Archiveren",
  "segments.name": "Naam",
  "segments.save": "Opslaan",
  "segments.cancel": "Annuleren",
  "segments.versions": "Versies",
  "segments.versions.present": "Huidige versie",
  "segments.versions.saved": "{when}, medewerker {who}",
  "segments.versions.return": "Hiernaar terug",
  "segments.versions.return.of": "Terug naar versie {revision}",
  "segments.calculating": "Er wordt uitgezocht wie erbij kwam en wie vertrok",
  "segments.calculating.body":
    "De cijfers en leden op deze pagina horen bij de huidige voorwaarden. De geschiedenis volgt binnen enkele minuten.",
  "segments.history": "Grootte in de tijd",
  "segments.history.customers": "Klanten",
  "segments.history.reachable": "Bereikbaar per e-mail",
  "segments.history.basis": "Klanten per dag, bijgehouden sinds {when}",
  "segments.history.day": "Dag",
  "segments.history.net_sales": "Netto-omzet tot nu toe",
  "segments.history.expected": "Verwacht in 12 maanden",
  "segments.history.summary": "{from} klanten op {fromDay}, {to} op {toDay}.",
  "segments.events": "Wie erbij kwam en wie vertrok",
  "segments.events.basis": "Stand van {when}",
  "segments.events.behind": "De cijfers zijn sindsdien veranderd; dit volgt binnen enkele minuten.",
  "segments.events.none": "Sinds {when} is er niemand bijgekomen of vertrokken.",
  "segments.events.recent":
    "In 30 dagen {entered, plural, =0 {kwam er niemand bij} one {kwam er # klant bij} other {kwamen er # klanten bij}} en {left, plural, =0 {vertrok niemand} one {vertrok er #} other {vertrokken er #}}.",
  "segments.events.entered": "Erbij",
  "segments.events.left": "Vertrokken",
  "segments.events.unnamed": "Klant {id}",
  "segments.cause.order": "na een bestelling",
  "segments.cause.refund": "na een terugbetaling",
  "segments.cause.consent": "na een wijziging van de e-mailtoestemming",
  "segments.cause.new": "als nieuwe klant",
  "segments.cause.removed": "geen klant van de winkel meer",
  "segments.cause.figures": "doordat andere cijfers veranderden",
  "segments.cause.night": "doordat de tijd verstreek",
  "segments.cause.rule": "doordat de voorwaarden zijn gewijzigd",
  "segments.overlaps": "Ook in",
  "segments.overlaps.basis": "Andere segmenten waarin de leden nu zitten",
  "segments.overlaps.none": "Geen enkel lid zit in een ander segment.",
  "segments.overlaps.of": "{count, plural, one {# klant} other {# klanten}}, {share}",
} as const;
