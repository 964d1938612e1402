import {
  type TransactionLog,
  type TransactionRow,
  transactionLog,
} from "../../app/clv/data/transaction-log.ts";
import { NoTransactionFile, type RefusedRow, transactionRows } from "../csv/transaction-file.ts";
import type { Money } from "./options.ts";

/** A transaction log as the models take it, with the names that the file has for its customers. */
export interface LogFile {
  readonly log: TransactionLog;
  /** In the order of their first row. */
  readonly customers: readonly string[];
  /** Rows that count; the bad ones are in `refused`. */
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
  /** False where no row has an amount: then there are orders and no values. */
  readonly hasAmounts: boolean;
}

/** Throws NoTransactionFile where the file is no transaction log or no row of it can be read. */
export async function readLogFile(file: string, money: Money): Promise<LogFile> {
  const refused: RefusedRow[] = [];
  const refuse = (row: RefusedRow): void => void refused.push(row);
  const indexOf = new Map<string, number>();
  const rows: TransactionRow[] = [];
  const withoutAmount: { row: TransactionRow; refusal: RefusedRow }[] = [];
  for await (const { line, text, customer, day, amount } of transactionRows(file, {
    needsAmount: false,
    refuse,
  })) {
    const valueMinor = amount === "" ? 0 : amountMinor(amount, money.decimals);
    if (valueMinor === null) {
      refuse({ line, reason: notAnAmount(amount, money), text });
      continue;
    }
    let index = indexOf.get(customer);
    if (index === undefined) {
      index = indexOf.size;
      indexOf.set(customer, index);
    }
    const row = { customer: index, day, valueMinor };
    if (amount === "")
      withoutAmount.push({ row, refusal: { line, reason: "no amount, where other rows have one", text } });
    else rows.push(row);
  }
  const hasAmounts = rows.length > 0;
  // An order of unknown value would count as one of no value.
  if (hasAmounts) for (const { refusal } of withoutAmount) refuse(refusal);
  else for (const { row } of withoutAmount) rows.push(row);
  refused.sort((left, right) => left.line - right.line);
  if (rows.length === 0) {
    const first = refused[0];
    throw new NoTransactionFile(
      first
        ? `${file}: none of its ${refused.length} rows can be read; line ${first.line}: ${first.reason}`
        : `${file} has a header and no rows`,
    );
  }
  return {
    log: transactionLog(rows, indexOf.size),
    customers: [...indexOf.keys()],
    rows: rows.length,
    refused,
    hasAmounts,
  };
}

function notAnAmount(amount: string, { currency, decimals }: Money): string {
  const digits = decimals === 0 ? "no decimals" : `up to ${decimals} decimals after a point`;
  return `"${amount}" is no amount${currency ? ` of ${currency}` : ""} (0 or more, ${digits}, no sign or thousands separator)`;
}

/** Minor units of a decimal text; null for a sign, a separator, or more digits than there are decimals (other than zeros). */
function amountMinor(text: string, decimals: number): number | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > decimals) return null;
  const minor = Number(`${match[1]}${fraction.padEnd(decimals, "0")}`);
  return Number.isSafeInteger(minor) ? minor : null;
}
