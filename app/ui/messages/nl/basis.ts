export const basis = {
  "basis.label": "Cijfers op basis van",
  "basis.revenue": "Netto-omzet",
  "basis.margin": "Brutomarge",
  "basis.contribution": "Bijdrage",
  "basis.revenue.within": "netto-omzet",
  "basis.margin.within": "brutomarge",
  "basis.contribution.within": "bijdrage",
  "basis.costs": "Kosten",
  "basis.margin.note":
    "Brutomarge is netto-omzet min de kostprijs van de omzet: de kosten per stuk die Shopify kende, anders jouw kosten van het product, anders je standaardmarge.",
  "basis.contribution.note":
    "Bijdrage is brutomarge plus in rekening gebrachte verzending, min wat verzending, betaling en afhandeling volgens jouw regels kosten.",
  "basis.unknown":
    "Van een deel van de goederen is de kostprijs onbekend, dus is voor de winkel onbekend: {basis}. De cijfers zijn op basis van netto-omzet tot je een standaardmarge instelt of de kosten van producten opgeeft.",
  "basis.unknown.action": "Kosten opgeven",
} as const;
