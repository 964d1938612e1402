/** Words of the pieces that several pages share: explanations, figures, and what a page says while it is not complete. */
export const states = {
  "explain.question": "How is this calculated?",
  "explain.of": "How is this calculated: {figure}",
  "explain.result": "Result",
  "figure.none": "–",
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
