import type { CsvRecord } from "../../app/csv/records.ts";
import type { Role } from "./format/column-names.ts";
import { amountsAt, type LogTable } from "./format/table.ts";
import { countsFromZero, isShortened, namesNobody } from "./nobody.ts";
import { isMagentoExport, statusReading } from "./order-status.ts";
import { UnreadAmounts } from "./unread-amounts.ts";

/** The cells of a row that are read, without spaces around them; empty where there is none. */
export interface LogCells extends Pick<CsvRecord, "line" | "start" | "end"> {
  /** Who: the customer's id, else the address; empty where the row names nobody. */
  customer: string;
  readonly date: string;
  /** Of the row; where a quantity stands beside it, of one unit. */
  readonly amount: string;
  /** Null where the amount is that of the row. */
  readonly quantity: string | null;
  readonly order: string;
  readonly currency: string;
  readonly refunded: string;
  /** Whether it is a sale or gives money back, where a column says so. */
  readonly type: string;
  readonly status: string;
  /** Whether the row's status says that all of it was given back. */
  readonly isRefunded: boolean;
  /** How the status was taken, where that should be said. */
  readonly statusSaid: string | null;
  /** All records of the order where its refund is in the words of Shopify's own export; else null. */
  readonly statement: CsvRecord[] | null;
}

export interface RowsOfCells {
  /** Rows that say an order or a return. */
  readonly cells: readonly LogCells[];
  /** All rows that were looked at, the refused ones too. */
  readonly read: number;
  /** Orders that were cancelled, voided or never paid for. */
  readonly leftOut: readonly LogCells[];
  /** On ids that some rows have with spaces around them, and on those that name nobody. */
  readonly notes: readonly string[];
}

/** A cell that is a formula of one text, ="1056", so that a spreadsheet leaves it as it is. */
const unwrapped = (cell: string): string => /^\s*="([^"]*)"\s*$/.exec(cell)?.[1] ?? cell;

const plainCell = (cell: string | undefined): string => unwrapped(cell ?? "").trim();

/** A spreadsheet writes it before a number that it should leave as it is. */
const TEXT_MARK = /^'(?=\d+$)/;

