import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { Day } from "../../../../app/clv/calendar.ts";
import {
  customerSummariesAt,
  outcomesBetween,
  type TransactionLog,
  transactionLog,
} from "../../../../app/clv/data/transaction-log.ts";
import { day, readLog } from "../reference.ts";

const folder = resolve(import.meta.dirname, "../../../../shared/reference");

const LOGS = {
  cdnow_sample: "cdnow/transactions-sample.csv",
  cdnow_master: "cdnow/transactions.csv",
  grocery: "grocery/transactions.csv",
};

export type ShopName = keyof typeof LOGS;
export const SHOP_NAMES: readonly ShopName[] = ["cdnow_sample", "cdnow_master", "grocery"];

const splitsFile = z.record(
  z.string(),
  z.object({ n: z.number(), cal_end: z.string(), hold_end: z.string() }),
);

export type HoldoutShop = { log: TransactionLog; calibrationEndDay: Day; endDay: Day };

/** A reference log with the split that the reference packages were measured with. */
export function holdoutShop(name: ShopName): HoldoutShop {
  const split = splitsFile.parse(JSON.parse(readFileSync(resolve(folder, "splits.json"), "utf8")))[name];
  if (!split) throw new Error(`no split of ${name}`);
  const customers = [...readLog(LOGS[name]).values()];
  const rows = customers.flatMap((orders, customer) =>
    orders.map(({ day, netSalesMinor }) => ({ customer, day, valueMinor: netSalesMinor })),
  );
  return {
    log: transactionLog(rows, customers.length),
    calibrationEndDay: day(split.cal_end),
    endDay: day(split.hold_end),
  };
}

/** What models are fitted to, and what then happened, row by row. */
export function twoParts({ log, calibrationEndDay, endDay }: HoldoutShop) {
  const { columns, customerOf } = customerSummariesAt(log, calibrationEndDay);
  return {
    columns,
    ...outcomesBetween(log, customerOf, calibrationEndDay, endDay),
    holdoutWeeks: (endDay - calibrationEndDay) / 7,
  };
}

/** Rows of accuracy.csv: of each data set and package, the figures by the names of the columns; NaN where there is none. */
export function readAccuracy(): { dataset: string; model: string; figures: Map<string, number> }[] {
  const [head, ...lines] = readFileSync(resolve(folder, "accuracy.csv"), "utf8").trim().split(/\r?\n/);
  const names = (head ?? "").split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    const figures = new Map(
      names.map((name, i) => [name, cells[i] ? Number(cells[i]) : Number.NaN] as const),
    );
    return { dataset: cells[0] ?? "", model: cells[1] ?? "", figures };
  });
}
