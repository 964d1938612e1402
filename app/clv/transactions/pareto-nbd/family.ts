import { type TransactionFamily, withAliveProbability } from "../family.ts";
import { type FamilyLikelihood, fitFamily, totalLogLikelihood } from "../fit.ts";
import { fillParetoNbdSurvival, paretoNbdAtLeast, paretoNbdWeeksToNext } from "./distribution.ts";
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
  atLeastWhileAlive: (params, x, _tx, T, weeks, m) => paretoNbdAtLeast(params, x, T, weeks, m),
  fillSurvivalWhileAlive: (params, x, _tx, T, weeks, survival) =>
    fillParetoNbdSurvival(params, x, T, weeks, survival),
  weeksToNextWhileAlive: (params, x, _tx, T, probability) => paretoNbdWeeksToNext(params, x, T, probability),
  discountedWhileAlive: (params, x, _tx, T, weeks, yearlyDiscount) =>
    paretoNbdDiscounted(params, x, T, weeks, yearlyDiscount),
  fit: (columns, options) => fitFamily(likelihood, columns, options),
});
