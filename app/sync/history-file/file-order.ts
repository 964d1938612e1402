import { isKnownCurrency } from "../../platform/currencies.ts";
import { minorUnits } from "../../platform/money.ts";
import { type ExportColumn, headerOf } from "./export-columns.ts";
import type { ExportRow, OrderGroup } from "./order-groups.ts";

/** A line as the file states it, in minor units. */
export interface FileLine {
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** Of the line alone, without its part of the order's discounts. */
  readonly discountMinor: number;
  /** Null where the file does not say. */
  readonly isTaxable: boolean | null;
  readonly isShipped: boolean | null;
  readonly vendor: string | null;
}

export interface FileOrder {
  readonly orderId: number;
  readonly name: string;
  /** Lower case. */
  readonly email: string | null;
  readonly createdAt: Date;
  readonly cancelledAt: Date | null;
  /** As Shopify's displayFinancialStatus. */
  readonly status: string;
  readonly currency: string;
  readonly subtotalMinor: number;
  readonly shippingMinor: number;
  readonly taxesMinor: number;
  readonly totalMinor: number;
  readonly dutiesMinor: number;
  readonly refundedMinor: number;
  /** Null where the file does not say. */
  readonly outstandingMinor: number | null;
  /** 0.21 = 21 %; null where the order has no tax, or several, or one whose name has no rate. */
  readonly taxRate: number | null;
  readonly isTest: boolean;
  readonly discountCode: string | null;
  readonly source: string | null;
  readonly countryCode: string | null;
  readonly lines: readonly FileLine[];
}

/** What the definition of an order's money takes of it. */
export type FileTotals = Omit<
  FileOrder,
  "orderId" | "name" | "email" | "createdAt" | "currency" | "discountCode" | "source" | "countryCode"
>;

/** Why an order of the file is not used; the page has the words, and what would be right. */
export type FileRefusalReason =
  | "no_name"
  | "no_id"
  | "bad_id"
  | "bad_date"
  | "bad_amount"
  | "bad_quantity"
  | "bad_status"
  | "unknown_currency"
  | "other_currency"
  | "no_lines"
  | "stray_line"
  | "shifted"
  | "twice";

/** An order that is not used, by the cell that is to blame. */
export class FileRefusal extends Error {
  readonly lineNo: number;
  readonly column: string;
  readonly value: string;
  readonly reason: FileRefusalReason;

  constructor(row: ExportRow, column: ExportColumn, reason: FileRefusalReason) {
    super(reason);
    this.name = "FileRefusal";
    this.lineNo = row.line;
    this.column = headerOf(column);
    this.value = row.cell(column).slice(0, 100).toWellFormed();
    this.reason = reason;
  }
}

const STATUSES = new Set([
  "authorized",
  "expired",
  "paid",
  "partially_paid",
  "partially_refunded",
  "pending",
  "refunded",
  "voided",
]);

/** Shopify is younger. */
const FIRST_ORDERS = new Date("2004-01-01T00:00:00Z");
const NO_ORDERS_YET = new Date("2100-01-01T00:00:00Z");
/** So that the sum of an order's lines stays exact. */
const MOST_MINOR = 1e11;
/** As mail servers take it: RFC 5321, 4.5.3.1.3, less the brackets. */
const LONGEST_EMAIL = 254;

const INSTANT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(Z|UTC|([+-]\d{2}):?(\d{2}))$/;

