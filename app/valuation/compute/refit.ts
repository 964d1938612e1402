import { dayOfIso } from "../../clv/calendar.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { addToSums, clearSums } from "../../db/queries/valuation/cohort-sums.ts";
import { lockValuation } from "../../db/queries/valuation/customer-value.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import {
  clearScores,
  forgetOldModels,
  keepModelInForce,
  setModelInForce,
  storeModel,
} from "../../db/queries/valuation/predictions.ts";
import { newId, type ShopRef } from "../../platform/ids.ts";
import type { LearningReason } from "../pages/learning.ts";
import { chooseInThread, MODEL_THREAD, readTransactionLog } from "./choose-model.ts";
import type { ValuationHost } from "./refresh.ts";
import { scoreStored } from "./scoring.ts";

/** Past models that stay readable. */
const MODELS_KEPT = 30;

export type RefitOutcome =
  | {
      readonly state: "fitted";
      readonly modelId: string;
      readonly customers: number;
      readonly scored: number;
    }
  | { readonly state: "learning"; readonly reason: LearningReason }
  /** The fit was ended; whatever was in force before stays. */
  | { readonly state: "stopped"; readonly reason: LearningReason }
  | { readonly state: "never_valued" };

/** The model is of amounts in a currency, or with decimals, that the shop no longer has. */
class AmountsChanged extends Error {
  readonly retry = "later";
  constructor(shop: ShopRef) {
    super(`the currency of ${shop.domain} changed while its model was fitted; it is fitted again`);
    this.name = "AmountsChanged";
  }
}

/**
 * Chooses and fits the value model on the shop's orders up to the day of the valuation, stores it with its holdout report, and scores
 * every customer with it. Where no fit is possible the reason is stored and the predictions of an earlier model are removed. A fit
 * that takes too long is ended: the reason is stored and an earlier model stays in force. The fit runs outside of any transaction;
 * rows that change meanwhile are scored with the new model by the same statement as all others. Throws AmountsChanged.
 */
export async function refitModel(
  host: ValuationHost,
  shop: ShopRef,
  signal?: AbortSignal,
): Promise<RefitOutcome> {
  const { shopId } = shop;
  const valuation = await shopValuation(host.db.pool, shopId);
  if (!valuation) return { state: "never_valued" };
  const startedMs = performance.now();
  const before = await readShop(host.db.pool, shopId);
  const log = await readTransactionLog(host.db, shop, valuation.as_of_day);
  const endDay = dayOfIso(valuation.as_of_day);
  if (endDay === null) throw new Error(`"${valuation.as_of_day}" is not a day`);
  const chosen = await chooseInThread(host.modelThread ?? MODEL_THREAD, log, endDay, signal);
  const fittedMs = Math.round(performance.now() - startedMs);
  const fitted = chosen.ok ? (chosen.answer.fit.ok ? "fitted" : chosen.answer.fit.reason) : chosen.reason;
  host.metrics.fitSeconds.observe({ outcome: fitted }, fittedMs / 1000);
  if (!chosen.ok) {
    const { reason } = chosen;
    await host.db.transaction((tx) => keepModelInForce(tx, shopId, reason));
    host.log.warn("valuation.refit.stopped", { shop: shop.domain, reason, fittedMs });
    return { state: "stopped", reason };
  }
  const { fit, holdout, total } = chosen.answer;

  const outcome = await host.db.transaction(async (tx): Promise<RefitOutcome> => {
    await lockValuation(tx, shopId);
    // Whoever forgets the amounts of a shop holds that lock.
    const now = await readShop(tx, shopId);
    if (now?.currency !== before?.currency || now?.minorDigits !== before?.minorDigits) {
      throw new AmountsChanged(shop);
    }
    if (!fit.ok) {
      await clearScores(tx, shopId, "everyone");
      await setModelInForce(tx, shopId, { learning: fit.reason });
      await clearSums(tx, shopId);
      await addToSums(tx, shopId, 1, true);
      return { state: "learning", reason: fit.reason };
    }
    const asOfDay = (await shopValuation(tx, shopId))?.as_of_day ?? valuation.as_of_day;
    const modelId = newId();
    await storeModel(tx, shopId, {
      modelId,
      fittedAt: host.clock(),
      asOfDay: valuation.as_of_day,
      customers: fit.model.customers,
      logLikelihood: fit.model.transactions.logLikelihood,
      model: { ...fit.model, totalInterval: total },
      validation: holdout.ok ? holdout.report : undefined,
    });
    await setModelInForce(tx, shopId, { modelId });
    await forgetOldModels(tx, shopId, MODELS_KEPT);
    const scored = await scoreStored(tx, shopId, fit.model, asOfDay, { onlyTargets: false });
    await clearSums(tx, shopId);
    await addToSums(tx, shopId, 1, true);
    return { state: "fitted", modelId, customers: fit.model.customers, scored };
  });
  host.log.info("valuation.refitted", {
    shop: shop.domain,
    ...outcome,
    family: fit.ok ? fit.model.transactions.family : null,
    tested: holdout.ok ? holdout.report.chosen.reason : holdout.reason,
    fittedMs,
    ms: Math.round(performance.now() - startedMs),
  });
  return outcome;
}
