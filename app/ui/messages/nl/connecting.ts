export const connecting = {
  "connecting.title": "Een segment in een mailingtool bijhouden",
  "connecting.steps": "Stappen",
  "connecting.step": "Stap {step} van {steps}",
  "connecting.step.tool": "Mailingtool",
  "connecting.step.list": "Lijst",
  "connecting.step.fields": "Velden",
  "connecting.step.share": "Achterhouden",
  "connecting.step.check": "Controleren en starten",
  "connecting.back": "Terug",
  "connecting.next": "Verder",

  "connecting.tool.title": "Welke mailingtool?",
  "connecting.tool.choose": "Je mailingtool",
  "connecting.tool.connected": "Gekoppeld: {account}",
  "connecting.tool.another": "Een ander account koppelen",
  "connecting.tool.klaviyo.key": "Privé-API-sleutel van Klaviyo",
  "connecting.tool.klaviyo.where":
    "In Klaviyo: Settings, API keys, Create Private API Key. De sleutel heeft volledige toegang nodig tot lists en profiles, en tot data privacy zodat wissingen kunnen worden doorgegeven.",
  "connecting.tool.mailchimp.key": "API-sleutel van Mailchimp",
  "connecting.tool.mailchimp.where":
    "In Mailchimp: Profile, Extras, API keys. De sleutel eindigt op een streepje en letters zoals us21.",
  "connecting.tool.brevo.key": "API-sleutel van Brevo",
  "connecting.tool.brevo.where": "In Brevo: Settings, SMTP & API, API keys. De sleutel begint met xkeysib.",
  "connecting.tool.key.stored":
    "De sleutel wordt meteen gecontroleerd, versleuteld opgeslagen en nooit meer getoond.",
  "connecting.tool.connect": "Sleutel controleren en verder",
  "connecting.tool.key.empty": "Plak hier de sleutel.",

  "connecting.refused.key_refused":
    "{tool} neemt deze sleutel niet aan. Misschien is hij fout overgenomen of ingetrokken, of mist hij een recht. Kopieer hem opnieuw, of maak een nieuwe.",
  "connecting.refused.bad_key": "Dit lijkt geen sleutel van {tool}. Kopieer hem helemaal.",
  "connecting.refused.tool_unavailable":
    "{tool} antwoordt nu niet. Er is niets opgeslagen. Probeer het over een minuut opnieuw.",
  "connecting.refused.tool_refused": "{tool} weigert dit.",
  "connecting.refused.already_connected": "Dit account is al gekoppeld. Kies het hierboven.",
  "connecting.refused.other_account":
    "Deze sleutel hoort bij een ander account. Koppel dat apart, of voer een sleutel van {account} in.",
  "connecting.refused.not_allowed": "Met jouw rol mag dit niet. Vraag het de eigenaar van de winkel.",
  "connecting.refused.not_found": "Dat is er niet meer. Laad de pagina opnieuw.",
  "connecting.refused.failed": "Dat is niet gelukt. Er is niets veranderd. Probeer het opnieuw.",

  "connecting.list.title": "Welk segment, in welke lijst?",
  "connecting.list.segment": "Welk segment",
  "connecting.list.segment.choose": "Kies een segment",
  "connecting.list.segment.missing": "Kies het segment dat de lijst moet volgen.",
  "connecting.list.loading": "De lijsten van {tool} worden opgevraagd …",
  "connecting.list.where": "Lijst in {tool}",
  "connecting.list.existing": "Een lijst die er al is",
  "connecting.list.existing.help":
    "Mensen die je er zelf op hebt gezet, blijven erop. Van hen haalt de app alleen leden van het segment eraf die hun toestemming intrekken.",
  "connecting.list.new": "Een nieuwe lijst",
  "connecting.list.new.help": "Die wordt gemaakt als je verdergaat.",
  "connecting.list.choose": "Kies een lijst",
  "connecting.list.missing": "Kies een lijst, of maak een nieuwe.",
  "connecting.list.name": "Naam van de nieuwe lijst",
  "connecting.list.name.missing": "Geef de lijst een naam.",
  "connecting.list.people": "{name} ({people, plural, one {# persoon} other {# mensen}})",
  "connecting.list.taken": "{name} (volgt {segment})",
  "connecting.list.none": "{tool} heeft nog geen lijst. Maak een nieuwe.",
  "connecting.list.make": "Lijst maken en verder",
  "connecting.list.audience": "Doelgroep",
  "connecting.list.failed": "De lijsten konden niet worden gelezen",
  "connecting.list.again": "Opnieuw vragen",
  "connecting.refused.bad_name": "{tool} neemt geen lijst met deze naam aan. Kies een andere naam.",
  "connecting.refused.name_taken": "Er is al een lijst met deze naam. Kies die, of een andere naam.",
  "connecting.refused.no_segment": "Dit segment is er niet meer. Kies een ander.",
  "connecting.refused.no_list": "Deze lijst is niet meer in {tool}. Ga terug en kies een andere.",

  "connecting.fields.title": "Wat gaat er mee?",
  "connecting.fields.help":
    "Het e-mailadres is het kenmerk van de persoon en gaat altijd mee. Kies alleen wat je in {tool} nodig hebt: met elk veld is daar iets meer over mensen bekend.",
  "connecting.fields.there": "In {tool}: {name} ({type})",
  "connecting.fields.preset": "Alleen het adres",
  "connecting.fields.preset.all": "Alles selecteren",
  "connecting.fields.updates":
    "Velden die je kiest, worden voor iedereen op de lijst bijgehouden. Een veld waarvoor we niets weten, blijft zoals het is.",
  "connecting.fields.none": "Alleen het adres gaat mee, dus daar hoeft nooit iemand te worden bijgewerkt.",
  "connecting.fields.type.text": "tekst",
  "connecting.fields.type.number": "getal",
  "connecting.fields.type.date": "datum",

  "connecting.share.title": "Mensen achterhouden?",
  "connecting.share.help":
    "Wie wordt achtergehouden, wordt niet op de lijst gezet, al had het gemogen. Alleen zo zie je later wat de lijst opbracht. Wie er al op staat, blijft erop staan, achtergehouden of niet, en wordt niet vergeleken.",
  "connecting.share": "Door loting achtergehouden bij deze lijst",
  "connecting.share.people": "Ongeveer {sent} komen op de lijst en {heldOut} worden achtergehouden.",
  "connecting.share.nobody":
    "Bij deze lijst wordt niemand achtergehouden, dus niemand zal kunnen zeggen wat hij opbracht.",
  "connecting.share.too_small":
    "Te klein om iets te zeggen: ook als iedereen op de lijst twee keer zoveel besteedt, lijkt dat waarschijnlijk op toeval. Je hebt meer mensen nodig, of een groter deel.",
  "connecting.share.always":
    "{share} van alle mensen wordt bij elke export en elke lijst achtergehouden; dat stel je in onder Instellingen.",

  "connecting.check.title": "Controleer voor je start",
  "connecting.check.loading":
    "Er wordt geteld, en {tool} wordt gevraagd hoe elk adres er daar voor staat. Er verandert niets.",
  "connecting.check.dry": "Dit is een proef: in {tool} is niets veranderd.",
  "connecting.check.what": "{segment} wordt bijgehouden in de lijst {list} van {tool}.",
  "connecting.check.added": "Erbij",
  "connecting.check.added.who": "Wie erbij zou komen",
  "connecting.check.added.help": "Nog niet op de lijst",
  "connecting.check.updated": "Bijgewerkt",
  "connecting.check.updated.who": "Wie zou worden bijgewerkt",
  "connecting.check.updated.help": "Al op de lijst: hun velden worden geschreven",
  "connecting.check.unchanged": "Blijven",
  "connecting.check.unchanged.help": "Al op de lijst, en er gaat geen veld mee",
  "connecting.check.removed": "Eraf",
  "connecting.check.removed.who": "Wie eraf zou gaan",
  "connecting.check.removed.help": "Van wie de app had toegevoegd",
  "connecting.check.left_out": "Weggelaten",
  "connecting.check.left_out.help": "In het segment, en niet verstuurd",
  "connecting.check.left_out.title": "Wie wordt weggelaten, en waarom",
  "connecting.check.left_out.none": "Niemand wordt weggelaten.",
  "connecting.check.others":
    "Op de lijst {count, plural, one {staat # andere persoon. Die blijft} other {staan # andere mensen. Die blijven}} met rust.",
  "connecting.check.others.unknown":
    "De lijst in {tool} is te lang om te lezen terwijl je wacht, dus hoeveel andere mensen erop staan is niet bekend. Ze worden met rust gelaten.",
  "connecting.check.before":
    "{sent, plural, =0 {Niemand} other {#}} van wie zou worden verstuurd en {heldOut, plural, =0 {niemand} other {#}} van wie wordt achtergehouden staat al op de lijst in {tool}. Ze blijven daar en worden niet vergeleken, want de loting verandert voor hen niets.",
  "connecting.check.nobody":
    "Nu zou er niemand bij komen. Je kunt toch starten: mensen worden toegevoegd zodra het mag.",
  "connecting.check.partial":
    "Voor deze proef zijn alleen de eerste {looked} van {of} mensen in {tool} opgezocht; de anderen zijn naar verwachting net zo. Voordat er iets wordt verstuurd, wordt iedereen opgezocht.",
  "connecting.check.failed": "De proef kon niet worden gedaan",
  "connecting.check.again": "Opnieuw tellen",
  "connecting.check.then":
    "Als je start, wordt de lijst meteen bijgewerkt, en daarna volgt hij het segment vanzelf. Je kunt hem altijd pauzeren of beëindigen.",
  "connecting.check.start": "Starten",
  "connecting.started": "De lijst wordt bijgewerkt",
  "connecting.refused.list_taken":
    "Deze lijst volgt al een ander segment. Twee segmenten kunnen geen lijst delen: kies een andere.",
  "connecting.refused.archived": "Het segment is gearchiveerd. Neem het eerst weer in gebruik.",
  "connecting.refused.too_many": "Er zijn zoveel lijsten als er kunnen zijn. Beëindig er eerst een.",
  "connecting.refused.disconnected": "De koppeling met {tool} is beëindigd. Koppel opnieuw.",
  "connecting.refused.not_counted_yet":
    "Er is nog niemand geteld: de winkel wordt nog gelezen. Kom terug als het overzicht cijfers heeft.",
  "connecting.refused.paused": "Dit is gepauzeerd. Laat het eerst doorgaan.",
  "connecting.refused.no_brake": "Niemand wacht meer op je antwoord. Laad de pagina opnieuw.",

  "connecting.fields.summary": "Velden",
  "connecting.share.summary": "Alleen bij deze lijst achtergehouden",
  "connecting.share.none": "Niemand",
} as const;
