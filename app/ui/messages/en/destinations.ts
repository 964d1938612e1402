export const destinations = {
  "destinations.title": "Mailing tools",
  "destinations.subtitle":
    "Lists in your mailing tool that follow your segments, and hold nobody who did not consent.",
  "destinations.connect": "Connect a mailing tool",
  "destinations.empty.title": "Keep a segment in your mailing tool",
  "destinations.empty.body":
    "Connect Klaviyo, Mailchimp or Brevo, choose a segment and a list there. From then on people are added as they enter the segment and taken out as they leave it or unsubscribe. Before anything is sent you see who goes and who does not.",
  "destinations.empty.other":
    "You use another tool? Export a segment as a file instead: it has columns for most of them.",
  "destinations.empty.segments": "Go to segments",
  "destinations.tool.klaviyo": "Klaviyo",
  "destinations.tool.mailchimp": "Mailchimp",
  "destinations.tool.brevo": "Brevo",
  "destinations.account": "{tool}: {account}",
  "destinations.open": "Open {what}",
  "destinations.manage": "Manage connection",
  "destinations.add_list": "Keep a segment there",
  "destinations.no_lists": "No segment is kept here yet.",
  "destinations.list.people":
    "{people, plural, =0 {Nobody} one {# person} other {# people}} on the list {list}.",
  "destinations.list.in_step": "In step on {when}.",
  "destinations.list.never": "Not in step yet.",
  "destinations.list.refused": "{tool} refuses {count, plural, one {# person} other {# people}}.",
  "destinations.state.active": "Connected",
  "destinations.state.paused": "Paused",
  "destinations.state.key_refused": "Key refused",
  "destinations.state.disconnected": "Disconnected",
  "destinations.list.state.working": "Working",
  "destinations.list.state.in_step": "In step",
  "destinations.list.state.waiting": "Not begun",
  "destinations.list.state.brake": "Waits for you",
  "destinations.list.state.problem": "Stopped",
  "destinations.list.state.paused": "Paused",
  "destinations.list.state.ended": "Ended",
  "destinations.list.state.ending": "Taking people off",

  "destinations.problem.key_refused.title": "{tool} does not take the key any more",
  "destinations.problem.key_refused.body":
    "It was revoked, or lacks a permission. Nobody is added, updated or removed until there is a new key; what is on the lists stays there.",
  "destinations.problem.key_refused.action": "Enter a new key",
  "destinations.problem.tool_unavailable.title": "{tool} does not answer",
  "destinations.problem.tool_unavailable.body":
    "Nothing is lost: the app asks again by itself and goes on where it stopped. You need to do nothing.",
  "destinations.problem.tool_refused.title": "{tool} refuses what the app asks",
  "destinations.problem.tool_refused.body":
    "The app does not ask the same again by itself. Look at what {tool} says, put it right there, and run the list again.",
  "destinations.problem.list_gone.title": "The list is not in {tool} any more",
  "destinations.problem.list_gone.body":
    "It was deleted there. End this list here, and keep the segment in another one.",
  "destinations.problem.segment_unsettled.title": "The segment cannot be counted now",
  "destinations.problem.segment_unsettled.body":
    "Its members are still to be found, or its rule cannot be read. Until then nobody is added, and nobody is removed because of it. Whoever unsubscribes is still taken out.",
  "destinations.problem.key_unreadable.title": "The stored key of {tool} cannot be read",
  "destinations.problem.key_unreadable.body":
    "It was encrypted with a key that this app does not have any more. Nothing is sent until the API key is entered once more; what is on the lists stays there.",
  "destinations.problem.removal_given_up.title": "The people could not be taken off the list",
  "destinations.problem.removal_given_up.body":
    "For 30 days {tool} did not let the app do it, and it does not try any more. Whoever the app put there is still on the list: take them off in {tool} yourself.",
  "destinations.problem.words": "{tool} says:",
  "destinations.problem.since": "Since {when}.",
  "destinations.problem.next": "Next try: {when}.",

  "destinations.brake.short":
    "{leaving, plural, one {# person} other {# people}} of {of} would leave at once. Nobody is removed until you confirm.",
  "destinations.brake.look": "Look at it",

  "destinations.key": "New API key",
  "destinations.key.title": "API key",
  "destinations.key.body":
    "The key is stored encrypted and never shown again. Enter another one when it was revoked or is to be replaced; it has to belong to the same account.",
  "destinations.key.replace": "Replace the key",
  "destinations.key.save": "Check and save the key",
  "destinations.connected": "Connected on {when} by staff {id}",
  "destinations.lists": "Lists",
  "destinations.lists.ended": "Ended lists",

  "destinations.erasures.title": "Requests to erase a person",
  "destinations.erasures.waiting":
    "{count, plural, one {# person who was erased is} other {# people who were erased are}} still to be erased in {tool}. The app asks until {tool} has confirmed it.",
  "destinations.erasures.failed":
    "{tool} has not confirmed the erasure of {count, plural, one {# person} other {# people}} for 30 days. Erase them there by hand.",
  "destinations.erasures.audiences":
    "When somebody asks your shop to be erased, {tool} deletes the person for good from the audiences in which the app keeps or kept a list: they cannot be imported there again. Other audiences of the account are not touched, as they may be another shop’s. If the request is about them too, delete the person there by hand.",
  "destinations.erasures.none": "Nobody waits to be erased in {tool}.",
  "destinations.erasures.requests": "See the requests",

  "destinations.pause": "Pause",
  "destinations.resume": "Go on",
  "destinations.paused.title": "The connection is paused",
  "destinations.paused.body":
    "Nobody is added or updated, and nobody who leaves a segment is taken off. Whoever unsubscribes in Shopify is still taken off the lists in {tool}, and requests to erase a person are still passed on.",

  "destinations.done.pause": "Paused",
  "destinations.done.resume": "The connection goes on",
  "destinations.done.replace_key": "The key was replaced",
  "destinations.done.disconnect": "Disconnected",

  "destinations.disconnect": "Disconnect",
  "destinations.disconnect.title": "Disconnect {tool}?",
  "destinations.disconnect.stays":
    "The key is deleted here. In {tool} all contacts, their fields and the lists themselves stay, and nobody’s subscription changes.",
  "destinations.disconnect.erasures":
    "Without a key the app cannot erase anybody there for you. When somebody asks for it, the page with requests about people names {tool}, and you do it by hand.",
  "destinations.disconnect.people": "People on the lists",
  "destinations.disconnect.keep": "Leave everybody on the lists",
  "destinations.disconnect.keep.help":
    "Nobody takes them out any more when they unsubscribe in Shopify or leave the segment.",
  "destinations.disconnect.remove":
    "First take {people, plural, one {the # person} other {the # people}} whom the app added off the lists",
  "destinations.disconnect.remove.help":
    "They stay contacts in {tool}. Whoever was on a list before stays on it. The connection ends when the last one is off.",
  "destinations.disconnect.confirm": "Disconnect",
  "destinations.disconnect.confirm.remove":
    "Take {people, plural, one {# person} other {# people}} off and disconnect",
  "destinations.disconnected.title": "This connection has ended",
  "destinations.disconnected.body":
    "The app has no key for it any more. To keep segments there again, connect it anew.",
  "destinations.disconnecting.title": "The connection is being ended",
  "destinations.disconnecting.body":
    "{people, plural, one {# person is} other {# people are}} still to be taken off the lists.",
  "destinations.cancel": "Cancel",

  "destinations.promise.title": "What the app never does",
  "destinations.promise.subscribe": "Subscribe anybody, or subscribe anybody again: it has no call for it.",
  "destinations.promise.unsubscribe": "Unsubscribe or block anybody. To leave a list is not to unsubscribe.",
  "destinations.promise.empty": "Empty a field in the tool because it knows nothing to write there.",
  "destinations.promise.others": "Touch people on the list who were never in the segment.",

  "destinations.segment.title": "Keep in a mailing tool",
  "destinations.segment.what":
    "A list in Klaviyo, Mailchimp or Brevo follows this segment: who enters and may be e-mailed is added, who leaves or unsubscribes is taken out.",
  "destinations.segment.keep": "Keep in a mailing tool",
  "destinations.segment.another": "Keep in another list",
} as const;
