import { hasBought, neverBought, subscribed, template } from "./template.ts";

const oneOrder = { fact: "orders", is: "=", value: 1 } as const;

/** Who is new, has ordered once, or has not ordered yet. */
export const FIRST_ORDERS = [
  template("new", { fact: "firstOrderDay", is: "within_last_days", days: 30 }, { withinDays: 30 }),
  template("one_time", oneOrder),
  template(
    "one_time_60_120",
    {
      all: [oneOrder, { fact: "lastOrderDay", is: "between", from: { daysAgo: 120 }, to: { daysAgo: 60 } }],
    },
    { fromDays: 60, toDays: 120 },
  ),
  template(
    "second_order_window",
    {
      all: [
        oneOrder,
        {
          fact: "daysSinceLastOrder",
          is: "between",
          from: { threshold: "usualGapFromDays" },
          to: { threshold: "usualGapToDays" },
        },
      ],
    },
    { fromDays: { threshold: "usualGapFromDays" }, toDays: { threshold: "usualGapToDays" } },
  ),
  template(
    "large_first_order",
    { all: [oneOrder, { fact: "firstOrderValue", is: "in_top", share: 0.1 }] },
    { topShare: 0.1 },
  ),
  template(
    "ask_for_review",
    {
      all: [
        hasBought,
        { fact: "lastOrderDay", is: "between", from: { daysAgo: 21 }, to: { daysAgo: 10 } },
        { fact: "returns", is: "<=", value: 0 },
      ],
    },
    { fromDays: 10, toDays: 21 },
    "last_order",
  ),
  template(
    "first_order_birthday",
    { fact: "firstOrderDay", is: "between", from: { daysAgo: 365 }, to: { daysAgo: 359 } },
    { withinDays: 7 },
  ),
  template("leads", { all: [neverBought, subscribed] }),
  template(
    "new_leads",
    { all: [neverBought, subscribed, { fact: "knownSince", is: "within_last_days", days: 30 }] },
    { withinDays: 30 },
  ),
  template(
    "subscribers_no_purchase_year",
    // Somebody who never bought also has to be known for a year: a subscriber since last week has not gone a year without
    // buying.
    {
      all: [
        subscribed,
        {
          any: [
            { fact: "lastOrderDay", is: "more_than_days_ago", days: 364 },
            { all: [neverBought, { fact: "knownSince", is: "more_than_days_ago", days: 364 }] },
          ],
        },
      ],
    },
    { sinceDays: 365 },
  ),
] as const;
