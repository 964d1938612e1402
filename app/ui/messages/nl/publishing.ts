export const publishing = {
  "publishing.title": "In Shopify publiceren",
  "publishing.what":
    "Elk lid krijgt in Shopify de tag {tag}, en een klantsegment daar bevat de leden die met marketing per e-mail hebben ingestemd. Beide volgen dit segment vanaf dan.",
  "publishing.what.permission":
    "Hiervoor vraagt de app toestemming om klanten te wijzigen. Voor exports is die niet nodig.",
  "publishing.publish": "In Shopify publiceren",
  "publishing.again": "Opnieuw publiceren",
  "publishing.allow": "Toestemming geven",
  "publishing.take_back": "Uit Shopify terughalen",
  "publishing.take_back.title": "Dit segment uit Shopify terughalen?",
  "publishing.take_back.body":
    "Het klantsegment in Shopify wordt verwijderd, en de tag {tag} verdwijnt bij de klanten. Wat het segment of de tag daar gebruikt, zoals een automatisering, vindt dan niemand meer.",
  "publishing.take_back.again": "Opnieuw proberen",
  "publishing.take_back.confirm": "Terughalen",
  "publishing.cancel": "Annuleren",
  "publishing.declined":
    "Zonder toestemming om klanten te wijzigen kan er niets worden gepubliceerd. Er is niets veranderd; exports werken zoals altijd.",
  "publishing.tag": "Tag van de leden",
  "publishing.query": "Zoekvraag in Shopify",
  "publishing.open": "In Shopify openen",
  "publishing.state.working": "Wordt gepubliceerd",
  "publishing.state.in_step": "Gepubliceerd",
  "publishing.state.stopped": "Loopt niet gelijk",
  "publishing.state.removing": "Wordt verwijderd",
  "publishing.progress":
    "{tagged} van {members, plural, one {# lid heeft} other {# leden hebben}} de tag in Shopify.",
  "publishing.uncounted":
    "Het segment kan nu niet worden geteld, dus de tags in Shopify blijven zoals ze zijn. Je kunt ze terugnemen.",
  "publishing.in_step":
    "{tagged, plural, =0 {Niemand heeft} one {# lid heeft} other {# leden hebben}} de tag in Shopify, op {when}.",
  "publishing.removing":
    "{left, plural, =0 {De laatste resten worden} one {De tag van # klant wordt} other {De tags van # klanten worden}} verwijderd.",
  "publishing.in_bulk.tagsAdd":
    "Shopify geeft de tag aan {customers, plural, one {# klant} other {# klanten}} tegelijk, en is bij {done}. Ze tellen mee zodra Shopify het meldt.",
  "publishing.in_bulk.tagsRemove":
    "Shopify haalt de tag bij {customers, plural, one {# klant} other {# klanten}} tegelijk weg, en is bij {done}. Ze tellen mee zodra Shopify het meldt.",
  "publishing.refused": "Shopify weigert de tag bij {count, plural, one {# lid} other {# leden}}.",
  "publishing.unremoved":
    "Shopify weigert de tag weg te halen bij {count, plural, one {# klant} other {# klanten}} die hem niet hoort te hebben.",
  "publishing.reason": "Shopify zegt: {words} ({customers, plural, one {# klant} other {# klanten}})",
  "publishing.tried_again": "De app vraagt het vanzelf opnieuw op {when}, met steeds langere tussenpozen.",
  "publishing.not_tried_again": "De app vraagt het niet meer vanzelf: Shopify heeft te vaak geweigerd.",
  "publishing.problem.not_deleted": "De tag is verwijderd, maar Shopify verwijdert het klantsegment niet.",
  "publishing.problem.failed":
    "Shopify heeft een verzoek voor dit segment geweigerd. De app probeert het opnieuw bij elke keer dat het segment wordt bekeken.",
  "publishing.problem.permission":
    "De app mag geen klanten wijzigen in Shopify: de toestemming is niet gegeven, of weer ingetrokken. Wat gepubliceerd was, blijft zoals het was.",
  "publishing.problem.segment_gone":
    "Het klantsegment is in Shopify verwijderd. De leden hebben de tag nog. Publiceer opnieuw om het segment weer te maken.",
  "publishing.problem.segment_changed":
    "De zoekvraag van het klantsegment is in Shopify gewijzigd, dus er kunnen andere mensen in zitten. Publiceer opnieuw om haar te herstellen.",
  "publishing.problem.segment_refused": "Shopify neemt het klantsegment niet aan.",
  "publishing.problem.words": "Shopify zegt: {words}",
  "publishing.failure.not_allowed":
    "Jij mag niet publiceren: dat is, net als programma’s koppelen, voorbehouden aan andere medewerkers. Er is niets veranderd.",
  "publishing.failure.not_found": "Dit segment is er niet meer. Laad de pagina opnieuw.",
  "publishing.failure.archived":
    "Een gearchiveerd segment kan niet worden gepubliceerd. Neem het eerst weer in gebruik.",
  "publishing.failure.too_many":
    "Er zijn 50 segmenten gepubliceerd, en meer kan niet. Haal er eerst een terug uit Shopify.",
  "publishing.failure.bad_name": "Shopify neemt namen van 1 tot 255 tekens aan. Hernoem het segment.",
  "publishing.failure.failed": "Dat is niet gelukt. Probeer het opnieuw.",
} as const;
