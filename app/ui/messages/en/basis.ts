export const basis = {
  "basis.label": "Figures stand on",
  "basis.revenue": "Net sales",
  "basis.margin": "Gross margin",
  "basis.contribution": "Contribution",
  "basis.revenue.within": "net sales",
  "basis.margin.within": "gross margin",
  "basis.contribution.within": "contribution",
  "basis.costs": "Costs",
  "basis.margin.note":
    "Gross margin is net sales less the cost of goods sold: the unit cost that Shopify knew, else your cost of the product, else your default margin.",
  "basis.contribution.note":
    "Contribution is gross margin and shipping charged, less what shipping, payment and fulfilment cost by your rules.",
  "basis.unknown":
    "The cost of some goods is not known, so {basis} is not known for the shop. Figures stand on net sales until you set a default margin or state the costs of products.",
  "basis.unknown.action": "State your costs",
} as const;
