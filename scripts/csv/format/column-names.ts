import { isKnownCurrency } from "../../../app/platform/currencies.ts";

/** What the columns of a log can say. */
export const ROLES = [
  "customer",
  "email",
  "date",
  "amount",
  "quantity",
  "price",
  "order",
  "currency",
  "status",
  "refunded",
  "cancelled",
  "type",
] as const;
export type Role = (typeof ROLES)[number];

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Names of each role in English, Dutch, German and French, as `compactName` writes them; where a file has several, the first counts. A name of
 * a person is no identity, so there is none here; the price of a unit is an amount only where the quantity stands beside it.
 */
export const COLUMN_NAMES: Readonly<Record<Role, readonly string[]>> = {
  customer: words(`
    cust customerid customer custid customernumber customerno customernr customercode customerref customerreference
    clientid client clientnumber clientno userid buyerid buyer memberid customeruser customeruserid accountid account accountnumber
    klantnummer klantnr klantid klant klantcode debiteurnummer debiteurnr debiteur relatienummer relatienr relatiecode relatie
    kundennummer kundennr kundenid kundeid kunde debitor debitorennummer debitornr
    numeroclient noclient nclient idclient codeclient clientcode refclient`),
  email: words(`
    email emailaddress customeremail billingemail emailcustomer mail buyeremail
    emailadres mailadres klantemail emailklant emailadresse mailadresse kundenemail adresseemail adressemail courriel emailclient`),
  date: words(`
    date orderdate datecreated createdat orderedat orderday day created purchasedate transactiondate saledate timestamp processedat
    datum besteldatum orderdatum aankoopdatum koopdatum verkoopdatum transactiedatum dag
    bestelldatum auftragsdatum kaufdatum datecommande datedecommande datedelacommande dateachat datedachat datevente
    invoicedate factuurdatum rechnungsdatum datefacture paidat paiddate paymentdate betaaldatum`),
  amount: words(`
    amount netsales netrevenue nrevenue netamount orderamount ordertotal ordertotalamount total totalamount grandtotal totalprice ordervalue value sum revenue sales spend
    turnover lineamount linetotal invoicetotal invoiceamount totalspent
    bedrag orderbedrag totaalbedrag totaal ordertotaal bestelbedrag nettobedrag factuurbedrag regelbedrag orderwaarde bestelwaarde waarde
    omzet som betrag gesamtbetrag rechnungsbetrag bestellwert umsatz summe gesamt gesamtsumme wert nettobetrag
    montant montanttotal montantht montantttc totalht totalttc chiffredaffaires subtotal ordersubtotal subtotaal
    exclbtw exbtw exclvat exvat excltax extax exklmwst inclbtw inclvat incvat incltax inctax inklmwst`),
  quantity: words("quantity qty units aantal menge anzahl stuckzahl quantite qte"),
  price: words(`
    unitprice priceperunit priceeach itemprice productprice price stukprijs stuksprijs eenheidsprijs prijsperstuk prijs
    einzelpreis stuckpreis preis prixunitaire prix`),
  order: words(`
    orderid ordernumber orderno ordernr order orderref orderreference transactionid transactionnumber invoiceid invoicenumber invoiceno
    invoice receipt receiptnumber
    ordernummer bestelnummer bestelnr bestelling bestellingsnummer factuurnummer factuurnr factuur bonnummer bonnr transactienummer
    bestellnummer bestellnr bestellung auftragsnummer auftragsnr rechnungsnummer rechnungsnr
    numerocommande nocommande ncommande commande idcommande refcommande numerofacture facture`),
  currency: words("currency ordercurrency currencycode valuta munteenheid wahrung waehrung devise"),
  status: words(
    "financialstatus status orderstatus paymentstatus bestelstatus betaalstatus bestellstatus statut",
  ),
  refunded: words(
    "refundedamount amountrefunded refundamount totalrefunded orderrefund orderrefundamount refunded terugbetaald terugbetaaldbedrag",
  ),
  cancelled: words("cancelledat canceledat geannuleerdop"),
  type: words(`
    type transactiontype ordertype documenttype doctype invoicetype soort transactiesoort documentsoort factuursoort
    belegart typ typedocument`),
};

