import type { AmountColumn } from "../../app/csv/amount-column.ts";
import type { LogCurrency } from "./columns/log-currency.ts";
import type { CountedRows } from "./counted-rows.ts";
import type { CreditRows } from "./credit-rows.ts";
import type { LogOrder, LogOrders } from "./orders.ts";
import type { LogCells } from "./row-cells.ts";

interface Taken extends Pick<CountedRows, "counted" | "totals"> {
  readonly leftOut: readonly LogCells[];
  readonly amounts: AmountColumn;
  readonly credits: CreditRows;
  readonly money: LogCurrency;
}

const MOST_SHOWN = 5;

/** What was taken for something on a word that may have meant another: with the number of its rows and their amount. */
export function takenNotes({ counted, totals, leftOut, amounts, credits, money }: Taken): string[] {
  const tally = new Map<string, { rows: number; minor: number; said: string }>();
  const add = (word: string, said: string, minor: number): void => {
    const known = tally.get(word) ?? { rows: 0, minor: 0, said };
    tally.set(word, { ...known, rows: known.rows + 1, minor: known.minor + minor });
  };
  for (const { row, cells } of counted) {
    if (cells.statusSaid !== null) add(`status "${cells.status}"`, cells.statusSaid, row.amountMinor);
    if (credits.isUnknown(cells.type)) add(`type "${cells.type}"`, "count as they stand", row.amountMinor);
  }
  for (const { status, statusSaid, amount } of leftOut) {
    if (statusSaid !== null) add(`status "${status}"`, statusSaid, amounts.minorOf(amount) ?? 0);
  }
  const rounded = counted.filter(({ cells }) => amounts.isRounded(cells.amount));
  const notes = [...tally].slice(0, MOST_SHOWN).map(([word, { rows, minor, said }]) => {
    const of = `${rows} ${rows === 1 ? "row" : "rows"} of ${amountText(minor, money)}`;
    return `${word}: ${of} ${said}`;
  });
  if (tally.size > MOST_SHOWN) notes.push(`and ${tally.size - MOST_SHOWN} more such words`);
  if (rounded[0]) {
    const what =
      rounded.length === 1 ? "the amount of 1 row has" : `the amounts of ${rounded.length} rows have`;
    notes.push(
      `${what} more than ${money.decimals} decimals: each row is rounded half up (first "${rounded[0].cells.amount}" on line ${rounded[0].row.line})`,
    );
  }
  if (totals.length > 0) {
    const what = totals.length === 1 ? "1 row sums" : `${totals.length} rows sum`;
    notes.push(
      `${what} up other rows and ${totals.length === 1 ? "is" : "are"} left out (first on line ${totals[0]})`,
    );
  }
  return notes;
}

export function nobodyNotes(orders: readonly LogOrder[]): string[] {
  const ofNobody = orders.reduce((count, { customer }) => count + (customer === null ? 1 : 0), 0);
  if (ofNobody === 0) return [];
  const note = "orders without a customer count in no customer's figures and in no model";
  if (2 * ofNobody <= orders.length) return [note];
  return [`${note}; where an empty cell means the customer of the row above, fill it in`];
}

export function unmatchedNotes(unmatched: LogOrders["unmatched"], money: LogCurrency): string[] {
  const [first] = unmatched;
  if (!first) return [];
  const { row, leftMinor } = first;
  const whose = row.customer === "" ? "nobody" : `"${row.customer}"`;
  return [
    `returns on ${unmatched.length} rows are larger than what they can lower: the order that they name, or all that the customer bought (on line ${row.line}, ${amountText(leftMinor, money)} of ${whose} lowers nothing)`,
  ];
}

const amountText = (minor: number, { decimals }: LogCurrency): string =>
  (minor / 10 ** decimals).toFixed(decimals);
