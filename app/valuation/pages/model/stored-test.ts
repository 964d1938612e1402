import { z } from "zod";
import type { ErrorMeasures } from "../../../clv/selection/error-measures.ts";
import type { CandidateName, HoldoutReport } from "../../../clv/selection/holdout-evaluation.ts";
import { isFamilyName } from "../../../clv/transactions/families.ts";

const count = z.number().nonnegative();

const measures = z.object({
  mae: z.number(),
  rmse: z.number(),
  bias: z.number().nullable(),
  auc: z.number().nullable(),
  gini: z.number().nullable(),
  topDecileCapture: z.number().nullable(),
}) satisfies z.ZodType<ErrorMeasures>;

const coverage = z.object({ plain: z.number(), calibrated: z.number() });

const candidateName = z.custom<CandidateName>(
  (name) =>
    typeof name === "string" && (name === "same_rate" || name === "cohort_average" || isFamilyName(name)),
);

const report = z.object({
  version: z.literal(2),
  calibrationEndDay: z.int(),
  holdoutEndDay: z.int(),
  holdoutWeeks: z.number().positive(),
  customers: count,
  repeatCustomers: count,
  actualOrders: count,
  actualValueMinor: z.number(),
  candidates: z
    .array(
      z.object({
        name: candidateName,
        seasonal: z.boolean(),
        params: z.record(z.string(), z.number()).nullable(),
        logLikelihood: z.number().nullable(),
        boundary: z.boolean(),
        orders: measures,
        value: measures.nullable(),
        crps: z.number().nullable(),
        coverage80: z.object({ orders: coverage, value: coverage.nullable() }).nullable(),
      }),
    )
    .min(1),
  chosen: z.object({
    name: candidateName,
    seasonal: z.boolean(),
    reason: z.enum(["lowest_error", "simpler_of_equals", "baseline_better"]),
  }),
  deciles: z.array(
    z.object({
      customers: count,
      predictedOrders: z.number(),
      actualOrders: z.number(),
      predictedValueMinor: z.number(),
      actualValueMinor: z.number(),
    }),
  ),
  pit: z.object({ orders: z.array(z.number()), value: z.array(z.number()).nullable() }),
  weekly: z.array(z.object({ actual: z.number(), predicted: z.number() })),
  lift: z.array(z.number()),
}) satisfies z.ZodType<HoldoutReport>;

/** How a stored model did on the shop's own past; null where it was not tested, or by a version of the test that is no longer known. */
export function parseHoldoutReport(stored: unknown): HoldoutReport | null {
  return report.safeParse(stored).data ?? null;
}

const total = z.object({
  totalInterval: z.object({ expectedMinor: z.number(), lowMinor: z.number(), highMinor: z.number() }),
});

/** What all customers together were expected to bring as of the fit, with its 80 % interval; null where a model has none. */
export function parseTotalInterval(
  storedModel: unknown,
): { expectedMinor: number; lowMinor: number; highMinor: number } | null {
  return total.safeParse(storedModel).data?.totalInterval ?? null;
}
