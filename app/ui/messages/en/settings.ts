export const settings = {
  "settings.title": "Settings",
  "settings.shop": "From your Shopify settings",
  "settings.shop.help":
    "These come from Shopify. The app follows them, so that its figures can be compared with Shopify's own reports.",
  "settings.currency": "Currency",
  "settings.currency.help":
    "All amounts are in the shop's own currency; orders in other currencies are counted at the rate that Shopify used.",
  "settings.time_zone": "Time zone",
  "settings.time_zone.help": "Decides on which day and in which month an order falls.",
  "settings.compare": "Compare the figures with Shopify’s own",
  "settings.orders": "Which orders count",
  "settings.orders.help":
    "Test orders, voided and expired payments and sales of gift cards never count. A cancelled order counts only with the money that was kept.",
  "settings.zero": "Count orders with a value of zero",
  "settings.zero.help":
    "Free samples and fully discounted orders then count as orders: customers get more orders, the average order value falls, net sales stay the same.",
  "settings.identity": "Who is one customer",
  "settings.identity.help": "Customers whom you merge in Shopify always become one.",
  "settings.guests": "Join guest orders by e-mail address",
  "settings.guests.help":
    "A guest’s order joins the customer who has the same e-mail address verified. Otherwise such orders count in the shop’s totals only.",
  "settings.shared_addresses": "Addresses that many people share, such as a marketplace’s",
  "settings.refunds": "When a refund counts",
  "settings.refunds.order": "On the day of the order",
  "settings.refunds.order.help":
    "A month shows what its orders were really worth; past months can change after a return.",
  "settings.refunds.refund": "On the day of the refund",
  "settings.refunds.refund.help":
    "As in Shopify's sales reports: past months stay as they were, a month with many returns can be negative.",
  "settings.costs": "Costs",
  "settings.costs.help":
    "Gross margin and contribution are made of what goods, shipping, payment and fulfilment cost.",
  "settings.costs.margin": "Default margin for goods of unknown cost",
  "settings.costs.margin.none": "None",
  "settings.costs.open": "State what an order costs",
  "settings.save": "Save",
  "settings.discard": "Discard",
  "settings.saved": "Settings saved",
  "settings.failed": "The settings were not saved. Your changes are still here; try again in a moment.",
  "settings.recomputing.title": "Figures are being recomputed",
  "settings.recomputing.body":
    "The new settings apply to all pages as soon as this is done. Until then, pages show the earlier figures. You can leave this page.",
  "settings.recomputed": "All figures now follow these settings.",
} as const;
