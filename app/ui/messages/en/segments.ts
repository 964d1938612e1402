export const segments = {
  "segments.title": "Segments",
  "segments.subtitle": "Customers who belong together, kept current as orders and consent change.",
  "segments.empty.title": "Segments appear after the first sync",
  "segments.empty.body":
    "As soon as customers and orders have been read, they are sorted into eight segments: your best customers, those who are drifting away, those who have never bought, and more.",
  "segments.empty.action": "See the sync",
  "segments.customers": "{count, plural, one {# customer} other {# customers}}",
  "segments.customers.label": "Customers",
  "segments.net_sales": "Net sales so far",
  "segments.share": "Share of net sales",
  "segments.share.none": "No net sales yet",
  "segments.expected": "Expected in 12 months",
  "segments.expected.learning": "Still learning",
  "segments.reachable": "Reachable by email",
  "segments.reachable.of": "{reachable} of {customers}",
  "segments.reachable.meaning":
    "Customers who agreed to marketing emails and have a valid address. Nobody else goes into an export.",
  "segments.open": "View {name}",
  "segments.why": "Why it matters",
  "segments.overlap": "A customer can be in several segments, so shares do not add up to 100 %.",

  "segments.vip.name": "VIP",
  "segments.vip.rule": "The top 10 % of customers by net sales.",
  "segments.vip.why":
    "A small group often carries a large part of net sales, so its service and its stock deserve a first look.",
  "segments.champions.name": "Champions",
  "segments.champions.rule":
    "Customers who bought recently, buy often and spend much, compared with your other customers.",
  "segments.champions.why":
    "They know your shop best: they are the ones to ask for a review, or for an opinion on what is new.",
  "segments.at_risk_high_value.name": "At risk, high value",
  "segments.at_risk_high_value.rule":
    "Customers among your highest spenders who have not ordered for much longer than usual.",
  "segments.at_risk_high_value.why":
    "They were worth much and have gone quiet. A personal message is easier to send while they still remember you.",
  "segments.one_time_60_120.name": "One order, 60 to 120 days ago",
  "segments.one_time_60_120.rule": "Customers with exactly one order, placed 60 to 120 days ago.",
  "segments.one_time_60_120.why":
    "The second order is the step that most customers do not take. These customers are at the point where many decide.",
  "segments.new.name": "New customers",
  "segments.new.rule": "Customers whose first order is recent.",
  "segments.new.why":
    "They are getting to know you: care instructions or a welcome fit here better than an offer.",
  "segments.lapsed.name": "Lapsed",
  "segments.lapsed.rule": "Customers who bought before and have not ordered for a long time.",
  "segments.lapsed.why":
    "Most of them will not return by themselves. Knowing their number tells you how many customers you have to win each year.",
  "segments.leads.name": "Leads who never bought",
  "segments.leads.rule": "People who gave their email address and have not ordered yet.",
  "segments.leads.why":
    "They are interested and still undecided: this is the list to introduce your shop to.",
  "segments.subscribers_no_purchase_year.name": "Subscribers without an order in a year",
  "segments.subscribers_no_purchase_year.rule":
    "People who are subscribed to your marketing emails and have not ordered in the last 365 days.",
  "segments.subscribers_no_purchase_year.why":
    "They still read along. What they respond to says whether they want other products or fewer messages.",
} as const;
