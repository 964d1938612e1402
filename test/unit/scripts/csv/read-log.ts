import { dayOfIso, isoOfDay } from "../../../../app/clv/calendar.ts";
import { FORMAT_UNSAID, type LogFormat } from "../../../../scripts/csv/format/format-options.ts";
import {
  readTransactions,
  type TransactionFile,
  type TransactionFileOptions,
} from "../../../../scripts/csv/transaction-file.ts";

type Options = Partial<Omit<TransactionFileOptions, "format">> & { format?: Partial<LogFormat> };

/** A log as it is read on 2026-11-20, with nothing said of its format but what is given. */
export function readLog(content: string | Buffer, { format, ...options }: Options = {}): TransactionFile {
  return readTransactions(Buffer.from(content), "log.csv", {
    needsAmount: false,
    currency: null,
    timeZone: null,
    today: dayOfIso("2026-11-20")!,
    ...options,
    format: { ...FORMAT_UNSAID, ...format },
  });
}

/** Each order as "customer day amount", with its returns after it as "-amount on day"; amounts in minor units. */
export function orderTexts({ customers, orders }: TransactionFile): string[] {
  return orders.map(({ customer, day, amountMinor, returns }) =>
    [
      `${customer === null ? "nobody" : customers[customer]} ${isoOfDay(day)} ${amountMinor}`,
      ...returns.map((one) => `-${one.amountMinor} on ${isoOfDay(one.day)}`),
    ].join(" "),
  );
}
