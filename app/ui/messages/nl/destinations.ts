export const destinations = {
  "destinations.title": "Mailingtools",
  "destinations.subtitle":
    "Lijsten in je mailingtool die je segmenten volgen, en waarop niemand staat die niet heeft ingestemd.",
  "destinations.connect": "Mailingtool koppelen",
  "destinations.empty.title": "Houd een segment bij in je mailingtool",
  "destinations.empty.body":
    "Koppel Klaviyo, Mailchimp of Brevo, en kies een segment en een lijst daar. Vanaf dan worden mensen toegevoegd zodra ze in het segment komen, en eraf gehaald zodra ze het verlaten of zich afmelden. Voordat er iets wordt verstuurd, zie je wie meegaat en wie niet.",
  "destinations.empty.other":
    "Gebruik je een andere tool? Exporteer een segment dan als bestand: voor de meeste tools zijn er kolommen.",
  "destinations.empty.segments": "Naar segmenten",
  "destinations.tool.klaviyo": "Klaviyo",
  "destinations.tool.mailchimp": "Mailchimp",
  "destinations.tool.brevo": "Brevo",
  "destinations.account": "{tool}: {account}",
  "destinations.open": "{what} openen",
  "destinations.manage": "Koppeling beheren",
  "destinations.add_list": "Hier een segment bijhouden",
  "destinations.no_lists": "Hier wordt nog geen segment bijgehouden.",
  "destinations.list.people":
    "{people, plural, =0 {Niemand} one {# persoon} other {# mensen}} op de lijst {list}.",
  "destinations.list.in_step": "Bijgewerkt op {when}.",
  "destinations.list.never": "Nog niet bijgewerkt.",
  "destinations.list.refused": "{tool} weigert {count, plural, one {# persoon} other {# mensen}}.",
  "destinations.state.active": "Gekoppeld",
  "destinations.state.paused": "Gepauzeerd",
  "destinations.state.key_refused": "Sleutel geweigerd",
  "destinations.state.disconnected": "Ontkoppeld",
  "destinations.list.state.working": "Bezig",
  "destinations.list.state.in_step": "Bijgewerkt",
  "destinations.list.state.waiting": "Nog niet begonnen",
  "destinations.list.state.brake": "Wacht op jou",
  "destinations.list.state.problem": "Gestopt",
  "destinations.list.state.paused": "Gepauzeerd",
  "destinations.list.state.ended": "Beëindigd",
  "destinations.list.state.ending": "Mensen gaan eraf",

  "destinations.problem.key_refused.title": "{tool} neemt de sleutel niet meer aan",
  "destinations.problem.key_refused.body":
    "Hij is ingetrokken, of mist een recht. Niemand wordt toegevoegd, bijgewerkt of verwijderd totdat er een nieuwe sleutel is; wat op de lijsten staat, blijft daar.",
  "destinations.problem.key_refused.action": "Nieuwe sleutel invoeren",
  "destinations.problem.tool_unavailable.title": "{tool} antwoordt niet",
  "destinations.problem.tool_unavailable.body":
    "Er gaat niets verloren: de app vraagt het vanzelf opnieuw en gaat verder waar hij stopte. Je hoeft niets te doen.",
  "destinations.problem.tool_refused.title": "{tool} weigert wat de app vraagt",
  "destinations.problem.tool_refused.body":
    "De app vraagt hetzelfde niet vanzelf opnieuw. Kijk wat {tool} zegt, herstel het daar en laat de lijst opnieuw lopen.",
  "destinations.problem.list_gone.title": "De lijst is niet meer in {tool}",
  "destinations.problem.list_gone.body":
    "Hij is daar verwijderd. Beëindig deze lijst hier, en houd het segment in een andere bij.",
  "destinations.problem.segment_unsettled.title": "Het segment kan nu niet worden geteld",
  "destinations.problem.segment_unsettled.body":
    "De leden moeten nog worden gevonden, of de regel is niet te lezen. Tot dan wordt niemand toegevoegd, en vanwege het segment niemand verwijderd. Wie zich afmeldt, wordt er wel afgehaald.",
  "destinations.problem.key_unreadable.title": "De opgeslagen sleutel van {tool} is niet te lezen",
  "destinations.problem.key_unreadable.body":
    "Hij is versleuteld met een sleutel die deze app niet meer heeft. Er wordt niets verstuurd totdat de API-sleutel nog eens is ingevoerd; wat op de lijsten staat, blijft daar.",
  "destinations.problem.removal_given_up.title": "De mensen konden niet van de lijst worden gehaald",
  "destinations.problem.removal_given_up.body":
    "{tool} liet dat 30 dagen lang niet toe, en de app probeert het niet meer. Wie de app erop heeft gezet, staat er nog: haal hen er zelf af in {tool}.",
  "destinations.problem.words": "{tool} zegt:",
  "destinations.problem.since": "Sinds {when}.",
  "destinations.problem.next": "Volgende poging: {when}.",

  "destinations.brake.short":
    "{leaving, plural, one {# persoon} other {# mensen}} van {of} zouden tegelijk vertrekken. Niemand wordt verwijderd totdat je dat bevestigt.",
  "destinations.brake.look": "Bekijken",

  "destinations.key": "Nieuwe API-sleutel",
  "destinations.key.title": "API-sleutel",
  "destinations.key.body":
    "De sleutel is versleuteld opgeslagen en wordt nooit meer getoond. Voer een andere in als hij is ingetrokken of vervangen moet worden; hij moet bij hetzelfde account horen.",
  "destinations.key.replace": "Sleutel vervangen",
  "destinations.key.save": "Sleutel controleren en bewaren",
  "destinations.connected": "Gekoppeld op {when} door medewerker {id}",
  "destinations.lists": "Lijsten",
  "destinations.lists.ended": "Beëindigde lijsten",

  "destinations.erasures.title": "Verzoeken om iemand te wissen",
  "destinations.erasures.waiting":
    "{count, plural, one {# persoon die is gewist, moet} other {# mensen die zijn gewist, moeten}} in {tool} nog worden gewist. De app vraagt het totdat {tool} het heeft bevestigd.",
  "destinations.erasures.failed":
    "{tool} heeft de wissing van {count, plural, one {# persoon} other {# mensen}} al 30 dagen niet bevestigd. Wis hen daar met de hand.",
  "destinations.erasures.audiences":
    "Vraagt iemand je winkel om te worden gewist, dan verwijdert {tool} de persoon voorgoed uit de doelgroepen waarin de app een lijst bijhoudt of bijhield: daar importeren kan dan niet meer. Andere doelgroepen van het account blijven zoals ze zijn, omdat ze van een andere winkel kunnen zijn. Gaat het verzoek ook daarover, verwijder de persoon daar dan met de hand.",
  "destinations.erasures.none": "Niemand hoeft in {tool} nog te worden gewist.",
  "destinations.erasures.requests": "Verzoeken bekijken",

  "destinations.pause": "Pauzeren",
  "destinations.resume": "Doorgaan",
  "destinations.paused.title": "De koppeling is gepauzeerd",
  "destinations.paused.body":
    "Niemand wordt toegevoegd of bijgewerkt, en wie een segment verlaat, wordt niet verwijderd. Wie zich in Shopify afmeldt, gaat nog wel van de lijsten in {tool} af, en verzoeken om iemand te wissen worden nog wel doorgegeven.",

  "destinations.done.pause": "Gepauzeerd",
  "destinations.done.resume": "De koppeling gaat verder",
  "destinations.done.replace_key": "De sleutel is vervangen",
  "destinations.done.disconnect": "Ontkoppeld",

  "destinations.disconnect": "Ontkoppelen",
  "destinations.disconnect.title": "{tool} ontkoppelen?",
  "destinations.disconnect.stays":
    "De sleutel wordt hier verwijderd. In {tool} blijven alle contacten, hun velden en de lijsten zelf bestaan, en niemands aanmelding verandert.",
  "destinations.disconnect.erasures":
    "Zonder sleutel kan de app daar niemand voor je wissen. Vraagt iemand erom, dan noemt de pagina met verzoeken over mensen {tool}, en doe je het met de hand.",
  "destinations.disconnect.people": "Mensen op de lijsten",
  "destinations.disconnect.keep": "Iedereen op de lijsten laten",
  "destinations.disconnect.keep.help":
    "Niemand haalt hen er dan nog af als ze zich in Shopify afmelden of het segment verlaten.",
  "destinations.disconnect.remove":
    "Eerst {people, plural, one {de # persoon} other {de # mensen}} die de app heeft toegevoegd van de lijsten halen",
  "destinations.disconnect.remove.help":
    "Ze blijven contacten in {tool}. Wie al op een lijst stond, blijft erop staan. De koppeling eindigt als de laatste eraf is.",
  "destinations.disconnect.confirm": "Ontkoppelen",
  "destinations.disconnect.confirm.remove":
    "{people, plural, one {# persoon} other {# mensen}} eraf halen en ontkoppelen",
  "destinations.disconnected.title": "Deze koppeling is beëindigd",
  "destinations.disconnected.body":
    "De app heeft er geen sleutel meer voor. Koppel opnieuw om daar weer segmenten bij te houden.",
  "destinations.disconnecting.title": "De koppeling wordt beëindigd",
  "destinations.disconnecting.body":
    "{people, plural, one {# persoon moet} other {# mensen moeten}} nog van de lijsten worden gehaald.",
  "destinations.cancel": "Annuleren",

  "destinations.promise.title": "Wat de app nooit doet",
  "destinations.promise.subscribe":
    "Iemand aanmelden, of iemand opnieuw aanmelden: de app kan dat niet eens vragen.",
  "destinations.promise.unsubscribe":
    "Iemand afmelden of blokkeren. Van een lijst gaan is iets anders dan je afmelden.",
  "destinations.promise.empty": "Een veld in de tool leegmaken omdat er niets in te vullen is.",
  "destinations.promise.others": "Aan mensen op de lijst komen die nooit in het segment zaten.",

  "destinations.segment.title": "In een mailingtool bijhouden",
  "destinations.segment.what":
    "Een lijst in Klaviyo, Mailchimp of Brevo volgt dit segment: wie erin komt en gemaild mag worden, wordt toegevoegd; wie eruit gaat of zich afmeldt, wordt eraf gehaald.",
  "destinations.segment.keep": "In een mailingtool bijhouden",
  "destinations.segment.another": "In nog een lijst bijhouden",
} as const;
