export const addresses = {
  "addresses.title": "Shared addresses",
  "addresses.rule":
    "An e-mail address is listed when its orders were for at least {recipients} different people, and for at least half as many people as there are orders. That is usual for a marketplace’s address or one of your own shop, and unusual for a customer. The app looks for such addresses every night and takes nothing out by itself.",
  "addresses.take_out.help":
    "The orders of an address that you take out still count in your shop’s totals, but in no customer’s figures, predictions, segments or exports. You can put it back at any time.",
  "addresses.recomputing.title": "Figures are being recomputed",
  "addresses.recomputing.body":
    "Your decision applies to all pages as soon as this is done. Until then, pages show the earlier figures.",
  "addresses.reading.title": "Your orders are being read",
  "addresses.reading.body":
    "Addresses that many people share are listed here once the first figures are there.",
  "addresses.empty.title": "No address is shared by many people",
  "addresses.failed": "Your decision was not saved. Try again in a moment.",
  "addresses.status.undecided": "To be decided",
  "addresses.status.taken_out": "Taken out",
  "addresses.status.kept": "Counts as usual",
  "addresses.orders": "Orders",
  "addresses.recipients": "Recipients",
  "addresses.net_sales": "Net sales",
  "addresses.customer": "Customer",
  "addresses.customer.none": "None",
  "addresses.undecided": "As things stand, this customer’s orders count as those of one person.",
  "addresses.undecided.nobody":
    "No customer has this address, so its orders are in no customer’s figures as it is. Once it is taken out, that stays so even if a customer appears with it.",
  "addresses.taken_out": "These orders count in your shop’s totals, and in no customer’s figures.",
  "addresses.kept": "This customer’s orders count as those of one person, like any other customer’s.",
  "addresses.kept.nobody": "No customer has this address, so its orders are in no customer’s figures.",
  "addresses.take_out": "Take out",
  "addresses.take_out.of": "Take {email} out",
  "addresses.put_back": "Put back",
  "addresses.put_back.of": "Put {email} back",
  "addresses.keep": "Leave as it is",
  "addresses.keep.of": "Leave {email} as it is",
  "addresses.taken_out.done": "Address taken out",
  "addresses.kept.done": "Address counts as usual",
  "addresses.customer_out.title": "This customer’s address is taken out",
  "addresses.customer_out.body":
    "Orders for many different people came under {email}. They count in your shop’s totals; this customer has no value, no prediction and is in no segment or export.",
  "addresses.customer_out.action": "See the address",
} as const;
