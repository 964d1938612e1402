export const model = {
  "model.title": "Model",
  "model.subtitle":
    "Hoe de komende 12 maanden worden voorspeld, en hoe goed dat lukte bij bestellingen die het model niet kende",

  "model.waiting.title": "Je bestellingen worden ingelezen",
  "model.waiting.body":
    "Zodra ze volledig zijn, wordt er een model uit opgesteld. Je kunt deze pagina verlaten; het inlezen gaat door.",
  "model.waiting.action": "Synchronisatie bekijken",
  "model.empty.title": "Nog geen bestellingen",
  "model.empty.body":
    "Voorspellingen worden geleerd uit de bestellingen van deze winkel en uit niets anders. Met de eerste bestelling begint het leren.",
  "model.empty.action": "Klanten bekijken",

  "model.learning.title": "Er is nog geen model",
  "model.learning.what": "Wat ervoor nodig is",
  "model.learning.customers": "Klanten met een bestelling",
  "model.learning.customers.needed": "Er zijn er {needed} nodig",
  "model.learning.repeat": "Klanten die terugkwamen",
  "model.learning.repeat.needed": "Er is er minstens één nodig, en met meer worden de voorspellingen beter",
  "model.learning.history": "Weken sinds de eerste bestelling",
  "model.learning.history.needed": "Er zijn er {needed} nodig",
  "model.learning.met": "Genoeg",
  "model.learning.open": "Nog niet",
  "model.learning.too_few_customers":
    "Er zijn {needed} klanten met een bestelling nodig, en tot nu toe {customers, plural, one {is er #} other {zijn er #}}. Met minder is een patroon niet van toeval te onderscheiden.",
  "model.learning.no_repeat_purchases":
    "Van {customers, plural, one {# klant} other {# klanten}} heeft nog niemand een tweede keer besteld. Hoe vaak mensen terugkomen, is pas te leren als iemand dat doet.",
  "model.learning.history_too_short":
    "Er zijn {needed} weken met bestellingen nodig, en tot nu toe {weeks, plural, one {is er #} other {zijn er #}}. Daarvoor heeft niemand de tijd gehad om terug te komen of weg te blijven.",
  "model.learning.did_not_converge":
    "Geen van de modellen beschrijft de bestellingen van deze winkel goed genoeg om een getal aan toe te vertrouwen. Ze worden elke nacht opnieuw geprobeerd met de nieuwste bestellingen.",
  "model.learning.took_too_long":
    "Het opstellen van een model uit de bestellingen van deze winkel duurde te lang en is gestopt, zodat het niets anders ophoudt. Het wordt elke nacht opnieuw geprobeerd met de nieuwste bestellingen.",
  "model.learning.not_fitted_yet":
    "Het eerste model wordt nu uit je bestellingen opgesteld. Dat duurt een paar seconden tot een paar minuten; deze pagina toont het vanzelf.",
  "model.learning.until":
    "Tot dan toont geen enkele pagina een voorspelde waarde. Wat klanten tot nu toe kochten, hangt daar niet van af.",

  "model.stopped.title": "Dit model is van {instant}, en een nieuwer is niet gelukt",
  "model.stopped.body":
    "Het opstellen van een nieuwer model duurde te lang en is gestopt, zodat het niets anders ophoudt. Dit model voorspelt nog steeds, uit de nieuwste bestellingen van elke klant. Elke nacht wordt een nieuw model geprobeerd.",

  "model.which.title": "Welk model, en waarom",
  "model.family.nbd":
    "Klanten bestellen in hun eigen tempo, en uit de bestellingen blijkt niet dat ze voorgoed weggaan.",
  "model.family.bg_nbd":
    "Klanten bestellen in hun eigen tempo, en na een bestelling gaan sommigen voorgoed weg, in stilte.",
  "model.family.mbg_nbd":
    "Klanten bestellen in hun eigen tempo, en na elke bestelling, ook de eerste, gaan sommigen voorgoed weg, in stilte.",
  "model.family.pareto_nbd":
    "Klanten bestellen in hun eigen tempo, en ieder gaat ooit in stilte weg, of er nu net is besteld of niet.",
  "model.family.bg_cnbd":
    "Klanten bestellen in hun eigen tempo en vrij regelmatig, en na een bestelling gaan sommigen voorgoed weg, in stilte.",
  "model.family.mbg_cnbd":
    "Klanten bestellen in hun eigen tempo en vrij regelmatig, en na elke bestelling, ook de eerste, gaan sommigen voorgoed weg, in stilte.",
  "model.formal.nbd": "NBD",
  "model.formal.bg_nbd": "BG/NBD",
  "model.formal.mbg_nbd": "MBG/NBD",
  "model.formal.pareto_nbd": "Pareto/NBD",
  "model.formal.bg_cnbd": "BG/CNBD-{k}",
  "model.formal.mbg_cnbd": "MBG/CNBD-{k}",
  "model.formal.same_rate": "Hetzelfde tempo als tot nu toe",
  "model.formal.cohort_average": "De gemiddelde klant",
  "model.formal.seasonal": "{name} met seizoen",
  "model.which.lowest_error":
    "{candidates, plural, one {Het is de enige kandidaat.} other {Van # kandidaten had {name} de kleinste fout over de {weeks, plural, one {laatste week} other {laatste # weken}}, onder de kandidaten waarvan de hele verdeling ongeveer even goed was.}}",
  "model.which.simpler_of_equals":
    "Van {candidates, plural, one {# kandidaat} other {# kandidaten}} voorspelden enkele de {weeks, plural, one {laatste week} other {laatste # weken}} ongeveer even goed, binnen de grenzen van het toeval. {name} is daarvan de eenvoudigste.",
  "model.which.untested": "{name} is nog niet getest: zie hieronder.",
  "model.which.fitted": "Opgesteld",
  "model.which.customers": "Geleerd van",
  "model.which.customers.value": "{customers, plural, one {# klant} other {# klanten}}",
  "model.which.repeat": "Van wie terugkwamen",
  "model.which.until": "Bestellingen tot en met",
  "model.which.leans":
    "Met zo weinig klanten rust een deel hiervan op wat bij winkels gebruikelijk is. Dat telt even zwaar als een paar klanten, dus het vervaagt als het aantal klanten groeit.",
  "model.which.nightly": "Het wordt elke nacht opnieuw opgesteld en getest.",

  "model.baseline.title": "Geen model voorspelde beter dan het gemiddelde",
  "model.baseline.body":
    "In de {weeks, plural, one {laatste week} other {laatste # weken}} kwam het beste van {candidates, plural, one {# model} other {# modellen}} niet dichter bij wat er gebeurde dan het gemiddelde van alle klanten. Daarom verwacht de app van elke klant wat de gemiddelde klant tot nu toe per week deed, tot een model het beter doet. Dat wordt elke nacht opnieuw getest.",
  "model.baseline.which":
    "Van elke klant wordt verwacht dat die zo vaak bestelt als de gemiddelde klant tot nu toe.",

  "model.test.title": "Hoe goed het voorspelde wat het niet kende",
  "model.test.period":
    "De bestellingen van {from} tot en met {to} waren verborgen. Elke kandidaat is uit de bestellingen daarvoor opgesteld en voorspelde {customers, plural, one {# klant} other {# klanten}}; daarna zijn de verborgen bestellingen ermee vergeleken. Het model is op deze zelfde weken gekozen, dus hier lijkt het iets beter dan het is.",
  "model.test.orders": "Voorspelde bestellingen",
  "model.test.value": "Voorspelde netto-omzet",
  "model.test.predicted_of":
    "{sign, select, over {{share} boven de werkelijke {actual}} under {{share} onder de werkelijke {actual}} other {Er kwam evenveel}}",
  "model.test.predicted_zero": "Werkelijk: {actual}",
  "model.test.predicted_nothing": "Er kwam niets",
  "model.test.orders.formula":
    "De verwachte bestellingen van alle klanten in de verborgen weken, opgeteld, naast de bestellingen die kwamen. Meer bestellingen van een klant op één dag zijn er één. Klanten die pas in de verborgen weken kwamen, zitten in geen van beide.",
  "model.test.value.formula":
    "De verwachte netto-omzet van alle klanten in de verborgen weken, opgeteld en niet teruggerekend, naast de netto-omzet die van dezelfde klanten kwam.",
  "model.test.input.predicted": "Voorspeld",
  "model.test.input.actual": "Gekomen",
  "model.test.input.bias": "Verschil, als deel van wat kwam",
  "model.test.top": "Gebracht door de beste tien procent",
  "model.test.top.basis": "Van de netto-omzet kwam van de 10% die het model het hoogst plaatste",
  "model.test.top.basis_orders": "Van de bestellingen kwam van de 10% die het model het hoogst plaatste",
  "model.test.top.none": "Een eenvoudige regel zet niemand voor een ander",
  "model.test.top.formula":
    "De klanten staan op volgorde van wat voor hen is voorspeld. Het cijfer is het deel van het werkelijke totaal in de verborgen weken dat van de eerste tien procent van de klanten kwam. Bij toeval zou dat 10% zijn.",
  "model.test.coverage": "Bandbreedtes die klopten",
  "model.test.coverage.basis": "Van de klanten kwam uit binnen de bandbreedte voor 8 van de 10; 80% is goed",
  "model.test.coverage.none": "Een eenvoudige regel heeft geen bandbreedtes",
  "model.test.coverage.formula":
    "Voor elke klant geeft het model een bandbreedte die in 8 van de 10 gevallen moet kloppen. Het cijfer is het deel van de klanten bij wie dat in de verborgen weken zo was. De bandbreedtes zijn verbreed of versmald naar wat de ene helft van de klanten liet zien, en getest op de andere helft. Bestellingen zijn kleine hele getallen, dus een geval op de grens telt voor een deel mee.",
  "model.test.input.coverage_orders": "Bandbreedtes van bestellingen",
  "model.test.input.coverage_value": "Bandbreedtes van netto-omzet",
  "model.test.none.title": "Nog niet op het verleden van deze winkel getest",
  "model.test.none.body":
    "Om een model te testen, worden de laatste weken verborgen en uit de bestellingen daarvoor voorspeld. Daarvoor zijn hier te weinig bestellingen: te weinig klanten, of te weinig die terugkwamen. De voorspellingen worden getoond, maar het is nog niet bekend hoe goed ze zijn. Het wordt elke nacht opnieuw geprobeerd.",

  "model.errors.title": "Fout per klant",
  "model.errors.basis": "Gemiddeld verschil tussen voorspelling en werkelijkheid",
  "model.errors.best_model": "{name} (beste model)",
  "model.errors.method": "Voorspelling",
  "model.errors.value": "Netto-omzet",
  "model.errors.orders": "Bestellingen",
  "model.errors.in_use": "{name} (in gebruik)",
  "model.errors.against.same_rate":
    "{compared, select, closer {Bij bestellingen zat {name} er {share} dichter bij dan als iedereen in hetzelfde tempo zou doorgaan.} further {Bij bestellingen zat {name} er {share} verder vanaf dan als iedereen in hetzelfde tempo zou doorgaan.} other {Bij bestellingen zat {name} er even dicht bij als wanneer iedereen in hetzelfde tempo zou doorgaan.}}",
  "model.errors.against.cohort_average":
    "{compared, select, closer {Het zat er {share} dichter bij dan het gemiddelde van alle klanten.} further {Het zat er {share} verder vanaf dan het gemiddelde van alle klanten.} other {Het zat er even dicht bij als het gemiddelde van alle klanten.}}",
  "model.errors.formula":
    "Voor elke klant het verschil tussen de voorspelling en het werkelijke cijfer in de verborgen weken, zonder het teken; daarna het gemiddelde over alle klanten. “Hetzelfde tempo” laat elke klant zo vaak doorgaan als tot nu toe; “de gemiddelde klant” verwacht van iedereen hetzelfde. Van de modellen waarvan de hele verdeling (CRPS) binnen 1% van de beste ligt, wordt het model met de kleinste fout bij bestellingen gebruikt, of een eenvoudiger model dat op het toeval na even goed is, tenzij de gemiddelde klant er dichter bij zit.",

  "model.calibration.title": "Voorspeld tegenover werkelijk",
  "model.calibration.basis":
    "Tien groepen klanten, {measure, select, value {netto-omzet} other {bestellingen}} per klant in de verborgen weken",
  "model.calibration.group": "Groep",
  "model.calibration.group.first": "1 (hoogste)",
  "model.calibration.customers": "Klanten",
  "model.calibration.predicted": "Voorspeld",
  "model.calibration.actual": "Gekomen",
  "model.calibration.predicted_orders": "Voorspelde bestellingen",
  "model.calibration.actual_orders": "Bestellingen die kwamen",
  "model.calibration.legend": "Tien procent van de klanten",
  "model.calibration.diagonal": "Voorspeld = werkelijk",
  "model.calibration.across": "Voorspeld per klant",
  "model.calibration.up": "Werkelijk per klant",
  "model.calibration.stop": "Groep {nth} van {count}",
  "model.calibration.summary":
    "Op de stippellijn deed een groep precies wat was voorspeld; erboven bracht die meer. Het verst ervan af ligt groep {nth}: verwacht {predicted} {measure, select, value {} other {bestellingen }}per klant, werkelijk {actual}.",
  "model.calibration.formula":
    "De klanten staan op volgorde van wat voor hen in de verborgen weken is voorspeld, verdeeld in tien even grote groepen. Elk punt is een groep: van links naar rechts de gemiddelde voorspelling, van onder naar boven het werkelijke gemiddelde.",

  "model.lift.title": "De besten vinden",
  "model.lift.basis": "Deel van de netto-omzet van de klanten die het hoogst zijn geplaatst",
  "model.lift.basis_orders": "Deel van de bestellingen van de klanten die het hoogst zijn geplaatst",
  "model.lift.share": "Klanten",
  "model.lift.model": "Voorspelling",
  "model.lift.chance": "Toeval",
  "model.lift.stop": "Beste {share}",
  "model.lift.summary":
    "De beste {share} van de klanten volgens de voorspelling bracht {captured} van de {measure, select, value {netto-omzet} other {bestellingen}}.",
  "model.lift.formula":
    "De klanten staan op volgorde van wat voor hen is voorspeld, hoogste eerst. De lijn is het deel van het werkelijke totaal in de verborgen weken van de eerste 5%, 10%, enzovoort. Hoe verder de lijn van de stippellijn af buigt, hoe beter de volgorde.",

  "model.weekly.title": "Bestellingen per week",
  "model.weekly.basis": "Herhaalaankopen van alle klanten in de verborgen weken",
  "model.weekly.week": "Week vanaf",
  "model.weekly.actual": "Gekomen",
  "model.weekly.predicted": "Voorspeld",
  "model.weekly.stop": "Week vanaf {day}",
  "model.weekly.summary":
    "In {weeks, plural, one {# week} other {# weken}} kwamen {actual} bestellingen; er waren er {predicted} voorspeld.",
  "model.weekly.formula":
    "Voor elke week de verwachte bestellingen van alle klanten die vóór de verborgen weken bekend waren, opgeteld, naast de bestellingen die van hen kwamen. Meer bestellingen van een klant op één dag zijn er één.",

  "model.habits.title": "Wat het over je klanten heeft geleerd",
  "model.habits.baseline": "Deze zijn van de gemiddelde klant, die de plaats van een model inneemt.",
  "model.habits.ordering": "Tijd tussen bestellingen",
  "model.habits.ordering.basis":
    "In het gemiddelde tempo, zolang iemand klant is. De drukste tien procent bestelt elke {busiest} of vaker; de helft van alle klanten minder dan één keer in {median}.",
  "model.habits.ordering.basis_average": "Van iedereen wordt verwacht dat die in dit ene tempo bestelt.",
  "model.habits.ordering.formula":
    "Elke klant heeft een eigen tempo. Het model leert hoe de tempo’s over alle klanten zijn verdeeld; het cijfer is de tijd tussen twee bestellingen in het gemiddelde tempo. Een paar klanten die heel vaak bestellen, trekken het gemiddelde tempo omhoog.",
  "model.habits.leaving": "Weggaan",
  "model.habits.leaving.never": "Niet gezien",
  "model.habits.leaving.never.basis":
    "Uit de bestellingen blijkt niet dat klanten voorgoed weggaan: ze pauzeren en komen terug.",
  "model.habits.leaving.ignored": "Niet meegeteld",
  "model.habits.leaving.ignored.basis":
    "De gemiddelde klant tot nu toe staat voor wie wegging en ook voor wie bleef.",
  "model.habits.leaving.any_order": "Gaat gemiddeld na een bestelling voorgoed weg, de eerste meegerekend.",
  "model.habits.leaving.repeat_order":
    "Gaat gemiddeld na een herhaalaankoop voorgoed weg. De eerste bestelling telt in dit model niet.",
  "model.habits.leaving.lifetime": "De helft van alle klanten is na deze tijd voorgoed weg.",
  "model.habits.leaving.formula":
    "Niemand neemt afscheid van een winkel. Het model leidt weggaan af uit stiltes die lang zijn voor het eigen tempo van een klant, en leert hoe de kans daarop over alle klanten is verdeeld.",
  "model.habits.value": "Waarde van een besteldag",
  "model.habits.value.basis":
    "Netto-omzet, gemiddeld. Bij acht van de tien klanten ligt het eigen gemiddelde tussen {low} en {high}.",
  "model.habits.value.unlearnt":
    "Netto-omzet, gemiddeld. Hoeveel klanten verschillen, is niet te leren uit zo weinig herhaalaankopen; het eigen gemiddelde van een klant telt zwaarder naarmate er meer bestellingen zijn.",
  "model.habits.value.formula":
    "De gemiddelde netto-omzet van een dag met bestellingen, over klanten die terugkwamen. Het model leert hoe de gemiddelden van klanten zijn verdeeld, en trekt een klant met weinig bestellingen naar het gemiddelde van allen.",
  "model.duration.days": "{n, plural, one {# dag} other {# dagen}}",
  "model.duration.weeks": "{n, plural, one {# week} other {# weken}}",
  "model.duration.months": "{n, plural, one {# maand} other {# maanden}}",
  "model.duration.years": "{n, number} jaar",
  "model.duration.beyond": "10 jaar",
  "model.duration.beyond.value": "Meer dan 10 jaar",

  "model.season.title": "Tijd van het jaar",
  "model.season.basis": "Bestellingen van een maand tegenover een gemiddelde maand",
  "model.season.month": "Maand",
  "model.season.factor": "Van een gemiddelde maand",
  "model.season.summary":
    "{high} is de sterkste maand, met {highFactor} keer de bestellingen van een gemiddelde maand; {low} de zwakste, met {lowFactor} keer. De voorspellingen volgen dat, omdat de verborgen weken zo beter werden voorspeld dan zonder.",
  "model.season.formula":
    "Hoeveel bestellingen er in elke maand komen vergeleken met een gemiddelde maand, als groei en het aantal klanten eruit zijn gehaald. Een maand met weinig bestellingen wordt naar 1 getrokken.",
  "model.season.tried":
    "Een jaarpatroon is geprobeerd en voorspelde niet duidelijk beter, dus er wordt geen gebruikt.",
  "model.season.untried":
    "Er wordt geen jaarpatroon gebruikt. Het wordt geprobeerd zodra er genoeg bestellingen zijn om er een te zien, meestal na twee jaar.",

  "model.details.show": "Voor statistici",
  "model.details.hide": "Details voor statistici verbergen",
  "model.details.parameters.basis":
    "Maximale aannemelijkheid met een zwakke log-normale prior ter waarde van een paar klanten; tijd in weken, geld in centen (kleinste eenheid)",
  "model.details.parameter": "Parameter",
  "model.details.estimate": "Schatting",
  "model.details.interval": "80%-interval",
  "model.details.interval.bound": "Op de grens",
  "model.details.log_likelihood": "Log-aannemelijkheid",
  "model.details.named": "{parameter} ({model})",
  "model.details.model.transactions": "transacties",
  "model.details.model.spend": "besteding",
  "model.details.candidates.basis":
    "Alle kandidaten, opgesteld uit de bestellingen vóór de verborgen weken; elke klant telt even zwaar",
  "model.details.candidates.value": "Netto-omzet per klant, verborgen weken",
  "model.details.candidates.orders": "Bestellingen per klant, verborgen weken",
  "model.details.candidate": "Kandidaat",
  "model.details.mae": "MAE",
  "model.details.rmse": "RMSE",
  "model.details.bias": "Vertekening",
  "model.details.auc": "AUC",
  "model.details.gini": "Gini",
  "model.details.top_decile": "Beste 10%",
  "model.details.coverage": "80% klopte",
  "model.details.coverage_plain": "80% klopte, ongekalibreerd",
  "model.details.crps": "CRPS",
  "model.details.boundary": "{name} (randgeval)",
  "model.details.pit.value": "Kalibratie van de waardeverdeling",
  "model.details.pit.orders": "Kalibratie van de bestelverdeling",
  "model.details.pit.basis": "Histogram van de kansintegraaltransformatie (PIT); vlak op 10% is gekalibreerd",
  "model.details.pit.bin": "Kwantiel van de voorspelling",
  "model.details.pit.range": "{from} tot {to}",
  "model.details.pit.share": "Klanten",
} as const;
