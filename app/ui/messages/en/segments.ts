export const segments = {
  "segments.title": "Segments",
  "segments.subtitle": "Customers who belong together, kept current as orders and consent change.",
  "segments.empty.title": "Segments appear after the first sync",
  "segments.empty.body":
    "As soon as customers and orders have been read, they are sorted into segments: your best customers, those who are drifting away, those who have never bought, and more.",
  "segments.empty.action": "See the sync",
  "segments.customers": "{count, plural, one {# customer} other {# customers}}",
  "segments.customers.label": "Customers",
  "segments.net_sales": "Net sales so far",
  "segments.share": "Share of net sales",
  "segments.share.none": "No net sales yet",
  "segments.expected": "Expected in 12 months",
  "segments.expected.not_fitted_yet": "Learning: the first model is being fitted",
  "segments.expected.too_few_customers": "Learning: too few customers yet",
  "segments.expected.no_repeat_purchases": "Learning: nobody has come back yet",
  "segments.expected.history_too_short": "Learning: the history is still short",
  "segments.expected.did_not_converge": "Learning: no model fits well enough yet",
  "segments.expected.took_too_long": "Learning: the fit took too long, and is tried again at night",
  "segments.expected.no_orders": "No forecast before a first order",
  "segments.expected.formula":
    "The expected value of each member over the next 365 days, added up. Each customer's own expectation comes with a range that holds in 80% of cases: open the segment to see it. Net sales, without tax and shipping.",
  "segments.reachable": "Reachable by e-mail",
  "segments.reachable.of": "{reachable} of {customers}",
  "segments.reachable.meaning":
    "Customers who agreed to marketing e-mails and have a valid address. Nobody else goes into an export.",
  "segments.open": "View {name}",
  "segments.why": "Why it matters",
  "segments.overlap": "A customer can be in several segments, so shares do not add up to 100%.",

  "segments.who": "Who is in it",
  "segments.figures": "Figures of the segment",
  "segments.expected.basis": "Sum over the members",
  "segments.net_sales.basis": "{share} of all net sales",
  "segments.net_sales.formula": "Net sales of every order of the members that counts, added up.",
  "segments.customers.formula":
    "Everyone to whom the sentence above applies today. Merged customers count once; who enters or leaves is worked out again with each change.",
  "segments.input.customers": "Customers",
  "segments.input.average": "Net sales per customer",
  "segments.reachable.note": "{share} of the segment",
  "segments.distribution": "How value is spread",
  "segments.distribution.basis": "Customers by net sales so far",
  "segments.distribution.range": "{from} to {to}",
  "segments.distribution.from": "{from} and more",
  "segments.distribution.label_from": "{from}+",
  "segments.distribution.column": "Net sales so far",
  "segments.distribution.summary":
    "{count, plural, one {# customer} other {# customers}}: the largest group, {customers}, has spent {range}.",
  "segments.members": "Members",
  "segments.members.table": "Members of the segment",
  "segments.members.unnamed": "Customer {id}",
  "segments.members.customer": "Customer",
  "segments.members.group": "Group",
  "segments.members.consent": "E-mail",
  "segments.members.orders": "Orders",
  "segments.members.last_order": "Last order",
  "segments.members.net_sales": "Net sales",
  "segments.members.expected": "Next 12 months",
  "segments.members.orders_and_last": "{count, plural, one {# order} other {# orders}}, last on {day}",
  "segments.members.orders_none": "No orders",
  "segments.members.order.net_sales": "Highest net sales first",
  "segments.members.order.margin": "Highest gross margin first",
  "segments.members.order.contribution": "Highest contribution first",
  "segments.members.order.predicted": "Most expected first",
  "segments.members.order.orders": "Most orders first",
  "segments.members.order.last_order": "Latest order first",
  "segments.members.order.name": "By name",
  "segments.members.order.value_at_stake": "Most value at stake first",
  "segments.members.p_alive": "P(alive)",
  "segments.members.at_stake": "At stake",
  "segments.members.at_stake.phone": "{amount} at stake, P(alive) {chance}",
  "segments.members.why": "Why",
  "segments.members.why.of": "Why {name} is in it",
  "segments.members.why.title": "Why {name}: {segment}",
  "segments.members.previous": "Previous members",
  "segments.members.next": "Next members",
  "segments.shopify": "In Shopify’s own segments",
  "segments.shopify.same":
    "Paste this under Customers, Segments, to have the same people as a segment of Shopify.",
  "segments.shopify.about":
    "Paste this under Customers, Segments, to have about the same people as a segment of Shopify. It counts in its own way: {facts}.",
  "segments.shopify.unsaid":
    "Shopify’s segments cannot ask about: {facts}. Export the segment to use it elsewhere.",
  "segments.shopify.none":
    "These conditions are longer than Shopify’s segments can be, or hold for nobody or everybody.",
  "segments.shopify.copy": "Copy",
  "segments.shopify.copied": "Copied",
  "segments.none.title": "Nobody is in this segment now",
  "segments.none.no_values":
    "It asks for the top or the bottom of the customers by “{fact}”, and no customer has such a value. It stays empty until some have one.",
  "segments.none.tied":
    "It asks for the top or the bottom of the customers by “{fact}”, and too many have the same value there. Customers who are equal are never split, so nobody is taken.",
  "segments.none.body": "Customers enter and leave as they order and as time passes. Come back later.",

  "segments.vip.name": "VIP",
  "segments.vip.rule": "The top 10% of customers by net sales.",
  "segments.vip.with_thresholds":
    "Customers in the top {topShare} by net sales: those who have spent {minNetSalesMinor} or more.",
  "segments.vip.why":
    "A small group often carries a large part of net sales, so its service and its stock deserve a first look.",
  "segments.champions.name": "Champions",
  "segments.champions.rule":
    "Customers who bought recently, buy often and spend much, compared with your other customers.",
  "segments.champions.with_thresholds":
    "Customers whose last order was in the last {withinDays, plural, one {# day} other {# days}} and who are among those with the most orders and the highest spending.",
  "segments.champions.why":
    "They know your shop best: they are the ones to ask for a review, or for an opinion on what is new.",
  "segments.at_risk_high_value.name": "At risk, high value",
  "segments.at_risk_high_value.rule":
    "Valuable customers who are late with their next order and may be won or lost: neither certain nor gone.",
  "segments.at_risk_high_value.with_thresholds":
    "Customers who have spent {minNetSalesMinor} or more{forecast, select, yes {, are later than their own usual gap (of two gaps or more) and have a P(alive) from {fromShare} to {toShare}.} other { and whose last order was more than {usualDays} and at most {lapsedDays} days ago, as nothing can be forecast yet. {rhythm, select, yes {The days come from your customers’ own gaps between orders.} other {The days are the app’s: your customers have too few gaps between orders (fewer than 100) to take them from.}}}}",
  "segments.at_risk_high_value.why":
    "With a forecast the list is sorted by the value at stake: what each will bring as an active customer, times the chance of losing them. Here a message can still change something.",
  "segments.one_time_60_120.name": "One order, 60 to 120 days ago",
  "segments.one_time_60_120.rule": "Customers with exactly one order, placed 60 to 120 days ago.",
  "segments.one_time_60_120.with_thresholds":
    "Customers with exactly one order, placed {fromDays} to {toDays} days ago.",
  "segments.one_time_60_120.why":
    "The second order is the step that most customers do not take. These customers are at the point where many decide.",
  "segments.new.name": "New customers",
  "segments.new.rule": "Customers whose first order is recent.",
  "segments.new.with_thresholds":
    "Customers whose first order was in the last {withinDays, plural, one {# day} other {# days}}.",
  "segments.new.why":
    "They are getting to know you: care instructions or a welcome fit here better than an offer.",
  "segments.lapsed.name": "Lapsed",
  "segments.lapsed.rule": "Customers who bought before and have not ordered for a long time.",
  "segments.lapsed.with_thresholds":
    "Customers whose last order was more than {sinceDays, plural, one {# day} other {# days}} ago. {rhythm, select, yes {The days come from your customers’ own gaps between orders, and are 30 at least.} other {The days are the app’s: your customers have too few gaps between orders (fewer than 100) to take them from.}}",
  "segments.lapsed.why":
    "Most of them will not return by themselves. Their number and what they were worth show what losing customers costs.",
  "segments.leads.name": "Leads who never bought",
  "segments.leads.rule": "People who are subscribed to your marketing e-mails and have not ordered yet.",
  "segments.leads.with_thresholds":
    "People who are subscribed to your marketing e-mails and have not ordered yet.",
  "segments.leads.why":
    "They are interested and still undecided: this is the list to introduce your shop to.",
  "segments.subscribers_no_purchase_year.name": "Subscribers without an order in a year",
  "segments.subscribers_no_purchase_year.rule":
    "People who are subscribed to your marketing e-mails, have been known to you for a year and have not ordered in the last 365 days.",
  "segments.subscribers_no_purchase_year.with_thresholds":
    "People who are subscribed to your marketing e-mails and whose last order was {sinceDays, plural, one {# day} other {# days}} ago or more; of those who never ordered, those whom you have known for as long.",
  "segments.subscribers_no_purchase_year.why":
    "They have not unsubscribed. What they respond to says whether they want other products or fewer messages.",
} as const;
