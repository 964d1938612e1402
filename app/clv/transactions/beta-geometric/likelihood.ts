import type { WeightedSummary } from "../../data/weighted-summary.ts";
import { digammaDifference } from "../../numerics/special-functions.ts";
import type { WeightedLogLikelihood } from "../fit.ts";
import { purchaseProcessLogLikelihood } from "../purchase-likelihood.ts";
import { type BetaGeometric, lnBetaRatio } from "./model.ts";

/**
 * Log-likelihood of weighted rows and its gradient in [r, alpha, a, b], alpha in units of the rows' `timeScale`, without the constant
 * of k > 1. Fader, Hardie and Lee 2005 in the form ln(S1 + S2) of docs/clv.md, differentiated with w = S1 / (S1 + S2). Terms in x
 * alone are running sums over distinct x and terms in one time alone are tables, so a row costs one exponential and one logarithm.
 */
export function betaGeometricWeightedLogLikelihood(
  { k, e }: BetaGeometric,
  data: WeightedSummary,
): WeightedLogLikelihood {
  const { rows, weight, xIndex, txIndex, TIndex, distinctX, weightOfX, times } = data;
  const purchaseProcess = purchaseProcessLogLikelihood(k, data);
  const lnDropoutOdds = new Float64Array(distinctX.length);
  const lnTime = new Float64Array(times.length);
  const perTime = new Float64Array(times.length);
  return (params, gradient) => {
    const r = params[0]!;
    const alpha = params[1]!;
    const a = params[2]!;
    const b = params[3]!;
    let sum = purchaseProcess(params, gradient);
    let dr = gradient[0]!;
    let dAlpha = gradient[1]!;
    let da = 0;
    let db = 0;

    let lnStayed = 0;
    let harmonicB = 0;
    let harmonicAB = 0;
    let chance = 0;
    for (let i = 0; i < distinctX.length; i++) {
      const x = distinctX[i]!;
      const chances = x + e - chance;
      if (chances > 512) {
        lnStayed -= lnBetaRatio(a, b + chance, chances);
        harmonicB += digammaDifference(b + chance, chances);
        harmonicAB += digammaDifference(a + b + chance, chances);
        chance += chances;
      }
      for (; chance < x + e; chance++) {
        lnStayed -= Math.log1p(a / (b + chance));
        harmonicB += 1 / (b + chance);
        harmonicAB += 1 / (a + b + chance);
      }
      const w = weightOfX[i]!;
      sum += w * lnStayed;
      da -= w * harmonicAB;
      db += w * (harmonicB - harmonicAB);
      lnDropoutOdds[i] = x + e > 0 ? Math.log(a / (b + (x + e - 1))) : Number.NEGATIVE_INFINITY;
    }

    for (let t = 0; t < times.length; t++) {
      const time = times[t]!;
      lnTime[t] = Math.log(alpha + time);
      perTime[t] = 1 / (alpha + time);
    }

    for (let i = 0; i < rows; i++) {
      const x = distinctX[xIndex[i]!]!;
      const at = txIndex[i]!;
      const end = TIndex[i]!;
      const w = weight[i]!;
      const n = r + k * x;
      let stages = 1;
      let stagesByN = 0;
      let stagesByShare = 0;
      if (k > 1) {
        const share = (times[end]! - times[at]!) * perTime[end]!;
        let term = 1;
        let harmonic = 0;
        for (let j = 1; j < k; j++) {
          harmonic += 1 / (n + j - 1);
          term *= ((n + j - 1) / j) * share;
          stages += term;
          stagesByN += term * harmonic;
          stagesByShare += j * term;
        }
      }
      let dropout = 0;
      if (x + e > 0) {
        const lnSilence = lnTime[end]! - lnTime[at]!;
        const lnOdds = lnDropoutOdds[xIndex[i]!]! + n * lnSilence;
        if (k === 1) {
          const odds = Math.exp(lnOdds > 0 ? -lnOdds : lnOdds);
          dropout = lnOdds > 0 ? 1 / (1 + odds) : odds / (1 + odds);
          sum += w * (Math.max(0, lnOdds) + Math.log1p(odds));
        } else {
          const size = lnOdds > 0 ? stages * Math.exp(-lnOdds) : stages;
          const lost = lnOdds > 0 ? 1 : Math.exp(lnOdds);
          dropout = lost / (lost + size);
          sum += w * (Math.max(0, lnOdds) + Math.log(lost + size));
        }
        const lost = w * dropout;
        dr += lost * lnSilence;
        dAlpha += lost * n * (perTime[end]! - perTime[at]!);
        da += lost / a;
        db -= lost / (b + (x + e - 1));
      } else if (k > 1) {
        sum += w * Math.log(stages);
      }
      if (k > 1) {
        const here = (w * (1 - dropout)) / stages;
        dr += here * stagesByN;
        dAlpha -= here * stagesByShare * perTime[end]!;
      }
    }
    gradient[0] = dr;
    gradient[1] = dAlpha;
    gradient[2] = da;
    gradient[3] = db;
    return sum;
  };
}
