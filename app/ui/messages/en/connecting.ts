export const connecting = {
  "connecting.title": "Keep a segment in a mailing tool",
  "connecting.steps": "Steps",
  "connecting.step": "Step {step} of {steps}",
  "connecting.step.tool": "Mailing tool",
  "connecting.step.list": "List",
  "connecting.step.fields": "Fields",
  "connecting.step.share": "Held out",
  "connecting.step.check": "Check and start",
  "connecting.back": "Back",
  "connecting.next": "Next",

  "connecting.tool.title": "Which mailing tool?",
  "connecting.tool.choose": "Mailing tool",
  "connecting.tool.connected": "Connected: {account}",
  "connecting.tool.another": "Connect another account",
  "connecting.tool.klaviyo.key": "Private API key of Klaviyo",
  "connecting.tool.klaviyo.where":
    "In Klaviyo: Settings, API keys, Create Private API Key. It needs full access to lists and profiles, and to data privacy so that erasures can be passed on.",
  "connecting.tool.mailchimp.key": "API key of Mailchimp",
  "connecting.tool.mailchimp.where":
    "In Mailchimp: Profile, Extras, API keys. It ends with a dash and letters such as us21.",
  "connecting.tool.brevo.key": "API key of Brevo",
  "connecting.tool.brevo.where": "In Brevo: Settings, SMTP & API, API keys. It begins with xkeysib.",
  "connecting.tool.key.stored": "The key is checked at once, stored encrypted and never shown again.",
  "connecting.tool.connect": "Check the key and go on",
  "connecting.tool.key.empty": "Paste the key here.",

  "connecting.refused.key_refused":
    "{tool} does not take this key. It may be mistyped, revoked, or lack a permission. Copy it again, or make a new one.",
  "connecting.refused.bad_key": "This does not look like a key of {tool}. Copy the whole of it.",
  "connecting.refused.tool_unavailable":
    "{tool} does not answer now. Nothing was stored. Try again in a minute.",
  "connecting.refused.tool_refused": "{tool} refuses this.",
  "connecting.refused.already_connected": "This account is connected already. Choose it above.",
  "connecting.refused.other_account":
    "This key belongs to another account. Connect that one by itself, or enter a key of {account}.",
  "connecting.refused.not_allowed": "Your role may not do this. Ask who owns the shop.",
  "connecting.refused.not_found": "That is not there any more. Load the page again.",
  "connecting.refused.failed": "That did not work. Nothing was changed. Try again.",

  "connecting.list.title": "Which segment, in which list?",
  "connecting.list.segment": "Segment",
  "connecting.list.segment.choose": "Choose a segment",
  "connecting.list.segment.missing": "Choose the segment that the list is to follow.",
  "connecting.list.loading": "Asking {tool} for its lists …",
  "connecting.list.where": "List in {tool}",
  "connecting.list.existing": "A list that is there",
  "connecting.list.existing.help":
    "People whom you put there yourself stay on it. Of these, only members of the segment who withdraw their consent are taken out.",
  "connecting.list.new": "A new list",
  "connecting.list.new.help": "It is made when you go on.",
  "connecting.list.choose": "Choose a list",
  "connecting.list.missing": "Choose a list, or make a new one.",
  "connecting.list.name": "Name of the new list",
  "connecting.list.name.missing": "Give the list a name.",
  "connecting.list.people": "{name} ({people, plural, one {# person} other {# people}})",
  "connecting.list.taken": "{name} (follows {segment})",
  "connecting.list.none": "{tool} has no list yet. Make a new one.",
  "connecting.list.make": "Make the list and go on",
  "connecting.list.audience": "Audience",
  "connecting.list.failed": "The lists could not be read",
  "connecting.list.again": "Ask again",
  "connecting.refused.bad_name": "{tool} takes no list of this name. Choose another one.",
  "connecting.refused.name_taken": "There is a list of this name already. Choose it, or another name.",
  "connecting.refused.no_segment": "This segment is not there any more. Choose another one.",
  "connecting.refused.no_list": "This list is not in {tool} any more. Go back and choose another one.",

  "connecting.fields.title": "What goes along?",
  "connecting.fields.help":
    "The e-mail address identifies the person and always goes. Tick only what you need in {tool}: each field is one more thing that is known of people there.",
  "connecting.fields.there": "In {tool}: {name} ({type})",
  "connecting.fields.preset": "Only the address",
  "connecting.fields.preset.all": "Select all",
  "connecting.fields.updates":
    "Fields that you tick are kept current for everybody on the list. A field that we know nothing for is left as it is.",
  "connecting.fields.none": "Nothing but the address goes, so nobody there ever has to be updated.",
  "connecting.fields.type.text": "text",
  "connecting.fields.type.number": "number",
  "connecting.fields.type.date": "date",

  "connecting.share.title": "Hold some people out?",
  "connecting.share.help":
    "Whoever is held out is not put on the list, though they might be. It is the only way to see later what the list brought. Whoever is on it already stays there, held out or not, and is not compared.",
  "connecting.share": "Held out of this list by lot",
  "connecting.share.people": "About {sent} go on the list and {heldOut} are held out of it.",
  "connecting.share.nobody":
    "Nobody is held out of this list, so nobody will be able to say what it brought.",
  "connecting.share.too_small":
    "Too small to tell: even if everybody on the list spent twice as much, that would probably look like chance. You need more people, or a larger share.",
  "connecting.share.always":
    "{share} of all people are held out of every export and every list; you set that under Settings.",

  "connecting.check.title": "Check before you start",
  "connecting.check.loading":
    "Counting, and asking {tool} how each address stands there. Nothing is changed.",
  "connecting.check.dry": "This is a dry run: nothing has been changed in {tool}.",
  "connecting.check.what": "{segment} is kept in the list {list} of {tool}.",
  "connecting.check.added": "Added",
  "connecting.check.added.who": "Who would be added",
  "connecting.check.added.help": "Not on the list yet",
  "connecting.check.updated": "Updated",
  "connecting.check.updated.who": "Who would be updated",
  "connecting.check.updated.help": "On the list already: their fields are written",
  "connecting.check.unchanged": "Stay",
  "connecting.check.unchanged.help": "On the list already, and no field goes",
  "connecting.check.removed": "Removed",
  "connecting.check.removed.who": "Who would be removed",
  "connecting.check.removed.help": "Of those whom the app had added",
  "connecting.check.left_out": "Left out",
  "connecting.check.left_out.help": "In the segment, and not sent",
  "connecting.check.left_out.title": "Who is left out, and why",
  "connecting.check.left_out.none": "Nobody is left out.",
  "connecting.check.others":
    "{count, plural, one {# other person is} other {# other people are}} on the list. They are left alone.",
  "connecting.check.others.unknown":
    "The list in {tool} is too long to be read while you wait, so how many other people are on it is not known. They are left alone.",
  "connecting.check.before":
    "{sent, plural, =0 {None} other {#}} of those who would be sent and {heldOut, plural, =0 {none} other {#}} of those held out are on the list in {tool} already. They stay there and are not compared, as the lot changes nothing for them.",
  "connecting.check.nobody":
    "Nobody would be added now. You can start all the same: people are added as soon as they may be.",
  "connecting.check.partial":
    "For this dry run only the first {looked} of {of} people were looked up in {tool}; the others are assumed to be like them. Everybody is looked up before anything is sent.",
  "connecting.check.failed": "The dry run could not be made",
  "connecting.check.again": "Count again",
  "connecting.check.then":
    "When you start, the list is brought in step at once, and then follows the segment by itself. You can pause or end it at any time.",
  "connecting.check.start": "Start",
  "connecting.started": "The list is being brought in step",
  "connecting.refused.list_taken":
    "This list follows another segment already. Two segments cannot share a list: choose another one.",
  "connecting.refused.archived": "The segment is archived. Take it back into use first.",
  "connecting.refused.too_many": "There are as many lists as there can be. End one first.",
  "connecting.refused.disconnected": "The connection with {tool} has ended. Connect it anew.",
  "connecting.refused.not_counted_yet":
    "Nobody has been counted yet: the shop is still being read. Come back when the overview has figures.",
  "connecting.refused.paused": "This is paused. Let it go on first.",
  "connecting.refused.no_brake": "Nobody waits for your answer any more. Load the page again.",

  "connecting.fields.summary": "Fields",
  "connecting.share.summary": "Held out of this list alone",
  "connecting.share.none": "Nobody",
} as const;
