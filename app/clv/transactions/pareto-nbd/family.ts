import { type TransactionFamily, withAliveProbability } from "../family.ts";
import { type FamilyLikelihood, fitFamily, totalLogLikelihood } from "../fit.ts";
import { fillParetoNbdTail, paretoNbdTailProbability, paretoNbdWeeksToNext } from "./distribution.ts";
import { paretoNbdWeightedLogLikelihood } from "./likelihood.ts";
import {
  paretoNbdAlive,
  paretoNbdDiscounted,
  paretoNbdExpectation,
  paretoNbdLogLikelihood,
} from "./model.ts";

const likelihood: FamilyLikelihood = {
  parameterNames: ["r", "alpha", "s", "beta"],
  k: 1,
  fourthIsTime: true,
  weightedLogLikelihood: paretoNbdWeightedLogLikelihood,
};

export const paretoNbdFamily: TransactionFamily = withAliveProbability({
  name: "pareto_nbd",
  parameterNames: likelihood.parameterNames,
  dependsOnRecency: false,
  logLikelihood: paretoNbdLogLikelihood,
  totalLogLikelihood: (params, columns) => totalLogLikelihood(likelihood, params, columns),
  aliveProbability: paretoNbdAlive,
  expectedWhileAlive: (params, x, _tx, T, weeks) => paretoNbdExpectation(params, x, T, weeks),
  tailProbabilityWhileAlive: (params, x, _tx, T, weeks, m) =>
    paretoNbdTailProbability(params, x, T, weeks, m),
  fillTailProbabilitiesWhileAlive: (params, x, _tx, T, weeks, tailProbabilities) =>
    fillParetoNbdTail(params, x, T, weeks, tailProbabilities),
  weeksToNextWhileAlive: (params, x, _tx, T, probability) => paretoNbdWeeksToNext(params, x, T, probability),
  discountedWhileAlive: (params, x, _tx, T, weeks, delta) => paretoNbdDiscounted(params, x, T, weeks, delta),
  fit: (columns, options) => fitFamily(likelihood, columns, options),
});
