import { z } from "zod";
import type { Condition } from "../db/queries/customer-list.ts";
import { consentState, rfmGroup } from "./customer-row.ts";
import type { CustomerFilter } from "./views.ts";

/** A filter as an address or a stored export holds it. */
export const customerFilter = z.strictObject({
  groups: z.array(rfmGroup).min(1).readonly().optional(),
  consent: z.array(consentState).min(1).readonly().optional(),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .readonly()
    .optional(),
}) satisfies z.ZodType<CustomerFilter>;

/** A filter, and the words of a search that all have to occur in name or address, as a condition on `v` (customer_value). */
export function customerCondition(filter: CustomerFilter, words: readonly string[] = []): Condition {
  const parameters: unknown[] = [];
  // $1 is the shop.
  const next = (value: unknown): string => `$${parameters.push(value) + 1}`;
  const conditions = words.map(
    (word) => `v.search_text like ${next(`%${word.replace(/[\\%_]/g, "\\$&")}%`)}`,
  );
  const among = (column: string, values: readonly string[] | undefined): void => {
    if (values && values.length > 0) conditions.push(`v.${column} = any(${next(values)}::text[])`);
  };
  among("rfm_group", filter.groups);
  among("consent", filter.consent);
  among("country_code", filter.countries);
  return { sql: conditions.join(" and ") || "true", parameters };
}
