/** Words that programs write for a buyer who has no account, and for an empty field. */
const NOBODY =
  /^(?:null|nil|none|nan|undefined|n\/?a|#n\/a|\(?(?:blank|empty|leeg|leer)\)?|[-–—.?]+|guests?|gast|gastbestelling|gastkunde|invit[ée]e?|(?:guest|gast|anonymous)[ -]?(?:customer|checkout|user|order|account|klant|bestelling|kunde|bestellung)|anonymous|anoniem|anonym|anonyme|unknown|onbekend|unbekannt|inconnue?|not logged in|walk-?in(?: customer)?|passant|laufkunde|losse verkoop)$/i;

export const namesNobody = (id: string): boolean => NOBODY.test(id);

/** As a spreadsheet shows a long number: 6.1056E+12. What the digits after were is lost. */
const SHORTENED_NUMBER = /^\d(?:[.,]\d+)?E\+\d{1,3}$/i;

export const isShortened = (id: string): boolean => SHORTENED_NUMBER.test(id);

export const SHORTENED =
  "is an id of which a spreadsheet lost the last digits, and several customers can share it: take the file from the program that made it, or show the column as whole numbers in the spreadsheet and save it again";

/** Whether the id 0 is one of ids that count from 0, and not the sign of a buyer without an account. */
export function countsFromZero(rowsOf: ReadonlyMap<string, number>): boolean {
  const ofZero = rowsOf.get("0") ?? 0;
  if (!["1", "2", "3"].every((id) => rowsOf.has(id))) return false;
  for (const [id, rows] of rowsOf) if (id !== "0" && rows >= ofZero) return true;
  return false;
}
