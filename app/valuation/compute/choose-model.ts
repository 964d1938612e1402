import type { Day } from "../../clv/calendar.ts";
import {
  customerSummariesAt,
  type TransactionLog,
  transactionLogOfColumns,
} from "../../clv/data/transaction-log.ts";
import { tooLittleForFit } from "../../clv/prediction/value-model.ts";
import { CRPS_TOLERANCE_FOR_TOTALS, chooseModel } from "../../clv/selection/model-choice.ts";
import type { Db } from "../../db/client.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import { readOrderDays } from "../../db/queries/source/order-days.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { analyzeUnknownTables } from "../../db/queries/valuation/customer-value.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { askThread, type ThreadOutcome, type ThreadProgram } from "./ask-thread.ts";
import type { ThreadAnswer, ThreadQuestion } from "./model-thread.ts";

/** The transaction log of a shop: the same orders, joined to the same customers, as the valuation counts. */
export function readTransactionLog(db: Db, { shopId }: ShopRef, asOfDay: string): Promise<TransactionLog> {
  return db.transaction(async (tx) => {
    await tx.query("select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)");
    await analyzeUnknownTables(tx);
    const timeZone = (await readShop(tx, shopId))?.timeZone ?? "UTC";
    const rules = await shopSettings(tx, shopId);
    const customer: number[] = [];
    const day: number[] = [];
    const valueMinor: number[] = [];
    let customers = 0;
    let last: number | null = null;
    for await (const order of readOrderDays(tx, shopId, { rules, timeZone, asOfDay })) {
      if (order.customerId !== last) customers++;
      last = order.customerId;
      customer.push(customers - 1);
      day.push(order.day);
      valueMinor.push(order.netSalesMinor);
    }
    const columns = {
      customer: Int32Array.from(customer),
      day: Int32Array.from(day),
      valueMinor: Float64Array.from(valueMinor),
    };
    return transactionLogOfColumns(columns, customers);
  });
}

/** A shop of a million customers takes a few minutes; a fit of a quarter of an hour has lost its way. */
const FIT_LIMIT_MS = 15 * 60_000;

export const MODEL_THREAD: ThreadProgram = {
  url: new URL("./model-thread.ts", import.meta.url),
  limit: () => AbortSignal.timeout(FIT_LIMIT_MS),
};

/** Orders that are gone through within a few milliseconds. */
const FEW_ORDERS = 10_000;

/**
 * Chooses and fits the model in a thread of its own. The log is transferred to it: its columns are empty here afterwards. Of a small shop
 * that is going to have no model, that is said at once: a thread takes far longer to start.
 */
export async function chooseInThread(
  program: ThreadProgram,
  log: TransactionLog,
  endDay: Day,
  signal?: AbortSignal,
): Promise<ThreadOutcome<ThreadAnswer>> {
  if (log.day.length <= FEW_ORDERS && tooLittleForFit(customerSummariesAt(log, endDay).columns)) {
    const choice = chooseModel(log, endDay, { crpsTolerance: CRPS_TOLERANCE_FOR_TOTALS });
    return { ok: true, answer: { ...choice, total: null } };
  }
  const question: ThreadQuestion = { log, endDay };
  const columns = [log.start, log.day, log.valueMinor];
  return askThread(
    program,
    question,
    columns.map((column) => column.buffer as ArrayBuffer),
    signal,
  );
}
