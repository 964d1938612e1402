export const experimentTexts = {
  "experiment.title": "What it brought",
  "experiment.of": "Export of {audience}, {day}",
  "experiment.no_lot.title": "Nobody was held out of this export",
  "experiment.no_lot.body":
    "Without people who might have been in the file and were not, nobody can say what it brought. Hold a share of the people out of the next export.",
  "experiment.not_begun.title": "There is nothing to compare yet",
  "experiment.not_begun.body":
    "The comparison begins on the day of the download, with the first figures of that day.",
  "experiment.stopped.title": "The download stopped early",
  "experiment.stopped.body":
    "Nobody can know whom a part of a file reached, so nothing is said about what it brought. Make the export again: the same people are held out.",
  "experiment.reached.title": "The people who were held out have been reached",
  "experiment.reached.body":
    "On the same day another export of this list held out fewer people, and so reached some whom this one held out. Nothing can be said of what this one brought alone.",
  "experiment.too_early.title": "Too early to tell",
  "experiment.too_early.body":
    "At least {needed} people of each group have to order first. So far it is {sent} of those who were {of, select, list {to be on the list} other {in the file}}, and {heldOut} of those who were held out.",
  "experiment.no_difference_seen.title": "No difference seen",
  "experiment.no_difference_seen.body":
    "Being {of, select, list {on the list} other {in the file}} changed the net sales of a person by something between {low} and {high}. That can be nothing at all; it does not prove that it is nothing.",
  "experiment.more.title": "It brought between {low} and {high} per person",
  "experiment.more.body":
    "For the {count, plural, one {# person} other {# people}} {of, select, list {of the list} other {in the file}}, that is between {totalLow} and {totalHigh} of net sales that would not have come without it.",
  "experiment.less.title": "It cost between {low} and {high} per person",
  "experiment.less.body":
    "The people {of, select, list {of the list} other {in the file}} bought less than those who were held out, and chance alone rarely does that.",
  "experiment.split_broken.title": "These groups cannot be compared",
  "experiment.split_broken.body":
    "Far more or fewer people are in one of the groups than the lot should have put there, so nothing is said about their difference. Erasures of one group alone, or a change in the database, can do that.",
  "experiment.table":
    "Who was {of, select, list {to be on the list} other {in the file}}, and who was held out by lot",
  "experiment.measure": "Group",
  "experiment.sent": "{of, select, list {On the list} other {In the file}}",
  "experiment.held_out": "Held out",
  "experiment.difference": "Difference",
  "experiment.interval": "Between (95%)",
  "experiment.interval.value": "{low} and {high}",
  "experiment.people": "People",
  "experiment.buyers": "Have ordered since",
  "experiment.orders": "Orders per person",
  "experiment.net_sales": "Net sales per person",
  "experiment.margin": "Gross margin per person",
  "experiment.coverage.whole": "The cost of all goods in these net sales is known, so the gross margin is.",
  "experiment.coverage.by_default":
    "The cost of goods is known for {share} of these net sales; the rest of the gross margin is by your default margin.",
  "experiment.coverage.unknown":
    "The cost of goods is known for {share} of these net sales only, so there is no gross margin. A default margin, under Settings, would give one.",
  "experiment.adjusted":
    "The difference is corrected for what was expected of each group {of, select, list {when its people came} other {before the file was made}}, so it is not quite one column less the other. The range holds at every look together, so you may look each day.",
  "experiment.since":
    "From {from} to {to}. {isOver, select, true {The 90 days are over.} reached {It ended then, because the next day another export of this list held out fewer people, and so reached some of these.} other {It is measured for 90 days.}}",
  "experiment.always":
    "{count, plural, one {# more person is} other {# more people are}} held out of every export{of, select, list { and list} other {}}, and not in this comparison.",
  "experiment.chart":
    "Net sales per person: {of, select, list {on the list} other {in the file}} less held out",
  "experiment.chart.basis": "Up to the evening of each day",
  "experiment.chart.summary":
    "The line is the difference seen so far. As long as the area contains zero, no difference is seen.",
  "experiment.chart.day": "Day",
  "experiment.chart.low": "Low end",
  "experiment.chart.high": "High end",
  "experiment.see": "What it brought",
  "experiment.list": "What this list brought",
  "experiment.list.no_lot":
    "This list has no lot of its own, so nobody can say what it brings alone. People who are held out of every export and list are compared on the page of exports.",
  "experiment.list.not_begun":
    "There is nothing to compare yet. It begins on the day after people first might have been on the list, with the figures of that day.",
  "experiment.list.gathering":
    "Too early to tell. At least {needed} people have to be in each group first. So far {sent} were to be on the list, and {heldOut} were held out of it.",
  "experiment.list.over":
    "The list began two years ago, and who was held out then is forgotten. To measure again, end it and start a new one.",
  "experiment.list.failed": "It could not be read just now. Open the page once more.",
  "experiment.list.since":
    "Each person is measured for 90 days from the day after they first might have been on the list, whatever became of them there: from {from} to {to}.{isOver, select, true { All of these days are over.} other {}}",
  "experiment.list.before":
    "{sent, plural, =0 {None} other {#}} of those who were to be on the list and {heldOut, plural, =0 {none} other {#}} of those held out were on it before the app put anybody there. They are in neither group, as the lot changed nothing for them.",
  "experiment.list.waiting":
    "{count, plural, one {# person who came lately is} other {# people who came lately are}} compared once there are enough of them in each group.",
  "experiment.together": "All exports and lists together",
  "experiment.together.sent": "Everybody else",
  "experiment.together.held_out": "Held out",
  "experiment.together.basis":
    "Everybody whom an export drew, or a list in a mailing tool, counts from when the first one did, whatever became of it: from {from} to {to}. Whoever was on such a list before is left out. The range is of 95%, holds at every look together, and is corrected for what was expected of each group.",
  "experiment.together.lowered":
    "On {day} the share was lowered, which reached some of those who were held out: who was drawn before is compared up to the evening before.",
  "experiment.together.too_early":
    "Too early to tell. At least {needed} people of each group have to order first. So far it is {sent} of those who could be in the files and on the lists, and {heldOut} of those who are held out of them all.",
  "experiment.together.no_difference_seen":
    "No difference seen. With 95% certainty, exports and lists changed the net sales of a person by something between {low} and {high}. That can be nothing at all; it does not prove that it is nothing.",
  "experiment.together.more":
    "With 95% certainty, {low} to {high} more net sales per person than without exports and lists: {totalLow} to {totalHigh} in all.",
  "experiment.together.less":
    "With 95% certainty, {low} to {high} less net sales per person than without exports and lists: {totalLow} to {totalHigh} in all.",
  "experiment.together.over":
    "The comparison of all exports and lists began on {from} and ended after two years, for who was in the first ones is forgotten then. You can hold fewer people out now, or nobody, under Settings.",
  "experiment.plan.title": "Measure what it brings",
  "experiment.plan.share": "Held out of this export by lot",
  "experiment.plan.share.none": "Nobody",
  "experiment.plan.share.some": "{share} of the people",
  "experiment.plan.help":
    "Whoever is held out does not go into this file, though they might. What they buy in 90 days is compared with what the others buy.",
  "experiment.plan.people": "About {sent} go into the file and {heldOut} are held out of it.",
  "experiment.plan.effect":
    "With this many people, a difference of {effect} net sales per person in 90 days would probably be seen; they are expected to spend about {mean} each.",
  "experiment.plan.too_small":
    "Too small to tell: even if everybody in the file spent twice as much, that would probably look like chance. You need more people, or a larger share.",
  "experiment.plan.unknown": "What could be seen cannot be said yet: nobody ordered in the last 90 days.",
  "experiment.plan.none": "Nobody is held out of this one, so nobody will be able to say what it brought.",
  "experiment.plan.reaches":
    "The last export of this list held out {share}. With fewer, this one reaches some of those people, and what the last one brought is measured only until today.",
  "experiment.plan.always":
    "{share} of all people are held out of every export and list; you set that under Settings.",
  "experiment.settings.title": "What exports and lists bring",
  "experiment.settings.help": "People who are held out by lot show what the others would have bought anyway.",
  "experiment.settings.share": "Held out of every export and list",
  "experiment.settings.share.none": "Nobody",
  "experiment.settings.share.help":
    "Always the same people, drawn by lot from everybody who may be written to. For two years after the first export or list, the exports page shows what all of them together brought against these people. A smaller share reaches some of them, so what was compared until then ends the evening before. Without them you can still compare within one export or list. A tag that you publish to Shopify still reaches them.",
} as const;
