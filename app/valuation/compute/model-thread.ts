import { parentPort } from "node:worker_threads";
import type { Day } from "../../clv/calendar.ts";
import { customerSummariesAt, type TransactionLog } from "../../clv/data/transaction-log.ts";
import { DEFAULT_SCORE_OPTIONS } from "../../clv/prediction/score.ts";
import { CRPS_TOLERANCE_FOR_TOTALS, chooseModel } from "../../clv/selection/model-choice.ts";
import { type TotalValue, totalValue } from "../../clv/selection/total-value.ts";

export interface ThreadQuestion {
  readonly log: TransactionLog;
  readonly endDay: Day;
}

export type ThreadAnswer = ReturnType<typeof chooseModel> & {
  /** Of the next 12 months; null without a model, or where the range says nothing. */
  readonly total: TotalValue | null;
};

/** Runs in a thread of its own, because choosing a model takes seconds of processor time that would block pages. Answers one question and ends. */
parentPort?.once("message", ({ log, endDay }: ThreadQuestion) => {
  const choice = chooseModel(log, endDay, { crpsTolerance: CRPS_TOLERANCE_FOR_TOTALS });
  const { fit, holdout } = choice;
  const options = { ...DEFAULT_SCORE_OPTIONS, asOfDay: endDay };
  const total = fit.ok
    ? totalValue(
        fit.model,
        customerSummariesAt(log, endDay).columns,
        options,
        holdout.ok ? holdout.report : null,
      )
    : null;
  const answer: ThreadAnswer = { ...choice, total };
  parentPort?.postMessage(answer);
});
