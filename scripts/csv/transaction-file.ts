import { readFileSync } from "node:fs";
import { type Day, isoOfDay } from "../../app/clv/calendar.ts";
import { assertFewRefused, NoTransactionFile, type RefusedRow } from "../../app/csv/refusal.ts";
import { type AmountColumn, amountColumn } from "./columns/amount-column.ts";
import { type ColumnText, type DateColumn, dateColumn } from "./columns/date-column.ts";
import { currencyOfCell, isForeign, type LogCurrency, logCurrency } from "./columns/log-currency.ts";
import { assertPlausibleSpan, farDays } from "./far-days.ts";
import { amountScope } from "./format/column-names.ts";
import { decodeText } from "./format/encoding.ts";
import type { LogFormat } from "./format/format-options.ts";
import { amountsAt, type LogTable, logTable } from "./format/table.ts";
import { type LogOrder, type LogRow, ordersOf } from "./orders.ts";
import { type LogCells, readCells } from "./row-cells.ts";
import { goodsGivenBack } from "./shopify-refund.ts";
import { similarIdNotes } from "./similar-ids.ts";
import { understoodLine } from "./understood-line.ts";

/** A transaction log, understood. */
export interface TransactionFile {
  /** In the order of their first order. */
  readonly customers: readonly string[];
  readonly orders: readonly LogOrder[];
  /** Rows that count; the bad ones and those put aside are in `refused`. */
  readonly rows: number;
  /** In the order of the file. */
  readonly refused: readonly RefusedRow[];
  /** False where no row has an amount: then there are orders and no values. */
  readonly hasAmounts: boolean;
  readonly currency: string | null;
  /** Of the currency. */
  readonly decimals: number;
  /** One line on how the file was read and what it holds. */
  readonly understood: string;
  /** What the reader of the figures has to know, a sentence each. */
  readonly notes: readonly string[];
}

export interface TransactionFileOptions {
  /** Whether a file without a column of amounts is refused. */
  readonly needsAmount: boolean;
  /** ISO 4217; null: the file's own. */
  readonly currency: string | null;
  readonly format: LogFormat;
  /** IANA name of the zone in which instants with an offset get their day; null: the day as written. */
  readonly timeZone: string | null;
  readonly today: Day;
}

/** Throws NoTransactionFile where the file is no transaction log, leaves its format open, or has more than a few bad rows. */
export function readTransactionFile(file: string, options: TransactionFileOptions): TransactionFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NoTransactionFile(`${file} cannot be read: ${reason}`, { cause: error });
  }
  return readTransactions(bytes, file, options);
}

/** The same of a file's bytes. */
export function readTransactions(
  bytes: Buffer,
  file: string,
  options: TransactionFileOptions,
): TransactionFile {
  const { format, today, timeZone } = options;
  const { text, encoding } = decodeText(bytes, file, format.encoding);
  const table = logTable(text, file, format, options.needsAmount);
  const refused: RefusedRow[] = [];
  const refuse = ({ line, start, end }: LogCells, reason: string): void =>
    void refused.push({ line, reason, text: text.slice(start, end) });
  const { cells, read, leftOut, padded } = readCells(table, refuse);
  const hasAmounts = options.needsAmount || cells.some(({ amount }) => amount !== "");
  const money = logCurrency(
    cells.map(({ currency: code, amount, line }) => ({ code, amount, line })),
    { file, given: options.currency },
  );
  const dates = dateColumn(dateTexts(cells), { file, given: format.dateOrder, timeZone, today });
  const amounts = amountColumn(amountCells(cells), { file, given: format.decimal, decimals: money.decimals });
  const { rows, foreign } = countedRows(cells, {
    header: table.header,
    dates,
    amounts,
    money,
    hasAmounts,
    today,
    refuse,
  });
  refused.sort((left, right) => left.line - right.line);
  assertFewRefused(file, refused, read);
  assertPlausibleSpan(
    file,
    rows.map(({ day }) => day),
  );
  const log = ordersOf(rows, { file, scope: scopeOf(table) });
  if (log.orders.length === 0) {
    throw new NoTransactionFile(
      `${file} has no order that counts: all are cancelled, voided, failed or returns`,
    );
  }
  const figures = { ...log, ...money, hasAmounts };
  return {
    customers: log.customers,
    orders: log.orders,
    rows: rows.length,
    refused,
    hasAmounts,
    ...money,
    understood: understoodLine({ table, encoding, dates, amounts, leftOut, foreign }, figures),
    notes: [...padded, ...similarIdNotes(log.customers), ...unmatchedNotes(log.unmatched, money)],
  };
}

function scopeOf({ header, columns }: LogTable): ReturnType<typeof amountScope> {
  const [at, price] = amountsAt(columns);
  if (price !== undefined) return "line";
  return at === undefined ? null : amountScope(header[at]!);
}

function dateTexts(cells: readonly LogCells[]): Map<string, ColumnText> {
  const texts = new Map<string, ColumnText>();
  for (const { date, line } of cells) {
    const seen = texts.get(date);
    if (seen) seen.rows += 1;
    else texts.set(date, { rows: 1, line });
  }
  return texts;
}

