export const staff = {
  "staff.title": "Wie mag wat",
  "staff.subtitle": "Laat alleen bepaalde medewerkers klanten uit de app halen.",
  "staff.export": "Wie klanten mag exporteren",
  "staff.export.help": "Haalt klanten als bestand uit de app.",
  "staff.connect": "Wie programma’s mag koppelen",
  "staff.connect.help":
    "Koppelt een mail- of advertentieprogramma, verandert wat erheen gaat, verbreekt de koppeling en publiceert segmenten naar Shopify.",
  "staff.everybody": "Iedereen die de app kan openen",
  "staff.named": "Alleen bepaalde medewerkers",
  "staff.members": "Medewerkers",
  "staff.member": "Medewerker {id}",
  "staff.member.you": "Medewerker {id} (jij)",
  "staff.member.acted": "Deed hier voor het laatst iets op {when}",
  "staff.member.never": "Heeft hier nog niets gedaan",
  "staff.you.help": "Jij hoort er altijd bij, zodat je jezelf niet buitensluit.",
  "staff.add": "Iemand toevoegen met een ID",
  "staff.add.help":
    "Het getal aan het eind van het adres van diens pagina in Shopify, onder Instellingen > Gebruikers. Shopify geeft de app geen namen.",
  "staff.add.button": "Toevoegen",
  "staff.add.error": "Vul het ID in als getal, bijvoorbeeld 84930211.",
  "staff.save": "Opslaan",
  "staff.saved": "Opgeslagen",
  "staff.once": "Als het eenmaal aan bepaalde medewerkers is voorbehouden, kunnen alleen zij het veranderen.",
  "staff.again":
    "Is niemand van hen er nog, verwijder de app dan in Shopify en installeer hem opnieuw: dan mag iedereen het weer, en het auditlogboek zegt dat.",
  "staff.not_yours": "Dit is voorbehouden aan andere medewerkers, en alleen zij kunnen het veranderen.",
  "staff.failed.not_allowed":
    "Jij mag dit niet veranderen: het is voorbehouden aan andere medewerkers. Er is niets opgeslagen.",
  "staff.failed.unusable": "Dit is niet opgeslagen. Je wijzigingen staan er nog; probeer het zo opnieuw.",
  "staff.kept.export": "Je kunt hier niet exporteren: dat is voorbehouden aan andere medewerkers.",
  "staff.kept.see": "Bekijk wie het mag",
} as const;
