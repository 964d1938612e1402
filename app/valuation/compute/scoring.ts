import { dayOfIso } from "../../clv/calendar.ts";
import type { CustomerSummaryColumns } from "../../clv/data/customer-summary.ts";
import { DEFAULT_SCORE_OPTIONS, type ScoreColumns, scoreColumns } from "../../clv/prediction/score.ts";
import type { FittedModel } from "../../clv/prediction/value-model.ts";
import type { Tx } from "../../db/client.ts";
import {
  copyScores,
  createScoreTable,
  type HistoryRow,
  historyPages,
  type ScoreLine,
  writeScores,
} from "../../db/queries/valuation/predictions.ts";
import type { ShopId } from "../../platform/ids.ts";

/** Rows in memory at once; large enough for equal histories to be scored together. */
const PAGE = 20_000;
const DAY_MS = 86_400_000;
/** Of a column of type int. */
const MAX_COUNT = 2 ** 31 - 1;

/** Columns of the models out of stored rows: 32 bytes a customer, so a million fit in memory. */
export function columnsOf(page: readonly HistoryRow[]): CustomerSummaryColumns {
  return {
    x: Float64Array.from(page, (row) => row.order_days - 1),
    tx: Float64Array.from(page, (row) => row.days_to_last / 7),
    T: Float64Array.from(page, (row) => row.days_observed / 7),
    meanValueMinor: Float64Array.from(page, (row) => row.repeat_day_value_minor ?? 0),
  };
}

/**
 * Predicts the next 12 months of the customers with orders, as of the end of `asOfDay`, and stores it. Values are rounded
 * to minor units. Returns the number of rows that changed.
 */
export async function scoreStored(
  tx: Tx,
  shop: ShopId,
  model: FittedModel,
  asOfDay: string,
  { onlyTargets }: { readonly onlyTargets: boolean },
): Promise<number> {
  const options = { ...DEFAULT_SCORE_OPTIONS, asOfDay: dayOfIso(asOfDay) ?? undefined };
  await createScoreTable(tx);
  for await (const page of historyPages(tx, shop, asOfDay, PAGE, onlyTargets)) {
    const scores = scoreColumns(model, columnsOf(page), options);
    await copyScores(tx, scoreLines(page, scores, asOfDay));
  }
  return writeScores(tx, shop);
}

function* scoreLines(
  page: readonly HistoryRow[],
  scores: ScoreColumns,
  asOfDay: string,
): Generator<ScoreLine> {
  const asOfMs = Date.parse(`${asOfDay}T00:00:00Z`);
  const dayAfter = (days: number | undefined): string =>
    days === undefined || days < 0 ? "\\N" : new Date(asOfMs + days * DAY_MS).toISOString().slice(0, 10);
  const whole = (value: number | undefined, most: number): string =>
    value === undefined ? "\\N" : String(Math.min(most, Math.round(value)));
  for (const [i, { customer_id }] of page.entries()) {
    const fields = [
      customer_id,
      scores.pAlive[i],
      scores.orderProbability[i],
      scores.expectedOrders[i],
      whole(scores.ordersLow[i], MAX_COUNT),
      whole(scores.ordersHigh[i], MAX_COUNT),
      whole(scores.expectedValueMinor[i], Number.MAX_SAFE_INTEGER),
      whole(scores.valueLowMinor[i], Number.MAX_SAFE_INTEGER),
      whole(scores.valueHighMinor[i], Number.MAX_SAFE_INTEGER),
      dayAfter(scores.nextOrderFromDays[i]),
      dayAfter(scores.nextOrderToDays[i]),
    ];
    yield `${fields.join("\t")}\n`;
  }
}
