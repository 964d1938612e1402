import { z } from "zod";
import { COST_KINDS, MOST_COST_MINOR } from "../../clv/historic/cost-rules.ts";

const minor = z.int().min(0).max(MOST_COST_MINOR);
const rule = z.object({ fixedMinor: minor, shareBp: z.int().min(0).max(10_000) });
const byCountry = z.object({
  everywhere: rule,
  /** By ISO code. */
  countries: z.record(z.string().regex(/^[A-Z]{2}$/), rule),
});

/** Products whose cost one change can state. */
export const MOST_PRODUCTS = 5_000;

/** What a merchant may change of the shop's costs: the rules, all of them at once, or the costs of some products. */
export const costChange = z.object({
  rules: z
    .object({
      defaultMarginBp: z.int().min(0).max(10_000).nullable(),
      ...(Object.fromEntries(COST_KINDS.map((kind) => [kind, byCountry])) as Record<
        (typeof COST_KINDS)[number],
        typeof byCountry
      >),
    })
    .optional(),
  products: z
    .array(z.object({ productId: z.int().positive(), unitCostMinor: minor.nullable() }))
    .max(MOST_PRODUCTS)
    .optional(),
});
export type CostChange = z.infer<typeof costChange>;
export type CostRulesInput = NonNullable<CostChange["rules"]>;
