export const publishing = {
  "publishing.title": "Publish to Shopify",
  "publishing.what":
    "Each member gets the tag {tag} in Shopify, and a customer segment there holds the members who agreed to marketing by e-mail. Both follow this segment from then on.",
  "publishing.what.permission":
    "For this the app asks for permission to change customers. Exports do not need it.",
  "publishing.publish": "Publish to Shopify",
  "publishing.again": "Publish again",
  "publishing.allow": "Give permission",
  "publishing.take_back": "Take back from Shopify",
  "publishing.take_back.title": "Take this segment back from Shopify?",
  "publishing.take_back.body":
    "The customer segment in Shopify is deleted, and the tag {tag} is removed from its customers. What uses the segment or the tag there, such as an automation, finds nobody any more.",
  "publishing.take_back.again": "Try again",
  "publishing.take_back.confirm": "Take back",
  "publishing.cancel": "Cancel",
  "publishing.declined":
    "Without permission to change customers nothing can be published. Nothing was changed; exports work as before.",
  "publishing.tag": "Tag",
  "publishing.query": "Query in Shopify",
  "publishing.open": "Open in Shopify",
  "publishing.state.working": "Being published",
  "publishing.state.in_step": "Published",
  "publishing.state.stopped": "Not in step",
  "publishing.state.removing": "Being removed",
  "publishing.progress":
    "{tagged} of {members, plural, one {# member has} other {# members have}} the tag in Shopify.",
  "publishing.uncounted":
    "The segment cannot be counted now, so the tags in Shopify stay as they are. You can take them back.",
  "publishing.in_step":
    "{tagged, plural, =0 {Nobody has} one {# member has} other {# members have}} the tag in Shopify, as of {when}.",
  "publishing.removing":
    "{left, plural, =0 {The last traces are} one {The tag of # customer is} other {The tags of # customers are}} being removed.",
  "publishing.in_bulk.tagsAdd":
    "Shopify gives the tag to {customers, plural, one {# customer} other {# customers}} at once, and has come to {done}. They are counted as soon as it reports.",
  "publishing.in_bulk.tagsRemove":
    "Shopify takes the tag from {customers, plural, one {# customer} other {# customers}} at once, and has come to {done}. They are counted as soon as it reports.",
  "publishing.refused": "Shopify refuses the tag of {count, plural, one {# member} other {# members}}.",
  "publishing.unremoved":
    "Shopify refuses to take the tag from {count, plural, one {# customer} other {# customers}} who should not have it.",
  "publishing.reason": "Shopify says: {words} ({customers, plural, one {# customer} other {# customers}})",
  "publishing.tried_again": "The app asks again by itself on {when}, at growing intervals.",
  "publishing.not_tried_again": "The app asks no more by itself: Shopify refused too often.",
  "publishing.problem.not_deleted": "The tag was removed, but Shopify does not delete the customer segment.",
  "publishing.problem.failed":
    "Shopify refused a request for this segment. The app tries again each time the segment is looked at.",
  "publishing.problem.permission":
    "The app may not change customers in Shopify: the permission was not given, or was taken back. What was published stays as it was.",
  "publishing.problem.segment_gone":
    "The customer segment was deleted in Shopify. The members still have the tag. Publish again to make the segment anew.",
  "publishing.problem.segment_changed":
    "The query of the customer segment was changed in Shopify, so it may hold other people. Publish again to put it back.",
  "publishing.problem.segment_refused": "Shopify does not take the customer segment.",
  "publishing.problem.words": "Shopify says: {words}",
  "publishing.failure.not_allowed":
    "You may not publish: that is kept to other members of the staff, as connecting tools is. Nothing was changed.",
  "publishing.failure.not_found": "This segment is not there any more. Load the page again.",
  "publishing.failure.archived": "An archived segment cannot be published. Take it back into use first.",
  "publishing.failure.too_many":
    "50 segments are published, which is as many as there can be. Take one back from Shopify first.",
  "publishing.failure.bad_name": "Shopify takes names of 1 to 255 characters. Rename the segment.",
  "publishing.failure.failed": "That did not work. Try again.",
} as const;
