import { readFileSync } from "node:fs";
import type { Day } from "../../app/clv/calendar.ts";
import type { ColumnText } from "../../app/csv/date-column.ts";
import { assertFewRefused, NoTransactionFile, type RefusedRow } from "../../app/csv/refusal.ts";
import { logAmounts } from "./columns/amount-column.ts";
import { logDates } from "./columns/date-column.ts";
import { logCurrency } from "./columns/log-currency.ts";
import { countedRows } from "./counted-rows.ts";
import { creditRows } from "./credit-rows.ts";
import { assertPlausibleSpan } from "./far-days.ts";
import { assertSalesAreLeft } from "./format/account-sides.ts";
import { amountScope, currencyOfHeader } from "./format/column-names.ts";
import { decodeText } from "./format/encoding.ts";
import type { LogFormat } from "./format/format-options.ts";
import { amountsAt, type LogTable, logTable } from "./format/table.ts";
import { type LogOrder, ordersOf } from "./orders.ts";
import { nobodyNotes, takenNotes, unmatchedNotes } from "./reading-notes.ts";
import { type LogCells, readCells } from "./row-cells.ts";
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
  const { cells, read, leftOut, notes } = readCells(table, refuse);
  const hasAmounts = options.needsAmount || cells.some(({ amount }) => amount !== "");
  const money = logCurrency(
    cells.map(({ currency: code, amount, line }) => ({ code, amount, line })),
    {
      file,
      given: options.currency,
      ofHeader: currencyOfHeader(table.header[amountsAt(table.columns).at(-1) ?? -1] ?? ""),
    },
  );
  const dates = logDates(dateTexts(cells), { file, given: format.dateOrder, timeZone, today });
  const amounts = logAmounts(amountCells(cells), { file, given: format.decimal, decimals: money.decimals });
  const credits = creditRows(cells, file);
  const taken = countedRows(cells, {
    header: table.header,
    dates,
    amounts,
    money,
    hasAmounts,
    today,
    credits,
    refuse,
  });
  const { rows, foreign } = taken;
  refused.sort((left, right) => left.line - right.line);
  assertFewRefused(file, refused, read);
  assertPlausibleSpan(
    file,
    rows.map(({ day }) => day),
  );
  if (table.isAccount && table.isSideInferred) assertSalesAreLeft(file, table.header, table.columns, rows);
  const log = ordersOf(rows, { file, scope: scopeOf(table) });
  if (log.orders.length === 0) {
    throw new NoTransactionFile(
      `${file} has no order that counts: all are cancelled, voided, failed or returns`,
    );
  }
  if (log.customers.length === 0) {
    throw new NoTransactionFile(
      `${file}: no row names a customer; name the column that does with --columns customer=...`,
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
    understood: understoodLine(
      { table, encoding, dates, amounts, leftOut: leftOut.length, foreign },
      figures,
    ),
    notes: [
      ...notes,
      ...takenNotes({ ...taken, leftOut, amounts, credits, money }),
      ...nobodyNotes(log.orders),
      ...similarIdNotes(log.customers),
      ...unmatchedNotes(log.unmatched, money),
    ],
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