function* amountCells(cells: readonly LogCells[]): Generator<{ text: string; line: number }> {
  for (const { amount, refunded, line } of cells) {
    if (amount !== "") yield { text: amount, line };
    if (refunded !== "") yield { text: refunded, line };
  }
}

interface Readers {
  readonly header: readonly string[];
  readonly dates: DateColumn;
  readonly amounts: AmountColumn;
  readonly money: LogCurrency;
  readonly hasAmounts: boolean;
  readonly today: Day;
  readonly refuse: (cells: LogCells, reason: string) => void;
}

/** The rows that can be read and are not put aside, and the number of those in another currency than the log's. */
function countedRows(
  cells: readonly LogCells[],
  { header, dates, amounts, money, hasAmounts, today, refuse }: Readers,
): { rows: LogRow[]; foreign: number } {
  const read: { row: LogRow; cells: LogCells }[] = [];
  let foreign = 0;
  for (const cell of cells) {
    const { line, customer, order } = cell;
    const currency = currencyOfCell({ code: cell.currency, amount: cell.amount });
    const day = dates.days.get(cell.date);
    const priceMinor = cell.amount === "" ? 0 : amounts.minorOf(cell.amount);
    const quantity = cell.quantity === null ? 1 : quantityOf(cell.quantity);
    const amountMinor = priceMinor === null ? null : priceMinor * (quantity ?? 0) + 0;
    const refundedMinor = givenBackOf(cell, header, amounts);
    if (isForeign(currency, money.currency)) foreign += 1;
    else if (customer === "") refuse(cell, "no customer");
    else if (day === undefined) refuse(cell, notADate(cell.date, dates));
    else if (hasAmounts && cell.amount === "") refuse(cell, "no amount, where other rows have one");
    else if (quantity === null) refuse(cell, `"${cell.quantity}" is no quantity (a whole number)`);
    else if (amountMinor === null || !Number.isSafeInteger(amountMinor))
      refuse(cell, notAnAmount(cell.amount, amounts, money));
    else if (refundedMinor === null) refuse(cell, notAnAmount(cell.refunded, amounts, money));
    else {
      const givenBackMinor = cell.isRefunded ? Math.max(0, amountMinor) : Math.abs(refundedMinor);
      read.push({
        row: { line, customer, day, order, amountMinor, refundedMinor: givenBackMinor },
        cells: cell,
      });
    }
  }
  const far = farDays(
    read.map(({ row }) => row.day),
    today,
  );
  const rows: LogRow[] = [];
  for (const { row, cells: cell } of read) {
    const reason = far.get(row.day);
    if (reason === undefined) rows.push(row);
    else refuse(cell, `${isoOfDay(row.day)} ${reason}; the row is put aside`);
  }
  return { rows, foreign };
}

/** Null where what the row says of it cannot be read. */
function givenBackOf(
  { refunded, statement }: LogCells,
  header: readonly string[],
  { minorOf }: AmountColumn,
): number | null {
  if (statement) return goodsGivenBack(statement, { header, minorOf });
  return refunded === "" ? 0 : minorOf(refunded);
}

/** Below zero for a return; null for a text that is no number of pieces. */
function quantityOf(text: string): number | null {
  const [, number] = /^([-+]?\d{1,9})(?:[.,]0+)?$/.exec(text) ?? [];
  return number === undefined ? null : Number(number);
}

function notADate(text: string, { label }: DateColumn): string {
  if (text === "") return "no date";
  const kind = NUMBERS_OF_DAYS.find(({ looks }) => looks.test(text));
  const hint = kind ? `; it looks like ${kind.name}: show the column as dates` : "";
  return `"${text}" is no date (${label})${hint}`;
}

const NUMBERS_OF_DAYS = [
  { looks: /^\d{5}(?:[.,]\d+)?$/, name: "Excel's number of a day" },
  { looks: /^1\d{9}(?:\.\d+)?$/, name: "seconds since 1970" },
  { looks: /^1\d{12}$/, name: "milliseconds since 1970" },
];

function notAnAmount(text: string, { decimal }: AmountColumn, { currency, decimals }: LogCurrency): string {
  const mark = decimal === "," ? "comma" : "point";
  const digits = decimals === 0 ? "no decimals" : `up to ${decimals} decimals after a ${mark}`;
  return `"${text}" is no amount${currency ? ` of ${currency}` : ""} (${digits})`;
}

function unmatchedNotes(
  unmatched: ReturnType<typeof ordersOf>["unmatched"],
  { decimals }: LogCurrency,
): string[] {
  if (unmatched.length === 0) return [];
  const [{ row, leftMinor }] = unmatched as [(typeof unmatched)[number]];
  const amount = (leftMinor / 10 ** decimals).toFixed(decimals);
  return [
    `returns on ${unmatched.length} rows are larger than what they can lower: the order that they name, or all that the customer bought (on line ${row.line}, ${amount} of "${row.customer}" lowers nothing)`,
  ];
}
