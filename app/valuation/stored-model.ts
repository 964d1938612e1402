import { z } from "zod";

const amount = z.number().nonnegative();
const family = z.string().regex(/^(nbd|bg_nbd|mbg_nbd|pareto_nbd|m?bg_cnbd_k[1-9]\d?)$/);

const storedModel = z.object({
  version: z.literal(2),
  transactions: z.object({
    family,
    params: z.array(z.number().positive()).min(2).max(4),
    logLikelihood: z.number(),
    boundary: z.boolean(),
    boundaryParameters: z.array(z.string()),
    covariance: z.array(z.number().nullable()),
  }),
  spend: z.object({
    family: z.enum(["gamma_gamma", "shrunk_mean"]),
    params: z.object({ p: z.number().positive(), q: z.number().positive(), v: amount }),
  }),
  season: z.object({ months: z.array(z.number().positive()).length(12) }).nullable(),
  customers: amount,
  repeatCustomers: amount,
});
export type StoredModelView = z.infer<typeof storedModel>;

const measures = z.object({
  mae: z.number(),
  rmse: z.number(),
  bias: z.number().nullable(),
  auc: z.number().nullable(),
  gini: z.number().nullable(),
  topDecileCapture: z.number().nullable(),
});
const candidateName = z.union([z.enum(["same_rate", "cohort_average"]), family]);
const coverage = z.object({ plain: z.number(), calibrated: z.number() });
const bins = z.array(z.number());

const storedValidation = z.object({
  version: z.literal(2),
  calibrationEndDay: z.int(),
  holdoutEndDay: z.int(),
  holdoutWeeks: z.number().positive(),
  customers: amount,
  actualOrders: amount,
  actualValueMinor: z.number(),
  candidates: z
    .array(
      z.object({
        name: candidateName,
        seasonal: z.boolean(),
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
      customers: amount,
      predictedOrders: z.number(),
      actualOrders: z.number(),
      predictedValueMinor: z.number(),
      actualValueMinor: z.number(),
    }),
  ),
  pit: z.object({ orders: bins, value: bins.nullable() }),
  weekly: z.array(z.object({ actual: z.number(), predicted: z.number() })),
  lift: z.array(z.number()),
});
export type StoredValidation = z.infer<typeof storedValidation>;

/** A stored model as far as the page about it needs; null for one of another version, which the next night's fit replaces. */
export function readStoredModel(stored: unknown): StoredModelView | null {
  return storedModel.safeParse(stored).data ?? null;
}

/** null where the model was not tested, or by a version of the test that is no longer known. */
export function readStoredValidation(stored: unknown): StoredValidation | null {
  return storedValidation.safeParse(stored).data ?? null;
}

const interval = z.object({ totalInterval: z.object({ lowMinor: z.number(), highMinor: z.number() }) });

/** 80 % interval of what all customers together will bring, as of the fit. */
export function readTotalInterval(stored: unknown): { lowMinor: number; highMinor: number } | null {
  return interval.safeParse(stored).data?.totalInterval ?? null;
}
