/** How customers moved between RFM groups. */
export const flow = {
  "flow.title": "Verschuivingen tussen groepen",
  "flow.subtitle": "Welke klanten van welke groep naar welke gingen, en wat ze waard zijn.",
  "flow.link": "Verschuivingen tussen groepen",
  "flow.from": "Van eind",
  "flow.until": "Tot eind",
  "flow.running": "{month} (tot en met {day})",
  "flow.measure": "Toon",
  "flow.measure.customers": "Klanten",
  "flow.measure.net_sales": "Netto-omzet tot dan toe",
  "flow.measure.expected": "Verwachte waarde in de komende 12 maanden",
  "flow.customers": "Klanten",
  "flow.not_yet": "Nog geen bestelling",
  "flow.unknown": "niet bekend",
  "flow.stayed": "Gebleven",
  "flow.to": "Naar: {group}",
  "flow.group": "{group}: {customers, plural, one {# klant} other {# klanten}} op {day}",
  "flow.matrix": "Van {from} tot {to}",
  "flow.corner": "{from} → {to}",
  "flow.caption": "Rijen zijn groepen op {from}, kolommen groepen op {to}; in elke cel: {measure}.",
  "flow.sum.customers": "Besteld vóór of op {day}",
  "flow.sum.stayed": "In dezelfde groep",
  "flow.sum.moved": "In een andere groep",
  "flow.sum.first": "Eerste bestelling ertussen",
  "flow.left":
    "{customers, plural, =0 {Niemand verliet Champions en Trouw.} one {# klant zit niet meer in Champions of Trouw, met tot dan toe {spent} netto-omzet.} other {# klanten zitten niet meer in Champions of Trouw, met tot dan toe {spent} netto-omzet.}}",
  "flow.left.expected": "Van hen wordt in de komende 12 maanden {expected} verwacht.",
  "flow.about":
    "Groepen volgen uit de bestellingen van toen, zoals die nu bekend zijn, met scores onder de klanten van die dag. Kleuren en balken tonen het deel van de klanten van de groep; een rand geeft aan wie bleef. Netto-omzet loopt tot en met de latere dag; wat verwacht wordt is van vandaag.",
  "flow.problem.no_such_month":
    "Je winkel heeft geen cijfers over een maand in dit adres. Dit zijn in plaats daarvan de laatste twee maanden.",
  "flow.problem.not_earlier":
    "De eerste maand moet vóór de tweede liggen. Dit zijn in plaats daarvan de laatste twee maanden.",
  "flow.empty.title": "Nog geen verschuivingen",
  "flow.empty.body":
    "Zodra er bestellingen zijn gelezen, zie je hier hoe klanten tussen groepen verschuiven.",
  "flow.one_month.title": "Te vroeg voor verschuivingen",
  "flow.one_month.body":
    "Alle bestellingen zijn van één maand. Verschuivingen zie je zodra een maand voorbij is en een andere begint.",
} as const;
