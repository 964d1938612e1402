export const staff = {
  "staff.title": "Who may do what",
  "staff.subtitle": "Keep what sends customers out of the app to some of the staff.",
  "staff.export": "Who may export customers",
  "staff.export.help": "Takes customers out of the app as a file.",
  "staff.connect": "Who may connect tools",
  "staff.connect.help":
    "Connects a mailing or ad tool, changes what goes to it, disconnects it, and publishes segments to Shopify.",
  "staff.everybody": "Everybody who can open the app",
  "staff.named": "Only some of the staff",
  "staff.members": "Members of the staff",
  "staff.member": "Staff {id}",
  "staff.member.you": "Staff {id} (you)",
  "staff.member.acted": "Last acted on {when}",
  "staff.member.never": "Has not done anything here yet",
  "staff.you.help": "You are always among them, so that you do not lock yourself out.",
  "staff.add": "Add somebody by ID",
  "staff.add.help":
    "The number at the end of the address of their page in Shopify, under Settings > Users. Shopify does not tell the app names.",
  "staff.add.button": "Add",
  "staff.add.error": "Enter the ID as a number, such as 84930211.",
  "staff.save": "Save",
  "staff.saved": "Saved",
  "staff.once": "Once it is kept to some, they alone can change it.",
  "staff.again":
    "If none of them is there any more, remove the app in Shopify and install it again: everybody may again, and the audit log says so.",
  "staff.not_yours": "This is kept to other members of the staff, and they alone can change it.",
  "staff.failed.not_allowed":
    "You may not change this: it is kept to other members of the staff. Nothing was saved.",
  "staff.failed.unusable": "This was not saved. Your changes are still here; try again in a moment.",
  "staff.kept.export": "You cannot export here: exports are kept to other members of the staff.",
  "staff.kept.see": "See who may",
} as const;
