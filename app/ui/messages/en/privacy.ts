export const privacy = {
  "privacy.title": "Data requests",
  "privacy.subtitle":
    "People who asked, through Shopify, for their data or for its erasure. A request for data has to be answered within 30 days; the app erases by itself.",
  "privacy.empty.title": "Nobody has asked for their data",
  "privacy.empty.body":
    "When a customer asks for the data that you keep about them, Shopify passes it on. The request then appears here, with a file to hand over and the day until which you have to answer.",
  "privacy.overdue":
    "{count, plural, one {# request is overdue: hand the file over now.} other {# requests are overdue: hand the files over now.}}",
  "privacy.customer": "customer {id}",
  "privacy.of_orders": "{orders, plural, one {The buyer of # order} other {The buyer of # orders}}",
  "privacy.erased": "Erased person",
  "privacy.kind.access": "Asks for a copy of their data",
  "privacy.kind.erasure": "Asks to be erased; the app does it by itself",
  "privacy.state.open": "Open",
  "privacy.state.overdue": "Overdue",
  "privacy.state.done": "Done",
  "privacy.requested": "Requested {when}",
  "privacy.due": "Due {when}, {days, plural, =0 {less than a day} one {# day} other {# days}} left",
  "privacy.overdue_since": "Was due {when}",
  "privacy.handed_over_at": "Handed over {when}",
  "privacy.erased_at": "Erased {when}",
  "privacy.file": "Download file",
  "privacy.file.of": "Download the file of {who}",
  "privacy.file.failed": "The file could not be downloaded. Try again.",
  "privacy.mark": "Mark as handed over",
  "privacy.mark.of": "Mark the data of {who} as handed over",
  "privacy.handed_over": "Marked as handed over",
} as const;
