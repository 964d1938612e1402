export const privacy = {
  "privacy.title": "Data requests",
  "privacy.subtitle":
    "People who asked, through Shopify, for their data or for its erasure. A request for data has to be answered within 30 days. The app erases by itself, and says which exported files held the person.",
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
  "privacy.state.to_remove": "Remove elsewhere",
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
  "privacy.to_remove":
    "{count, plural, one {# erased person was} other {# erased people were}} in files that left the app. Delete {count, plural, one {this person} other {them}} where you uploaded the files.",
  "privacy.files":
    "{count, plural, one {An exported file} other {# exported files}} held this person. Delete the person from every mailing tool, spreadsheet or other place that {count, plural, one {it} other {they}} went to. The app no longer knows who it was: see the request in Shopify.",
  "privacy.files.removed":
    "{count, plural, one {An exported file} other {# exported files}} held this person.",
  "privacy.files.one": "{audience}, exported {when} ({who})",
  "privacy.files.list": "List of customers",
  "privacy.files.part": "The download did not reach its end, so the person may not be in it.",
  "privacy.files.older": "{count, plural, one {And # older file} other {And # older files}}",
  "privacy.remove": "Mark as removed there",
  "privacy.remove.of": "Mark as removed there: the person who was erased {when}",
  "privacy.removed_at": "Removed there {when} ({who})",
  "privacy.removed": "Marked as removed",
  "privacy.kind.access.unclear": "Asks for a copy of their data; it is not clear who it is",
  "privacy.kind.erasure.unclear": "Asks to be erased; it is not clear who it is",
  "privacy.unknown": "No customer of the shop",
  "privacy.ended_at": "Ended without erasing anybody {when}",
  "privacy.to_choose":
    "{count, plural, one {# request} other {# requests}} to be erased could be about more than one customer: choose who it is.",
  "privacy.choose.why.erasure":
    "The phone number in this request has no country, and more than one customer’s number ends with it. The app has erased nobody, so that nobody is lost who did not ask.",
  "privacy.choose.what.erasure":
    "Find out who asked, for example from the message to your shop, and choose that customer. Until then nobody of them is put in an export or on a list of a mailing tool.",
  "privacy.choose.why.access":
    "The phone number in this request has no country, and more than one customer’s number ends with it.",
  "privacy.choose.what.access":
    "Find out who asked, and choose that customer. Then you can download the file.",
  "privacy.choose.erasure": "Erase",
  "privacy.choose.erasure.of": "Erase {who}",
  "privacy.choose.access": "This is who asked",
  "privacy.choose.access.of": "{who} is who asked",
  "privacy.choose.none": "None of them",
  "privacy.choose.none.title": "End the request?",
  "privacy.choose.none.body":
    "Nobody is erased, and the request counts as dealt with. Do this only if you know that none of these customers asked.",
  "privacy.choose.erasure.title": "Erase this customer?",
  "privacy.choose.erasure.body":
    "Everything that the app keeps of {who} is deleted, and so is the customer in connected mailing tools. This cannot be undone.",
  "privacy.choose.cancel": "Cancel",
  "privacy.identified": "The customer is noted",
  "privacy.not_found": "The request is ended",
} as const;
