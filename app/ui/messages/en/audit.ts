export const audit = {
  "audit.title": "Audit log",
  "audit.subtitle":
    "Who did what in the app: exports, settings, requests about people. Nobody can change an entry; entries are kept for two years.",
  "audit.empty.title": "Nothing has been recorded yet",
  "audit.empty.body":
    "Exports, changes of settings and requests about people will be listed here, with who did it and when.",
  "audit.whole.title": "Complete since {when}",
  "audit.whole.body": "Each entry holds a fingerprint of the one before it. All of them agree.",
  "audit.changed.title": "Entry {entryNo} was changed",
  "audit.missing.title": "Entry {entryNo} was removed",
  "audit.broken.body":
    "Somebody has changed the log in the database, past the app. Ask whoever runs the app for you; what is below may not be what was done.",
  "audit.shown": "The latest {shown} of {total} entries",
  "audit.actor.app": "The app",
  "audit.actor.shopify": "Shopify",
  "audit.entry": "Entry {entryNo}",
  "audit.action.app.installed": "Installed the app",
  "audit.action.app.installed.again": "Installed the app again",
  "audit.action.app.uninstalled": "Removed the app",
  "audit.action.export.made":
    "Exported {people, plural, =0 {nobody} one {# person} other {# people}} of {audience}",
  "audit.action.export.made.part":
    "Began an export of {audience} that ended early, after {people, plural, =0 {nobody} one {# person} other {# people}}",
  "audit.action.settings.changed": "Changed settings",
  "audit.action.sync.retried": "Asked for the shop to be read again",
  "audit.action.person.erasure_asked": "Asked for a person to be erased",
  "audit.action.person.erased": "Erased a person",
  "audit.action.person.data_asked": "Asked for the data of a person",
  "audit.action.person.data_handed_over": "Handed over the data of a person",
  "audit.action.unknown": "Something that this version of the app does not know",
  "audit.audience.list": "a list of customers",
  "audit.request": "Request {id}",
  "audit.change": "{what}: {from} → {to}",
  "audit.value.yes": "yes",
  "audit.value.no": "no",
  "audit.value.none": "none",
} as const;
