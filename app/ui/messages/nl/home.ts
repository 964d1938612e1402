export const home = {
  "home.title": "Klantwaarde",
  "home.as_of": "{shop}, tot en met {day}",
  "home.view_customers": "Klanten bekijken",
  "home.figures.average": "Gemiddelde klantwaarde",
  "home.figures.average.basis": "{What} tot nu toe per klant die heeft gekocht",
  "home.figures.average.formula":
    "{What} van alle klanten die hebben gekocht, gedeeld door hun aantal. Bestellingen zonder klant tellen niet mee, want niemand weet van wie ze zijn.",
  "home.figures.median": "Mediane klantwaarde",
  "home.figures.median.basis": "De helft van de klanten bracht meer {what} op dan dit",
  "home.figures.median.formula":
    "De klanten staan op volgorde van hun {what} tot nu toe. De mediaan is de waarde van de middelste; een paar heel grote klanten veranderen daar niets aan.",
  "home.figures.window": "Waarde binnen {days} dagen",
  "home.figures.window.basis":
    "{customers, plural, one {Gemiddelde {what} van # klant} other {Gemiddelde {what} van # klanten}}",
  "home.figures.window.none": "Nog geen enkele klant is al {days} dagen bij je.",
  "home.figures.window.formula":
    "Per klant: de {what} vanaf de dag van de eerste bestelling (dag 0) tot en met dag {last}. Het gemiddelde gaat alleen over klanten die al minstens {days} dagen bij je zijn.",
  "home.figures.repeat": "Aandeel herhaalkopers",
  "home.figures.repeat.basis": "Klanten met twee of meer bestellingen, sinds het begin",
  "home.figures.repeat.formula":
    "Klanten met minstens twee bestellingen, gedeeld door alle klanten die hebben gekocht.",
  "home.figures.prediction": "Komende 12 maanden, per klant",
  "home.figures.prediction.basis": "Geschatte {what}, teruggerekend naar nu met 10% per jaar; samen {total}",
  "home.figures.prediction.basis_range":
    "Geschatte {what}, teruggerekend naar nu met 10% per jaar. Samen {total}, of {low} tot {high} als de fout net zo groot is als in de test",
  "home.figures.prediction.note":
    "Een schatting van het gemiddelde. De pagina van elke klant laat de bandbreedte rond de eigen schatting zien; de pagina Model laat zien hoe goed het model eerder voorspelde.",
  "home.figures.prediction.formula":
    "Per klant: het verwachte aantal bestellingen in de komende 12 maanden maal de verwachte waarde van een bestelling, volgens een model dat uit de bestellingen van deze winkel is opgesteld. Het gemiddelde gaat over alle klanten die hebben gekocht; geld is 10% minder waard voor elk jaar dat het later komt. De bandbreedte rond het totaal is zo breed als de fout van het model in de test, plus het toeval; hoe vaak een totaal daarbinnen valt, is niet gemeten.",
  "home.figures.prediction.formula_left":
    "Wat van elke klant de komende 12 maanden aan netto-omzet wordt verwacht, maal het deel van alle netto-omzet tot nu toe dat als {what} overbleef. Het gemiddelde is over alle klanten die kochten; geld is 10% minder waard voor elk jaar dat het later komt.",
  "home.input.net_sales": "Netto-omzet van alle bestellingen",
  "home.input.net_sales_of_customers": "{What} van alle klanten",
  "home.input.customers": "Klanten",
  "home.input.customers_observed": "Klanten die zo lang te volgen zijn",
  "home.input.repeat_customers": "Met twee of meer bestellingen",
  "home.input.predicted_total": "Samen verwacht",
  "home.input.predicted_range": "Als de fout is zoals in de test",
  "home.input.range": "{low} tot {high}",
  "home.input.median": "Klanten op volgorde van waarde",
  "home.trend.title": "{What} per maand",
  "home.trend.basis": "{What}, naar eerste of latere bestelling van de klant",
  "home.trend.first": "Eerste bestellingen",
  "home.trend.later": "Terugkerende klanten",
  "home.trend.unassigned": "Zonder klant",
  "home.trend.total": "{What}",
  "home.trend.month": "Maand",
  "home.trend.new_customers": "Nieuwe klanten",
  "home.trend.orders": "Bestellingen",
  "home.trend.partial": "{month} (tot nu toe)",
  "home.trend.summary":
    "In {months, plural, one {de laatste volledige maand} other {de laatste # volledige maanden}} brachten terugkerende klanten {share} van de {what} ({later} van {total}).",
  "home.trend.formula":
    "{What} van de bestellingen van elke maand, in de tijdzone van de winkel. Eerste bestellingen zijn die waarmee een klant voor het eerst kocht. Een terugbetaling verlaagt het deel waar de bestelling bij hoort, in de maand van de bestelling of van de terugbetaling, zoals ingesteld. Bestellingen zonder bekende klant staan apart; al het andere komt van terugkerende klanten.",
  "home.windows.title": "Hoe de waarde groeit",
  "home.windows.basis": "Gemiddelde {what} per klant, naar dagen sinds de eerste bestelling",
  "home.windows.population":
    "{customers, plural, one {Van de # klant} other {Van dezelfde # klanten}} met een eerste bestelling minstens {days} dagen geleden",
  "home.windows.formula":
    "Per klant: de {what} vanaf de dag van de eerste bestelling (dag 0) tot en met de laatste dag van elke periode. Alle staven zijn gemiddelden over dezelfde {customers, plural, one {# klant} other {# klanten}}: met een eerste bestelling minstens {days} dagen geleden. Zo daalt een langere periode nooit doordat het over andere klanten gaat. De cijfers voor 90 en 365 dagen hierboven gaan over iedereen die al zo lang bij je is en kunnen dus afwijken.",
  "home.windows.none": "De eerste staaf verschijnt als een klant 14 dagen bij je is.",
  "home.windows.days": "{days} dagen",
  "home.windows.days_short": "{days}d",
  "home.windows.value": "Gemiddelde waarde",
  "home.windows.customers": "Klanten",
  "home.windows.summary":
    "Na {last} dagen heeft een klant {multiple} keer zoveel gebracht als in de eerste {days} dagen.",
  "home.shape.title": "Waar de waarde vandaan komt",
  "home.shape.top_decile": "Aandeel van de beste 10% in de {what}",
  "home.shape.top_decile.basis": "Van de {what} van alle bekende klanten",
  "home.shape.top_decile.formula":
    "{What} van de tien procent klanten die er het meest van opbrachten, gedeeld door de {what} van alle klanten.",
  "home.shape.aov": "Gemiddelde bestelwaarde",
  "home.shape.aov.basis": "Alle bestellingen, ook die zonder klant",
  "home.shape.aov.formula":
    "De netto-omzet van alle bestellingen gedeeld door hun aantal. Bestellingen zonder klant tellen hier mee; in de gemiddelde klantwaarde niet.",
  "home.shape.multiple": "Veelvoud van de eerste bestelling",
  "home.shape.multiple.formula":
    "De gemiddelde klantwaarde gedeeld door de gemiddelde waarde van een eerste bestelling: hoeveel keer zijn eerste bestelling een klant waard is.",
  "home.shape.gap": "Mediane tijd tussen bestellingen",
  "home.shape.gap.value": "{days, plural, one {# dag} other {# dagen}}",
  "home.shape.gap.formula":
    "De dagen tussen een bestelling en de volgende van dezelfde klant, op volgorde gezet; de mediaan is de middelste.",
  "home.shape.margin": "Brutomarge",
  "home.shape.margin.basis": "Kostprijs bekend voor {coverage} van de netto-omzet",
  "home.shape.margin.formula":
    "De netto-omzet min de kostprijs van wat is verkocht: kosten per stuk maal het aantal dat de klant hield. Kende Shopify geen kosten, dan gelden jouw kosten van het product, en anders je standaardmarge.",
  "home.shape.contribution": "Bijdrage",
  "home.shape.contribution.basis": "Na verzending, betaling en afhandeling",
  "home.shape.contribution.formula":
    "Brutomarge plus in rekening gebrachte verzending, min wat verzending, betaling en afhandeling volgens jouw regels kosten. Bij geretourneerde bestellingen blijven deze kosten.",
  "home.input.average_clv": "Gemiddelde klantwaarde",
  "home.input.first_order": "Gemiddelde eerste bestelling",
  "home.input.orders": "Alle bestellingen",
  "home.attention.title": "Wat aandacht vraagt",
  "home.attention.none": "Nu niets. Alles waarover je moet beslissen, komt hier te staan.",
  "home.attention.data_requests_overdue": "Iemand wacht te lang op gegevens",
  "home.attention.data_requests_overdue.body":
    "{requests, plural, one {# klant wacht} other {# klanten wachten}} al meer dan 30 dagen op de eigen gegevens. {requests, plural, one {Het moest} other {Het eerste moest}} uiterlijk {day} klaar zijn.",
  "home.attention.data_requests_overdue.action": "Gegevens overhandigen",
  "home.attention.data_requests": "Klanten vroegen om hun gegevens",
  "home.attention.data_requests.body":
    "{requests, plural, one {# verzoek staat} other {# verzoeken staan}} open. Je hebt 30 dagen: {requests, plural, one {het moet} other {het eerste moet}} uiterlijk {day} klaar zijn.",
  "home.attention.data_requests.action": "Verzoeken bekijken",
  "home.attention.people_to_identify": "Het is niet duidelijk wie moet worden gewist",
  "home.attention.people_to_identify.body":
    "{requests, plural, one {# verzoek kan over meer dan één klant gaan, dus is er} other {# verzoeken kunnen over meer dan één klant gaan, dus is er}} nog niemand gewist.",
  "home.attention.people_to_identify.action": "Kies wie het is",
  "home.attention.people_to_remove": "Gewiste klanten staan in geëxporteerde bestanden",
  "home.attention.people_to_remove.body":
    "{people, plural, one {# klant die is gewist, staat} other {# klanten die zijn gewist, staan}} in bestanden die eerder zijn geëxporteerd. Verwijder ze ook uit de programma’s waar die bestanden heen gingen.",
  "home.attention.people_to_remove.action": "Bekijk welke bestanden",
  "home.attention.mailing_tools": "Mailingtools hebben je nodig",
  "home.attention.mailing_tools.keys":
    "{count, plural, one {Een tool accepteert de sleutel} other {# tools accepteren hun sleutel}} niet meer, dus daar komt niemand bij en gaat niemand af.",
  "home.attention.mailing_tools.held":
    "{count, plural, one {# persoon zou van een lijst gaan en wacht} other {# mensen zouden van hun lijst gaan en wachten}} tot je het bevestigt.",
  "home.attention.mailing_tools.refused":
    "{count, plural, one {# persoon wordt} other {# mensen worden}} door een tool geweigerd.",
  "home.attention.mailing_tools.action": "Tools bekijken",
  "home.attention.at_risk_value": "Waardevolle klanten die dreigen af te haken",
  "home.attention.at_risk_value.body":
    "{customers, plural, one {# klant, tot nu toe goed voor {value}, is} other {# klanten, tot nu toe samen goed voor {value}, zijn}} over tijd en nog niet verloren. Een bericht kan nog helpen.",
  "home.attention.at_risk_value.action": "Segment bekijken",
  "home.attention.refused_rows": "Gegevens die niet te lezen waren",
  "home.attention.refused_rows.body":
    "{rows, plural, one {# regel} other {# regels}} van Shopify klopten niet en tellen in geen enkel cijfer mee.",
  "home.attention.refused_rows.action": "Bekijk welke en waarom",
  "home.attention.shared_addresses": "Adressen die veel mensen delen",
  "home.attention.shared_addresses.body":
    "{addresses, plural, one {Onder # e-mailadres kwamen bestellingen voor veel verschillende mensen} other {Onder # e-mailadressen kwamen bestellingen voor telkens veel verschillende mensen}}, zoals bij een marktplaats. Ze zijn {value} waard en tellen misschien als die van één klant.",
  "home.attention.shared_addresses.action": "Beslis wat meetelt",
  "home.attention.unassigned_orders": "Bestellingen zonder klant",
  "home.attention.unassigned_orders.body":
    "{orders, plural, one {# bestelling ter waarde van {value} hoort} other {# bestellingen ter waarde van {value} horen}} bij geen bekende klant. Een deel kan van gasten zijn met het e-mailadres van een klant; in de instellingen kun je die samenvoegen.",
  "home.attention.unassigned_orders.action": "Gasten samenvoegen op e-mailadres",
  "home.attention.cost_coverage_low": "Een deel van de kosten is onbekend",
  "home.attention.cost_coverage_low.body":
    "De kostprijs is bekend voor {coverage} van de netto-omzet. Voor de rest gelden alleen kosten van producten of een standaardmarge die jij opgeeft.",
  "home.attention.cost_coverage_low.action": "Kosten opgeven",
  "home.attention.history_limited": "Oudere bestellingen zijn niet te lezen",
  "home.attention.history_limited.body":
    "Shopify geeft deze app bestellingen vanaf {day}. Klanten die eerder kochten, lijken nieuwer dan ze zijn.",
  "home.attention.history_limited.action": "Geschiedenis bekijken",
  "home.attention.stale_data": "De gegevens lopen achter",
  "home.attention.stale_data.body":
    "{minutes, plural, one {De laatste volledige update was # minuut geleden.} other {De laatste volledige update was # minuten geleden.}}",
  "home.attention.stale_data.action": "Synchronisatie bekijken",
  "home.information.title": "Goed om te weten",
  "home.information.ahead":
    "{orders, plural, one {# bestelling heeft} other {# bestellingen hebben}} een datum na de dag van deze cijfers: {names}. {orders, plural, one {De bestelling telt mee vanaf die dag.} other {Ze tellen mee vanaf hun eigen dag.}}",
  "home.information.ahead.more":
    "{orders, plural, one {# bestelling heeft} other {# bestellingen hebben}} een datum na de dag van deze cijfers: {names} en andere. Ze tellen mee vanaf hun eigen dag.",
  "home.information.long_unpaid":
    "{value} van {orders, plural, one {# bestelling} other {# bestellingen}} is al meer dan 60 dagen niet betaald. Het telt als netto-omzet, net als in de rapporten van Shopify.",
  "home.information.chargeback_lost":
    "{orders, plural, one {# bestelling eindigde} other {# bestellingen eindigden}} in een verloren chargeback, ter waarde van {value}. {orders, plural, one {De bestelling telt} other {Ze tellen}} nog steeds als netto-omzet.",
  "home.information.chargeback_open":
    "{orders, plural, one {Voor # bestelling ter waarde van {value} loopt nog een chargeback.} other {Voor # bestellingen ter waarde van {value} lopen nog chargebacks.}}",
  "home.information.see": "Deze bestellingen bekijken",
  "home.compare": "Vergelijken met Shopify",
  "home.information.unassigned_orders":
    "{orders, plural, one {# bestelling ter waarde van {value} hoort} other {# bestellingen ter waarde van {value} horen}} bij geen bekende klant, of bij een adres dat je eruit hebt gehaald. Ze tellen mee voor de winkel, niet voor de klantwaarde. Gasten met het geverifieerde e-mailadres van een klant zijn al samengevoegd.",
  "home.guide.title": "Instellen",
  "home.guide.body":
    "Je klanten en bestellingen worden uit Shopify ingelezen. Je kunt deze pagina verlaten; het inlezen gaat door.",
  "home.guide.progress": "{done} van {all} stappen klaar",
  "home.guide.installed": "App geïnstalleerd",
  "home.guide.customers": "Klanten inlezen",
  "home.guide.orders": "Bestellingen inlezen",
  "home.guide.valuing": "Berekenen wat elke klant waard is",
  "home.guide.waiting": "Wacht",
  "home.guide.done": "Klaar",
  "home.guide.running": "Bezig",
  "home.guide.failed": "Mislukt",
  "home.guide.read": "{read} rijen gelezen",
  "home.guide.read_of": "{read} van {expected} rijen gelezen",
  "home.guide.left":
    "{read} van {expected} rijen gelezen, nog ongeveer {seconds, plural, one {# seconde} other {# seconden}}",
  "home.guide.left_minutes":
    "{read} van {expected} rijen gelezen, nog ongeveer {minutes, plural, one {# minuut} other {# minuten}}",
  "home.guide.first_figures": "Je eerste cijfers verschijnen hier zodra de laatste stap klaar is.",
  "home.guide.details": "Details bekijken",
  "home.guide.never.title": "Er is nog niets gelezen",
  "home.guide.never.body":
    "Het inlezen van je klanten en bestellingen begint vanzelf. Gebeurt dat niet, start het dan op de pagina Synchronisatie.",
  "home.guide.failed.title": "Je winkel is niet helemaal ingelezen",
  "home.guide.failed.body":
    "Er is niets verloren: wat is gelezen, blijft. Op de pagina Synchronisatie staat wat er misging en kun je het opnieuw proberen.",
  "home.guide.failed.action": "Naar Synchronisatie",
  "home.empty.title": "Nog geen bestellingen",
  "home.empty.body":
    "De klantwaarde verschijnt met de eerste bestelling. {customers, plural, =0 {} one {Je hebt # klant die nog niet heeft gekocht.} other {Je hebt # klanten die nog niet hebben gekocht.}}",
  "home.empty.action": "Klanten bekijken",
} as const;
