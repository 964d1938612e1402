import { z } from "zod";
import type { RfmGroup } from "../../../clv/historic/rfm.ts";
import type { Condition } from "../../../db/queries/pages/customer-list.ts";
import { type ConsentState, consentState, rfmGroup } from "./row.ts";

/** Customers by what their row says; several values of one kind are alternatives. Holds nothing that names a person. */
export interface CustomerFilter {
  readonly groups?: readonly RfmGroup[] | undefined;
  readonly consent?: readonly ConsentState[] | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[] | undefined;
}

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
