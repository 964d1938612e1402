import { z } from "zod";
import type { Operation } from "../admin-client.ts";

const FIELDS = `id createdAt updatedAt firstName lastName tags verifiedEmail
  defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state } }
  defaultAddress { countryCodeV2 zip } statistics { rfmGroup predictedSpendTier }`;

export const customerNode = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  tags: z.array(z.string()),
  verifiedEmail: z.boolean(),
  defaultEmailAddress: z
    .object({
      emailAddress: z.string(),
      marketingState: z.string(),
      marketingOptInLevel: z.string().nullable(),
      marketingUpdatedAt: z.string().nullable(),
    })
    .nullable(),
  defaultPhoneNumber: z
    .object({ phoneNumber: z.string(), smsMarketingConsent: z.object({ state: z.string() }) })
    .nullable(),
  defaultAddress: z.object({ countryCodeV2: z.string().nullable(), zip: z.string().nullable() }).nullable(),
  statistics: z
    .object({ rfmGroup: z.string().nullable(), predictedSpendTier: z.string().nullable() })
    .nullable(),
});
export type CustomerNode = z.infer<typeof customerNode>;

/** For `bulkOperationRunQuery`; `search` narrows the customers. */
export function customersBulkQuery(search: string | null): string {
  const filter = search === null ? "" : `(query: ${JSON.stringify(search)})`;
  return `{ customers${filter} { edges { node { ${FIELDS} } } } }`;
}

/** Customers by id; a deleted or merged one is null. */
export const customersById: Operation<{ nodes: ({ id: string } | null)[] }> = {
  name: "customersById",
  document: `query customersById($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { ${FIELDS} } } }`,
  data: z.object({ nodes: z.array(z.looseObject({ id: z.string() }).nullable()) }),
};

const spending = z.object({
  customer: z
    .object({
      amountSpent: z.object({ amount: z.string(), currencyCode: z.string() }),
      numberOfOrders: z.coerce.number().int(),
    })
    .nullable(),
});

/** What Shopify shows of a customer's orders. */
export const customerSpending: Operation<z.infer<typeof spending>> = {
  name: "customerSpending",
  document: `query customerSpending($id: ID!) {
    customer(id: $id) { amountSpent { amount currencyCode } numberOfOrders }
  }`,
  data: spending,
};
