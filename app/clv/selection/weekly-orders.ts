import type { Day } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import { scoringOrder } from "../data/scoring-order.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import { modelTime } from "../prediction/model-time.ts";
import type { FittedModel } from "../prediction/value-model.ts";
import { operationalWeeks } from "../season/clock.ts";
import { transactionFamily } from "../transactions/families.ts";

/** Order days of these customers in each week after `afterDay`; a last part of a week counts as one. */
export function actualByWeek(
  { start, day }: TransactionLog,
  customerOf: Int32Array,
  afterDay: Day,
  throughDay: Day,
): Float64Array {
  const weeks = new Float64Array(Math.ceil((throughDay - afterDay) / 7));
  for (const customer of customerOf) {
    for (let at = start[customer + 1]! - 1; at >= start[customer]! && day[at]! > afterDay; at--) {
      if (day[at]! <= throughDay) weeks[Math.floor((day[at]! - afterDay - 1) / 7)]! += 1;
    }
  }
  return weeks;
}

/** Expected orders of all customers in each week after the end of `endDay`. */
export function expectedByWeek(
  model: FittedModel,
  columns: CustomerSummaryColumns,
  endDay: Day,
  horizonWeeks: number,
): Float64Array {
  const time = modelTime(model.season, columns, endDay, horizonWeeks);
  const { x, tx, T } = time.columns;
  const family = transactionFamily(model.transactions.family);
  const { params } = model.transactions;
  const ends = Float64Array.from({ length: Math.ceil(horizonWeeks) }, (_, i) => {
    const weeks = Math.min(i + 1, horizonWeeks);
    return time.clock ? operationalWeeks(time.clock, endDay, endDay + 7 * weeks) : weeks;
  });
  const sums = new Float64Array(ends.length);
  const whileAlive = new Float64Array(ends.length);
  const { order, newXAndT } = scoringOrder(time.columns, family.dependsOnRecency);
  let alive = 0;
  const add = (): void => {
    for (let i = 0; i < sums.length; i++) sums[i]! += alive * whileAlive[i]!;
    alive = 0;
  };
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    if (newXAndT[at]) {
      add();
      for (let i = 0; i < ends.length; i++) {
        whileAlive[i] = family.expectedWhileAlive(params, x[row]!, tx[row]!, T[row]!, ends[i]!);
      }
    }
    alive +=
      (columns.weight ? columns.weight[row]! : 1) *
      family.aliveProbability(params, x[row]!, tx[row]!, T[row]!);
  }
  add();
  return sums.map((sum, i) => sum - (i === 0 ? 0 : sums[i - 1]!));
}