/** The order of a group of rows, in a shop with that currency. Throws FileRefusal. */
export function fileOrderOf({ rows, isWhole }: OrderGroup, currency: string): FileOrder {
  const [first] = rows;
  const name = first.cell("name");
  if (name === "") throw new FileRefusal(first, "name", "no_name");
  for (const row of rows) if (row.isShifted) throw new FileRefusal(row, "name", "shifted");
  if (!isWhole) throw new FileRefusal(first, "total", "stray_line");
  const code = first.cell("currency").toUpperCase();
  if (!isKnownCurrency(code)) throw new FileRefusal(first, "currency", "unknown_currency");
  if (code !== currency) throw new FileRefusal(first, "currency", "other_currency");
  const status = first.cell("status").toLowerCase();
  if (!STATUSES.has(status)) throw new FileRefusal(first, "status", "bad_status");
  const amount = (column: ExportColumn) => amountOf(first, column, currency);
  const optional = (column: ExportColumn) => (first.cell(column) === "" ? null : amount(column));
  const text = (column: ExportColumn) => first.cell(column) || null;
  const lines = rows.filter((row) => row.cell("title") !== "" || row.cell("price") !== "");
  if (lines.length === 0) throw new FileRefusal(first, "title", "no_lines");
  return {
    orderId: idOf(first),
    name,
    email: emailOf(first),
    createdAt: instantOf(first, "createdAt"),
    cancelledAt: first.cell("cancelledAt") === "" ? null : instantOf(first, "cancelledAt"),
    status: status.toUpperCase(),
    currency,
    subtotalMinor: amount("subtotal"),
    shippingMinor: amount("shipping"),
    taxesMinor: amount("taxes"),
    totalMinor: amount("total"),
    dutiesMinor: optional("duties") ?? 0,
    refundedMinor: optional("refunded") ?? 0,
    outstandingMinor: optional("outstanding"),
    taxRate: rateOf(first),
    isTest: /\bbogus\b/i.test(first.cell("paymentMethod")),
    discountCode: text("discountCode"),
    source: text("source"),
    countryCode: countryOf(first),
    lines: lines.map((row) => lineOf(row, currency)),
  };
}

function idOf(row: ExportRow): number {
  const text = row.cell("id");
  if (text === "") throw new FileRefusal(row, "id", "no_id");
  const id = Number(text);
  // A spreadsheet that saves the file writes 5.65E+12, and the last digits are lost.
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(id) || id === 0)
    throw new FileRefusal(row, "id", "bad_id");
  return id;
}

function instantOf(row: ExportRow, column: "createdAt" | "cancelledAt"): Date {
  const parts = INSTANT.exec(row.cell(column));
  if (!parts) throw new FileRefusal(row, column, "bad_date");
  const [, day, time, , hours, minutes] = parts;
  const instant = new Date(`${day}T${time}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
  if (!(instant >= FIRST_ORDERS && instant < NO_ORDERS_YET)) throw new FileRefusal(row, column, "bad_date");
  return instant;
}

function amountOf(row: ExportRow, column: ExportColumn, currency: string): number {
  let minor: number;
  try {
    minor = minorUnits(row.cell(column), currency);
  } catch (error) {
    if (error instanceof RangeError) throw new FileRefusal(row, column, "bad_amount");
    throw error;
  }
  if (minor < 0 || minor > MOST_MINOR) throw new FileRefusal(row, column, "bad_amount");
  return minor;
}

function emailOf(row: ExportRow): string | null {
  const email = row.cell("email").toLowerCase();
  return email === "" || email.length > LONGEST_EMAIL ? null : email;
}

function lineOf(row: ExportRow, currency: string): FileLine {
  const quantity = Number(row.cell("quantity") || "?");
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > 1_000_000)
    throw new FileRefusal(row, "quantity", "bad_quantity");
  const unitPriceMinor = amountOf(row, "price", currency);
  if (quantity * unitPriceMinor > MOST_MINOR) throw new FileRefusal(row, "price", "bad_amount");
  const flag = (column: ExportColumn) =>
    row.cell(column) === "" ? null : row.cell(column).toLowerCase() === "true";
  return {
    title: row.cell("title"),
    quantity,
    unitPriceMinor,
    discountMinor: row.cell("lineDiscount") === "" ? 0 : amountOf(row, "lineDiscount", currency),
    isTaxable: flag("taxable"),
    isShipped: flag("requiresShipping"),
    vendor: row.cell("vendor") || null,
  };
}

/** "BTW 21%" is .21. */
export function rateOf(row: Pick<ExportRow, "cell">): number | null {
  if (row.cell("tax2") !== "") return null;
  const percent = /(\d+(?:[.,]\d+)?)\s*%/.exec(row.cell("tax1"))?.[1];
  return percent === undefined ? null : Number(percent.replace(",", ".")) / 100;
}

function countryOf(row: ExportRow): string | null {
  const code = row.cell("shippingCountry") || row.cell("billingCountry");
  return /^[A-Z]{2}$/.test(code) ? code : null;
}
