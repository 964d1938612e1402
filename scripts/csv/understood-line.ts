import type { AmountColumn } from "../../app/csv/amount-column.ts";
import type { DateColumn } from "../../app/csv/date-column.ts";
import type { LogCurrency } from "./columns/log-currency.ts";
import { amountsAt, type LogTable } from "./format/table.ts";
import type { LogOrder, LogOrders } from "./orders.ts";

interface Reading {
  readonly table: LogTable;
  readonly encoding: string;
  readonly dates: DateColumn;
  readonly amounts: AmountColumn;
  readonly leftOut: number;
  readonly foreign: number;
}

/** For example "`;`, DD-MM-YYYY, decimal comma, klantnummer / datum / bedrag, 172 orders of 60 customers, 138,010.46". */
export function understoodLine(
  { table, encoding, dates, amounts, leftOut, foreign }: Reading,
  log: LogOrders & LogCurrency & { readonly hasAmounts: boolean },
): string {
  const { header, columns, delimiter } = table;
  const names = [columns.customer ?? columns.email, columns.date].flatMap((at) =>
    at === undefined ? [] : [header[at]],
  );
  const amountName = amountsAt(columns)
    .map((at) => header[at])
    .join(" x ");
  const amountNames = amountName === "" ? [] : [`${amountName}${besides(table)}`];
  const named = log.orders.filter(({ customer }) => customer !== null);
  const ofNobody = log.orders.filter(({ customer }) => customer === null);
  const parts = [
    delimiter === "\t" ? "tab" : `\`${delimiter}\``,
    dates.label,
    log.hasAmounts && marks(amounts),
    [...names, ...amountNames].join(" / "),
    `${counted(named.length, "order")} of ${counted(log.customers.length, "customer")}`,
    log.hasAmounts ? moneyText(netMinor(named), log) : "no amounts",
    ofNobody.length > 0 && `${counted(ofNobody.length, "order")} without a customer`,
    ofNobody.length > 0 && log.hasAmounts && moneyText(netMinor(ofNobody), log),
    log.returns > 0 && `after ${counted(log.returns, "return")} of ${moneyText(log.returnedMinor, log)}`,
    log.totalsRepeated && "the total of each order counted once",
    leftOut > 0 && `${counted(leftOut, "cancelled, voided or failed order")} left out`,
    foreign > 0 && `${counted(foreign, "row")} in other currencies left out`,
    encoding !== "UTF-8" && encoding,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** What was read with the amounts, and what of the same was not. */
function besides({ header, columns, isAccount, taxed }: LogTable): string {
  if (isAccount) return ` less ${header[columns.refunded ?? -1]}`;
  return taxed.length > 0 ? ` (not ${taxed.join(", ")})` : "";
}

/** After returns. */
function netMinor(orders: readonly LogOrder[]): number {
  let minor = 0;
  for (const { amountMinor, returns } of orders) {
    minor += returns.reduce((left, one) => left - one.amountMinor, amountMinor);
  }
  return minor;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

function marks({ decimal }: AmountColumn): string {
  if (decimal === null) return "whole amounts";
  return decimal === "," ? "decimal comma" : "decimal point";
}

function moneyText(minor: number, { currency, decimals }: LogCurrency): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${(minor / 10 ** decimals).toLocaleString("en", digits)}${currency ? ` ${currency}` : ""}`;
}
