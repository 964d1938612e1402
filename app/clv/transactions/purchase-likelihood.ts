import type { WeightedSummary } from "../data/weighted-summary.ts";
import { digammaDifference, lnGammaRatio } from "../numerics/special-functions.ts";
import type { WeightedLogLikelihood } from "./fit.ts";

/**
 * The purchase process, which all families share: log-likelihood of weighted rows without dropout, and its derivatives in r and
 * alpha (entries 0 and 1 of the gradient; the others are set to 0). lnG(r + k x) - lnG(r) + r ln alpha - (r + k x) ln(alpha + T),
 * as a running sum over the distinct x and one term for each distinct T: no large values are subtracted from each other, and the
 * cost does not depend on the number of rows. Source: Fader and Hardie, note 004.
 */
export function purchaseProcessLogLikelihood(k: number, data: WeightedSummary): WeightedLogLikelihood {
  const { distinctX, weightOfX, times, weightOfT, xOfT } = data;
  return (params, gradient) => {
    const r = params[0]!;
    const alpha = params[1]!;
    let sum = 0;
    let dr = 0;
    let dAlpha = 0;
    let lnRate = 0;
    let harmonic = 0;
    let stage = 0;
    for (let i = 0; i < distinctX.length; i++) {
      const ahead = k * distinctX[i]! - stage;
      if (ahead > 512) {
        lnRate += lnGammaRatio(r + stage, ahead);
        harmonic += digammaDifference(r + stage, ahead);
        stage += ahead;
      }
      for (const end = k * distinctX[i]!; stage < end; stage++) {
        lnRate += Math.log(r + stage);
        harmonic += 1 / (r + stage);
      }
      sum += weightOfX[i]! * lnRate;
      dr += weightOfX[i]! * harmonic;
    }
    for (let t = 0; t < times.length; t++) {
      const w = weightOfT[t]!;
      if (w === 0) continue;
      const time = times[t]!;
      const stages = k * xOfT[t]!;
      const lnGrowth = Math.log1p(time / alpha);
      sum -= w * r * lnGrowth + stages * Math.log(alpha + time);
      dr -= w * lnGrowth;
      dAlpha += ((w * r * time) / alpha - stages) / (alpha + time);
    }
    gradient.fill(0);
    gradient[0] = dr;
    gradient[1] = dAlpha;
    return sum;
  };
}
