export const acquisition = {
  "acquisition.title": "Acquisition",
  "acquisition.subtitle": "What it costs to win a customer, and what that customer brings.",
  "acquisition.to_spend": "Spend",
  "acquisition.to_calculator": "Calculator",
  "acquisition.empty.title": "No customers with orders yet",
  "acquisition.empty.body":
    "Once orders are read, the page says where the customers came from and what they brought.",
  "acquisition.empty.action": "See how reading goes",
  "acquisition.no_margin.title": "The gross margin is not known",
  "acquisition.no_margin.body":
    "Some of these sales have no known cost. Set a default margin, or look at net sales.",
  "acquisition.no_margin.action": "Set a default margin",
  "acquisition.no_margin.revenue": "Show net sales",

  "acquisition.by": "By",
  "acquisition.by.channel": "Channel",
  "acquisition.by.campaign": "Campaign",
  "acquisition.by.code": "Discount code",
  "acquisition.by.country": "Country",
  "acquisition.by.product": "First product",
  "acquisition.basis": "Basis",
  "acquisition.basis.revenue": "Net sales",
  "acquisition.basis.margin": "Gross margin",
  "acquisition.period": "First order",
  "acquisition.period.3": "Last 3 months",
  "acquisition.period.6": "Last 6 months",
  "acquisition.period.12": "Last 12 months",
  "acquisition.period.24": "Last 24 months",
  "acquisition.period.all": "All months",
  "acquisition.about.channel":
    "Customers by the channel of their first order: what the link said by which they first came, else where it was sold.",
  "acquisition.about.campaign":
    "Customers by the campaign that the link named by which they first came before their first order. What is of a whole channel, such as commission, is in none of these rows.",
  "acquisition.about.code":
    "Customers by the discount code of their first order, the first one where it had several. Spend is not known by code.",
  "acquisition.about.country": "Customers by their country. Spend is not known by country.",
  "acquisition.about.product":
    "Customers by the product of their first order; of several, the one with most net sales. Spend is not known by product.",
  "acquisition.about.period": "First orders from {from} to {to}, and spend of the same months.",
  "acquisition.about.basis.revenue": "All values are net sales.",
  "acquisition.about.basis.margin": "All values are gross margin; {share} of the net sales has a known cost.",

  "acquisition.none.campaign": "No campaign",
  "acquisition.none.code": "No code",
  "acquisition.none.country": "Not known",
  "acquisition.none.product": "Not known, or given back",
  "acquisition.all": "All customers",
  "acquisition.product.gone": "Product number {id}",

  "acquisition.no_spend.title": "No spend in these months",
  "acquisition.no_spend.body":
    "Without it there is no cost of a customer. What one may cost stands in the table.",
  "acquisition.no_spend.action": "Enter spend",

  "acquisition.spend": "Spend",
  "acquisition.customers": "New customers",
  "acquisition.cac": "CAC",
  "acquisition.first": "First order",
  "acquisition.realised": "So far",
  "acquisition.expected": "Expected, 12 months",
  "acquisition.ltv_cac": "LTV:CAC",
  "acquisition.payback": "Payback",
  "acquisition.most_third": "Most CAC, one third",
  "acquisition.most_even": "Most CAC, break-even",
  "acquisition.verdict": "Verdict",
  "acquisition.now": "Return now",
  "acquisition.now.help": "First orders less spend",
  "acquisition.profit": "Return over the lifetime",
  "acquisition.profit.help":
    "All sales so far, {expected, select, none {nothing expected} other {and {expected} expected}}, less spend",
  "acquisition.most": "A customer may cost",
  "acquisition.most.help":
    "One third of the value; {even} to break even, {back} to have it back in {months} months",
  "acquisition.payback.help": "Month 1 is that of the first order",
  "acquisition.none": "–",

  "acquisition.table": "Cost and value of a customer",
  "acquisition.table.note":
    "First order, so far and expected are of a customer. LTV:CAC and the most that a customer may cost have both what was bought so far and what is expected.",
  "acquisition.table.no_prediction": "Nothing is predicted yet: all of it is what was bought so far.",
  "acquisition.more": "{more, plural, one {# more place} other {# more places}} with fewer customers.",
  "acquisition.apart": "In the last row and in no other: {parts}.",
  "acquisition.apart.others": "{amount} on places that are not shown",
  "acquisition.apart.channel": "{amount} of spend on whole channels",
  "acquisition.apart.commission": "{amount} of commission",
  "acquisition.unassigned":
    "{orders, plural, one {# order has} other {# orders have}} no customer, with {amount} of net sales over all months. They are in no row: nobody knows who bought.",
  "acquisition.look": "Look at",
  "acquisition.uncertain":
    "With so many customers and this spread between them, the value of all is {range} in 8 of 10 cases, the prediction’s range included.",
  "acquisition.uncertain.realised":
    "With so many customers and this spread between them, the value of all is {range} in 8 of 10 cases.",
  "acquisition.uncertain.one":
    "With {customers, plural, =0 {no customer} one {one customer} other {# customers}} there is no range: chance decides.",
  "acquisition.uncertain.few": "{customers} customers are few: the next ones may be quite unlike them.",
  "acquisition.calculate": "Open in the calculator",
  "acquisition.no_spend_yet":
    "No spend of these months is entered yet. What a customer may cost: {most} for an LTV:CAC of {target}.",
  "acquisition.no_spend_here":
    "For these customers and months no spend of their own is entered, which does not make them free. What one may cost: {most} for an LTV:CAC of {target}.",
  "acquisition.unknown_spend":
    "Nobody can say what was spent on these customers by themselves. What one may cost: {most} for an LTV:CAC of {target}.",

  "acquisition.chart": "Value of a customer against the CAC",
  "acquisition.chart.basis": "{basis}, cumulative, of a customer; of customers whose month is complete",
  "acquisition.chart.value": "Value",
  "acquisition.chart.cac": "CAC",
  "acquisition.chart.month": "Month",
  "acquisition.chart.at": "Month {month}",
  "acquisition.chart.note":
    "Where the value crosses the CAC, a customer is paid back. Later months have fewer customers.",
  "acquisition.chart.none": "No month of these customers is complete yet.",
} as const;
