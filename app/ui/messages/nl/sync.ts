export const sync = {
  "sync.title": "Synchronisatie",
  "sync.subtitle": "Hoe volledig en actueel je gegevens zijn.",
  "sync.again": "Opnieuw synchroniseren",
  "sync.start": "Synchronisatie starten",
  "sync.again.title": "Opnieuw synchroniseren?",
  "sync.again.body":
    "De app vraagt Shopify om alles wat is veranderd sinds de gegevens voor het laatst volledig waren, voor het geval er een wijzigingsbericht is gemist. De app volgt wijzigingen vanzelf, dus dit is zelden nodig. De pagina’s blijven de huidige cijfers tonen, en in Shopify verandert er niets.",
  "sync.again.confirm": "Opnieuw synchroniseren",
  "sync.again.cancel": "Annuleren",
  "sync.again.started": "Synchronisatie gestart",

  "sync.never.title": "Er is nog niets gelezen",
  "sync.never.body":
    "De app leest je klanten en bestellingen één keer in en volgt daarna vanzelf elke wijziging.",
  "sync.uninstalled.title": "De app is niet meer in deze winkel geïnstalleerd",
  "sync.uninstalled.body":
    "Shopify laat de app deze winkel niet meer lezen. Installeer de app opnieuw vanuit de Shopify App Store om verder te gaan; de gegevens worden 48 uur na het verwijderen gewist.",
  "sync.failed.title": "De synchronisatie stopte voordat alles klaar was",
  "sync.failed.body":
    "Wat al was gelezen, blijft bewaard, en je ziet nog de eerdere cijfers. Als je het opnieuw probeert, gaat het daar verder.",
  "sync.failed.retry": "Opnieuw proberen",

  "sync.problem.unknown_currency.title": "De valuta van de winkel kan niet worden gebruikt",
  "sync.problem.unknown_currency.body":
    "Shopify geeft een winkelvaluta die de app niet kent, dus geen enkel bedrag is te lezen. Kies de winkelvaluta in Shopify, onder Instellingen, Algemeen. De app gaat vanzelf verder zodra Shopify de wijziging meldt, en kijkt anders om de paar uur opnieuw.",
  "sync.problem.unknown_time_zone.title": "De tijdzone van de winkel kan niet worden gebruikt",
  "sync.problem.unknown_time_zone.body":
    "Shopify geeft een tijdzone die de app niet kent, dus van geen enkele bestelling is de dag te bepalen. Kies de tijdzone in Shopify, onder Instellingen, Algemeen. De app gaat vanzelf verder zodra Shopify de wijziging meldt, en kijkt anders om de paar uur opnieuw.",

  "sync.problem.value": "Wat er nu in Shopify staat: {value}",

  "sync.given_up.title": "Een deel van het werk mislukte te vaak en is gestopt",
  "sync.given_up.reading": "Lezen uit Shopify, op {at}. De laatste fout: “{reason}”",
  "sync.given_up.valuing": "Klantwaarde berekenen, op {at}. De laatste fout: “{reason}”",
  "sync.given_up.erasing": "Persoonsgegevens wissen, op {at}. De laatste fout: “{reason}”",
  "sync.given_up.other": "Ander werk, op {at}. De laatste fout: “{reason}”",
  "sync.given_up.remedy":
    "Er is niets verloren: wat nog moet gebeuren, is opgeslagen. Probeer het opnieuw; mislukt het weer, zeg het dan tegen degene die de app voor je beheert.",
  "sync.trouble.details": "Details bekijken",
  "sync.trouble.not_answering.title": "Shopify antwoordt niet",
  "sync.trouble.not_answering.body":
    "Shopify heeft de app sinds {since} niet geantwoord. Er gaat geen wijziging verloren: wat is veranderd, wordt gelezen zodra Shopify antwoordt.",
  "sync.trouble.not_answering.remedy":
    "Je hoeft niets te doen: de app probeert het vanzelf opnieuw, de volgende keer op {next}. Werkt je Shopify-beheercentrum wel en blijft dit uren zo, neem dan contact op met de klantenservice van de app.",
  "sync.trouble.tokens_refused.title": "Shopify accepteert de toegang van de app niet meer",
  "sync.trouble.tokens_refused.body":
    "Shopify weigert de app sinds {since} toegang tot deze winkel, dus je ziet de eerdere cijfers. Er gaat geen wijziging verloren.",
  "sync.trouble.tokens_refused.remedy":
    "Als je de app opent, wordt de toegang vernieuwd: laad deze pagina opnieuw. Staat dit bericht er na een minuut nog, verwijder de app dan en installeer hem opnieuw.",
  "sync.trouble.scope_withdrawn.title": "De app mag niet meer lezen wat nodig is",
  "sync.trouble.scope_withdrawn.body":
    "De app mist sinds {since} een toestemming, dus je ziet de eerdere cijfers.",
  "sync.trouble.scope_withdrawn.remedy":
    "Open de app vanuit je Shopify-beheercentrum en accepteer de toestemmingen waar de app om vraagt. Daarna gaat hij vanzelf verder.",
  "sync.trouble.scope_withdrawn.detail": "Ontbreekt: {detail}",
  "sync.trouble.stuck.title": "Shopify krijgt de gegevens niet klaar",
  "sync.trouble.stuck.body":
    "De app vraagt Shopify sinds {since} om een bestand met klanten en bestellingen, en het is niet gekomen.",
  "sync.trouble.stuck.remedy":
    "Je hoeft niets te doen: de app vraagt het vanzelf opnieuw en leest intussen nieuwe wijzigingen één voor één. Als je het opnieuw probeert, vraagt de app het meteen.",
  "sync.trouble.stuck.failure": "De laatste poging: {failure}",
  "sync.trouble.stuck.detail": "De laatste poging eindigde met: “{detail}”",

  "sync.running.title": "Je winkel wordt ingelezen",
  "sync.running.body": "Je kunt deze pagina verlaten: het inlezen gaat door.",
  "sync.valuing.title": "Alles is gelezen; de klantwaarde wordt berekend",
  "sync.valuing.body":
    "De geschiedenis van elke klant wordt opgeteld en de voorspelling opgesteld. Dat duurt een paar seconden tot een paar minuten.",
  "sync.resource.customers": "Klanten",
  "sync.resource.orders": "Bestellingen",
  "sync.resource.products": "Producten",
  "sync.resource.collections": "Collecties",
  "sync.resource.webhook": "Wijzigingsbericht",
  "sync.stage.requested": "Wacht tot Shopify begint",
  "sync.stage.running": "Shopify maakt het bestand klaar",
  "sync.stage.reading": "Het bestand wordt gelezen",
  "sync.stage.merging": "De rijen worden verwerkt",
  "sync.stage.done": "Volledig",
  "sync.stage.failed": "Gestopt",
  "sync.stopped.incomplete": "Het bestand dat Shopify maakte, was niet volledig ({code}).",
  "sync.stopped.expired": "Shopify had het bestand niet meer toen de app het wilde lezen.",
  "sync.stopped.stalled": "Shopify kwam niet verder met het bestand, dus de app wacht er niet meer op.",
  "sync.stopped.shop_changed":
    "De valuta of tijdzone van de winkel veranderde terwijl het bestand werd gelezen.",
  "sync.stopped.abandoned":
    "Het inlezen is gestopt, omdat de winkel niet te lezen is zoals die nu is ingesteld.",
  "sync.stopped.denied": "Shopify weigert toegang, hoewel elke toestemming is gegeven waar de app om vraagt.",
  "sync.stopped.refused": "Shopify leverde het bestand niet ({code}).",
  "sync.rows.of": "{read} van {expected} rijen",
  "sync.rows": "{read} rijen",
  "sync.rate": "{rate} rijen per seconde",
  "sync.applied": "{applied} overgenomen",
  "sync.applied.refused": "{applied} overgenomen, {refused} geweigerd",

  "sync.fresh": "Actualiteit",
  "sync.complete_up_to": "Volledig tot",
  "sync.complete_up_to.help":
    "Elke bestelling en klant die vóór dit moment in Shopify is veranderd, is in de cijfers verwerkt.",
  "sync.complete_up_to.none": "Nog niet volledig",
  "sync.complete_up_to.waiting":
    "{waiting, plural, one {De ene wijziging die wacht, is van na dit moment.} other {De # wijzigingen die wachten, zijn van na dit moment.}} Alles wat daarvoor in Shopify is veranderd, is in de cijfers verwerkt.",
  "sync.kinds": "Per soort wijziging",
  "sync.kinds.body":
    "Shopify meldt de app elke wijziging, en die is binnen enkele seconden opgeslagen. Raakt zo’n bericht verloren, dan vindt de app de wijziging binnen 15 minuten, en een enkele keer pas ’s nachts of binnen een week.",
  "sync.kinds.up_to": "Tot {instant}",
  "sync.kinds.not_compared": "Nog niet vergeleken",
  "sync.kinds.orders": "Bestellingen",
  "sync.kinds.orders.help": "Nieuwe, bewerkte, terugbetaalde en geannuleerde bestellingen.",
  "sync.kinds.customers": "Klanten",
  "sync.kinds.customers.help": "Nieuwe klanten, namen, adressen en tags.",
  "sync.kinds.consent": "Toestemming",
  "sync.kinds.consent.help": "Wie je per e-mail of sms mag benaderen.",
  "sync.kinds.deletions": "Verwijderingen",
  "sync.kinds.deletions.help": "Bestellingen en klanten die Shopify niet meer heeft.",
  "sync.kinds.merges": "Samengevoegde klanten",
  "sync.kinds.merges.help": "Twee klanten die in Shopify één zijn geworden.",
  "sync.kinds.products": "Producten en collecties",
  "sync.kinds.products.help":
    "Producten die door de voorwaarden in een collectie komen, worden ’s nachts gevonden.",
  "sync.last_webhook": "Laatste wijziging ontvangen",
  "sync.last_webhook.help": "Shopify meldt de app elke nieuwe bestelling en elke wijziging.",
  "sync.last_webhook.none": "Nog geen",
  "sync.waiting": "Wachtende wijzigingen",
  "sync.waiting.help": "Klanten en bestellingen die zijn veranderd en zo opnieuw worden gelezen.",
  "sync.waiting.none": "Geen",
  "sync.contents": "Wat is gelezen",
  "sync.contents.counts":
    "{customers, plural, one {# klant} other {# klanten}}, {orders, plural, one {# bestelling} other {# bestellingen}}",
  "sync.contents.reading": "Er wordt nog meer gelezen",
  "sync.history": "Geschiedenis",
  "sync.history.all": "De hele geschiedenis van de winkel",
  "sync.history.from": "Vanaf {instant}",
  "sync.history.limited":
    "Shopify laat de app alleen bestellingen vanaf {instant} lezen. Oudere tellen niet mee tot de winkel toegang tot alle bestellingen geeft, of tot je ze uit een bestand toevoegt.",
  "sync.history.add": "Oudere bestellingen uit een bestand toevoegen",
  "sync.history.files": "Bestellingen uit een bestand",
  "sync.repaired": "Hersteld",
  "sync.repaired.help":
    "Rijen die bij de vaste vergelijking van Shopify afweken, meestal doordat een wijzigingsbericht niet aankwam, en die zijn verbeterd.",
  "sync.repaired.none": "Niet nodig",
  "sync.repaired.count": "{count, plural, one {# rij} other {# rijen}}",

  "sync.compare": "Vergelijken met de cijfers van Shopify zelf",
  "sync.notable": "Bestellingen om te bekijken",
  "sync.notable.none":
    "Geen enkele bestelling spreekt zichzelf tegen, heeft een latere datum, is lang onbetaald of heeft een chargeback.",
  "sync.notable.intro":
    "Deze bestellingen zijn gelezen en staan in de cijfers zoals hieronder beschreven. Klik op een bestelling om die in Shopify te openen.",
  "sync.notable.shown": "De laatste {shown} van {total} staan in de lijst.",
  "sync.notable.doubtful":
    "{total, plural, one {# bestelling die zichzelf tegenspreekt} other {# bestellingen die zichzelf tegenspreken}}",
  "sync.notable.doubtful.body":
    "Wat Shopify over deze bestellingen zegt, past niet helemaal bij elkaar. Ze tellen mee volgens de definitie van netto-omzet; het bedrag in de lijst is het bedrag dat meetelt.",
  "sync.notable.ahead":
    "{total, plural, one {# bestelling met een latere datum} other {# bestellingen met een latere datum}}",
  "sync.notable.ahead.body":
    "Met een datum na {day}, de dag van de cijfers. Ze wachten tot die dag komt en veranderen daarvoor niets aan de cijfers. Een verkeerde datum kan alleen worden verbeterd waar de bestelling vandaan kwam.",
  "sync.notable.long_unpaid":
    "{total, plural, one {# bestelling die al meer dan 60 dagen niet is betaald} other {# bestellingen die al meer dan 60 dagen niet zijn betaald}}",
  "sync.notable.long_unpaid.body":
    "{total, plural, one {De bestelling telt} other {Ze tellen}} als netto-omzet, net als in de rapporten van Shopify. Het bedrag is wat van de netto-omzet nog moet worden betaald. Annuleer een bestelling die nooit wordt betaald, dan telt die niet meer mee.",
  "sync.notable.chargeback_lost":
    "{total, plural, one {# verloren chargeback} other {# verloren chargebacks}}",
  "sync.notable.chargeback_lost.body":
    "De bank gaf het geld terug aan de klant. Shopify zegt niet hoeveel, dus {total, plural, one {de bestelling telt} other {de bestellingen tellen}} nog als netto-omzet.",
  "sync.notable.chargeback_open": "{total, plural, one {# lopende chargeback} other {# lopende chargebacks}}",
  "sync.notable.chargeback_open.body":
    "De bank heeft nog niet beslist. Tot dan {total, plural, one {telt de bestelling} other {tellen de bestellingen}} als netto-omzet.",
  "sync.doubt.unknown_adjustment_reason":
    "Een terugbetaling is aangepast om een reden die de app niet kent. De aanpassing telt als teruggegeven of ingehouden geld.",
  "sync.doubt.tip_without_line":
    "Shopify noemt een fooi, maar geen regel van de bestelling is die fooi. Elke regel telt als artikel.",
  "sync.doubt.totals_disagree":
    "De regels komen op een ander bedrag uit dan het subtotaal van Shopify. De regels tellen.",
  "sync.doubt.discrepancy_disagrees":
    "De terugbetalingen komen op een ander verschil uit dan dat van Shopify voor de bestelling. Dat van Shopify telt.",
  "sync.doubt.other": "Iets in de bestelling past niet bij elkaar.",

  "sync.refused": "Rijen die niet konden worden gebruikt",
  "sync.refused.none": "Elke rij kon worden gebruikt.",
  "sync.refused.body":
    "{total, plural, one {# rij is niet begrepen en telt niet mee in de cijfers. Al het andere is overgenomen.} other {# rijen zijn niet begrepen en tellen niet mee in de cijfers. Al het andere is overgenomen.}}",
  "sync.refused.shown": "De laatste {shown} van {total}",
  "sync.refused.what": "Wat",
  "sync.refused.where": "Waar",
  "sync.refused.why": "Waarom geweigerd",
  "sync.refused.right": "Wat goed zou zijn",
  "sync.refused.recorded": "Vastgelegd in het Engels:",
  "sync.refused.when": "Wanneer",
  "sync.refused.line": "regel {line}",
  "sync.refused.source": "nr. {id}",
  "sync.reason.malformed_json": "De regel is geen volledige JSON",
  "sync.right.malformed_json":
    "Op elke regel één volledig JSON-object. Als je opnieuw synchroniseert, vraagt de app Shopify om een nieuw bestand.",
  "sync.reason.bad_shape": "Er ontbreken velden, of ze zijn van een andere soort",
  "sync.right.bad_shape":
    "De velden die het schema van Shopify belooft voor de versie waar de app om vraagt.",
  "sync.reason.bad_value": "Een waarde is niet mogelijk",
  "sync.right.bad_value": "Bedragen als 25.00 en tijden als 2026-03-31T12:00:00Z.",
  "sync.reason.unknown_currency": "De valuta is niet bekend",
  "sync.right.unknown_currency": "Een valutacode volgens ISO 4217, zoals EUR.",
  "sync.reason.other_currency": "De bedragen zijn in een andere valuta",
  "sync.right.other_currency":
    "Bedragen in de eigen valuta van de winkel; valuta’s worden nooit bij elkaar opgeteld.",
  "sync.reason.scattered": "De regels staan te ver uit elkaar in het bestand, of staan er dubbel in",
  "sync.right.scattered": "Je hoeft niets te doen: de app leest de bestelling zelf.",
  "sync.reason.other": "Het kon niet worden begrepen",
  "sync.right.other":
    "Wat bij de reden hiernaast staat. Als je opnieuw synchroniseert, wordt de rij nog eens geprobeerd.",
  "sync.origin.bulk": "Volledig ingelezen",
  "sync.origin.refetch": "Latere wijziging",
  "sync.origin.webhook": "Wijzigingsbericht",
} as const;
