export const cohorts = {
  "cohorts.title": "Cohorten",
  "cohorts.subtitle":
    "Klanten gegroepeerd naar de maand van hun eerste bestelling, en maand na maand gevolgd.",
  "cohorts.empty.title": "Cohorten verschijnen met de eerste bestellingen",
  "cohorts.empty.body":
    "Zodra bestellingen zijn gelezen, staan klanten hier gegroepeerd naar de maand van hun eerste bestelling.",
  "cohorts.empty.action": "Synchronisatie bekijken",
  "cohorts.measure": "Maatstaf",
  "cohorts.measure.cumulative_clv": "Waarde per klant",
  "cohorts.measure.net_sales": "Netto-omzet",
  "cohorts.measure.customers": "Actieve klanten",
  "cohorts.measure.retention": "Retentie",
  "cohorts.measure.orders": "Bestellingen",
  "cohorts.about.cumulative_clv":
    "De netto-omzet tot en met elke maand, gedeeld door alle klanten van het cohort, of ze nu terugkwamen of niet.",
  "cohorts.about.net_sales":
    "De netto-omzet van het cohort in elke maand. Een maand met meer retouren dan omzet is negatief.",
  "cohorts.about.customers": "Klanten van het cohort die in elke maand bestelden.",
  "cohorts.about.retention":
    "Deel van het hele cohort dat in elke maand bestelde. Maand 0 is de maand van de eerste bestelling.",
  "cohorts.about.orders": "Bestellingen van het cohort in elke maand.",
  "cohorts.heat.title": "Maand na maand",
  "cohorts.heat.formula":
    "Elke klant staat in de maand van de eerste bestelling, in de tijdzone van de winkel, en blijft daar. De kolommen tellen de maanden daarna. Een terugbetaling verlaagt de maand van de bestelling of de eigen maand, zoals ingesteld. Bestellingen zonder klant horen bij geen enkel cohort.",
  "cohorts.heat.caption": "{measure} naar cohort en maanden sinds de eerste bestelling",
  "cohorts.heat.scroll": "Tabel met cohorten, schuift in een eigen kader",
  "cohorts.heat.cohort": "Eerste bestelling",
  "cohorts.heat.customers": "Klanten",
  "cohorts.heat.month": "{month, plural, =0 {Maand 0} other {Maand #}}",
  "cohorts.heat.average": "Gemiddeld",
  "cohorts.heat.average.none": "Geen volledige maand",
  "cohorts.heat.immature": "maand niet volledig",
  "cohorts.heat.less": "Minder",
  "cohorts.heat.more": "Meer",
  "cohorts.heat.negative": "Negatief",
  "cohorts.legend.immature": "Maand die nog loopt: niet in het gemiddelde",
  "cohorts.average.weighted":
    "Het gemiddelde telt elke klant één keer en alleen volledige maanden: de totalen van de cohorten gedeeld door hun klanten.",
  "cohorts.average.mean": "Het gemiddelde gaat over de cohorten met een volledige maand.",
  "cohorts.curves.title": "Hoe de waarde groeit",
  "cohorts.curves.description":
    "Opgetelde netto-omzet per klant naar maanden sinds de eerste bestelling; één lijn per cohort en een dikke lijn voor het gemiddelde.",
  "cohorts.curves.average": "Gemiddelde van alle cohorten",
  "cohorts.curves.average.note":
    "In elke maand gaat het gemiddelde over de cohorten die oud genoeg zijn om die maand af te hebben. Waar alleen oudere cohorten overblijven, kan het dus dalen.",
  "cohorts.curves.highlight": "Eén cohort uitlichten",
  "cohorts.curves.highlight.none": "Geen",
  "cohorts.curves.axis": "Maanden sinds de eerste bestelling",
  "cohorts.curves.each": "Elk één cohort",
  "cohorts.curves.basis": "Opgetelde netto-omzet per klant, naar maanden sinds de eerste bestelling",
} as const;
