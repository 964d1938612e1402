import { parseFittedModel } from "../../clv/prediction/value-model.ts";
import type { Db, Tx } from "../../db/client.ts";
import { shopSettings, storedBasis } from "../../db/queries/pages/settings.ts";
import { cohortTotals } from "../../db/queries/pages/summary.ts";
import { countUnassignedOrders } from "../../db/queries/pages/unassigned-orders.ts";
import { noteForSegments } from "../../db/queries/segments/dirty.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { addToSums, clearSums, dropEmptySums } from "../../db/queries/valuation/cohort-sums.ts";
import {
  type AnsweredTouch,
  analyzeUnknownTables,
  answeredTouches,
  assignOrders,
  costOrders,
  dropAnsweredTouches,
  hasTouches,
  lockValuation,
  sumOrders,
  takeTouches,
  targetEveryone,
  targetTouched,
} from "../../db/queries/valuation/customer-value.ts";
import {
  shopValuation,
  stampValuation,
  touchesUnassigned,
  unassignedOf,
  writeValues,
} from "../../db/queries/valuation/customer-value-rows.ts";
import { storedMarginScope } from "../../db/queries/valuation/order-margins.ts";
import { clearScores, modelInForce } from "../../db/queries/valuation/predictions.ts";
import { BASES_OF_DAYS } from "../../db/queries/valuation/window-columns.ts";
import { type Clock, dayIn } from "../../platform/clock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type Log, originFields } from "../../platform/log.ts";
import type { Metrics } from "../../platform/metrics.ts";
import type { ThreadProgram } from "./ask-thread.ts";
import { countNotableOrders } from "./notable-orders.ts";
import { parseRankedFigures, rankCustomers } from "./ranked-figures.ts";
import { drawThresholds, parseThresholds, scoringBy } from "./rfm-scoring.ts";
import { scoreStored } from "./scoring.ts";
import { listSharedAddresses } from "./shared-addresses.ts";

/** What valuing a shop needs of the process. */
export interface ValuationHost {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The program that chooses models; its time is limited. The app's own where absent. */
  readonly modelThread?: ThreadProgram;
}

/** Touches answered by one transaction. */
const TOUCHES_A_RUN = 5_000;

export interface RefreshOutcome {
  readonly full: boolean;
  readonly asOfDay: string;
  readonly written: number;
  readonly removed: number;
  /** Touches wait that this run did not take. */
  readonly more: boolean;
}

/**
 * Makes stored customer value equal to the orders: of the customers in `valuation_dirty`, or of all with `full`. Both give
 * the same rows. A run after a change of settings, and the first ones until somebody has ordered, are always full. Readers see the figures of before until it commits.
 * Returns null for a shop that is not installed.
 */
export async function refreshValuation(
  host: ValuationHost,
  shop: ShopRef,
  options: { readonly full: boolean },
): Promise<RefreshOutcome | null> {
  const startedMs = performance.now();
  const done = await host.db.transaction((tx) => refresh(tx, host.clock(), shop, options.full));
  if (!done) return null;
  const { outcome, answered } = done;
  const committedMs = host.clock().getTime();
  for (const { changedAt } of answered) {
    if (changedAt) host.metrics.valuedLag.observe(Math.max(0, committedMs - changedAt.getTime()) / 1000);
  }
  host.log.info("valuation.refreshed", {
    shop: shop.domain,
    ...outcome,
    ...originFields(answered.flatMap(({ origins }) => origins)),
    ms: Math.round(performance.now() - startedMs),
  });
  return outcome;
}

async function refresh(
  tx: Tx,
  now: Date,
  { shopId }: ShopRef,
  askedFull: boolean,
): Promise<{ outcome: RefreshOutcome; answered: AnsweredTouch[] } | null> {
  await lockValuation(tx, shopId);
  const facts = await readShop(tx, shopId);
  if (!facts) return null;
  const timeZone = facts.timeZone ?? "UTC";
  const settings = await shopSettings(tx, shopId);
  const before = await shopValuation(tx, shopId);
  const stored = parseThresholds(before?.rfm_thresholds);
  const full = askedFull || !before || !stored || before.settings_revision !== settings.revision;

  if (full) await analyzeUnknownTables(tx);
  await takeTouches(tx, shopId, full ? null : TOUCHES_A_RUN);
  await (full ? targetEveryone(tx, shopId) : targetTouched(tx, shopId));
  const asOfDay = dayIn(timeZone, now);
  const scope = { rules: settings, timeZone, asOfDay };
  await assignOrders(tx, shopId, scope);
  const margins = await storedMarginScope(tx, shopId);
  await costOrders(tx, shopId, margins);
  await sumOrders(tx, shopId, settings);
  if (before) await noteForSegments(tx, shopId, full ? "changed" : "all");
  const recount = full || (await touchesUnassigned(tx, shopId));
  const thresholds = full ? await drawThresholds(tx) : stored;
  await (full ? clearSums(tx, shopId) : addToSums(tx, shopId, -1));
  const { written, removed } = await writeValues(tx, shopId, now, settings, scoringBy(thresholds));
  const unassigned =
    before && !recount ? unassignedOf(before) : await countUnassignedOrders(tx, shopId, scope, margins);

  const model = parseFittedModel((await modelInForce(tx, shopId))?.model);
  if (model) {
    await clearScores(tx, shopId, "targets_without_orders");
    await scoreStored(tx, shopId, model, asOfDay, { onlyTargets: !full });
  }
  await addToSums(tx, shopId, 1, full);
  await dropEmptySums(tx, shopId);
  const { customers, unknown_margins } = await cohortTotals(tx, shopId, asOfDay);
  // Only those of the chosen basis are shown; whoever chooses another has it ranked.
  const chosen = await storedBasis(tx, shopId);
  const { margin, contribution } = parseRankedFigures(before?.ranked_figures);
  const ranking = {
    bases: full ? BASES_OF_DAYS : BASES_OF_DAYS.filter((basis) => basis === chosen),
    kept: { margin, contribution },
  };
  await stampValuation(tx, shopId, {
    asOfDay,
    rfmThresholds: thresholds,
    rankedFigures: await rankCustomers(tx, shopId, customers, unknown_margins === 0 ? ranking : {}),
    settingsRevision: settings.revision,
    valuedAt: now,
    unassigned,
  });
  await countNotableOrders(tx, shopId, scope);
  if (full) await listSharedAddresses(tx, shopId, scope);
  await dropAnsweredTouches(tx, shopId);
  const outcome = { full, asOfDay, written, removed, more: await hasTouches(tx, shopId) };
  return { outcome, answered: await answeredTouches(tx) };
}
