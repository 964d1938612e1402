export const keptList = {
  "kept.title": "{segment} in {tool}",
  "kept.subtitle": "List {list}, account {account}",
  "kept.run_now": "Run now",
  "kept.pause": "Pause",
  "kept.resume": "Go on",
  "kept.end": "End this list",
  "kept.done.run_now": "The list is looked at now",
  "kept.done.pause": "Paused",
  "kept.done.resume": "The list goes on",
  "kept.done.end": "The list was ended",
  "kept.done.confirm_brake": "They are being removed",
  "kept.done.retry": "They are asked about again",

  "kept.people": "On the list",
  "kept.people.help": "{tool} confirmed each of them",
  "kept.waiting": "Waiting",
  "kept.waiting.help": "Something about them is being read again",
  "kept.refused": "Refused",
  "kept.refused.help": "{tool} does not take them",
  "kept.left_out": "Left out",
  "kept.left_out.help": "In the segment, and not sent",
  "kept.in_step": "In step on {when}. The app looks again with each change, and at least every hour.",
  "kept.never": "Not in step yet: the first run has not ended.",
  "kept.read_back": "The list was last compared with what {tool} holds on {when}.",
  "kept.leaving":
    "{count, plural, one {# person is} other {# people are}} still to be taken off the list.",

  "kept.running": "The list is being brought in step",
  "kept.step.comparing": "Comparing who should be on it with who is",
  "kept.step.removing": "Taking people off",
  "kept.step.looking_up": "Asking {tool} how addresses stand there",
  "kept.step.sending": "Sending to {tool}",
  "kept.step.waiting": "Waiting for {tool}",
  "kept.step.reading_back": "Comparing with what {tool} holds",
  "kept.progress": "{done} of {of}",
  "kept.progress.unknown": "{done} so far",

  "kept.paused.title": "This list is paused",
  "kept.paused.body":
    "Nobody is added or removed, also not whoever unsubscribes in Shopify. Requests to erase a person are still passed on.",
  "kept.ended.title": "This list has ended",
  "kept.ended.body": "Whoever was on it stays there. The app does nothing with it any more.",
  "kept.ended.removing":
    "{count, plural, one {# person is} other {# people are}} still to be taken off it.",
  "kept.nobody.title": "Nobody is on the list yet",
  "kept.nobody.body":
    "Nobody of the segment may be e-mailed now, or the first run has not come that far. People are added as soon as they may be.",

  "kept.brake.title":
    "{leaving, plural, one {# person} other {# people}} of {of} would leave the list",
  "kept.brake.body":
    "That is {share} of the list, and more than a fifth at once is often a mistake: a rule that was changed, a segment that was archived, a tag that was renamed in Shopify. So nobody of them is removed until you say so.",
  "kept.brake.meanwhile":
    "Whoever unsubscribes or is erased is taken out all the same, and new people are added.",
  "kept.brake.review": "Look at who would leave",
  "kept.brake.dialog":
    "Remove {leaving, plural, one {# person} other {# people}} from {list}?",
  "kept.brake.will":
    "They are taken off the list in {tool}. They stay contacts there, with their fields, and their subscription does not change. What you send to the list does not reach them any more.",
  "kept.brake.exactly":
    "Your answer is about those who wanted to leave by {when}, and about nobody else. If many more want to leave later, you are asked again.",
  "kept.brake.confirm":
    "Remove {leaving, plural, one {# person} other {# people}}",
  "kept.brake.segment": "Look at the segment",
  "kept.brake.not_now": "Not now",

  "kept.left_out.title": "Left out, and why",
  "kept.left_out.none": "Nobody of the segment is left out.",
  "kept.samples": "For example:",
  "kept.samples.more": "and {count, number} more",
  "kept.reason.WAITING":
    "waiting: something about them changed in Shopify and is being read again",
  "kept.reason.SHARED_ADDRESS":
    "share their address with somebody who did not subscribe",
  "kept.reason.SUPPRESSED_IN_TOOL":
    "unsubscribed or blocked in {tool}, which the app never undoes",
  "kept.reason.HELD_OUT": "held out by lot, to see what the list brings",

  "kept.refused.title": "Whom {tool} refuses",
  "kept.refused.body":
    "The others are not held up by them. The app asks again after 1, 2, 4 … 32 hours, and then no more by itself.",
  "kept.refused.person": "Person",
  "kept.refused.why": "Why",
  "kept.refused.next": "Next try",
  "kept.refused.times": "{count, plural, one {Refused once} other {Refused # times}}",
  "kept.refused.given_up": "Not by itself any more",
  "kept.refused.retry": "Ask about all of them again",
  "kept.refused.unnamed": "Customer {id}",
  "kept.refused.code.invalid_address": "{tool} takes the address for invalid. Correct it in Shopify.",
  "kept.refused.code.invalid_field":
    "{tool} does not take one of the fields. Look at the type of the field there.",
  "kept.refused.code.too_large": "There is too much in the fields of this person.",
  "kept.refused.code.blocked": "{tool} has blocked or deleted this person for good.",
  "kept.refused.code.not_there": "{tool} did not put this person on the list, and does not say why.",
  "kept.refused.code.other": "{tool} does not take this person.",
  "kept.refused.older": "More people",
  "kept.refused.newest": "First people",
  "kept.refused.none": "{tool} refuses nobody.",

  "kept.runs": "Runs",
  "kept.runs.none": "Nothing has been run yet.",
  "kept.runs.begun": "Begun",
  "kept.runs.kind": "What",
  "kept.runs.result": "Result",
  "kept.run.kind.step": "Brought in step",
  "kept.run.kind.first": "First run",
  "kept.run.kind.read_back": "Compared and repaired",
  "kept.run.kind.end": "Took people off",
  "kept.run.added": "Added",
  "kept.run.updated": "Updated",
  "kept.run.removed": "Removed",
  "kept.run.refused": "Refused",
  "kept.run.running": "Running",
  "kept.run.done": "Done",
  "kept.run.nothing": "Nothing to do",
  "kept.run.partly": "Done, with refusals",
  "kept.run.stopped": "Stopped",
  "kept.run.took": "Took {duration}",

  "kept.about": "How it is kept",
  "kept.about.segment": "Segment",
  "kept.about.list": "List in {tool}",
  "kept.about.fields": "Fields",
  "kept.about.fields.none": "Only the address",
  "kept.about.held_out": "Held out by lot",
  "kept.about.held_out.none": "Nobody",
  "kept.about.started": "Started",
  "kept.about.by": "{when}, staff {id}",

  "kept.end.title": "End the list {list}?",
  "kept.end.stays":
    "The app stops following it. In {tool} the list itself stays, with all contacts and their fields, and nobody’s subscription changes. It cannot be taken up again: to keep the segment there once more, begin anew.",
  "kept.end.people": "People whom the app added",
  "kept.end.keep": "Leave them on the list",
  "kept.end.keep.help":
    "Nobody takes them out any more when they unsubscribe in Shopify or leave the segment.",
  "kept.end.remove":
    "Take {people, plural, one {the # person} other {all # people}} off the list",
  "kept.end.remove.help":
    "They stay contacts in {tool}. The list ends when the last one is off.",
  "kept.end.confirm": "End the list",
  "kept.end.confirm.remove":
    "End it and take {people, plural, one {# person} other {# people}} off",
  "kept.cancel": "Cancel",
} as const;
