import { z } from "zod";
import { TRANSACTION_FAMILIES } from "../../app/clv/transactions/families.ts";

const families = TRANSACTION_FAMILIES.map(({ name }) => name);

/** What `clv-program.ts` is asked to measure: a family, or the spend, on the columns in a folder. */
export const clvTask = z.object({
  folder: z.string(),
  model: z.enum([...families, "gamma_gamma"]),
  /** About as long as the plain implementation may fit. */
  plainSeconds: z.number(),
});
export type ClvTask = z.infer<typeof clvTask>;

export const clvMeasured = z.object({
  fitMs: z.number(),
  /** Expected orders of each customer. These two are null for the spend, which is part of every score. */
  expectMs: z.number().nullable(),
  scoreMs: z.number().nullable(),
  /** Most memory of the process, less what it had with the columns read. */
  memoryBytes: z.number(),
  /** Times of the plain implementation, of some customers and in proportion to all. */
  plain: z.object({
    customers: z.number(),
    evaluations: z.number(),
    fitMs: z.number(),
    /** Null where textbooks have no closed form. */
    expectMs: z.number().nullable(),
  }),
});
export type ClvMeasured = z.infer<typeof clvMeasured>;

export const CLV_MODELS: readonly ClvTask["model"][] = clvTask.shape.model.options;
