export const acquisition = {
  "acquisition.title": "Acquisitie",
  "acquisition.subtitle": "Wat het kost om een klant te winnen, en wat die klant oplevert.",
  "acquisition.to_spend": "Uitgaven",
  "acquisition.to_calculator": "Rekenhulp",
  "acquisition.empty.title": "Nog geen klanten met bestellingen",
  "acquisition.empty.body":
    "Zodra bestellingen zijn gelezen, zegt deze pagina waar de klanten vandaan kwamen en wat ze opleverden.",
  "acquisition.empty.action": "Zie hoever het lezen is",
  "acquisition.no_margin.title": "De brutomarge is niet bekend",
  "acquisition.no_margin.body":
    "Van een deel van deze verkopen is de kostprijs onbekend. Stel een standaardmarge in, of bekijk de netto-omzet.",
  "acquisition.no_margin.action": "Standaardmarge instellen",
  "acquisition.no_margin.revenue": "Netto-omzet tonen",

  "acquisition.by": "Naar",
  "acquisition.by.channel": "Kanaal",
  "acquisition.by.campaign": "Campagne",
  "acquisition.by.code": "Kortingscode",
  "acquisition.by.country": "Land",
  "acquisition.by.product": "Eerste product",
  "acquisition.basis": "Basis",
  "acquisition.basis.revenue": "Netto-omzet",
  "acquisition.basis.margin": "Brutomarge",
  "acquisition.period": "Eerste bestelling",
  "acquisition.period.3": "Laatste 3 maanden",
  "acquisition.period.6": "Laatste 6 maanden",
  "acquisition.period.12": "Laatste 12 maanden",
  "acquisition.period.24": "Laatste 24 maanden",
  "acquisition.period.all": "Alle maanden",
  "acquisition.about.channel":
    "Klanten naar het kanaal van hun eerste bestelling: wat de link zei waarmee ze voor het eerst kwamen, anders waar die is verkocht.",
  "acquisition.about.campaign":
    "Klanten naar de campagne in de link waarmee ze voor het eerst kwamen, voor hun eerste bestelling. Wat bij een heel kanaal hoort, zoals commissie, staat in geen van deze rijen.",
  "acquisition.about.code":
    "Klanten naar de kortingscode van hun eerste bestelling, de eerste als er meer waren. Uitgaven zijn per code niet bekend.",
  "acquisition.about.country": "Klanten naar hun land. Uitgaven zijn per land niet bekend.",
  "acquisition.about.product":
    "Klanten naar het product van hun eerste bestelling; van meer producten het product met de meeste netto-omzet. Uitgaven zijn per product niet bekend.",
  "acquisition.about.period": "Eerste bestellingen van {from} t/m {to}, en uitgaven van dezelfde maanden.",
  "acquisition.about.basis.revenue": "Alle waarden zijn netto-omzet.",
  "acquisition.about.basis.margin":
    "Alle waarden zijn brutomarge; van {share} van de netto-omzet is de kostprijs bekend.",

  "acquisition.none.campaign": "Geen campagne",
  "acquisition.none.code": "Geen code",
  "acquisition.none.country": "Niet bekend",
  "acquisition.none.product": "Niet bekend, of teruggegeven",
  "acquisition.all": "Alle klanten",
  "acquisition.product.gone": "Productnummer {id}",

  "acquisition.no_spend.title": "Geen uitgaven in deze maanden",
  "acquisition.no_spend.body":
    "Zonder uitgaven is er geen prijs van een klant. Wat die mag kosten staat in de tabel.",
  "acquisition.no_spend.action": "Uitgaven invoeren",

  "acquisition.spend": "Uitgaven",
  "acquisition.customers": "Nieuwe klanten",
  "acquisition.cac": "CAC",
  "acquisition.first": "Eerste bestelling",
  "acquisition.realised": "Tot nu toe",
  "acquisition.expected": "Verwacht, 12 maanden",
  "acquisition.ltv_cac": "LTV:CAC",
  "acquisition.payback": "Terugverdiend",
  "acquisition.most_third": "Hoogste CAC, een derde",
  "acquisition.most_even": "Hoogste CAC, break-even",
  "acquisition.verdict": "Oordeel",
  "acquisition.now": "Opbrengst nu",
  "acquisition.now.help": "Eerste bestellingen min uitgaven",
  "acquisition.profit": "Opbrengst over de klantrelatie",
  "acquisition.profit.help":
    "Alle verkopen tot nu toe, {expected, select, none {niets verwacht} other {en {expected} verwacht}}, min uitgaven",
  "acquisition.most": "Een klant mag kosten",
  "acquisition.most.help":
    "Een derde van de waarde; {even} om quitte te spelen, {back} om het in {months} maanden terug te hebben",
  "acquisition.payback.help": "Maand 1 is die van de eerste bestelling",
  "acquisition.none": "–",

  "acquisition.table": "Kosten en waarde van een klant",
  "acquisition.table.note":
    "Eerste bestelling, tot nu toe en verwacht zijn per klant. In LTV:CAC en in wat een klant hoogstens mag kosten zit zowel wat is gekocht als wat wordt verwacht.",
  "acquisition.table.no_prediction": "Er is nog geen voorspelling: alles is wat tot nu toe is gekocht.",
  "acquisition.more": "Nog {more, plural, one {# herkomst} other {# herkomsten}} met minder klanten.",
  "acquisition.apart": "Alleen in de laatste rij: {parts}.",
  "acquisition.apart.others": "{amount} aan herkomsten die hier niet staan",
  "acquisition.apart.channel": "{amount} aan hele kanalen",
  "acquisition.apart.commission": "{amount} aan commissie",
  "acquisition.unassigned":
    "{orders, plural, one {# bestelling heeft} other {# bestellingen hebben}} geen klant, met {amount} netto-omzet over alle maanden. Ze staan in geen enkele rij: niemand weet wie er kocht.",
  "acquisition.look": "Bekijk",
  "acquisition.uncertain":
    "Met zoveel klanten en dit verschil ertussen is de waarde van allemaal samen {range} in 8 van de 10 gevallen, met de bandbreedte van de voorspelling erbij.",
  "acquisition.uncertain.realised":
    "Met zoveel klanten en dit verschil ertussen is de waarde van allemaal samen {range} in 8 van de 10 gevallen.",
  "acquisition.uncertain.one":
    "Met {customers, plural, =0 {geen klant} one {één klant} other {# klanten}} is er geen bandbreedte: het toeval beslist.",
  "acquisition.uncertain.few": "{customers} klanten zijn er weinig: de volgende kunnen heel anders zijn.",
  "acquisition.calculate": "Openen in de rekenhulp",
  "acquisition.no_spend_yet":
    "Van deze maanden zijn nog geen uitgaven ingevoerd. Wat een klant mag kosten: {most} voor een LTV:CAC van {target}.",
  "acquisition.no_spend_here":
    "Voor juist deze klanten en maanden zijn geen uitgaven ingevoerd; gratis zijn ze daarmee niet. Wat er een mag kosten: {most} voor een LTV:CAC van {target}.",
  "acquisition.unknown_spend":
    "Wat aan juist deze klanten is uitgegeven, kan niemand zeggen. Wat er een mag kosten: {most} voor een LTV:CAC van {target}.",

  "acquisition.chart": "Waarde van een klant tegenover de CAC",
  "acquisition.chart.basis": "{basis}, opgeteld, per klant; van klanten van wie de maand voorbij is",
  "acquisition.chart.value": "Waarde",
  "acquisition.chart.cac": "CAC",
  "acquisition.chart.month": "Maand",
  "acquisition.chart.at": "Maand {month}",
  "acquisition.chart.note":
    "Waar de waarde de CAC kruist, is een klant terugverdiend. Latere maanden hebben minder klanten.",
  "acquisition.chart.none": "Van deze klanten is nog geen maand voorbij.",
} as const;
