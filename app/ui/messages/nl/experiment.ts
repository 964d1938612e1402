export const experimentTexts = {
  "experiment.title": "Wat het opbracht",
  "experiment.of": "Export van {audience}, {day}",
  "experiment.no_lot.title": "Niemand werd achtergehouden bij deze export",
  "experiment.no_lot.body":
    "Zonder mensen die in het bestand hadden kunnen staan en er niet in staan, kan niemand zeggen wat het opbracht. Houd bij de volgende export een deel van de mensen achter.",
  "experiment.not_begun.title": "Er valt nog niets te vergelijken",
  "experiment.not_begun.body":
    "De vergelijking begint op de dag van de download, met de eerste cijfers van die dag.",
  "experiment.stopped.title": "De download is voortijdig gestopt",
  "experiment.stopped.body":
    "Wie een deel van een bestand heeft bereikt, is niet te weten. Daarom wordt er niets gezegd over wat het opbracht. Maak de export opnieuw: dezelfde mensen worden achtergehouden.",
  "experiment.reached.title": "Wie werd achtergehouden, is bereikt",
  "experiment.reached.body":
    "Op dezelfde dag hield een andere export van deze lijst minder mensen achter. Die bereikte zo een deel van wie bij deze werd achtergehouden. Wat deze alleen opbracht, is niet te zeggen.",
  "experiment.too_early.title": "Nog te vroeg om iets te zeggen",
  "experiment.too_early.body":
    "Eerst moeten in elke groep minstens {needed} mensen bestellen. Tot nu toe zijn het er {sent} van wie {of, select, list {op de lijst zou komen} other {in het bestand stond}} en {heldOut} van wie werd achtergehouden.",
  "experiment.no_difference_seen.title": "Geen verschil gezien",
  "experiment.no_difference_seen.body":
    "{of, select, list {Op de lijst} other {In het bestand}} staan veranderde de netto-omzet per persoon met iets tussen {low} en {high}. Dat kan niets zijn; het bewijst niet dat het niets is.",
  "experiment.more.title": "Het bracht per persoon tussen {low} en {high} op",
  "experiment.more.body":
    "Voor de {count, plural, one {# persoon} other {# mensen}} {of, select, list {van de lijst} other {in het bestand}} is dat tussen {totalLow} en {totalHigh} netto-omzet die er anders niet was geweest.",
  "experiment.less.title": "Het kostte per persoon tussen {low} en {high}",
  "experiment.less.body":
    "De mensen {of, select, list {van de lijst} other {in het bestand}} kochten minder dan wie werd achtergehouden, en dat doet toeval alleen maar zelden.",
  "experiment.split_broken.title": "Deze groepen zijn niet te vergelijken",
  "experiment.split_broken.body":
    "In een van de groepen zitten veel meer of minder mensen dan de loting erin had moeten zetten. Daarom wordt over hun verschil niets gezegd. Het kan komen door wissingen in maar één groep, of door een wijziging in de database.",
  "experiment.table":
    "Wie {of, select, list {op de lijst zou komen} other {in het bestand stond}} en wie door loting werd achtergehouden",
  "experiment.measure": "Groep",
  "experiment.sent": "{of, select, list {Op de lijst} other {In het bestand}}",
  "experiment.held_out": "Achtergehouden",
  "experiment.difference": "Verschil",
  "experiment.interval": "Tussen (95%)",
  "experiment.interval.value": "{low} en {high}",
  "experiment.people": "Mensen",
  "experiment.buyers": "Bestelden sindsdien",
  "experiment.orders": "Bestellingen per persoon",
  "experiment.net_sales": "Netto-omzet per persoon",
  "experiment.margin": "Brutomarge per persoon",
  "experiment.coverage.whole": "Van alle netto-omzet hierin zijn de kosten bekend, en dus ook de brutomarge.",
  "experiment.coverage.by_default":
    "Van {share} van deze netto-omzet zijn de kosten bekend; de rest van de brutomarge volgt uit je standaardmarge.",
  "experiment.coverage.unknown":
    "Van maar {share} van deze netto-omzet zijn de kosten bekend. Daarom is er geen brutomarge. Met een standaardmarge, onder Instellingen, is die er wel.",
  "experiment.adjusted":
    "Het verschil is gecorrigeerd voor wat er van elke groep werd verwacht {of, select, list {toen die mensen kwamen} other {voordat het bestand werd gemaakt}}. Daarom is het niet precies de ene kolom min de andere. De bandbreedte geldt voor alle keren dat je kijkt samen, dus je mag elke dag kijken.",
  "experiment.since":
    "Van {from} tot en met {to}. {isOver, select, true {De 90 dagen zijn voorbij.} reached {Daar eindigde het, omdat een andere export van deze lijst de dag erna minder mensen achterhield en zo een deel van deze mensen bereikte.} other {Er wordt 90 dagen gemeten.}}",
  "experiment.always":
    "Nog {count, plural, one {# persoon wordt} other {# mensen worden}} bij elke export{of, select, list { en lijst} other {}} achtergehouden en {count, plural, one {telt} other {tellen}} in deze vergelijking niet mee.",
  "experiment.chart":
    "Netto-omzet per persoon: {of, select, list {op de lijst} other {in het bestand}} min achtergehouden",
  "experiment.chart.basis": "Tot en met de avond van elke dag",
  "experiment.chart.summary":
    "De lijn is het verschil dat tot nu toe is gezien. Zolang het vlak nul bevat, is er geen verschil gezien.",
  "experiment.chart.day": "Dag",
  "experiment.chart.low": "Ondergrens",
  "experiment.chart.high": "Bovengrens",
  "experiment.see": "Wat het opbracht",
  "experiment.list": "Wat deze lijst opbracht",
  "experiment.list.no_lot":
    "Deze lijst heeft geen eigen loting, dus kan niemand zeggen wat hij alleen opbrengt. Wie bij elke export en lijst wordt achtergehouden, wordt vergeleken op de pagina met exports.",
  "experiment.list.not_begun":
    "Er valt nog niets te vergelijken. Dat begint op de dag nadat mensen voor het eerst op de lijst hadden kunnen staan, met de cijfers van die dag.",
  "experiment.list.gathering":
    "Nog te vroeg om iets te zeggen. Eerst moeten er in elke groep minstens {needed} mensen zijn. Tot nu toe zouden er {sent} op de lijst komen en werden er {heldOut} achtergehouden.",
  "experiment.list.over":
    "De lijst begon twee jaar geleden, en wie toen werd achtergehouden, is vergeten. Wil je opnieuw meten, beëindig hem dan en begin een nieuwe.",
  "experiment.list.failed": "Het kon zojuist niet worden gelezen. Open de pagina nog eens.",
  "experiment.list.since":
    "Iedereen wordt 90 dagen gemeten, vanaf de dag nadat iemand voor het eerst op de lijst had kunnen staan, wat er daarna ook is gebeurd: van {from} tot en met {to}.{isOver, select, true { Al die dagen zijn voorbij.} other {}}",
  "experiment.list.before":
    "{sent, plural, =0 {Niemand} other {#}} van wie op de lijst zou komen en {heldOut, plural, =0 {niemand} other {#}} van wie werd achtergehouden stond erop voordat de app er iemand op zette. Ze zitten in geen van beide groepen, want de loting veranderde voor hen niets.",
  "experiment.list.waiting":
    "{count, plural, one {# persoon die kortgeleden kwam, wordt} other {# mensen die kortgeleden kwamen, worden}} vergeleken zodra er in elke groep genoeg zijn.",
  "experiment.together": "Alle exports en lijsten samen",
  "experiment.together.sent": "Alle anderen",
  "experiment.together.held_out": "Achtergehouden",
  "experiment.together.basis":
    "Iedereen die bij een export of bij een lijst in een mailingtool meelootte, telt mee vanaf de eerste keer, wat er daarna ook is gebeurd: van {from} tot en met {to}. Wie al eerder op zo’n lijst stond, telt niet mee. De bandbreedte is die van 95%, geldt voor alle keren dat je kijkt samen en is gecorrigeerd voor wat er van elke groep werd verwacht.",
  "experiment.together.lowered":
    "Op {day} is het deel kleiner gemaakt, wat sommigen bereikte die waren achtergehouden: wie eerder meelootte, is tot de avond ervoor vergeleken.",
  "experiment.together.too_early":
    "Nog te vroeg om iets te zeggen. Eerst moeten in elke groep minstens {needed} mensen bestellen. Tot nu toe zijn het er {sent} van wie in de bestanden en op de lijsten kon staan en {heldOut} van wie overal wordt achtergehouden.",
  "experiment.together.no_difference_seen":
    "Geen verschil gezien. Met 95% zekerheid veranderden exports en lijsten de netto-omzet per persoon met iets tussen {low} en {high}. Dat kan niets zijn; het bewijst niet dat het niets is.",
  "experiment.together.more":
    "Met 95% zekerheid {low} tot {high} meer netto-omzet per persoon dan zonder exports en lijsten: samen {totalLow} tot {totalHigh}.",
  "experiment.together.less":
    "Met 95% zekerheid {low} tot {high} minder netto-omzet per persoon dan zonder exports en lijsten: samen {totalLow} tot {totalHigh}.",
  "experiment.together.over":
    "De vergelijking van alle exports en lijsten begon op {from} en eindigde na twee jaar, want dan wordt vergeten wie bij de eerste meelootte. Je kunt nu onder Instellingen minder mensen achterhouden, of niemand.",
  "experiment.plan.title": "Meet wat het opbrengt",
  "experiment.plan.share": "Door loting achtergehouden bij deze export",
  "experiment.plan.share.none": "Niemand",
  "experiment.plan.share.some": "{share} van de mensen",
  "experiment.plan.help":
    "Wie wordt achtergehouden, komt niet in dit bestand, al had het gemogen. Wat zij in 90 dagen kopen, wordt vergeleken met wat de anderen kopen.",
  "experiment.plan.people": "Ongeveer {sent} komen in het bestand en {heldOut} worden achtergehouden.",
  "experiment.plan.effect":
    "Met zoveel mensen wordt een verschil van {effect} netto-omzet per persoon in 90 dagen waarschijnlijk gezien; naar verwachting besteden ze ongeveer {mean} per persoon.",
  "experiment.plan.too_small":
    "Te klein om iets te zeggen: ook als iedereen in het bestand twee keer zoveel besteedt, lijkt dat waarschijnlijk op toeval. Je hebt meer mensen nodig, of een groter deel.",
  "experiment.plan.unknown":
    "Wat er te zien zou zijn, is nog niet te zeggen: in de laatste 90 dagen bestelde niemand.",
  "experiment.plan.none":
    "Hier wordt niemand achtergehouden, dus niemand zal kunnen zeggen wat het opbracht.",
  "experiment.plan.reaches":
    "Bij de laatste export van deze lijst werd {share} achtergehouden. Met minder bereikt deze een deel van die mensen, en wat de laatste opbracht, wordt maar tot vandaag gemeten.",
  "experiment.plan.always":
    "{share} van alle mensen wordt bij elke export en lijst achtergehouden; dat stel je in onder Instellingen.",
  "experiment.settings.title": "Wat exports en lijsten opbrengen",
  "experiment.settings.help":
    "Mensen die door loting worden achtergehouden, laten zien wat de anderen toch al hadden gekocht.",
  "experiment.settings.share": "Achtergehouden bij elke export en lijst",
  "experiment.settings.share.none": "Niemand",
  "experiment.settings.share.help":
    "Altijd dezelfde mensen, door loting gekozen uit iedereen die een mail mag krijgen. Tot twee jaar na de eerste export of lijst laat de pagina Exports zien wat alles samen opbracht, vergeleken met hen. Een kleiner deel bereikt sommigen van hen; wat tot dan is vergeleken, eindigt de avond ervoor. Zonder hen kun je nog binnen één export of lijst vergelijken. Een tag die je in Shopify publiceert, bereikt hen wel.",
} as const;
