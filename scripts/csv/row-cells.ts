import type { CsvRecord } from "../../app/csv/records.ts";
import type { Role } from "./format/column-names.ts";
import { amountsAt, type LogTable } from "./format/table.ts";

/** The cells of a row that are read, without spaces around them; empty where there is none. */
export interface LogCells extends Pick<CsvRecord, "line" | "start" | "end"> {
  /** Who: the customer's id, else the address. */
  customer: string;
  readonly date: string;
  /** Of the row; where a quantity stands beside it, of one unit. */
  readonly amount: string;
  /** Null where the amount is that of the row. */
  readonly quantity: string | null;
  readonly order: string;
  readonly currency: string;
  readonly refunded: string;
  /** Whether the row's status says that all of it was given back. */
  readonly isRefunded: boolean;
  /** All records of the order where its refund is in the words of Shopify's own export; else null. */
  readonly statement: CsvRecord[] | null;
}

/** States in which an order never became one, in the words of Shopify, WooCommerce and others. */
const NO_ORDER =
  /^(?:wc-)?(?:voided|expired|failed|cancell?ed|trash|draft|checkout-draft|auto-draft|declined|geannuleerd|mislukt|verlopen|storniert|abgebrochen|fehlgeschlagen|annul[ée]e?|[ée]chou[ée]e?)$/i;
const REFUNDED = /^(?:wc-)?(?:refunded|terugbetaald|erstattet|rembours[ée]e?)$/i;
/** States of a cancelled order in which money was kept or given back. */
const HAD_MONEY = /^(?:paid|partially_refunded|refunded)$/i;

export interface RowsOfCells {
  /** Rows that say an order or a return. */
  readonly cells: readonly LogCells[];
  /** All rows that were looked at, the refused ones too. */
  readonly read: number;
  /** Orders that were cancelled, voided or never paid for. */
  readonly leftOut: number;
  /** A note on ids that some rows have with spaces around them. */
  readonly padded: readonly string[];
}

/** What each row says, in texts; further lines of an order, which have no amount of their own, are passed over. */
export function readCells(
  { rows, header, columns, isShopify }: LogTable,
  refuse: (cells: LogCells, reason: string) => void,
): RowsOfCells {
  const cells: LogCells[] = [];
  const ordersSeen = new Map<string, LogCells["statement"]>();
  const idOfEmail = new Map<string, string>();
  const withoutId: { cells: LogCells; email: string }[] = [];
  const spaced = new Set<string>();
  const unspaced = new Set<string>();
  const hasAmounts = amountsAt(columns).length > 0;
  const isPerUnit = hasAmounts && columns.amount === undefined;
  let read = 0;
  let leftOut = 0;
  for (const record of rows) {
    const at = (role: Role): string => record.cells[columns[role] ?? -1]?.trim() ?? "";
    const order = at("order");
    const amount = at(isPerUnit ? "price" : "amount");
    const status = at("status");
    const email = at("email");
    const isKnownOrder = order !== "" && ordersSeen.has(order);
    if (isKnownOrder && amount === "" && hasAmounts) {
      ordersSeen.get(order)?.push(record);
      continue;
    }
    const statement = isShopify && /[1-9]/.test(at("refunded")) ? [record] : null;
    if (order !== "") ordersSeen.set(order, statement);
    read += 1;
    // A shop program writes 0 for a buyer without an account.
    const id = at("customer") === "0" && columns.email !== undefined ? "" : at("customer");
    const row: LogCells = {
      line: record.line,
      start: record.start,
      end: record.end,
      customer: id || email,
      date: at("date"),
      amount,
      quantity: isPerUnit ? at("quantity") : null,
      order,
      currency: at("currency"),
      refunded: at("refunded"),
      isRefunded: REFUNDED.test(status) && at("refunded") === "",
      statement,
    };
    if (record.cells.slice(header.length).some((cell) => cell.trim() !== "")) {
      const hint = "is a comma the decimal sign?";
      refuse(row, `${record.cells.length} fields under a header of ${header.length} (${hint})`);
      continue;
    }
    if (NO_ORDER.test(status) || (at("cancelled") !== "" && !HAD_MONEY.test(status))) {
      leftOut += 1;
      continue;
    }
    if (email !== "" && id !== "") idOfEmail.set(email.toLowerCase(), id);
    else if (email !== "") withoutId.push({ cells: row, email });
    const written = record.cells[(id ? columns.customer : columns.email) ?? -1] ?? "";
    (written === row.customer ? unspaced : spaced).add(row.customer);
    cells.push(row);
  }
  for (const { cells: row, email } of withoutId) row.customer = idOfEmail.get(email.toLowerCase()) ?? email;
  return { cells, read, leftOut, padded: paddedNotes([...spaced].filter((id) => unspaced.has(id))) };
}

const MOST_SHOWN = 5;

function paddedNotes(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, MOST_SHOWN).map((id) => `"${id}"`);
  const more = ids.length > MOST_SHOWN ? `, and ${ids.length - MOST_SHOWN} more` : "";
  return [`spaces around ids are not part of them: ${shown.join(", ")}${more} stand with and without`];
}
