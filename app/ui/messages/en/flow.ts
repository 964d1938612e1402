/** How customers moved between RFM groups. */
export const flow = {
  "flow.title": "Moves between groups",
  "flow.subtitle": "Which customers moved from which group to which, and what they are worth.",
  "flow.link": "Moves between groups",
  "flow.from": "From the end of",
  "flow.until": "To the end of",
  "flow.running": "{month} (until {day})",
  "flow.measure": "Show",
  "flow.measure.customers": "Customers",
  "flow.measure.net_sales": "Net sales so far",
  "flow.measure.expected": "Expected in the next 12 months",
  "flow.customers": "Customers",
  "flow.not_yet": "No order yet",
  "flow.unknown": "not known",
  "flow.stayed": "Stayed",
  "flow.to": "To: {group}",
  "flow.group": "{group}: {customers, plural, one {# customer} other {# customers}} on {day}",
  "flow.matrix": "From {from} to {to}",
  "flow.corner": "{from} → {to}",
  "flow.caption": "Rows are groups on {from}, columns groups on {to}; each cell: {measure}.",
  "flow.sum.customers": "Had ordered by {day}",
  "flow.sum.stayed": "In the same group",
  "flow.sum.moved": "In another group",
  "flow.sum.first": "First order in between",
  "flow.left":
    "{customers, plural, =0 {Nobody left Champions and Loyal.} one {# customer is no longer in Champions or Loyal, having spent {spent} so far.} other {# customers are no longer in Champions or Loyal, having spent {spent} so far.}}",
  "flow.left.expected": "{expected} is expected of them in the next 12 months.",
  "flow.about":
    "Groups are those that the orders of the time give, as they are known today, with scores drawn among the customers of that day. Colours and bars show shares of the group’s customers; a border marks who stayed. Net sales are up to the later day; what is expected is as of today.",
  "flow.problem.no_such_month":
    "Your shop has no figures for a month in this address. These are the latest two months instead.",
  "flow.problem.not_earlier":
    "The first month has to be earlier than the second. These are the latest two months instead.",
  "flow.empty.title": "No moves yet",
  "flow.empty.body": "Once orders have been read, you see here how customers move between groups.",
  "flow.one_month.title": "Too early for moves",
  "flow.one_month.body":
    "All orders are of one month. Moves between groups can be seen once a month has ended and another has begun.",
} as const;
