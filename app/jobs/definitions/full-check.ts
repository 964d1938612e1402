import { z } from "zod";
import { byShop, defineJob, defineRound, ofShop } from "../job-definition.ts";

/** Where a check stands; nothing for its beginning. The job carries it from step to step. */
const place = z.object({
  resource: z.enum(["customers", "orders", "products", "collections"]),
  /** Null where no operation lists the resource yet. */
  operationId: z.string().nullable(),
  startedAt: z.iso.datetime(),
  /** What Shopify had counted at the last look, and since when it has not moved. */
  objects: z.number().nullable(),
  movedAt: z.iso.datetime().nullable(),
  /** Lists of the resource that could not be used. */
  failures: z.number(),
});
const payload = ofShop.extend({ at: place.optional() });

export type CheckPlace = z.infer<typeof place>;

/** Compares the ids and versions of all orders, customers, products and collections with Shopify's own. */
export const fullCheckJob = defineJob<z.infer<typeof payload>>({
  name: "sync.full-check",
  payload,
  singletonKey: byShop,
  policy: "in_turn",
  expireInSeconds: 6 * 3600,
});

export const fullCheckAllJob = defineRound("sync.full-check-all");
