export const states = {
  "figures.heading": "Cijfers",
  "figures.new": "Er zijn nieuwe cijfers",
  "figures.new.show": "Tonen",
  "figures.new.dismiss": "Nu niet",
  "explain.question": "Hoe wordt dit berekend?",
  "explain.of": "Hoe wordt dit berekend: {figure}",
  "explain.result": "Uitkomst",
  "figure.none": "–",
  "net_sales.note":
    "Netto-omzet = bruto-omzet − kortingen − retouren, zonder belasting, verzending, fooien, toeslagen en invoerrechten. Retouren: artikelen die terugkwamen of zijn verwijderd, plus geld terug voor artikelen die de klant houdt, min kosten die zijn ingehouden. Testbestellingen, ongeldig gemaakte en verlopen betalingen en de verkoop van cadeaubonnen tellen niet mee. Een geannuleerde bestelling telt alleen mee met het geld dat je hield, en een gratis bestelling alleen als dat is ingesteld. Bestellingen die nog niet zijn betaald tellen mee, en die met een chargeback ook. Bestellingen met een latere datum wachten op hun dag.",
  "left.seconds": "{count, plural, one {nog ongeveer # seconde} other {nog ongeveer # seconden}}",
  "left.minutes": "{count, plural, one {nog ongeveer # minuut} other {nog ongeveer # minuten}}",
  "left.hours": "{count, plural, one {nog ongeveer # uur} other {nog ongeveer # uur}}",
  "reading.title":
    "{orders, plural, one {# bestelling wordt} other {# bestellingen worden}} nog in detail gelezen",
  "reading.body":
    "Waar een terugbetaling voor was, zegt Shopify bestelling voor bestelling. Tot alle zijn gelezen, kunnen cijfers nog iets veranderen.",
  "reading.progress": "{read} van {of} zulke bestellingen van je winkel zijn gelezen.",
  "reading.progress_left": "{read} van {of} zulke bestellingen van je winkel zijn gelezen, {left}.",
  "reading.customer.title":
    "{orders, plural, one {# bestelling van deze klant wordt} other {# bestellingen van deze klant worden}} nog in detail gelezen",
  "reading.export":
    "{orders, plural, one {# bestelling wordt} other {# bestellingen worden}} nog in detail gelezen, dus waarden in het bestand kunnen nog iets veranderen.",
  "learning.badge": "Leert nog",
  "learning.details": "Bekijk wat er ontbreekt",
  "learning.title": "De voorspellingen zijn nog aan het leren",
  "learning.not_fitted_yet":
    "De eerste voorspellingen worden uit je bestellingen berekend. Ze verschijnen binnen een paar minuten.",
  "learning.too_few_customers":
    "Er zijn nog niet genoeg klanten om een patroon uit te leren. De voorspellingen verschijnen als meer mensen kopen.",
  "learning.no_repeat_purchases":
    "Nog niemand heeft een tweede keer gekocht, dus er is geen ritme om van te leren. De voorspellingen verschijnen zodra klanten terugkomen.",
  "learning.history_too_short":
    "De bestelgeschiedenis is te kort om een ritme van toeval te onderscheiden. De voorspellingen verschijnen na nog een paar weken.",
  "learning.took_too_long":
    "Het berekenen van de voorspellingen duurde te lang en is gestopt. Het wordt elke nacht opnieuw geprobeerd met de nieuwste bestellingen.",
  "learning.did_not_converge":
    "Geen enkel model beschrijft de bestellingen van deze winkel goed genoeg om op te vertrouwen. Het wordt elke nacht opnieuw geprobeerd met de nieuwste bestellingen.",
} as const;
