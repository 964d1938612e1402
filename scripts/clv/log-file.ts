import {
  type TransactionLog,
  type TransactionRow,
  transactionLog,
} from "../../app/clv/data/transaction-log.ts";
import type { LogOrder } from "../csv/orders.ts";
import {
  readTransactionFile,
  type TransactionFile,
  type TransactionFileOptions,
} from "../csv/transaction-file.ts";

/** A transaction log as the models take it, beside what the file says. */
export interface LogFile extends TransactionFile {
  /** Values are net of returns, on the day of the order; without the orders of nobody. */
  readonly log: TransactionLog;
}

/** Throws NoTransactionFile where the file is no transaction log or too few rows of it can be read. */
export function readLogFile(file: string, options: Omit<TransactionFileOptions, "needsAmount">): LogFile {
  const source = readTransactionFile(file, { ...options, needsAmount: false });
  return { ...source, log: transactionLog(netRows(source.orders), source.customers.length) };
}

function* netRows(orders: readonly LogOrder[]): Generator<TransactionRow> {
  for (const { customer, day, amountMinor, returns } of orders) {
    if (customer === null) continue;
    yield { customer, day, valueMinor: returns.reduce((left, one) => left - one.amountMinor, amountMinor) };
  }
}
