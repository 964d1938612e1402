import { discountedExpectation } from "../discounted-orders.ts";
import { type FamilyName, type TransactionFamily, withAliveProbability } from "../family.ts";
import { type FamilyLikelihood, fitFamily, totalLogLikelihood } from "../fit.ts";
import {
  betaGeometricTailProbability,
  betaGeometricWeeksToNext,
  fillBetaGeometricTail,
} from "./distribution.ts";
import { betaGeometricExpectation } from "./expectation.ts";
import { betaGeometricWeightedLogLikelihood } from "./likelihood.ts";
import { type BetaGeometric, betaGeometricAlive, betaGeometricLogLikelihood } from "./model.ts";

/** BG/NBD, MBG/NBD, BG/CNBD-k or MBG/CNBD-k. */
export function betaGeometricFamily(name: FamilyName, model: BetaGeometric): TransactionFamily {
  const likelihood: FamilyLikelihood = {
    parameterNames: ["r", "alpha", "a", "b"],
    k: model.k,
    fourthIsTime: false,
    weightedLogLikelihood: (data) => betaGeometricWeightedLogLikelihood(model, data),
  };
  return withAliveProbability({
    name,
    parameterNames: likelihood.parameterNames,
    dependsOnRecency: model.k > 1,
    logLikelihood: (params, x, tx, T) => betaGeometricLogLikelihood(model, params, x, tx, T),
    totalLogLikelihood: (params, columns) => totalLogLikelihood(likelihood, params, columns),
    aliveProbability: (params, x, tx, T) => betaGeometricAlive(model, params, x, tx, T),
    expectedWhileAlive: (params, x, tx, T, weeks) => betaGeometricExpectation(model, params, x, tx, T, weeks),
    tailProbabilityWhileAlive: (params, x, tx, T, weeks, m) =>
      betaGeometricTailProbability(model, params, x, tx, T, weeks, m),
    fillTailProbabilitiesWhileAlive: (params, x, tx, T, weeks, tailProbabilities) =>
      fillBetaGeometricTail(model, params, x, tx, T, weeks, tailProbabilities),
    weeksToNextWhileAlive: (params, x, tx, T, probability) =>
      betaGeometricWeeksToNext(model, params, x, tx, T, probability),
    discountedWhileAlive: (params, x, tx, T, weeks, delta) =>
      discountedExpectation(
        (horizon) => betaGeometricExpectation(model, params, x, tx, T, horizon),
        params[1]! + T,
        params[0]! + model.k * x,
        weeks,
        delta,
      ),
    fit: (columns, options) => fitFamily(likelihood, columns, options),
  });
}
