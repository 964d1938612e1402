import { type CsvRecord, csvRecords, DELIMITERS, type Delimiter } from "../../../app/csv/records.ts";
import { NoTransactionFile } from "../../../app/csv/refusal.ts";
import { isAccount, salesSide, sidesAt } from "./account-sides.ts";
import {
  COLUMN_NAMES,
  compactName,
  isShopifyExport,
  isUserCustomer,
  plainName,
  ROLES,
  type Role,
  taxOf,
} from "./column-names.ts";
import type { LogFormat } from "./format-options.ts";

/** A CSV text with its header understood. */
export interface LogTable {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  /** Places of the columns that are read. */
  readonly columns: Readonly<Partial<Record<Role, number>>>;
  /** Shopify's own export of orders, whose refunds contain shipping and tax. */
  readonly isShopify: boolean;
  /** `amount` and `refunded` are the two sides of an account, of which a row has one. */
  readonly isAccount: boolean;
  /** Which side the sales are on was not said: the rows tell it. */
  readonly isSideInferred: boolean;
  /** Headers of the same amounts with tax, or of which it is not said, beside those that are read. */
  readonly taxed: readonly string[];
  /** Records above the header. */
  readonly titles: number;
  /** Records after the header. */
  readonly rows: Iterable<CsvRecord>;
}

/**
 * The table of a log: the delimiter is the given one, else that of a first line `sep=;`, else the one under which the header names most of the
 * known columns. Throws NoTransactionFile where customer or date (or the amount, where it is needed) is not found.
 */
export function logTable(text: string, file: string, format: LogFormat, needsAmount: boolean): LogTable {
  const separator = /^sep=(.)(?:\r\n|\r|\n|$)/i.exec(text);
  const from = separator?.[0].length ?? 0;
  const declared = DELIMITERS.find((one) => one === separator?.[1]);
  if (separator && !declared && !format.delimiter) {
    throw new NoTransactionFile(
      `${file}: its first line names "${separator[1]}" as the delimiter; it should be one of , ; | or a tab`,
    );
  }
  const chosen = format.delimiter ?? declared;
  const readings = (chosen ? [chosen] : DELIMITERS).map((delimiter) =>
    headerReading(text, { delimiter, file, from }, format.columns),
  );
  const best = readings.reduce((left, right) => (isBetter(right, left) ? right : left));
  const { delimiter, first, error, titles } = best;
  if (!first) {
    if (error) throw error;
    throw new NoTransactionFile(`${file} is empty`);
  }
  const header = first.cells.map((cell) => cell.trim());
  const columns = columnsOf(header, format.columns);
  const records = () => csvRecords(text, { delimiter, file, from: first.end });
  const sides = amountsAt(columns).length > 0 || isAnyGiven(format) ? null : sidesAt(header);
  if (sides) Object.assign(columns, salesSide(file, header, sides, records()));
  assertColumns(file, header, columns, format, needsAmount);
  const isShopify = isShopifyExport(header.map(compactName)) && header[columns.refunded ?? -1] !== undefined;
  return {
    delimiter,
    header,
    columns,
    isShopify,
    isAccount: isAccount(header, columns),
    isSideInferred: sides !== null,
    taxed: taxedBeside(header, columns, format),
    titles,
    rows: records(),
  };
}

const isAnyGiven = ({ columns }: LogFormat): boolean =>
  (["amount", "refunded", "quantity", "price"] as const).some((role) => columns[role] !== undefined);

interface HeaderReading {
  readonly delimiter: Delimiter;
  readonly first: CsvRecord | null;
  readonly error: NoTransactionFile | null;
  readonly found: number;
  /** Records above it. */
  readonly titles: number;
}

/** A header stands in one of the first records; those above it are titles. */
const MOST_TITLES = 20;

function headerReading(
  text: string,
  options: { delimiter: Delimiter; file: string; from: number },
  given: LogFormat["columns"],
): HeaderReading {
  const { delimiter } = options;
  const foundIn = (record: CsvRecord): number => Object.keys(columnsOf(record.cells, given)).length;
  let first: CsvRecord | null = null;
  let records = 0;
  try {
    for (const record of csvRecords(text, options)) {
      first ??= record;
      if (namesCustomerAndDay(columnsOf(record.cells, given)))
        return { delimiter, first: record, error: null, found: foundIn(record), titles: records };
      records += 1;
      if (records > MOST_TITLES) break;
    }
  } catch (error) {
    if (!(error instanceof NoTransactionFile)) throw error;
    if (first === null) return { delimiter, first, error, found: 0, titles: 0 };
  }
  return { delimiter, first, error: null, found: first ? foundIn(first) : 0, titles: 0 };
}

const namesCustomerAndDay = (columns: LogTable["columns"]): boolean =>
  columns.date !== undefined && (columns.customer ?? columns.email) !== undefined;

const isBetter = (left: HeaderReading, right: HeaderReading): boolean =>
  left.found - right.found > 0 ||
  (left.found === right.found && (left.first?.cells.length ?? 0) > (right.first?.cells.length ?? 0));