/** What each row says, in texts; further lines of an order, which have no amount of their own, are passed over. */
export function readCells(table: LogTable, refuse: (cells: LogCells, reason: string) => void): RowsOfCells {
  const { rows, header, columns, isShopify, titles } = table;
  const isMagento = isMagentoExport(table);
  const unread = new UnreadAmounts(table);
  const cells: LogCells[] = [];
  const ordersSeen = new Map<string, LogCells["statement"]>();
  const idOfEmail = new Map<string, string>();
  const withoutId: { cells: LogCells; email: string }[] = [];
  const spaced = new Set<string>();
  const unspaced = new Set<string>();
  const placeholders = new Map<string, number>();
  const hasAmounts = amountsAt(columns).length > 0;
  const isPerUnit = hasAmounts && columns.amount === undefined;
  let read = 0;
  let marked = 0;
  const leftOut: LogCells[] = [];
  for (const record of rows) {
    const at = (role: Role): string => plainCell(record.cells[columns[role] ?? -1]);
    const order = at("order");
    const { amount, refunded } = table.isAccount
      ? ofOneSide(at("amount"), at("refunded"))
      : { amount: at(isPerUnit ? "price" : "amount"), refunded: at("refunded") };
    const status = at("status");
    const email = at("email");
    // Where exports were put together, the header comes again.
    if (record.cells.every((cell, place) => cell.trim() === header[place])) continue;
    unread.look(record.cells);
    const isKnownOrder = order !== "" && ordersSeen.has(order);
    if (isKnownOrder && amount === "" && hasAmounts) {
      ordersSeen.get(order)?.push(record);
      continue;
    }
    const statement = isShopify && /[1-9]/.test(refunded) ? [record] : null;
    if (order !== "") ordersSeen.set(order, statement);
    read += 1;
    const state = statusReading(status, { isCancelled: at("cancelled") !== "", isMagento, isShopify });
    const written = at("customer").replace(TEXT_MARK, "");
    if (written !== at("customer")) marked += 1;
    const hasAddress = email !== "" && !namesNobody(email);
    // A shop program writes 0 for a buyer without an account.
    const isNobody = namesNobody(written) || (written === "0" && columns.email !== undefined);
    const id = isNobody || (isShortened(written) && hasAddress) ? "" : written;
    if (isNobody && !hasAddress) placeholders.set(written, (placeholders.get(written) ?? 0) + 1);
    const row: LogCells = {
      line: record.line,
      start: record.start,
      end: record.end,
      customer: id || (hasAddress ? email : ""),
      date: at("date"),
      amount,
      quantity: isPerUnit ? at("quantity") : null,
      order,
      currency: at("currency"),
      refunded,
      type: at("type"),
      status,
      isRefunded: state.counts === "refunded" && refunded === "",
      statusSaid: state.said,
      statement,
    };
    if (record.cells.slice(header.length).some((cell) => cell.trim() !== "")) {
      const hint = "is a comma the decimal sign?";
      refuse(row, `${record.cells.length} fields under a header of ${header.length} (${hint})`);
      continue;
    }
    if (state.counts === "left out") {
      leftOut.push(row);
      continue;
    }
    if (hasAddress && id !== "") idOfEmail.set(email.toLowerCase(), id);
    else if (hasAddress) withoutId.push({ cells: row, email });
    const cell = unwrapped(record.cells[(id ? columns.customer : columns.email) ?? -1] ?? "");
    if (row.customer !== "")
      (cell.replace(TEXT_MARK, "") === row.customer ? unspaced : spaced).add(row.customer);
    cells.push(row);
  }
  for (const { cells: row, email } of withoutId) row.customer = idOfEmail.get(email.toLowerCase()) ?? email;
  const above = titles === 1 ? "1 line" : `${titles} lines`;
  const notes = [
    ...(titles > 0 ? [`${above} above the header ${titles === 1 ? "is" : "are"} passed over`] : []),
    ...unread.notes(),
    ...paddedNotes([...spaced].filter((id) => unspaced.has(id))),
    ...zeroNotes(cells, placeholders),
  ];
  if (marked > 0)
    notes.push(`the ' before ids of ${marked} rows is a spreadsheet's mark of text and no part of them`);
  nameByOrder(cells);
  for (const [id, rows] of placeholders)
    notes.push(
      `"${id}" names nobody: ${rows === 1 ? "its row is" : `its ${rows} rows are`} without a customer`,
    );
  return { cells, read, leftOut, notes };
}

const isNothing = (cell: string): boolean => !/[1-9]/.test(cell);

/** In an account a row has an amount on the one side or on the other, where it is below zero: what is given back, or taken back of that. */
function ofOneSide(amount: string, other: string): Pick<LogCells, "amount" | "refunded"> {
  if (isNothing(other)) return { amount, refunded: "" };
  if (!isNothing(amount)) return { amount, refunded: other };
  return { amount: /^[-−]/.test(other) ? other.slice(1) : `-${other}`, refunded: "" };
}

/** Takes the customer from rows whose id 0 is none, and says what it was taken for. */
function zeroNotes(cells: readonly LogCells[], placeholders: Map<string, number>): string[] {
  const rowsOf = new Map<string, number>();
  for (const { customer } of cells) rowsOf.set(customer, (rowsOf.get(customer) ?? 0) + 1);
  const rows = rowsOf.get("0");
  if (rows === undefined) return [];
  if (countsFromZero(rowsOf)) return ['"0" is taken as a customer like the others, whose ids count from it'];
  for (const row of cells) if (row.customer === "0") row.customer = "";
  placeholders.set("0", rows);
  return [];
}

/** A row without a customer is of the customer whom other rows of its order name, where all name the same one. */
function nameByOrder(cells: readonly LogCells[]): void {
  const ownerOf = new Map<string, string | null>();
  for (const { order, customer } of cells) {
    if (order === "" || customer === "") continue;
    ownerOf.set(order, ownerOf.has(order) && ownerOf.get(order) !== customer ? null : customer);
  }
  for (const row of cells) if (row.customer === "") row.customer = ownerOf.get(row.order) ?? "";
}

const MOST_SHOWN = 5;

function paddedNotes(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, MOST_SHOWN).map((id) => `"${id}"`);
  const more = ids.length > MOST_SHOWN ? `, and ${ids.length - MOST_SHOWN} more` : "";
  return [`spaces around ids are not part of them: ${shown.join(", ")}${more} stand with and without`];
}
