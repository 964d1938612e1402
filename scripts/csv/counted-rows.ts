import { type Day, isoOfDay } from "../../app/clv/calendar.ts";
import type { AmountColumn } from "../../app/csv/amount-column.ts";
import type { DateColumn } from "../../app/csv/date-column.ts";
import { notADate } from "./columns/date-column.ts";
import { currencyOfCell, isForeign, type LogCurrency } from "./columns/log-currency.ts";
import type { CreditRows } from "./credit-rows.ts";
import { farDays } from "./far-days.ts";
import { isShortened, SHORTENED } from "./nobody.ts";
import type { LogRow } from "./orders.ts";
import type { LogCells } from "./row-cells.ts";
import { goodsGivenBack } from "./shopify-refund.ts";
import { namesSum, TotalRows, UNLIKE_SUM } from "./total-rows.ts";

interface Readers {
  readonly header: readonly string[];
  readonly dates: DateColumn;
  readonly amounts: AmountColumn;
  readonly money: LogCurrency;
  readonly hasAmounts: boolean;
  readonly today: Day;
  readonly credits: CreditRows;
  readonly refuse: (cells: LogCells, reason: string) => void;
}

export interface CountedRows {
  /** Rows that can be read and are not put aside. */
  readonly rows: LogRow[];
  /** The same as they stood. */
  readonly counted: readonly { readonly row: LogRow; readonly cells: LogCells }[];
  /** The number of rows in another currency than the log's. */
  readonly foreign: number;
  /** Lines of rows that sum up others. */
  readonly totals: readonly number[];
}

export function countedRows(
  cells: readonly LogCells[],
  { header, dates, amounts, money, hasAmounts, today, credits, refuse }: Readers,
): CountedRows {
  const sums = new TotalRows();
  const totals: number[] = [];
  const read: { row: LogRow; cells: LogCells }[] = [];
  let foreign = 0;
  for (const cell of cells) {
    const { line, customer, order } = cell;
    const currency = currencyOfCell({ code: cell.currency, amount: cell.amount });
    const day = dates.days.get(cell.date);
    const quantity = cell.quantity === null ? 1 : quantityOf(cell.quantity);
    const signedMinor = cell.amount === "" ? 0 : amounts.minorOf(cell.amount, quantity ?? 0);
    const isCredit = signedMinor !== null && signedMinor > 0 && credits.isCredit(cell.type);
    const amountMinor = isCredit ? -signedMinor : signedMinor;
    const isSum = namesSum(customer);
    const refundedMinor = givenBackOf(cell, header, amounts);
    if (isForeign(currency, money.currency)) foreign += 1;
    else if (sumsUp(cell, amountMinor ?? 0, sums)) {
      totals.push(line);
      sums.end();
    } else if (isSum) refuse(cell, `"${customer}" ${UNLIKE_SUM}`);
    else if (isShortened(customer)) refuse(cell, `"${customer}" ${SHORTENED}`);
    else if (day === undefined) refuse(cell, notADate(cell.date, dates));
    else if (hasAmounts && cell.amount === "") refuse(cell, "no amount, where other rows have one");
    else if (quantity === null) refuse(cell, `"${cell.quantity}" is no quantity (a whole number)`);
    else if (amountMinor === null) refuse(cell, notAnAmount(cell.amount, amounts, money));
    else if (refundedMinor === null) refuse(cell, notAnAmount(cell.refunded, amounts, money));
    else {
      sums.add(amountMinor);
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
  const counted: { row: LogRow; cells: LogCells }[] = [];
  for (const one of read) {
    const reason = far.get(one.row.day);
    if (reason === undefined) counted.push(one);
    else refuse(one.cells, `${isoOfDay(one.row.day)} ${reason}; the row is put aside`);
  }
  return { rows: counted.map(({ row }) => row), counted, foreign, totals };
}

/** Where nobody is named, a row with a date is a guest's, whatever its amount. */
function sumsUp({ customer, date }: LogCells, amountMinor: number, sums: TotalRows): boolean {
  if (namesSum(customer)) return date === "" || sums.isTotal(amountMinor);
  return customer === "" && date === "" && sums.isTotal(amountMinor);
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

function notAnAmount(
  text: string,
  { decimal, isOpen }: AmountColumn,
  { currency, decimals }: LogCurrency,
): string {
  const mark = decimal === "," ? "comma" : "point";
  const digits = decimals === 0 ? "no decimals" : `up to ${decimals} decimals after a ${mark}`;
  const hint = isOpen(text)
    ? `; where it is a fraction, give --decimal ${decimal}`
    : (AMOUNT_HINTS.find(({ looks }) => looks.test(text))?.hint ?? "");
  return `"${text}" is no amount${currency ? ` of ${currency}` : ""} (${digits})${hint}`;
}

const AMOUNT_HINTS = [
  { looks: /\s(?:CR|DR)\.?$/i, hint: "; write - before what was given back, and leave CR and DR out" },
  {
    looks: /^[-+]?\d(?:[.,]\d+)?E[-+]?\d+$/i,
    hint: "; a spreadsheet shortened it: show the column with two decimals and save it again",
  },
];
