export const keptList = {
  "kept.title": "{segment} in {tool} bijgehouden",
  "kept.subtitle": "Lijst {list}, account {account}",
  "kept.run_now": "Nu bijwerken",
  "kept.pause": "Pauzeren",
  "kept.resume": "Doorgaan",
  "kept.end": "Deze lijst beëindigen",
  "kept.done.run_now": "De lijst wordt nu bekeken",
  "kept.done.pause": "Gepauzeerd",
  "kept.done.resume": "De lijst gaat verder",
  "kept.done.end": "De lijst is beëindigd",
  "kept.done.confirm_brake": "Ze worden verwijderd",
  "kept.done.retry": "Er wordt opnieuw naar hen gevraagd",

  "kept.people": "Op de lijst",
  "kept.people.help": "{tool} heeft elk van hen bevestigd",
  "kept.to_send": "Te versturen",
  "kept.to_send.help": "Bij de volgende ronde toegevoegd of bijgewerkt",
  "kept.refused": "Geweigerd",
  "kept.refused.help": "{tool} neemt hen niet aan",
  "kept.left_out": "Weggelaten",
  "kept.left_out.help": "In het segment, en niet verstuurd",
  "kept.in_step": "Bijgewerkt op {when}. De app kijkt opnieuw bij elke wijziging, en minstens elke dag.",
  "kept.never": "Nog niet bijgewerkt: de eerste ronde is nog niet klaar.",
  "kept.read_back": "De lijst is voor het laatst vergeleken met wat {tool} heeft op {when}.",
  "kept.read_back.put_off":
    "{tool} kon de hele lijst niet laten zien voor de wekelijkse vergelijking. De app vraagt het opnieuw op {when}; intussen worden mensen gewoon toegevoegd en verwijderd.",
  "kept.leaving":
    "{count, plural, one {# persoon moet} other {# mensen moeten}} nog van de lijst worden gehaald.",

  "kept.running": "De lijst wordt bijgewerkt",
  "kept.step.comparing": "Vergelijken wie erop hoort en wie erop staat",
  "kept.step.removing": "Mensen van de lijst halen",
  "kept.step.looking_up": "{tool} vragen hoe adressen er daar voor staan",
  "kept.step.sending": "Naar {tool} sturen",
  "kept.step.waiting": "Wachten op {tool}",
  "kept.step.reading_back": "Vergelijken met wat {tool} heeft",
  "kept.progress": "{done} van {of}",
  "kept.progress.unknown": "{done} tot nu toe",

  "kept.paused.title": "Deze lijst is gepauzeerd",
  "kept.paused.body":
    "Niemand wordt toegevoegd of bijgewerkt, en wie het segment verlaat, wordt niet verwijderd. Wie zich in Shopify afmeldt, gaat nog wel van de lijst in {tool} af, en verzoeken om iemand te wissen worden nog wel doorgegeven.",
  "kept.ended.title": "Deze lijst is beëindigd",
  "kept.ended.body": "Wie erop stond, blijft erop staan. De app doet er niets meer mee.",
  "kept.ended.taken_off":
    "Wie de app erop had gezet, is eraf gehaald. Wie er al op stond, blijft erop staan. De app doet er niets meer mee.",
  "kept.ended.removing":
    "{count, plural, one {# persoon moet} other {# mensen moeten}} er nog worden afgehaald.",
  "kept.nobody.title": "Er staat nog niemand op de lijst",
  "kept.nobody.body":
    "Niemand van het segment mag nu worden gemaild, of de eerste ronde is nog niet zover. Mensen worden toegevoegd zodra het mag.",

  "kept.brake.title": "{leaving, plural, one {# persoon} other {# mensen}} van {of} zouden de lijst verlaten",
  "kept.brake.body":
    "Dat is {share} van de lijst, sinds {since}. Meer dan een vijfde binnen een dag is vaak een vergissing: een regel die is gewijzigd, een segment dat is gearchiveerd, een tag die in Shopify een andere naam kreeg. Daarom wordt niemand van hen verwijderd totdat jij het zegt.",
  "kept.brake.meanwhile":
    "Wie zich afmeldt of wordt gewist, wordt er wel afgehaald, en nieuwe mensen worden toegevoegd.",
  "kept.brake.review": "Bekijken wie zou vertrekken",
  "kept.brake.dialog": "{leaving, plural, one {# persoon} other {# mensen}} van {list} halen?",
  "kept.brake.will":
    "Ze worden in {tool} van de lijst gehaald. Ze blijven daar contacten, met hun velden, en hun aanmelding verandert niet. Wat je aan de lijst stuurt, bereikt hen niet meer.",
  "kept.brake.exactly":
    "Je antwoord gaat over wie op {when} wilde vertrekken, en over niemand anders. Willen later weer velen vertrekken, dan word je opnieuw gevraagd.",
  "kept.brake.confirm": "{leaving, plural, one {# persoon} other {# mensen}} verwijderen",
  "kept.brake.segment": "Segment bekijken",
  "kept.brake.not_now": "Nu niet",

  "kept.left_out.title": "Weggelaten, en waarom",
  "kept.left_out.none": "Niemand van het segment wordt weggelaten.",
  "kept.samples": "Bijvoorbeeld:",
  "kept.samples.more": "en nog {count, number}",
  "kept.reason.SAME_ADDRESS":
    "hebben hetzelfde adres als iemand anders van het segment: een adres staat hoogstens één keer op de lijst",
  "kept.reason.SUPPRESSED_IN_TOOL": "in {tool} afgemeld of geblokkeerd, wat de app nooit terugdraait",
  "kept.reason.NOT_IN_AUDIENCE":
    "niet in de doelgroep in {tool}, waaraan de app niemand toevoegt: ze moeten zich daar zelf aanmelden. De app kijkt elke dag, en zet hen op de lijst zodra ze erin zitten",
  "kept.reason.HELD_OUT":
    "door loting achtergehouden, bij deze lijst of bij elke export en lijst, om te zien wat die opbrengen",

  "kept.refused.title": "{tool} weigert {count, plural, one {# persoon} other {# mensen}}",
  "kept.refused.body":
    "De anderen hebben er geen last van. De app vraagt het opnieuw na 1, 2, 4 … 32 uur, en daarna niet meer vanzelf.",
  "kept.refused.person": "Persoon",
  "kept.refused.why": "Waarom",
  "kept.refused.next": "Volgende poging",
  "kept.refused.times": "{count, plural, one {Eén keer geweigerd} other {# keer geweigerd}}",
  "kept.refused.given_up": "niet meer vanzelf",
  "kept.refused.retry": "Opnieuw naar allen vragen",
  "kept.refused.unnamed": "Klant {id}",
  "kept.refused.code.invalid_address": "Volgens {tool} is het adres ongeldig. Verbeter het in Shopify.",
  "kept.refused.code.invalid_field":
    "{tool} neemt een van de velden niet aan. Kijk daar naar het type van het veld.",
  "kept.refused.code.too_large": "In de velden van deze persoon staat te veel.",
  "kept.refused.code.blocked": "{tool} heeft deze persoon voorgoed geblokkeerd of verwijderd.",
  "kept.refused.code.not_in_audience":
    "Deze persoon zit nog niet in de doelgroep in {tool}, en de app voegt niemand aan een doelgroep toe. Zit de persoon er eenmaal in, dan komt hij op de lijst.",
  "kept.refused.code.other": "{tool} neemt deze persoon niet aan.",
  "kept.refused.more": "Meer mensen",
  "kept.refused.first": "Eerste mensen",

  "kept.runs": "Rondes",
  "kept.runs.none": "Er is nog geen ronde geweest.",
  "kept.runs.begun": "Begonnen",
  "kept.runs.kind": "Wat",
  "kept.runs.result": "Resultaat",
  "kept.run.kind.step": "Bijgewerkt",
  "kept.run.kind.first": "Eerste ronde",
  "kept.run.kind.read_back": "Vergeleken en hersteld",
  "kept.run.kind.end": "Mensen eraf gehaald",
  "kept.run.added": "Erbij",
  "kept.run.updated": "Bijgewerkt",
  "kept.run.removed": "Eraf",
  "kept.run.left_out": "Weggelaten",
  "kept.run.refused": "Geweigerd",
  "kept.run.running": "Bezig",
  "kept.run.done": "Klaar",
  "kept.run.nothing": "Niets te doen",
  "kept.run.partly": "Klaar, met weigeringen",
  "kept.run.stopped": "Gestopt",

  "kept.about": "Hoe hij wordt bijgehouden",
  "kept.about.segment": "Het segment",
  "kept.about.list": "Lijst in {tool}",
  "kept.about.account": "Bij het account",
  "kept.about.fields": "Velden",
  "kept.about.fields.none": "Alleen het adres",
  "kept.about.held_out": "Alleen bij deze lijst achtergehouden",
  "kept.about.held_out.none": "Niemand",
  "kept.about.started": "Gestart",
  "kept.about.by": "{when}, medewerker {id}",

  "kept.end.title": "De lijst {list} beëindigen?",
  "kept.end.stays":
    "De app houdt hem niet meer bij. In {tool} blijft de lijst zelf bestaan, met alle contacten en hun velden, en niemands aanmelding verandert. Hij kan niet worden hervat: begin opnieuw om het segment daar weer bij te houden.",
  "kept.end.people": "Mensen die de app heeft toegevoegd",
  "kept.end.keep": "Op de lijst laten",
  "kept.end.keep.help":
    "Niemand haalt hen er dan nog af als ze zich in Shopify afmelden of het segment verlaten.",
  "kept.end.remove": "{people, plural, one {De # persoon} other {Alle # mensen}} van de lijst halen",
  "kept.end.remove.help":
    "Ze blijven contacten in {tool}. Wie al op de lijst stond, blijft erop staan. De lijst eindigt als de laatste eraf is.",
  "kept.end.confirm": "Lijst beëindigen",
  "kept.end.confirm.remove": "Beëindigen en {people, plural, one {# persoon} other {# mensen}} eraf halen",
} as const;
