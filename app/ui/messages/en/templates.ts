/** Templates beside the first eight (segments.ts), what to send to each, and what a list says of itself. */
export const templates = {
  "segments.vip_staying.name": "VIPs who will stay",
  "segments.vip_staying.rule":
    "Your best customers who, by the cautious end of the forecast, will order again.",
  "segments.vip_staying.with_thresholds":
    "Customers in the top {topShare} by net sales ({minNetSalesMinor} or more) of whom even the lower bound of the forecast is above nothing.{forecast, select, yes {} other { As long as nothing can be forecast, nobody is in it.}}",
  "segments.vip_staying.why":
    "Of all your best customers these are the surest. A forecast is usually wide; its lower bound is what you can count on.",
  "segments.vip_staying.send":
    "Early access, a personal thank-you, or a place in a loyalty programme. No discount: they come anyway.",
  "segments.highest_expected.name": "Highest expected value",
  "segments.highest_expected.rule":
    "The top 10% of customers by what they are expected to bring in the next 12 months.",
  "segments.highest_expected.with_thresholds":
    "The top {topShare} of customers by what they are expected to bring in the next 12 months.{forecast, select, yes {} other { As long as nothing can be forecast, nobody is in it.}}",
  "segments.highest_expected.why": "Net sales say who was good. This list says who will be.",
  "segments.highest_expected.send":
    "New collections and service first. Use it to find more people like them.",
  "segments.highest_margin.name": "Highest margin",
  "segments.highest_margin.rule": "The top 10% by gross margin of the customers of whom it is known.",
  "segments.highest_margin.with_thresholds":
    "The top {topShare} by gross margin of the customers of whom it is known.",
  "segments.highest_margin.why": "Customers with high sales and low margin are worth less than they seem.",
  "segments.highest_margin.send": "What is new at full price.",
  "segments.valuable_without_consent.name": "Valuable, without consent",
  "segments.valuable_without_consent.rule":
    "Good customers who have neither agreed to marketing e-mails nor unsubscribed from them.",
  "segments.valuable_without_consent.with_thresholds":
    "Customers who have spent {minNetSalesMinor} or more and have neither agreed to marketing e-mails nor unsubscribed from them.",
  "segments.valuable_without_consent.why":
    "No list you mail can reach them. One question at the right moment makes them reachable.",
  "segments.valuable_without_consent.send":
    "Nothing by e-mail. Ask for consent at the checkout, in the parcel or in the shop.",
  "segments.next_order_due.name": "Next order due",
  "segments.next_order_due.rule": "Customers whose own usual time between orders is just passing.",
  "segments.next_order_due.with_thresholds":
    "Customers with two or more gaps between orders, for whom {fromGaps} to {toGaps} times their usual gap has passed{forecast, select, yes {, and who are still customers with a probability of {fromShare} or more.} other {. Whether they are still customers cannot be forecast yet.}}",
  "segments.next_order_due.why": "A message now arrives when they were about to think of you.",
  "segments.next_order_due.send": "A reminder of what they bought, with a link to order it again.",
  "segments.later_than_usual.name": "Later than usual",
  "segments.later_than_usual.rule":
    "Customers who would usually have ordered by now, and have not been away for long.",
  "segments.later_than_usual.with_thresholds":
    "Customers with two or more gaps between orders, for whom more than {gaps} times their own usual gap has passed and who have not lapsed{forecast, select, yes {, and who are still customers with a probability of {fromShare} or more.} other {. Whether they are still customers cannot be forecast yet.}}",
  "segments.later_than_usual.why":
    "They are late, not lost. A small push is cheaper now than a win-back later.",
  "segments.later_than_usual.send": "A friendly reminder; keep the offer for those who do not react.",
  "segments.win_back.name": "Win-back worth it",
  "segments.win_back.rule": "Lapsed customers who may still come back, and for whom much is at stake.",
  "segments.win_back.with_thresholds":
    "Customers without an order for more than {sinceDays, plural, one {# day} other {# days}}, with P(alive) of {fromShare} or more, in the top {topShare} by the value at stake.{forecast, select, yes {} other { As long as nothing can be forecast, nobody is in it.}}",
  "segments.win_back.why": "Most lapsed customers are gone. This is the part of them that is worth an offer.",
  "segments.win_back.send": "Your best offer, once, to the top of the list first.",
  "segments.lost.name": "Lost",
  "segments.lost.rule": "Customers who are almost surely gone.",
  "segments.lost.with_thresholds":
    "Customers whose P(alive) is below {belowShare}.{forecast, select, yes {} other { As long as nothing can be forecast, nobody is in it.}}",
  "segments.lost.why":
    "Mail to them costs reputation and brings next to nothing. Their number shows what losing customers costs.",
  "segments.lost.send": "At most one goodbye with a question. Leave them out of every other mailing.",
  "segments.low_value.name": "Low value, to leave out",
  "segments.low_value.rule":
    "Customers in the lower half by net sales so far and, where there is a forecast, by what is expected of them.",
  "segments.low_value.with_thresholds":
    "Customers in the lower {bottomShare} by net sales{forecast, select, yes { and by expected value.} other {. What they are expected to bring cannot be forecast yet.}}",
  "segments.low_value.why": "Advertising to them costs more than it brings.",
  "segments.low_value.send": "Nothing: exclude this list from paid audiences and costly mailings.",
  "segments.one_time.name": "One-time buyers",
  "segments.one_time.rule": "Customers with exactly one order.",
  "segments.one_time.with_thresholds": "Customers with exactly one order.",
  "segments.one_time.why":
    "For most shops the largest group, and the one where a second order is worth most.",
  "segments.one_time.send": "What others bought after the same first product.",
  "segments.second_order_window.name": "Time for a second order",
  "segments.second_order_window.rule":
    "Customers with one order, in the weeks in which a second order usually follows.",
  "segments.second_order_window.with_thresholds":
    "Customers with one order, {fromDays} to {toDays} days ago{rhythm, select, yes {: half of all your customers’ gaps between orders are that long.} other {. These days are the app’s: your customers have too few gaps between orders (fewer than 100) to take them from.}}",
  "segments.second_order_window.why":
    "Earlier is pushy and later is late. From 100 gaps between orders on, the window comes from your own customers.",
  "segments.second_order_window.send":
    "A reason to come back: a complement to the first product, or a small advantage.",
  "segments.large_first_order.name": "Large first order",
  "segments.large_first_order.rule": "Customers with one order, which was among the largest first orders.",
  "segments.large_first_order.with_thresholds":
    "Customers with one order that is in the top {topShare} of first orders.",
  "segments.large_first_order.why":
    "A large first order shows means and trust. A second one makes a good customer.",
  "segments.large_first_order.send": "A personal message, advice on use, and an invitation to reply.",
  "segments.ask_for_review.name": "Ask for a review",
  "segments.ask_for_review.rule":
    "Customers whose last order has had time to arrive and who sent nothing back.",
  "segments.ask_for_review.with_thresholds":
    "Customers whose last order was {fromDays} to {toDays} days ago and who have sent nothing back.",
  "segments.ask_for_review.why": "The product is in use and the memory fresh.",
  "segments.ask_for_review.send": "A request for a review, or for a photo.",
  "segments.first_order_birthday.name": "First-order anniversary",
  "segments.first_order_birthday.rule": "Customers whose first order was a year ago, within the coming week.",
  "segments.first_order_birthday.with_thresholds":
    "Customers whose first order has its first anniversary within {withinDays, plural, one {# day} other {# days}}.",
  "segments.first_order_birthday.why": "A personal date that no other shop knows.",
  "segments.first_order_birthday.send": "A thank-you with a small gift.",
  "segments.new_leads.name": "New leads",
  "segments.new_leads.rule": "Subscribers of the last 30 days who have not ordered yet.",
  "segments.new_leads.with_thresholds":
    "Subscribers who have been known to you for less than {withinDays, plural, one {# day} other {# days}} and have not ordered yet.",
  "segments.new_leads.why": "Interest fades fast: the first weeks decide.",
  "segments.new_leads.send": "A welcome series that introduces your shop.",
  "segments.at_a_discount.name": "Only ever at a discount",
  "segments.at_a_discount.rule": "Customers with several orders who never bought without a discount.",
  "segments.at_a_discount.with_thresholds":
    "Customers with two or more orders and a discount on each of them.",
  "segments.at_a_discount.why":
    "They wait for the sale. Full-price mails do not move them, and each discount costs margin.",
  "segments.at_a_discount.send": "The sale, and only the sale.",
  "segments.replenishment_due.name": "Replenishment due",
  "segments.replenishment_due.rule":
    "Customers whose usual product is used up about now, by how often they bought it so far.",
  "segments.replenishment_due.with_thresholds":
    "Customers whose most frequent product, bought on two days or more, is due again by their own interval: less than {withinDays, plural, one {# day} other {# days}} ago or ahead. {forecast, select, yes {They are still customers with a probability of {fromShare} or more.} other {Whether they are still customers cannot be forecast yet.}}",
  "segments.replenishment_due.why":
    "Whoever runs out buys again, from you or from another shop. Now is when it is decided.",
  "segments.replenishment_due.send": "A reminder of that very product, with the order one click away.",
  "segments.sms_not_email.name": "By SMS, not by e-mail",
  "segments.sms_not_email.rule": "Customers who agreed to SMS but cannot be reached by e-mail.",
  "segments.sms_not_email.with_thresholds":
    "Customers who agreed to marketing by SMS and cannot be reached by marketing e-mail.",
  "segments.sms_not_email.why": "No mailing reaches them, and yet they have agreed to hear from you.",
  "segments.sms_not_email.send": "Your most important message, short, from your SMS tool.",
  "segments.starts": "Of certain products",
  "segments.starts.choose": "Choose products",
  "segments.starts.choose.of": "Choose products for: {name}",
  "segments.starts.bought_not.name": "Bought one thing, not another",
  "segments.starts.bought_not.why":
    "Whoever has the machine and not the beans: offer what goes with what they have.",
  "segments.starts.bought_then.name": "Bought one thing, then another",
  "segments.starts.bought_then.why":
    "Whom the first product led to the second: say the same to others who bought the first.",
  "segments.full_price.name": "Full price",
  "segments.full_price.rule": "Customers with several orders who never had a discount.",
  "segments.full_price.with_thresholds": "Customers with two or more orders and no discount on any of them.",
  "segments.full_price.why": "A discount to them is margin given away.",
  "segments.full_price.send": "What is new, never a code.",
  "segments.sends_back.name": "Sends much back",
  "segments.sends_back.rule": "Customers with several orders who send back a large part.",
  "segments.sends_back.with_thresholds":
    "Customers with two or more orders who sent back {fromShare} or more of what they bought.",
  "segments.sends_back.why": "Their sales are smaller than they look, and each return costs you.",
  "segments.sends_back.send": "Size advice and better product information instead of more offers.",
  "segments.vip.send": "A thank-you and early access; leave out those who are almost surely gone.",
  "segments.champions.send": "A request for a review, or for an opinion on what is new.",
  "segments.at_risk_high_value.send": "A personal message, to the top of the list first.",
  "segments.one_time_60_120.send": "A reason for a second order: what goes with the first.",
  "segments.new.send": "Care instructions, a welcome, and who you are.",
  "segments.lapsed.send": "A win-back only for those who may return: see “Win-back worth it”.",
  "segments.leads.send": "An introduction to your shop and a first small step.",
  "segments.subscribers_no_purchase_year.send":
    "A question on what they want, and an easy way to hear less often.",
  "segments.send": "What to send",
  "segments.note.expects_little":
    "Next to nothing is expected of this list: {each} a customer in the next 12 months.",
  "segments.note.almost_gone":
    "{count, plural, one {# of them is} other {# of them are}} almost surely gone (P(alive) below 20%).",
  "segments.note.margin.known":
    "Gross margin is known of {known} of {customers} customers, and only they are ranked and compared by it: set a default margin in the settings to have all. Costs are known for {coverage} of net sales.",
  "segments.note.margin.default":
    "Costs are known for {coverage} of net sales; for the rest your default margin counts.",
  "segments.note.no_prediction":
    "Nothing can be forecast yet, so this list goes by the time since the last order.",
  "segments.note.at_stake": "{amount} is at stake.",
} as const;
