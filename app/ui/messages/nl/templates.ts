export const templates = {
  "segments.vip_staying.name": "VIP’s die blijven",
  "segments.vip_staying.rule":
    "Je beste klanten die ook volgens de voorzichtige kant van de voorspelling opnieuw bestellen.",
  "segments.vip_staying.with_thresholds":
    "Klanten in de top {topShare} naar netto-omzet ({minNetSalesMinor} of meer) van wie zelfs de ondergrens van de voorspelling boven nul ligt.{forecast, select, yes {} other { Zolang er niets te voorspellen is, zit er niemand in.}}",
  "segments.vip_staying.why":
    "Van al je beste klanten zijn dit de zekerste. Een voorspelling is meestal breed; op de ondergrens kun je rekenen.",
  "segments.vip_staying.send":
    "Vroege toegang, een persoonlijk bedankje of een plek in een spaarprogramma. Geen korting: ze komen toch.",
  "segments.highest_expected.name": "Hoogste verwachte waarde",
  "segments.highest_expected.rule":
    "De top 10% van de klanten naar wat ze de komende 12 maanden naar verwachting opleveren.",
  "segments.highest_expected.with_thresholds":
    "De top {topShare} van de klanten naar wat ze de komende 12 maanden naar verwachting opleveren.{forecast, select, yes {} other { Zolang er niets te voorspellen is, zit er niemand in.}}",
  "segments.highest_expected.why": "Netto-omzet zegt wie goed was. Deze lijst zegt wie goed wordt.",
  "segments.highest_expected.send":
    "Nieuwe collecties en service het eerst. Gebruik de lijst om meer mensen zoals zij te vinden.",
  "segments.highest_margin.name": "Hoogste marge",
  "segments.highest_margin.rule": "De top 10% naar brutomarge van de klanten van wie die bekend is.",
  "segments.highest_margin.with_thresholds":
    "De top {topShare} naar brutomarge van de klanten van wie die bekend is.",
  "segments.highest_margin.why": "Klanten met veel omzet en weinig marge zijn minder waard dan ze lijken.",
  "segments.highest_margin.send": "Wat nieuw is, voor de volle prijs.",
  "segments.valuable_without_consent.name": "Waardevol, zonder toestemming",
  "segments.valuable_without_consent.rule":
    "Goede klanten die geen toestemming gaven voor reclamemail en zich er ook niet voor afmeldden.",
  "segments.valuable_without_consent.with_thresholds":
    "Klanten die {minNetSalesMinor} of meer hebben besteed, geen toestemming gaven voor reclamemail en zich er ook niet voor afmeldden.",
  "segments.valuable_without_consent.why":
    "Geen enkele mailing bereikt hen. Eén vraag op het goede moment verandert dat.",
  "segments.valuable_without_consent.send":
    "Niets per e-mail. Vraag toestemming bij het afrekenen, in het pakket of in de winkel.",
  "segments.next_order_due.name": "Volgende bestelling op komst",
  "segments.next_order_due.rule":
    "Klanten voor wie de eigen gebruikelijke tijd tussen bestellingen net verstrijkt.",
  "segments.next_order_due.with_thresholds":
    "Klanten met twee of meer tussentijden voor wie {fromGaps} tot {toGaps} keer hun gebruikelijke tussentijd voorbij is{forecast, select, yes {, en die met een kans van {fromShare} of meer nog klant zijn.} other {. Of ze nog klant zijn, is nog niet te voorspellen.}}",
  "segments.next_order_due.why": "Een bericht komt nu aan op het moment dat ze toch al aan je dachten.",
  "segments.next_order_due.send": "Een herinnering aan wat ze kochten, met een link om opnieuw te bestellen.",
  "segments.later_than_usual.name": "Later dan gewoonlijk",
  "segments.later_than_usual.rule": "Klanten die normaal al besteld zouden hebben en nog niet lang weg zijn.",
  "segments.later_than_usual.with_thresholds":
    "Klanten met twee of meer tussentijden voor wie meer dan {gaps} keer hun eigen gebruikelijke tussentijd voorbij is en die niet zijn weggebleven{forecast, select, yes {, en die met een kans van {fromShare} of meer nog klant zijn.} other {. Of ze nog klant zijn, is nog niet te voorspellen.}}",
  "segments.later_than_usual.why":
    "Ze zijn laat, niet weg. Een klein zetje is nu goedkoper dan terugwinnen later.",
  "segments.later_than_usual.send":
    "Een vriendelijke herinnering; bewaar de aanbieding voor wie niet reageert.",
  "segments.win_back.name": "Terugwinnen loont",
  "segments.win_back.rule":
    "Weggebleven klanten die nog kunnen terugkomen en bij wie veel op het spel staat.",
  "segments.win_back.with_thresholds":
    "Klanten zonder bestelling sinds meer dan {sinceDays, plural, one {# dag} other {# dagen}}, bij wie de kans dat het nog een klant is {fromShare} of meer is, in de top {topShare} naar waarde die op het spel staat.{forecast, select, yes {} other { Zolang er niets te voorspellen is, zit er niemand in.}}",
  "segments.win_back.why":
    "De meeste weggebleven klanten zijn weg. Dit is het deel dat een aanbieding waard is.",
  "segments.win_back.send": "Je beste aanbieding, één keer, eerst aan de top van de lijst.",
  "segments.lost.name": "Verloren",
  "segments.lost.rule": "Klanten die vrijwel zeker weg zijn.",
  "segments.lost.with_thresholds":
    "Klanten bij wie de kans dat het nog een klant is onder {belowShare} ligt.{forecast, select, yes {} other { Zolang er niets te voorspellen is, zit er niemand in.}}",
  "segments.lost.why":
    "Mail aan hen kost reputatie en levert bijna niets op. Hun aantal laat zien wat klanten verliezen kost.",
  "segments.lost.send": "Hooguit één afscheid met een vraag. Laat hen verder uit elke mailing.",
  "segments.low_value.name": "Weinig waarde, om weg te laten",
  "segments.low_value.rule":
    "Klanten in de onderste helft naar netto-omzet tot nu toe en, waar er een voorspelling is, naar verwachte waarde.",
  "segments.low_value.with_thresholds":
    "Klanten in de onderste {bottomShare} naar netto-omzet{forecast, select, yes { en naar verwachte waarde.} other {. Wat ze naar verwachting opleveren, is nog niet te voorspellen.}}",
  "segments.low_value.why": "Reclame voor hen kost meer dan ze oplevert.",
  "segments.low_value.send": "Niets: sluit deze lijst uit van betaalde doelgroepen en dure mailings.",
  "segments.one_time.name": "Eenmalige kopers",
  "segments.one_time.rule": "Klanten met precies één bestelling.",
  "segments.one_time.with_thresholds": "Klanten met precies één bestelling.",
  "segments.one_time.why":
    "Voor de meeste winkels de grootste groep, en die waar een tweede bestelling het meest oplevert.",
  "segments.one_time.send": "Wat anderen kochten na hetzelfde eerste product.",
  "segments.second_order_window.name": "Tijd voor een tweede bestelling",
  "segments.second_order_window.rule":
    "Klanten met één bestelling, in de weken waarin meestal een tweede volgt.",
  "segments.second_order_window.with_thresholds":
    "Klanten met één bestelling, {fromDays} tot {toDays} dagen geleden{rhythm, select, yes {: de helft van alle tussentijden van je klanten is zo lang.} other {. Deze dagen komen van de app: je klanten hebben te weinig tussentijden (minder dan 100) om ze uit af te leiden.}}",
  "segments.second_order_window.why":
    "Eerder is opdringerig en later is te laat. Vanaf 100 tussentijden komt het moment uit je eigen klanten.",
  "segments.second_order_window.send":
    "Een reden om terug te komen: iets dat bij het eerste product past, of een klein voordeel.",
  "segments.large_first_order.name": "Grote eerste bestelling",
  "segments.large_first_order.rule":
    "Klanten met één bestelling, die bij de grootste eerste bestellingen hoort.",
  "segments.large_first_order.with_thresholds":
    "Klanten met één bestelling die in de top {topShare} van de eerste bestellingen valt.",
  "segments.large_first_order.why":
    "Een grote eerste bestelling toont vertrouwen. Een tweede maakt een goede klant.",
  "segments.large_first_order.send":
    "Een persoonlijk bericht, advies over het gebruik en de vraag om te antwoorden.",
  "segments.ask_for_review.name": "Vraag om een beoordeling",
  "segments.ask_for_review.rule":
    "Klanten van wie de laatste bestelling is aangekomen en die niets terugstuurden.",
  "segments.ask_for_review.with_thresholds":
    "Klanten met een laatste bestelling van {fromDays} tot {toDays} dagen geleden die niets hebben teruggestuurd.",
  "segments.ask_for_review.why": "Het product is in gebruik en de herinnering vers.",
  "segments.ask_for_review.send": "Een verzoek om een beoordeling, of om een foto.",
  "segments.first_order_birthday.name": "Eerste bestelling een jaar geleden",
  "segments.first_order_birthday.rule":
    "Klanten van wie de eerste bestelling in de komende week een jaar geleden is.",
  "segments.first_order_birthday.with_thresholds":
    "Klanten van wie de eerste bestelling binnen {withinDays, plural, one {# dag} other {# dagen}} een jaar geleden is.",
  "segments.first_order_birthday.why": "Een persoonlijke datum die geen andere winkel kent.",
  "segments.first_order_birthday.send": "Een bedankje met een klein cadeau.",
  "segments.new_leads.name": "Nieuwe geïnteresseerden",
  "segments.new_leads.rule": "Inschrijvers van de laatste 30 dagen die nog niets bestelden.",
  "segments.new_leads.with_thresholds":
    "Inschrijvers die je minder dan {withinDays, plural, one {# dag} other {# dagen}} kent en die nog niets bestelden.",
  "segments.new_leads.why": "Belangstelling verdwijnt snel: de eerste weken beslissen.",
  "segments.new_leads.send": "Een welkomstreeks die je winkel voorstelt.",
  "segments.at_a_discount.name": "Alleen met korting",
  "segments.at_a_discount.rule": "Klanten met meerdere bestellingen die nooit zonder korting kochten.",
  "segments.at_a_discount.with_thresholds": "Klanten met twee of meer bestellingen, op elk daarvan korting.",
  "segments.at_a_discount.why":
    "Ze wachten op de uitverkoop. Mails met volle prijzen doen niets, en elke korting kost marge.",
  "segments.at_a_discount.send": "De uitverkoop, en alleen de uitverkoop.",
  "segments.replenishment_due.name": "Aan aanvulling toe",
  "segments.replenishment_due.rule":
    "Klanten van wie het vaste product nu ongeveer op is, naar hoe vaak ze het tot nu toe kochten.",
  "segments.replenishment_due.with_thresholds":
    "Klanten van wie het meest gekochte product, op minstens twee dagen gekocht, naar hun eigen tussentijd weer nodig is: minder dan {withinDays, plural, one {# dag} other {# dagen}} geleden of vooruit. {forecast, select, yes {De kans dat het nog een klant is bedraagt {fromShare} of meer.} other {Of ze nog klant zijn, is nog niet te voorspellen.}}",
  "segments.replenishment_due.why":
    "Wie zonder zit, koopt opnieuw: bij jou of bij een andere winkel. Dat wordt nu beslist.",
  "segments.replenishment_due.send":
    "Een herinnering aan precies dat product, met de bestelling één klik ver.",
  "segments.sms_not_email.name": "Wel per sms, niet per e-mail",
  "segments.sms_not_email.rule": "Klanten die sms toestaan maar niet per e-mail te bereiken zijn.",
  "segments.sms_not_email.with_thresholds":
    "Klanten die marketing per sms toestaan en niet per marketingmail te bereiken zijn.",
  "segments.sms_not_email.why": "Geen mailing bereikt ze, en toch willen ze van je horen.",
  "segments.sms_not_email.send": "Je belangrijkste bericht, kort, vanuit je sms-tool.",
  "segments.starts": "Over bepaalde producten",
  "segments.starts.choose": "Kies producten",
  "segments.starts.choose.of": "Kies producten voor: {name}",
  "segments.starts.bought_not.name": "Kocht het een, niet het ander",
  "segments.starts.bought_not.why":
    "Wie het apparaat heeft en niet de bonen: bied aan wat past bij wat ze hebben.",
  "segments.starts.bought_then.name": "Kocht het een, daarna het ander",
  "segments.starts.bought_then.why":
    "Wie van het eerste product bij het tweede kwam: vertel hetzelfde aan anderen die het eerste kochten.",
  "segments.full_price.name": "Volle prijs",
  "segments.full_price.rule": "Klanten met meerdere bestellingen die nooit korting kregen.",
  "segments.full_price.with_thresholds": "Klanten met twee of meer bestellingen, op geen daarvan korting.",
  "segments.full_price.why": "Korting voor hen is weggegeven marge.",
  "segments.full_price.send": "Wat nieuw is, nooit een code.",
  "segments.sends_back.name": "Stuurt veel terug",
  "segments.sends_back.rule": "Klanten met meerdere bestellingen die een groot deel terugsturen.",
  "segments.sends_back.with_thresholds":
    "Klanten met twee of meer bestellingen die {fromShare} of meer van wat ze kochten terugstuurden.",
  "segments.sends_back.why": "Hun omzet is kleiner dan ze lijkt, en elke retour kost je geld.",
  "segments.sends_back.send": "Maatadvies en betere productinformatie in plaats van meer aanbiedingen.",
  "segments.vip.send": "Een bedankje en vroege toegang; laat wie vrijwel zeker weg is eruit.",
  "segments.champions.send": "Een verzoek om een beoordeling, of om een mening over wat nieuw is.",
  "segments.at_risk_high_value.send": "Een persoonlijk bericht, eerst aan de top van de lijst.",
  "segments.one_time_60_120.send": "Een reden voor een tweede bestelling: wat bij de eerste past.",
  "segments.new.send": "Gebruikstips, een welkom, en wie je bent.",
  "segments.lapsed.send": "Terugwinnen alleen bij wie nog kan terugkomen: zie “Terugwinnen loont”.",
  "segments.leads.send": "Een kennismaking met je winkel en een kleine eerste stap.",
  "segments.subscribers_no_purchase_year.send":
    "De vraag wat ze willen, en een makkelijke manier om minder vaak te horen.",
  "segments.send": "Wat je stuurt",
  "segments.note.expects_little":
    "Van deze lijst wordt bijna niets verwacht: {each} per klant in de komende 12 maanden.",
  "segments.note.almost_gone":
    "{count, plural, one {# van hen is} other {# van hen zijn}} vrijwel zeker weg (kans dat het nog een klant is: onder 20%).",
  "segments.note.margin.known":
    "De brutomarge is bekend van {known} van de {customers} klanten, en alleen zij worden ermee gerangschikt en vergeleken: stel in de instellingen een standaardmarge in om iedereen mee te nemen. De kosten zijn bekend voor {coverage} van de netto-omzet.",
  "segments.note.margin.default":
    "De kosten zijn bekend voor {coverage} van de netto-omzet; voor de rest telt je standaardmarge.",
  "segments.note.no_prediction":
    "Er is nog niets te voorspellen; deze lijst gaat daarom uit van de tijd sinds de laatste bestelling.",
  "segments.note.at_stake": "Er staat {amount} op het spel.",
} as const;
