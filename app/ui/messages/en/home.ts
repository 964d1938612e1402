export const home = {
  "home.title": "Customer value",
  "home.as_of": "{shop}, up to {day}",
  "home.view_customers": "View customers",
  "home.figures.average": "Average CLV",
  "home.figures.average.basis": "{What} so far per customer who bought",
  "home.figures.average.formula":
    "{What} of all customers who bought, divided by their number. Orders without a customer are left out, as nobody knows whose they are.",
  "home.figures.median": "Median CLV",
  "home.figures.median.basis": "Half of the customers brought more {what} than this",
  "home.figures.median.formula":
    "Customers are put in order of their {what} so far. The median is the value of the one in the middle; a few very large customers do not move it.",
  "home.figures.window": "Value within {days} days",
  "home.figures.window.basis":
    "{customers, plural, one {Average {what} of # customer} other {Average {what} of # customers}}",
  "home.figures.window.none": "No customer has been with you for {days} days yet.",
  "home.figures.window.formula":
    "For each customer: {what} from the day of the first order (day 0) up to and including day {last}. The average is taken only over customers who have been with you for at least {days} days.",
  "home.figures.repeat": "Repeat purchase rate",
  "home.figures.repeat.basis": "Customers with two or more orders, all time",
  "home.figures.repeat.formula": "Customers with at least two orders, divided by all customers who bought.",
  "home.figures.prediction": "Next 12 months, per customer",
  "home.figures.prediction.basis": "Estimated {what}, discounted at 10% a year; {total} in all",
  "home.figures.prediction.basis_range":
    "Estimated {what}, discounted at 10% a year. In all {total}, or {low} to {high} if its error is as in its test",
  "home.figures.prediction.note":
    "An estimate of the average. Each customer’s page shows the range around their own estimate; the Model page shows how well the model predicted in the past.",
  "home.figures.prediction.formula":
    "For each customer: expected orders in the next 12 months times the expected value of an order, from a model fitted to this shop’s own orders. The average is taken over all customers who bought; money is worth 10% less for each year that it comes later. The range around the total is as wide as the model’s error when it was tested, plus chance; how often totals fall within it is not measured.",
  "home.figures.prediction.formula_left":
    "What is expected of each customer in net sales over the next 12 months, times the part of all net sales so far that was left as {what}. The average is taken over all customers who bought; money is worth 10% less for each year that it comes later.",
  "home.input.net_sales": "Net sales of all orders",
  "home.input.net_sales_of_customers": "{What} of all customers",
  "home.input.customers": "Customers",
  "home.input.customers_observed": "Customers observed that long",
  "home.input.repeat_customers": "With two or more orders",
  "home.input.predicted_total": "Expected in all",
  "home.input.predicted_range": "If its error is as in its test",
  "home.input.range": "{low} to {high}",
  "home.input.median": "Customers in order of value",
  "home.trend.title": "{What} per month",
  "home.trend.basis": "{What}, by whether it was the customer’s first order",
  "home.trend.first": "First orders",
  "home.trend.later": "Returning customers",
  "home.trend.unassigned": "Without a customer",
  "home.trend.total": "{What}",
  "home.trend.month": "Month",
  "home.trend.new_customers": "New customers",
  "home.trend.orders": "Orders",
  "home.trend.partial": "{month} (so far)",
  "home.trend.summary":
    "In the last {months, plural, one {full month} other {# full months}}, returning customers brought {share} of {what} ({later} of {total}).",
  "home.trend.formula":
    "{What} of the orders of each month in the shop’s time zone. First orders are those with which a customer bought for the first time. A refund lowers the part that its order belongs to, in the month of the order or of the refund, as the settings say. Orders that belong to no known customer are shown separately; everything else is from returning customers.",
  "home.windows.title": "How value builds up",
  "home.windows.basis": "Average {what} per customer, by days since the first order",
  "home.windows.population":
    "{customers, plural, one {Of the # customer} other {Of the same # customers}} who ordered first at least {days} days ago",
  "home.windows.formula":
    "For each customer: {what} from the day of the first order (day 0) up to and including the last day of each window. All bars are averages over the same {customers, plural, one {# customer} other {# customers}}: those who ordered first at least {days} days ago. So a longer window never falls because its customers are others. The figures for 90 and 365 days above take everybody who has been with you that long, so they can differ.",
  "home.windows.none": "The first bar appears when a customer has been with you for 14 days.",
  "home.windows.days": "{days} days",
  "home.windows.days_short": "{days}d",
  "home.windows.value": "Average value",
  "home.windows.customers": "Customers",
  "home.windows.summary":
    "After {last} days a customer has brought {multiple} times what they brought in the first {days} days.",
  "home.shape.title": "Where the value comes from",
  "home.shape.top_decile": "Share of {what} from the top 10%",
  "home.shape.top_decile.basis": "Of all {what} of known customers",
  "home.shape.top_decile.formula":
    "{What} of the tenth of the customers who brought the most of it, divided by the {what} of all customers.",
  "home.shape.aov": "Average order value",
  "home.shape.aov.basis": "All orders, also those without a customer",
  "home.shape.aov.formula":
    "Net sales of all orders divided by their number. Orders without a customer count here; in the average CLV they do not.",
  "home.shape.multiple": "First-order multiple",
  "home.shape.multiple.formula":
    "Average CLV divided by the average value of a first order: how many times its first order a customer is worth.",
  "home.shape.gap": "Median time between orders",
  "home.shape.gap.value": "{days, plural, one {# day} other {# days}}",
  "home.shape.gap.formula":
    "The days between one order and the next of the same customer, put in order; the median is the one in the middle.",
  "home.shape.margin": "Gross margin",
  "home.shape.margin.basis": "Cost known for {coverage} of net sales",
  "home.shape.margin.formula":
    "Net sales minus the cost of goods sold: unit cost times quantity kept. Where Shopify knew no cost, your cost of the product is used, else your default margin.",
  "home.shape.contribution": "Contribution",
  "home.shape.contribution.basis": "After shipping, payment and fulfilment",
  "home.shape.contribution.formula":
    "Gross margin and shipping charged, minus what shipping, payment and fulfilment cost by your rules. Returned orders keep these costs.",
  "home.input.average_clv": "Average CLV",
  "home.input.first_order": "Average first order",
  "home.input.orders": "All orders",
  "home.attention.title": "What needs attention",
  "home.attention.none": "Nothing right now. Whatever needs your decision will be listed here.",
  "home.attention.data_requests_overdue": "A person’s data is overdue",
  "home.attention.data_requests_overdue.body":
    "{requests, plural, one {# customer has} other {# customers have}} waited for their data for more than 30 days. {requests, plural, one {It was} other {The first was}} due on {day}.",
  "home.attention.data_requests_overdue.action": "Hand the data over",
  "home.attention.data_requests": "Customers asked for their data",
  "home.attention.data_requests.body":
    "{requests, plural, one {# request is} other {# requests are}} open. You have 30 days: {requests, plural, one {it is} other {the first is}} due on {day}.",
  "home.attention.data_requests.action": "See the requests",
  "home.attention.people_to_identify": "It is not clear whom to erase",
  "home.attention.people_to_identify.body":
    "{requests, plural, one {# request could be about more than one customer, so nobody was} other {# requests could be about more than one customer, so nobody was}} erased yet.",
  "home.attention.people_to_identify.action": "Choose who it is",
  "home.attention.people_to_remove": "Erased customers are in exported files",
  "home.attention.people_to_remove.body":
    "{people, plural, one {# customer who was erased stands} other {# customers who were erased stand}} in files that were exported before. Remove them from the tools to which those files went.",
  "home.attention.people_to_remove.action": "See which files",
  "home.attention.mailing_tools": "Mailing tools need you",
  "home.attention.mailing_tools.keys":
    "{count, plural, one {A tool does} other {# tools do}} not take {count, plural, one {its key} other {their keys}} any more, so nobody is added or removed there.",
  "home.attention.mailing_tools.held":
    "{count, plural, one {# person would leave a list and waits} other {# people would leave their lists and wait}} until you confirm it.",
  "home.attention.mailing_tools.refused":
    "{count, plural, one {# person is} other {# people are}} refused by a tool.",
  "home.attention.mailing_tools.action": "See the tools",
  "home.attention.at_risk_value": "Valuable customers at risk",
  "home.attention.at_risk_value.body":
    "{customers, plural, one {# customer} other {# customers}} worth {value} so far {customers, plural, one {is} other {are}} overdue and not lost yet. A message may still win them back.",
  "home.attention.at_risk_value.action": "View the segment",
  "home.attention.refused_rows": "Records that could not be read",
  "home.attention.refused_rows.body":
    "{rows, plural, one {# record} other {# records}} from Shopify did not make sense and are left out of all figures.",
  "home.attention.refused_rows.action": "See which and why",
  "home.attention.shared_addresses": "Addresses that many people share",
  "home.attention.shared_addresses.body":
    "{addresses, plural, one {Orders for many different people came under # e-mail address} other {Orders for many different people came under each of # e-mail addresses}}, as they do under a marketplace’s. They are worth {value}, and may count as those of one customer.",
  "home.attention.shared_addresses.action": "Decide what counts",
  "home.attention.unassigned_orders": "Orders without a customer",
  "home.attention.unassigned_orders.body":
    "{orders, plural, one {# order} other {# orders}} worth {value} belong to no known customer. Some may be by guests with the e-mail address of a customer; the settings can join those.",
  "home.attention.unassigned_orders.action": "Join guests by e-mail",
  "home.attention.cost_coverage_low": "Some costs are unknown",
  "home.attention.cost_coverage_low.body":
    "The cost of goods is known for {coverage} of net sales. For the rest, margins can only use costs of products or a default margin that you state.",
  "home.attention.cost_coverage_low.action": "State your costs",
  "home.attention.history_limited": "Older orders are out of reach",
  "home.attention.history_limited.body":
    "Shopify gives this app orders from {day} on. Customers who bought earlier look newer than they are.",
  "home.attention.history_limited.action": "Check the history",
  "home.attention.stale_data": "Data is behind",
  "home.attention.stale_data.body":
    "{minutes, plural, one {The last complete update was # minute ago.} other {The last complete update was # minutes ago.}}",
  "home.attention.stale_data.action": "Check the sync",
  "home.information.title": "Good to know",
  "home.information.ahead":
    "{orders, plural, one {# order is} other {# orders are}} dated after the day of these figures: {names}. {orders, plural, one {It waits until its day comes.} other {They wait until their days come.}}",
  "home.information.ahead.more":
    "{orders, plural, one {# order is} other {# orders are}} dated after the day of these figures: {names} and others. They wait until their days come.",
  "home.information.long_unpaid":
    "{value} of {orders, plural, one {# order} other {# orders}} has not been paid for more than 60 days. It counts as net sales, as in Shopify’s reports.",
  "home.information.chargeback_lost":
    "{orders, plural, one {# order} other {# orders}} worth {value} ended in a lost chargeback. {orders, plural, one {It still counts} other {They still count}} as net sales.",
  "home.information.chargeback_open":
    "{orders, plural, one {# order} other {# orders}} worth {value} {orders, plural, one {has} other {have}} an open chargeback.",
  "home.information.see": "See these orders",
  "home.compare": "Compare with Shopify",
  "home.information.unassigned_orders":
    "{orders, plural, one {# order} other {# orders}} worth {value} belong to no known customer, or to an address that you took out. They count for the shop, not for customer value. Guests with the verified e-mail address of a customer are joined already.",
  "home.guide.title": "Setting up",
  "home.guide.body":
    "Your customers and orders are being read from Shopify. You can leave this page; the reading continues.",
  "home.guide.progress": "{done} of {all} steps done",
  "home.guide.installed": "App installed",
  "home.guide.customers": "Read customers",
  "home.guide.orders": "Read orders",
  "home.guide.valuing": "Compute what each customer is worth",
  "home.guide.waiting": "Waiting",
  "home.guide.done": "Done",
  "home.guide.running": "Working on it",
  "home.guide.failed": "Failed",
  "home.guide.read": "{read} rows read",
  "home.guide.read_of": "{read} of {expected} rows read",
  "home.guide.left":
    "{read} of {expected} rows read, about {seconds, plural, one {# second} other {# seconds}} left",
  "home.guide.left_minutes":
    "{read} of {expected} rows read, about {minutes, plural, one {# minute} other {# minutes}} left",
  "home.guide.first_figures": "Your first figures appear here as soon as the last step is done.",
  "home.guide.details": "View details",
  "home.guide.never.title": "Nothing has been read yet",
  "home.guide.never.body":
    "Reading your customers and orders starts by itself. If it does not, start it on the sync page.",
  "home.guide.failed.title": "Reading your shop did not finish",
  "home.guide.failed.body":
    "Nothing is lost: what has been read stays. The sync page says what went wrong and lets you try again.",
  "home.guide.failed.action": "Go to sync",
  "home.empty.title": "No orders yet",
  "home.empty.body":
    "Customer value appears with the first order. {customers, plural, =0 {} one {You have # customer who has not bought yet.} other {You have # customers who have not bought yet.}}",
  "home.empty.action": "View customers",
} as const;
