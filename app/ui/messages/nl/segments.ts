export const segments = {
  "segments.title": "Segmenten",
  "segments.subtitle": "Klanten die bij elkaar horen, bijgewerkt met elke bestelling en elke toestemming.",
  "segments.empty.title": "Segmenten verschijnen na de eerste synchronisatie",
  "segments.empty.body":
    "Zodra klanten en bestellingen zijn gelezen, worden ze ingedeeld in segmenten: je beste klanten, wie dreigt weg te gaan, wie nog nooit kocht, en meer.",
  "segments.empty.action": "Synchronisatie bekijken",
  "segments.customers": "{count, plural, one {# klant} other {# klanten}}",
  "segments.customers.label": "Klanten",
  "segments.net_sales": "Netto-omzet tot nu toe",
  "segments.share": "Aandeel in de netto-omzet",
  "segments.share.none": "Nog geen netto-omzet",
  "segments.expected": "Verwacht in 12 maanden",
  "segments.expected.not_fitted_yet": "Leert nog: het eerste model wordt opgesteld",
  "segments.expected.too_few_customers": "Leert nog: te weinig klanten",
  "segments.expected.no_repeat_purchases": "Leert nog: niemand is nog teruggekomen",
  "segments.expected.history_too_short": "Leert nog: de geschiedenis is nog kort",
  "segments.expected.did_not_converge": "Leert nog: geen model past goed genoeg",
  "segments.expected.took_too_long":
    "Leert nog: de berekening duurde te lang en wordt vannacht opnieuw geprobeerd",
  "segments.expected.no_orders": "Geen voorspelling vóór een eerste bestelling",
  "segments.expected.formula":
    "De verwachte waarde van elk lid over de komende 365 dagen, opgeteld. Elke klant heeft een eigen verwachting, met een bandbreedte die in 80% van de gevallen klopt: open het segment om die te zien. Netto-omzet, zonder belasting en verzending.",
  "segments.reachable": "Per e-mail te bereiken",
  "segments.reachable.of": "{reachable} van {customers}",
  "segments.reachable.meaning":
    "Klanten die toestemming gaven voor marketingmails en een geldig adres hebben. Niemand anders komt in een export.",
  "segments.open": "{name} bekijken",
  "segments.why": "Waarom dit telt",
  "segments.overlap": "Een klant kan in meer segmenten zitten, dus de aandelen zijn samen geen 100%.",

  "segments.who": "Wie erin zit",
  "segments.figures": "Cijfers van het segment",
  "segments.expected.basis": "Opgeteld over de leden",
  "segments.net_sales.basis": "{share} van alle netto-omzet",
  "segments.net_sales.formula": "De netto-omzet van elke bestelling van de leden die meetelt, opgeteld.",
  "segments.customers.formula":
    "Iedereen voor wie de zin hierboven vandaag geldt. Samengevoegde klanten tellen één keer; wie erin komt of eruit gaat, wordt bij elke wijziging opnieuw bepaald.",
  "segments.input.customers": "Klanten",
  "segments.input.average": "Netto-omzet per klant",
  "segments.reachable.note": "{share} van het segment",
  "segments.distribution": "Hoe de waarde is verdeeld",
  "segments.distribution.basis": "Klanten naar netto-omzet tot nu toe",
  "segments.distribution.range": "{from} tot {to}",
  "segments.distribution.from": "{from} en meer",
  "segments.distribution.label_from": "{from}+",
  "segments.distribution.column": "Netto-omzet tot nu toe",
  "segments.distribution.summary":
    "{count, plural, one {# klant} other {# klanten}}: de grootste groep, {customers}, gaf {range} uit.",
  "segments.members": "Leden",
  "segments.members.table": "Leden van het segment",
  "segments.members.unnamed": "Klant {id}",
  "segments.members.customer": "Klant",
  "segments.members.group": "Groep",
  "segments.members.consent": "E-mail",
  "segments.members.orders": "Bestellingen",
  "segments.members.last_order": "Laatste bestelling",
  "segments.members.net_sales": "Netto-omzet",
  "segments.members.expected": "Komende 12 maanden",
  "segments.members.orders_and_last":
    "{count, plural, one {# bestelling} other {# bestellingen}}, laatste op {day}",
  "segments.members.orders_none": "Geen bestellingen",
  "segments.members.order.net_sales": "Hoogste netto-omzet eerst",
  "segments.members.order.margin": "Hoogste brutomarge eerst",
  "segments.members.order.contribution": "Hoogste bijdrage eerst",
  "segments.members.order.predicted": "Hoogste verwachting eerst",
  "segments.members.order.orders": "Meeste bestellingen eerst",
  "segments.members.order.last_order": "Laatste bestelling eerst",
  "segments.members.order.name": "Op naam",
  "segments.members.order.value_at_stake": "Meeste waarde op het spel eerst",
  "segments.members.p_alive": "Kans nog klant",
  "segments.members.at_stake": "Op het spel",
  "segments.members.at_stake.phone": "{amount} op het spel, {chance} kans dat het nog een klant is",
  "segments.members.why": "Waarom",
  "segments.members.why.of": "Waarom {name} erin zit",
  "segments.members.why.title": "Waarom {name}: {segment}",
  "segments.members.previous": "Vorige leden",
  "segments.members.next": "Volgende leden",
  "segments.shopify": "In de segmenten van Shopify zelf",
  "segments.shopify.same":
    "Plak dit onder Klanten, Segmenten om dezelfde mensen als segment van Shopify te hebben.",
  "segments.shopify.about":
    "Plak dit onder Klanten, Segmenten om ongeveer dezelfde mensen als segment van Shopify te hebben. Shopify telt dit op zijn eigen manier: {facts}.",
  "segments.shopify.unsaid":
    "Segmenten van Shopify kunnen niet vragen naar: {facts}. Exporteer het segment om het elders te gebruiken.",
  "segments.shopify.none":
    "Deze voorwaarden zijn langer dan een segment van Shopify mag zijn, of gelden voor niemand of iedereen.",
  "segments.shopify.copy": "Kopiëren",
  "segments.shopify.copied": "Gekopieerd",
  "segments.none.title": "Er zit nu niemand in dit segment",
  "segments.none.no_values":
    "Het vraagt naar de hoogste of laagste klanten op “{fact}”, en geen enkele klant heeft zo’n waarde. Het blijft leeg tot er klanten met een waarde zijn.",
  "segments.none.tied":
    "Het vraagt naar de hoogste of laagste klanten op “{fact}”, en te veel klanten hebben daar dezelfde waarde. Gelijke klanten worden nooit gesplitst, dus niemand wordt gekozen.",
  "segments.none.body":
    "Klanten komen erin en gaan eruit als ze bestellen en als de tijd verstrijkt. Kom later terug.",

  "segments.vip.name": "Vip",
  "segments.vip.rule": "De beste 10% van de klanten naar netto-omzet.",
  "segments.vip.with_thresholds":
    "De beste {topShare} van de klanten naar netto-omzet: wie {minNetSalesMinor} of meer heeft uitgegeven.",
  "segments.vip.why":
    "Een kleine groep brengt vaak een groot deel van de netto-omzet; service en voorraad voor deze klanten verdienen de eerste blik.",
  "segments.champions.name": "Champions",
  "segments.champions.rule":
    "Klanten die kortgeleden kochten, vaak kopen en veel uitgeven, vergeleken met je andere klanten.",
  "segments.champions.with_thresholds":
    "Klanten met een laatste bestelling in de {withinDays, plural, one {laatste dag} other {laatste # dagen}}, die bij de klanten met de meeste bestellingen en de hoogste uitgaven horen.",
  "segments.champions.why":
    "Zij kennen je winkel het best: vraag hun om een beoordeling, of wat ze van iets nieuws vinden.",
  "segments.at_risk_high_value.name": "Dreigt af te haken, hoge waarde",
  "segments.at_risk_high_value.rule":
    "Waardevolle klanten die laat zijn met hun volgende bestelling en die je nog kunt winnen of verliezen: niet zeker en niet weg.",
  "segments.at_risk_high_value.with_thresholds":
    "Klanten die {minNetSalesMinor} of meer hebben besteed{forecast, select, yes {, later zijn dan hun eigen gebruikelijke tussentijd (van twee of meer) en bij wie de kans dat het nog een klant is tussen {fromShare} en {toShare} ligt.} other { en het laatst meer dan {usualDays} en hoogstens {lapsedDays} dagen geleden bestelden, omdat er nog niets te voorspellen is. {rhythm, select, yes {De dagen komen uit de tussentijden van je eigen klanten.} other {De dagen komen van de app: je klanten hebben te weinig tussentijden (minder dan 100) om ze uit af te leiden.}}}}",
  "segments.at_risk_high_value.why":
    "Met een voorspelling is de lijst gesorteerd op de waarde die op het spel staat: wat elk als actieve klant oplevert, maal de kans om die te verliezen. Hier kan een bericht nog iets veranderen.",
  "segments.one_time_60_120.name": "Eén bestelling, 60 tot 120 dagen geleden",
  "segments.one_time_60_120.rule": "Klanten met precies één bestelling, 60 tot 120 dagen geleden geplaatst.",
  "segments.one_time_60_120.with_thresholds":
    "Klanten met precies één bestelling, {fromDays} tot {toDays} dagen geleden geplaatst.",
  "segments.one_time_60_120.why":
    "De tweede bestelling is de stap die de meeste klanten niet zetten. Deze klanten zijn op het punt waar velen beslissen.",
  "segments.new.name": "Nieuwe klanten",
  "segments.new.rule": "Klanten met een recente eerste bestelling.",
  "segments.new.with_thresholds":
    "Klanten met een eerste bestelling in de {withinDays, plural, one {laatste dag} other {laatste # dagen}}.",
  "segments.new.why": "Ze leren je kennen: gebruikstips of een welkom passen hier beter dan een aanbieding.",
  "segments.lapsed.name": "Weggebleven",
  "segments.lapsed.rule": "Klanten die eerder kochten en al lang niet hebben besteld.",
  "segments.lapsed.with_thresholds":
    "Klanten met een laatste bestelling meer dan {sinceDays, plural, one {# dag} other {# dagen}} geleden. {rhythm, select, yes {De dagen komen uit de tussentijden van je eigen klanten, en het zijn er minstens 30.} other {De dagen komen van de app: je klanten hebben te weinig tussentijden (minder dan 100) om ze uit af te leiden.}}",
  "segments.lapsed.why":
    "De meesten komen niet vanzelf terug. Hun aantal en wat ze waard waren, laten zien wat klantverlies kost.",
  "segments.leads.name": "Leads die nooit kochten",
  "segments.leads.rule": "Mensen die zijn aangemeld voor je marketingmails en nog niet hebben besteld.",
  "segments.leads.with_thresholds":
    "Mensen die zijn aangemeld voor je marketingmails en nog niet hebben besteld.",
  "segments.leads.why": "Ze zijn geïnteresseerd maar twijfelen nog: aan deze lijst stel je je winkel voor.",
  "segments.subscribers_no_purchase_year.name": "Aangemeld, maar een jaar geen bestelling",
  "segments.subscribers_no_purchase_year.rule":
    "Mensen die zijn aangemeld voor je marketingmails, die je al een jaar kent en die in de laatste 365 dagen niet hebben besteld.",
  "segments.subscribers_no_purchase_year.with_thresholds":
    "Mensen die zijn aangemeld voor je marketingmails en van wie de laatste bestelling {sinceDays, plural, one {# dag} other {# dagen}} of langer geleden is; van wie nooit bestelde, wie je al zo lang kent.",
  "segments.subscribers_no_purchase_year.why":
    "Ze hebben zich niet afgemeld. Waarop ze reageren, zegt of ze andere producten willen of minder berichten.",
} as const;
