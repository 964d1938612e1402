export const cohorts = {
  "cohorts.title": "Cohorts",
  "cohorts.subtitle": "Customers grouped by the month of their first order, followed month by month.",
  "cohorts.empty.title": "Cohorts appear with the first orders",
  "cohorts.empty.body":
    "As soon as orders have been read, customers are grouped here by the month of their first order.",
  "cohorts.empty.action": "See the sync",
  "cohorts.measure": "Measure",
  "cohorts.measure.cumulative_clv": "CLV per customer",
  "cohorts.measure.net_sales": "Net sales",
  "cohorts.measure.customers": "Active customers",
  "cohorts.measure.retention": "Retention",
  "cohorts.measure.orders": "Orders",
  "cohorts.about.cumulative_clv":
    "Net sales up to and including each month, divided by all customers of the cohort, whether or not they came back.",
  "cohorts.about.net_sales":
    "Net sales of the cohort in each month. A month in which returns exceed sales is negative.",
  "cohorts.about.customers": "Customers of the cohort who ordered in each month.",
  "cohorts.about.retention":
    "Share of the whole cohort that ordered in each month. Month 0 is the month of the first order.",
  "cohorts.about.orders": "Orders of the cohort in each month.",
  "cohorts.heat.title": "Month by month",
  "cohorts.heat.formula":
    "Each customer stands in the month of their first order, in the shop’s time zone, and stays there. Columns count the months since then. A refund lowers the month of its order or its own, as the settings say. Orders without a customer are in no cohort.",
  "cohorts.heat.caption": "{measure} by cohort and months since the first order",
  "cohorts.heat.scroll": "Cohort table, scrolls in its own box",
  "cohorts.heat.cohort": "First order",
  "cohorts.heat.customers": "Customers",
  "cohorts.heat.month": "{month, plural, =0 {Month 0} other {Month #}}",
  "cohorts.heat.average": "Average",
  "cohorts.heat.average.none": "No complete month",
  "cohorts.heat.immature": "month not complete",
  "cohorts.heat.less": "Less",
  "cohorts.heat.more": "More",
  "cohorts.heat.negative": "Negative",
  "cohorts.legend.immature": "Month still running: not in the average",
  "cohorts.average.weighted":
    "The average counts every customer once and only complete months: the cohorts' totals divided by their customers.",
  "cohorts.average.mean": "The average is over the cohorts whose month is complete.",
  "cohorts.curves.title": "How value grows",
  "cohorts.curves.description":
    "Cumulative net sales per customer by months since the first order; one line a cohort and a thick line for the average.",
  "cohorts.curves.average": "Average of all cohorts",
  "cohorts.curves.average.note":
    "At each month the average is over the cohorts old enough to have completed it, so it can fall where only older cohorts remain.",
  "cohorts.curves.highlight": "Highlight a cohort",
  "cohorts.curves.highlight.none": "None",
  "cohorts.curves.axis": "Months since the first order",
  "cohorts.curves.each": "One cohort each",
  "cohorts.curves.basis": "Cumulative net sales per customer, by months since the first order",
} as const;
