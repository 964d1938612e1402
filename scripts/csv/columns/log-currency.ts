import { parseAmountText } from "../../../app/csv/amount-column.ts";
import { CURRENCIES_OF } from "../../../app/csv/currency-marks.ts";
import { NoTransactionFile } from "../../../app/csv/refusal.ts";
import { currencyDecimals, isKnownCurrency } from "../../../app/platform/currencies.ts";

export interface LogCurrency {
  /** ISO 4217, or null where nobody says. */
  readonly currency: string | null;
  readonly decimals: number;
}

export interface CurrencyCell {
  /** Of the column of currencies; empty where there is none. */
  readonly code: string;
  readonly amount: string;
  readonly line: number;
}

/**
 * The one currency of a log: the given one, else that of its column of currencies, else that of the symbols in its amounts, else that of the
 * amounts' header; two decimals where nobody says. Throws NoTransactionFile where amounts are in several and none is given, or none is in the given one.
 */
export function logCurrency(
  cells: Iterable<CurrencyCell>,
  { file, given, ofHeader }: { file: string; given: string | null; ofHeader: string | null },
): LogCurrency {
  const rowsIn = new Map<string, { rows: number; line: number }>();
  for (const cell of cells) {
    const currency = currencyOfCell(cell);
    if (currency === "") continue;
    const seen = rowsIn.get(currency);
    if (seen) seen.rows += 1;
    else rowsIn.set(currency, { rows: 1, line: cell.line });
  }
  const counts = [...rowsIn].map(
    ([currency, { rows, line }]) => `${currency} (${rows} rows, first on line ${line})`,
  );
  const named = [...rowsIn.keys()].filter((mark) => /^[A-Z]{3}$/.test(mark));
  if (given === null && rowsIn.size > 1) {
    throw new NoTransactionFile(
      `${file} has amounts in ${counts.join(" and ")}, which cannot be added; give --currency to read those of one currency only`,
    );
  }
  if (given !== null && rowsIn.size > 0 && [...rowsIn.keys()].every((mark) => isForeign(mark, given))) {
    throw new NoTransactionFile(`${file} has amounts in ${counts.join(" and ")}, and none in ${given}`);
  }
  const currency = given ?? named[0] ?? ofHeader;
  if (currency === null) return { currency, decimals: 2 };
  if (!isKnownCurrency(currency)) {
    throw new NoTransactionFile(`${file}: "${currency}" is not an ISO 4217 code such as EUR`);
  }
  return { currency, decimals: currencyDecimals(currency) };
}

/** A code, a symbol that several currencies share, or an empty text where the row does not say. */
export function currencyOfCell({ code, amount }: Pick<CurrencyCell, "code" | "amount">): string {
  if (code !== "") return code.toUpperCase();
  if (/^[-+]?[\d.,]*$/.test(amount)) return "";
  const symbol = (parseAmountText(amount)?.currency ?? "").replace(/\.$/, "").toUpperCase();
  const currencies = CURRENCIES_OF[symbol];
  return currencies?.length === 1 ? currencies[0]! : symbol;
}

/** Whether what a row says of its currency, a code or a symbol, cannot mean this one. */
export function isForeign(mark: string, currency: string | null): boolean {
  if (mark === "" || currency === null || mark === currency) return false;
  return !CURRENCIES_OF[mark]?.includes(currency);
}