function columnsOf(header: readonly string[], given: LogFormat["columns"]): Partial<Record<Role, number>> {
  const names = header.map(compactName);
  const plain = header.map(plainName);
  const shopify = isShopifyExport(names);
  const columns: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const asked = given[role];
    let at = -1;
    if (asked !== undefined) at = placeOf(header, names, asked);
    else if (shopify && role === "order") at = names.indexOf("name");
    else if (shopify && role === "amount") at = names.indexOf("subtotal");
    else if (role === "customer" && !names.some((name) => COLUMN_NAMES.customer.includes(name)))
      at = isUserCustomer(names) ? names.indexOf("user") : -1;
    else at = names.indexOf(COLUMN_NAMES[role].find((name) => names.includes(name)) ?? "?");
    const isMoney = role === "amount" || role === "price";
    if (at < 0 && isMoney) at = plain.indexOf(COLUMN_NAMES[role].find((name) => plain.includes(name)) ?? "?");
    if (at >= 0) columns[role] = isMoney && asked === undefined ? withLeastTax(header, at) : at;
  }
  // A column of amounts is what the file itself says of them; a unit's price counts with its quantity, and without it says nothing.
  if (given.amount === undefined && given.quantity !== undefined && given.price !== undefined)
    delete columns.amount;
  if (columns.amount !== undefined || columns.quantity === undefined || columns.price === undefined) {
    if (given.quantity === undefined) delete columns.quantity;
    if (given.price === undefined) delete columns.price;
  }
  // The caller's column of customers is the only one that says who somebody is.
  if (given.customer !== undefined && given.email === undefined) delete columns.email;
  return columns;
}

const TAX_RANKS = { without: 0, unsaid: 1, with: 2 } as const;
const taxRank = (header: string | undefined): number => TAX_RANKS[taxOf(header ?? "") ?? "unsaid"];

/** Columns of the same amounts, which differ at most in tax and currency. */
function sameAmountsAt(header: readonly string[], at: number): number[] {
  const name = header[at] ?? "";
  return [...header.keys()].filter(
    (other) => header[other] !== "" && plainName(header[other] ?? "") === plainName(name),
  );
}

/** Sales are without tax: of the columns of the same amounts the one that says so, else the one that does not say that tax is in it. */
function withLeastTax(header: readonly string[], at: number): number {
  const same = sameAmountsAt(header, at);
  const least = Math.min(...same.map((other) => taxRank(header[other])));
  return taxRank(header[at]) === least ? at : (same.find((other) => taxRank(header[other]) === least) ?? at);
}

function taxedBeside(
  header: readonly string[],
  columns: LogTable["columns"],
  { columns: given }: LogFormat,
): string[] {
  const role = columns.amount === undefined ? "price" : "amount";
  const at = columns[role];
  if (at === undefined || given[role] !== undefined) return [];
  const others = sameAmountsAt(header, at).filter((other) => taxRank(header[other]) > taxRank(header[at]));
  return others.flatMap((other) => header[other] ?? []);
}

/** The columns that make the amounts: one, or the quantity and the price of a unit; none where nothing says amounts. */
export function amountsAt({ amount, quantity, price }: LogTable["columns"]): readonly number[] {
  if (amount !== undefined) return [amount];
  return quantity === undefined || price === undefined ? [] : [quantity, price];
}

function placeOf(header: readonly string[], names: readonly string[], asked: string): number {
  const exact = header.findIndex((cell) => cell.trim() === asked);
  return exact >= 0 ? exact : names.indexOf(compactName(asked) || "?");
}

const isKnownAmount = (header: string): boolean =>
  [...COLUMN_NAMES.amount, ...COLUMN_NAMES.price].includes(compactName(header));

function assertColumns(
  file: string,
  header: readonly string[],
  columns: LogTable["columns"],
  { columns: given }: LogFormat,
  needsAmount: boolean,
): void {
  const has = `it has: ${header.join(", ")}`;
  for (const [role, asked] of Object.entries(given)) {
    if (!Object.hasOwn(columns, role)) {
      throw new NoTransactionFile(`${file} has no column "${asked}" (--columns ${role}=...); ${has}`);
    }
  }
  for (const at of Object.values(columns)) {
    const name = header[at] ?? "";
    const chosen = Object.values(given).includes(name) && header.indexOf(name) === header.lastIndexOf(name);
    const twice = header.filter(
      (other) => compactName(other) === compactName(name) && taxOf(other) === taxOf(name),
    );
    if (chosen || twice.length === 1) continue;
    throw new NoTransactionFile(
      `${file} has the column ${name} twice: keep the one that counts, or name it with --columns`,
    );
  }
  const role = columns.amount === undefined ? "price" : "amount";
  const at = columns[role];
  const amount = header[at ?? -1];
  const same = (at === undefined ? [] : sameAmountsAt(header, at)).filter(
    (other) => taxRank(header[other]) === taxRank(amount),
  );
  if (amount !== undefined && same.length > 1 && given[role] === undefined && !isKnownAmount(amount)) {
    const names = same.map((other) => `"${header[other]}"`);
    throw new NoTransactionFile(
      `${file} has the columns ${names.join(" and ")}, and each can be the ${role}: name the one that counts, such as --columns ${role}=${names[0]}`,
    );
  }
  const missing = [
    columns.customer === undefined && columns.email === undefined && "customer",
    columns.date === undefined && "date",
    needsAmount && amountsAt(columns).length === 0 && "amount",
  ].filter((role) => role !== false);
  if (missing.length === 0) return;
  if (missing.length > 1 && header.some((cell) => /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell))) {
    throw new NoTransactionFile(
      `${file} has no header: its first line is a row already (${header.join(", ")}); put the names of the columns above it, such as customer_id,date,amount`,
    );
  }
  const isTitle = header.filter((cell) => cell !== "").length === 1;
  const remedy = isTitle
    ? "Where lines with a title stand above the header, remove those lines; else name"
    : "Name";
  throw new NoTransactionFile(
    `${file} needs a header with columns for customer, date${needsAmount ? " and amount" : " and, where known, amount"}, such as customer_id, date, amount; ` +
      `no column for ${missing.join(" or ")} was found, ${has}. ${remedy} the columns with --columns ${missing.map((role) => `${role}=...`).join(",")}`,
  );
}
