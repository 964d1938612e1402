export const sync = {
  "sync.title": "Sync",
  "sync.subtitle": "How complete and fresh your data is.",
  "sync.again": "Sync again",
  "sync.start": "Start the sync",
  "sync.again.title": "Sync again?",
  "sync.again.body":
    "The app asks Shopify for everything that has changed since the data was last complete, in case a change message was missed. It follows changes by itself, so this is rarely needed. Pages continue to show the current figures, and nothing is changed in Shopify.",
  "sync.again.confirm": "Sync again",
  "sync.again.cancel": "Cancel",
  "sync.again.started": "Sync started",

  "sync.never.title": "Nothing has been read yet",
  "sync.never.body": "The app reads your customers and orders once, and then follows every change by itself.",
  "sync.uninstalled.title": "The app is not installed in this shop any more",
  "sync.uninstalled.body":
    "Shopify no longer lets the app read this shop. Install it again from the Shopify App Store to continue; the data is erased 48 hours after uninstalling.",
  "sync.failed.title": "The sync stopped before it was complete",
  "sync.failed.body":
    "What had been read is kept, and the figures shown are the earlier ones. Trying again continues from there.",
  "sync.failed.retry": "Try again",

  "sync.problem.unknown_currency.title": "The shop’s currency cannot be used",
  "sync.problem.unknown_currency.body":
    "Shopify gives a store currency that the app does not know, so no amount can be read. Choose the store currency in Shopify, under Settings, General. The app continues by itself as soon as Shopify reports the change, and otherwise checks again every few hours.",
  "sync.problem.unknown_time_zone.title": "The shop’s time zone cannot be used",
  "sync.problem.unknown_time_zone.body":
    "Shopify gives a time zone that the app does not know, so no order can be put in a day. Choose the time zone in Shopify, under Settings, General. The app continues by itself as soon as Shopify reports the change, and otherwise checks again every few hours.",

  "sync.problem.value": "What Shopify has there now: {value}",

  "sync.given_up.title": "Some work failed too often and was given up",
  "sync.given_up.reading": "Reading from Shopify, on {at}. The last error: “{reason}”",
  "sync.given_up.valuing": "Computing customer value, on {at}. The last error: “{reason}”",
  "sync.given_up.erasing": "Erasing personal data, on {at}. The last error: “{reason}”",
  "sync.given_up.other": "Other work, on {at}. The last error: “{reason}”",
  "sync.given_up.remedy":
    "Nothing is lost: what waits is stored. Try again; if it fails again, tell whoever runs the app for you.",
  "sync.trouble.details": "View details",
  "sync.trouble.not_answering.title": "Shopify does not answer",
  "sync.trouble.not_answering.body":
    "Shopify has not answered the app since {since}. No change is lost: what has changed is read as soon as Shopify answers.",
  "sync.trouble.not_answering.remedy":
    "There is nothing you have to do: the app tries again by itself, the next time at {next}. If your Shopify admin works and this stays for hours, contact the app’s support.",
  "sync.trouble.tokens_refused.title": "Shopify no longer accepts the app’s access",
  "sync.trouble.tokens_refused.body":
    "Shopify has refused the app’s access to this shop since {since}, so the figures are the earlier ones. No change is lost.",
  "sync.trouble.tokens_refused.remedy":
    "Opening the app renews its access: reload this page. If this message is still here a minute later, uninstall the app and install it again.",
  "sync.trouble.scope_withdrawn.title": "The app may no longer read what it needs",
  "sync.trouble.scope_withdrawn.body":
    "The app has been without a permission since {since}, so the figures are the earlier ones.",
  "sync.trouble.scope_withdrawn.remedy":
    "Open the app from your Shopify admin and accept the permissions that it asks for. It then continues by itself.",
  "sync.trouble.scope_withdrawn.detail": "Missing: {detail}",
  "sync.trouble.stuck.title": "Shopify does not finish preparing the data",
  "sync.trouble.stuck.body":
    "The app has been asking Shopify for a file of customers and orders since {since}, and it has not come.",
  "sync.trouble.stuck.remedy":
    "There is nothing you have to do: the app asks again by itself, and reads new changes one by one meanwhile. Trying again asks at once.",
  "sync.trouble.stuck.failure": "The last try: {failure}",
  "sync.trouble.stuck.detail": "What the last try ended with: “{detail}”",

  "sync.running.title": "Reading your shop",
  "sync.running.body": "You can leave this page: the reading continues.",
  "sync.valuing.title": "Everything is read; working out customer value",
  "sync.valuing.body":
    "Each customer's history is being summed up and the forecast fitted. This takes seconds to a few minutes.",
  "sync.resource.customers": "Customers",
  "sync.resource.orders": "Orders",
  "sync.resource.products": "Products",
  "sync.resource.collections": "Collections",
  "sync.resource.webhook": "Change message",
  "sync.stage.requested": "Waiting for Shopify to begin",
  "sync.stage.running": "Shopify is preparing the file",
  "sync.stage.reading": "Reading the file",
  "sync.stage.merging": "Putting the rows in place",
  "sync.stage.done": "Complete",
  "sync.stage.failed": "Stopped",
  "sync.stopped.incomplete": "The file that Shopify made was not complete ({code}).",
  "sync.stopped.expired": "Shopify no longer had the file when the app came to read it.",
  "sync.stopped.stalled": "Shopify got no further with the file, so the app stopped waiting for it.",
  "sync.stopped.shop_changed": "The shop’s currency or time zone changed while the file was being read.",
  "sync.stopped.abandoned": "The reading was ended, as the shop cannot be read the way it is now.",
  "sync.stopped.denied":
    "Shopify denies access although it has granted every permission that the app asks for.",
  "sync.stopped.refused": "Shopify did not deliver the file ({code}).",
  "sync.rows.of": "{read} of {expected} rows",
  "sync.rows": "{read} rows",
  "sync.rate": "{rate} rows a second",
  "sync.applied": "{applied} taken over",
  "sync.applied.refused": "{applied} taken over, {refused} refused",

  "sync.fresh": "Freshness",
  "sync.complete_up_to": "Complete up to",
  "sync.complete_up_to.help":
    "Every order and customer that changed in Shopify before this moment is in the figures.",
  "sync.complete_up_to.none": "Not complete yet",
  "sync.complete_up_to.waiting":
    "{waiting, plural, one {The one change that waits is later than this moment.} other {The # changes that wait are later than this moment.}} Everything that changed in Shopify before it is in the figures.",
  "sync.kinds": "By kind of change",
  "sync.kinds.body":
    "Shopify tells the app about each change, and it is stored within seconds. If such a message gets lost, the app finds the change within 15 minutes, and rarely only at night or within a week.",
  "sync.kinds.up_to": "Up to {instant}",
  "sync.kinds.not_compared": "Not compared yet",
  "sync.kinds.orders": "Orders",
  "sync.kinds.orders.help": "New, edited, refunded and cancelled orders.",
  "sync.kinds.customers": "Customers",
  "sync.kinds.customers.help": "New customers, names, addresses and tags.",
  "sync.kinds.consent": "Consent",
  "sync.kinds.consent.help": "Who may be written to by e-mail or SMS.",
  "sync.kinds.deletions": "Deletions",
  "sync.kinds.deletions.help": "Orders and customers that Shopify no longer has.",
  "sync.kinds.merges": "Merged customers",
  "sync.kinds.merges.help": "Two customers who became one in Shopify.",
  "sync.kinds.products": "Products and collections",
  "sync.kinds.products.help": "Products that come into a collection by its conditions are found at night.",
  "sync.last_webhook": "Last change received",
  "sync.last_webhook.help": "Shopify tells the app about each new order and each change.",
  "sync.last_webhook.none": "None so far",
  "sync.waiting": "Changes waiting",
  "sync.waiting.help": "Customers and orders that changed and are about to be read again.",
  "sync.waiting.none": "None",
  "sync.contents": "What has been read",
  "sync.contents.counts":
    "{customers, plural, one {# customer} other {# customers}}, {orders, plural, one {# order} other {# orders}}",
  "sync.contents.reading": "More is being read",
  "sync.history": "History",
  "sync.history.all": "Whole history of the shop",
  "sync.history.from": "From {instant}",
  "sync.history.limited":
    "Shopify lets the app read orders from {instant} on only. Older orders are not in the figures until the shop grants access to all orders, or you add them from a file.",
  "sync.history.add": "Add older orders from a file",
  "sync.history.files": "Orders added from a file",
  "sync.repaired": "Repaired",
  "sync.repaired.help":
    "Rows that differed from Shopify in the regular comparison, mostly because a change message did not arrive, and were corrected.",
  "sync.repaired.none": "None needed",
  "sync.repaired.count": "{count, plural, one {# row} other {# rows}}",

  "sync.compare": "Compare with Shopify’s own figures",
  "sync.notable": "Orders to look at",
  "sync.notable.none": "No order contradicts itself, is dated ahead, long unpaid, or in a chargeback.",
  "sync.notable.intro":
    "These orders were read and are in the figures as described below. A click opens the order in Shopify.",
  "sync.notable.shown": "The latest {shown} of {total} are listed.",
  "sync.notable.doubtful":
    "{total, plural, one {# order that contradicts itself} other {# orders that contradict themselves}}",
  "sync.notable.doubtful.body":
    "Parts of what Shopify says about these orders do not fit together. They are counted by the definition of net sales; the amount shown is the amount that is counted.",
  "sync.notable.ahead": "{total, plural, one {# order dated ahead} other {# orders dated ahead}}",
  "sync.notable.ahead.body":
    "Dated after {day}, the day of the figures. They wait until that day comes and change no figures before. A wrong date can only be corrected where the order came from.",
  "sync.notable.long_unpaid":
    "{total, plural, one {# order unpaid for more than 60 days} other {# orders unpaid for more than 60 days}}",
  "sync.notable.long_unpaid.body":
    "{total, plural, one {It counts} other {They count}} as net sales, as in Shopify’s reports. The amount is what is still to be paid of the net sales. Cancel an order that will never be paid, and it stops counting.",
  "sync.notable.chargeback_lost": "{total, plural, one {# lost chargeback} other {# lost chargebacks}}",
  "sync.notable.chargeback_lost.body":
    "The bank gave the money back to the customer. Shopify does not say how much, so {total, plural, one {the order still counts} other {the orders still count}} as net sales.",
  "sync.notable.chargeback_open": "{total, plural, one {# open chargeback} other {# open chargebacks}}",
  "sync.notable.chargeback_open.body":
    "The bank has not decided yet. Until then {total, plural, one {the order counts} other {the orders count}} as net sales.",
  "sync.doubt.unknown_adjustment_reason":
    "A refund was adjusted for a reason that the app does not know. The adjustment is counted as money given back or kept.",
  "sync.doubt.tip_without_line":
    "Shopify names a tip, and no line of the order is that tip. Every line counts as goods.",
  "sync.doubt.totals_disagree":
    "The lines add up to another amount than Shopify’s subtotal. The lines count.",
  "sync.doubt.discrepancy_disagrees":
    "The refunds add up to another difference than Shopify’s own for the order. Shopify’s own counts.",
  "sync.doubt.other": "Something in the order does not fit together.",

  "sync.refused": "Rows that could not be used",
  "sync.refused.none": "Every row could be used.",
  "sync.refused.body":
    "{total, plural, one {# row was not understood and is left out of the figures. Everything else was taken over.} other {# rows were not understood and are left out of the figures. Everything else was taken over.}}",
  "sync.refused.shown": "The latest {shown} of {total}",
  "sync.refused.what": "What",
  "sync.refused.where": "Where",
  "sync.refused.why": "Why it was refused",
  "sync.refused.right": "What would be right",
  "sync.refused.recorded": "As recorded:",
  "sync.refused.when": "When",
  "sync.refused.line": "line {line}",
  "sync.refused.source": "no. {id}",
  "sync.reason.malformed_json": "The line is not complete JSON",
  "sync.right.malformed_json":
    "One complete JSON object on each line. Syncing again asks Shopify for a new file.",
  "sync.reason.bad_shape": "Fields are missing or of another kind",
  "sync.right.bad_shape":
    "The fields that Shopify's own schema promises for the version that the app asks for.",
  "sync.reason.bad_value": "A value is not possible",
  "sync.right.bad_value": "Amounts as decimals such as 25.00 and times such as 2026-03-31T12:00:00Z.",
  "sync.reason.unknown_currency": "The currency is not known",
  "sync.right.unknown_currency": "A currency code of ISO 4217, such as EUR.",
  "sync.reason.other_currency": "The amounts are in another currency",
  "sync.right.other_currency":
    "Amounts in the shop's own currency; currencies are never added to each other.",
  "sync.reason.scattered": "Its lines stand too far apart in the file, or it is in it twice",
  "sync.right.scattered": "Nothing to do: the app reads the order by itself.",
  "sync.reason.other": "It could not be understood",
  "sync.right.other": "What the reason beside it asks for. Syncing again tries the row once more.",
  "sync.origin.bulk": "Full read",
  "sync.origin.refetch": "Later change",
  "sync.origin.webhook": "Change message",
} as const;
