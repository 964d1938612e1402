import { createReadStream } from "node:fs";
import { CsvError, type Info, parse } from "csv-parse";
import { dayOfIso } from "../../app/clv/calendar.ts";

/** One line of a transaction log: who, when and, where the file has that column, the text of how much. */
export interface TransactionFileRow {
  readonly line: number;
  readonly text: string;
  readonly customer: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Empty where the cell or the whole column is. */
  readonly amount: string;
}

export interface RefusedRow {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface TransactionFileOptions {
  /** Whether a file without the column `amount` is refused. */
  readonly needsAmount: boolean;
  /** Gets each bad row; reading continues. */
  readonly refuse: (row: RefusedRow) => void;
}

/** A file that is no transaction log at all, with what it should be. */
export class NoTransactionFile extends Error {}

/**
 * Rows of a transaction log: CSV with a header that has `cust` or `customer_id`, `date` (YYYY-MM-DD) and perhaps `amount`. Further columns
 * are not read. Throws NoTransactionFile where the file as a whole cannot be read so.
 */
export async function* transactionRows(
  file: string,
  { needsAmount, refuse }: TransactionFileOptions,
): AsyncGenerator<TransactionFileRow> {
  const days = new Map<string, number | null>();
  let columns: Columns | null = null;
  let width = 0;
  for await (const { record, info, raw } of records(file)) {
    if (!columns) {
      columns = headerColumns(record, file, needsAmount);
      width = record.length;
      continue;
    }
    const line = info.lines;
    const text = raw.trimEnd();
    const customer = record[columns.customer] ?? "";
    const date = record[columns.date] ?? "";
    let day = days.get(date);
    if (day === undefined) {
      day = dayOfIso(date);
      days.set(date, day);
    }
    if (record.length > width && record.slice(width).some((field) => field !== "")) {
      const reason = `${record.length} fields under a header of ${width} (is a comma the decimal sign?)`;
      refuse({ line, reason, text });
    } else if (customer === "") {
      refuse({ line, reason: "no customer", text });
    } else if (day === null) {
      refuse({ line, reason: `"${date}" is no date (YYYY-MM-DD)`, text });
    } else {
      yield { line, text, customer, day, amount: record[columns.amount] ?? "" };
    }
  }
  if (!columns) throw new NoTransactionFile(`${file} is empty`);
}

interface CsvRecord {
  record: string[];
  info: Info;
  raw: string;
}

/** A file that cannot be opened or is no CSV with commas ends the reading, by its name and with what would be right. */
async function* records(file: string): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    raw: true,
    relax_quotes: true,
    trim: true,
  });
  const source = createReadStream(file);
  source.once("error", (error) => parser.destroy(error));
  try {
    yield* source.pipe(parser);
  } catch (error) {
    if (!(error instanceof CsvError)) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new NoTransactionFile(`${file} cannot be read: ${reason}`, { cause: error });
    }
    throw new NoTransactionFile(
      `${file} should be CSV with commas between the columns and every quote closed: ${error.message}`,
    );
  } finally {
    source.destroy();
  }
}

interface Columns {
  customer: number;
  date: number;
  /** -1 where the file has no such column. */
  amount: number;
}

function headerColumns(header: string[], file: string, needsAmount: boolean): Columns {
  const names = header.map((name) => name.toLowerCase());
  const known = names.filter((name) => ["cust", "customer_id", "date", "amount"].includes(name));
  const twice = known.find((name, at) => known.indexOf(name) !== at);
  if (twice) throw new NoTransactionFile(`${file} has the column ${twice} twice: keep the one that counts`);
  const customer = names.findIndex((name) => name === "cust" || name === "customer_id");
  const date = names.indexOf("date");
  const amount = names.indexOf("amount");
  if (customer < 0 || date < 0 || (needsAmount && amount < 0)) {
    const needed = needsAmount ? "cust (or customer_id), date and amount" : "cust (or customer_id) and date";
    const hint = /[;\t]/.test(header.join("")) ? " (columns are separated by commas)" : "";
    throw new NoTransactionFile(
      `${file} needs a header with the columns ${needed}${hint}; it has: ${header.join(", ")}`,
    );
  }
  return { customer, date, amount };
}