/** Names that an export of orders repeats on each line of an order. */
const ORDER_TOTALS = new Set(
  words(`ordertotal ordertotalamount total grandtotal totalprice ordervalue orderamount invoicetotal invoiceamount subtotal ordersubtotal
    totaal ordertotaal totaalbedrag orderbedrag bestelbedrag factuurbedrag orderwaarde bestelwaarde subtotaal
    gesamtbetrag rechnungsbetrag bestellwert gesamt gesamtsumme montanttotal totalht totalttc`),
);
const LINE_AMOUNTS = new Set(words("lineamount linetotal regelbedrag"));

/** In a shop program the user is who buys; beside the columns of a till, or a customer's name, it is who sells. */
export function isUserCustomer(names: readonly string[]): boolean {
  return !names.some((name) =>
    /customer|klant|kunde|client|debit(?:eur|or)|buyer|receipt|^bon|kasse|till|register|store|filiale?/.test(
      name,
    ),
  );
}

/** A header as it is compared: "Order ID (web)" is "orderid", "Währung" is "wahrung". */
export function compactName(header: string): string {
  return header
    .replace(/\(.*?\)|\[.*?\]/g, "")
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "");
}

const TAX = "(?:btw|vat|taxe?s?|mwst|ust|tva|moms)";
const WITHOUT = "excl|exkl|zzgl|exclusief|excluding|exclusive|ex|without";
const WITH = "incl|inkl|inclusief|including|inclusive|inc|with";
const saysTax = (words: string, french: string): RegExp =>
  new RegExp(`(?:(?:^|[\\s,(/_-]+)(?:${words})[.\\s_]*${TAX}?|[\\s,(/_-]+${french})\\)?$`, "i");
const WITHOUT_TAX = saysTax(WITHOUT, "HT");
const WITH_TAX = saysTax(WITH, "TTC");

/** What a header of amounts says of tax: that they are with it or without; null where it says nothing. */
export function taxOf(header: string): "without" | "with" | null {
  if (WITHOUT_TAX.test(header.trim())) return "without";
  return WITH_TAX.test(header.trim()) ? "with" : null;
}

/** A header without what it says of tax and currency: "Bedrag, incl. btw" is "bedrag", "Betrag CHF" is "betrag". */
export function plainName(header: string): string {
  const untaxed = header.trim().replace(WITHOUT_TAX, "").replace(WITH_TAX, "");
  const code = currencyOfHeader(untaxed);
  return compactName(
    code === null ? untaxed : untaxed.replace(/\s*[([]?[A-Z]{3}[)\]]?$/, "").replace(/\s+in$/i, ""),
  );
}

/** The ISO 4217 code at the end of a header. */
export function currencyOfHeader(header: string): string | null {
  const code = /[a-z].*[\s([_-]([A-Z]{3})[)\]]?$/.exec(header.trim())?.[1];
  return code !== undefined && isKnownCurrency(code) ? code : null;
}

/** Headers of the two sides of an account, as `compactName` writes them. */
export const ACCOUNT_SIDES = {
  debit: words(
    "debit debet soll debitamount amountdebit debetbedrag bedragdebet sollbetrag betragsoll montantdebit",
  ),
  credit: words(
    "credit haben creditamount amountcredit creditbedrag bedragcredit habenbetrag betraghaben montantcredit",
  ),
} as const;

/** Whether a column of amounts speaks of the whole order, of one line of it, or does not say. */
export function amountScope(header: string): "order" | "line" | null {
  const name = plainName(header);
  if (ORDER_TOTALS.has(name)) return "order";
  return LINE_AMOUNTS.has(name) ? "line" : null;
}

/** Shopify's own export of orders has the order's name in "Name" and its net goods in "Subtotal". */
export function isShopifyExport(names: readonly string[]): boolean {
  return ["name", "financialstatus", "createdat", "subtotal"].every((name) => names.includes(name));
}
