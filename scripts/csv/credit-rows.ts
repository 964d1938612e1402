import { NoTransactionFile } from "../../app/csv/refusal.ts";

/** Words for a row that gives money back, whatever the sign of its amount. */
const CREDIT =
  /^(?:refund(?:s|ed)?|returns?|returned|retour(?:en)?|retoure|credit[ _-]?(?:note|memo|invoice|nota|factuur)|creditering|gutschrift|r[üu]ckerstattung|storno|stornorechnung|rechnungskorrektur|avoir|facture d'avoir|remboursement|terugbetaling|chargeback|reversal)$/i;
/** Of an invoice's credit, or of a bank's: only where no debit stands beside it is it the first. */
const BARE_CREDIT = /^credit$/i;
const DEBIT = /^deb[ei]t$/i;
const SALE =
  /^(?:sales?|orders?|invoices?|purchases?|payments?|charges?|factuur|verkoop|bestelling|betaling|rechnung|verkauf|bestellung|zahlung|facture|vente|commande|paiement)$/i;

export interface CreditRows {
  isCredit(type: string): boolean;
  /** Whether the column speaks of sales and returns and this word of neither. */
  isUnknown(type: string): boolean;
}

/** What the column of types says. Throws NoTransactionFile where debit and credit can each be the sale. */
export function creditRows(
  rows: readonly { readonly type: string; readonly amount: string; readonly line: number }[],
  file: string,
): CreditRows {
  const types = new Set(rows.map(({ type }) => type));
  const some = (words: RegExp): boolean => [...types].some((type) => words.test(type));
  if (some(DEBIT) && some(BARE_CREDIT) && !rows.some(({ amount }) => /^\s*[^\d]*[-−(]/.test(amount))) {
    throw new NoTransactionFile(
      `${file} has rows of type debit and of type credit: it does not say which of them are sales; write returns as amounts below zero, or leave the rows out that are none`,
    );
  }
  const speaks = some(CREDIT) || some(SALE) || some(BARE_CREDIT);
  const isCredit = (type: string): boolean =>
    CREDIT.test(type) || (BARE_CREDIT.test(type) && !some(DEBIT) && (some(SALE) || some(CREDIT)));
  return {
    isCredit,
    isUnknown: (type) => speaks && type !== "" && !isCredit(type) && !SALE.test(type) && !DEBIT.test(type),
  };
}
