/** Words of the pieces that several pages share: explanations, figures, and what a page says while it is not complete. */
export const states = {
  "figures.heading": "Figures",
  "figures.new": "New figures are there",
  "figures.new.show": "Show them",
  "figures.new.dismiss": "Not now",
  "explain.question": "How is this calculated?",
  "explain.of": "How is this calculated: {figure}",
  "explain.result": "Result",
  "figure.none": "–",
  "net_sales.note":
    "Net sales = gross sales − discounts − returns, without tax, shipping, tips, fees and duties. Returns: goods that came back or were removed, plus money back for goods that stay, less fees that were kept. Test, voided and expired orders and gift card sales do not count. A cancelled order counts only with the money that was kept, and a free order only if the settings say so. Orders that are not paid yet count, and so do orders with a chargeback. Orders dated ahead wait for their day.",
  "left.seconds": "{count, plural, one {about # second left} other {about # seconds left}}",
  "left.minutes": "{count, plural, one {about # minute left} other {about # minutes left}}",
  "left.hours": "{count, plural, one {about # hour left} other {about # hours left}}",
  "reading.title": "{orders, plural, one {# order is} other {# orders are}} still being read in detail",
  "reading.body":
    "Shopify tells what each refund was for one order at a time. Until all are read, figures can still move a little.",
  "reading.progress": "{read} of {of} such orders of your shop are read.",
  "reading.progress_left": "{read} of {of} such orders of your shop are read, {left}.",
  "reading.customer.title":
    "{orders, plural, one {# order of this customer is} other {# orders of this customer are}} still being read in detail",
  "reading.export":
    "{orders, plural, one {# order is} other {# orders are}} still being read in detail, so values in the file can still move a little.",
  "learning.badge": "Learning",
  "learning.details": "See what is missing",
  "learning.title": "Predictions are still learning",
  "learning.not_fitted_yet":
    "The first predictions are being worked out from your orders. They appear within a few minutes.",
  "learning.too_few_customers":
    "There are not enough customers yet to learn a pattern from. Predictions appear as more people buy.",
  "learning.no_repeat_purchases":
    "Nobody has bought a second time yet, so there is no rhythm to learn from. Predictions appear once customers come back.",
  "learning.history_too_short":
    "The order history is too short to tell a rhythm from chance. Predictions appear after a few more weeks.",
  "learning.took_too_long":
    "Working out the predictions took too long and was ended. It is tried again every night with the newest orders.",
  "learning.did_not_converge":
    "No model describes this shop's orders well enough to be trusted. It is tried again every night with the newest orders.",
} as const;
