import { z } from "zod";
import type { Tx } from "../../db/client.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { addPrivacyRequest, type NamedPerson, type PrivacyTopic } from "../../db/queries/privacy/requests.ts";
import { customerRedactionJob } from "../../jobs/definitions/customer-redaction.ts";
import { newId, type ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";

const id = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

/** Both bodies name the shop and the person; a guest has no id. Each has to hold what only it has, for the topic is not signed. */
const body = z.object({
  shop_domain: z.string(),
  customer: z.object({ id: id.nullish(), email: text, phone: text }).nullish(),
});

interface Customer {
  readonly id?: number | null;
  readonly email: string | null;
  readonly phone: string | null;
}

const personOf = (customer: Customer | null | undefined, orderIds: readonly number[]): NamedPerson => ({
  customerId: customer?.id ?? null,
  email: customer?.email?.toLowerCase() ?? null,
  phone: customer?.phone ?? null,
  orderIds,
});
const namesSomebody = ({ customerId, email, phone, orderIds }: NamedPerson) =>
  customerId !== null || email !== null || phone !== null || orderIds.length > 0;
const NOBODY = {
  path: ["customer"],
  message: "nobody is named: no id, no e-mail address, no phone and no order",
};

/** What `customers/redact` says. */
export const redactionBody = body
  .extend({ orders_to_redact: z.array(id), data_request: z.undefined().optional() })
  .transform(({ customer, orders_to_redact }) => ({
    ...personOf(customer, orders_to_redact),
    sourceRequestId: null,
  }))
  .refine(namesSomebody, NOBODY);

/** What `customers/data_request` says. */
export const dataRequestBody = body
  .extend({ orders_requested: z.array(id).nullish(), data_request: z.object({ id }) })
  .transform(({ customer, orders_requested, data_request }) => ({
    ...personOf(customer, orders_requested ?? []),
    sourceRequestId: data_request.id,
  }))
  .refine(namesSomebody, NOBODY);

export type PrivacyBody = NamedPerson & { readonly sourceRequestId: number | null };

/** Stores a request, in the transaction of its receipt. A redaction begins at once; a data request waits for the merchant, once. */
export async function acceptPrivacyRequest(
  { jobs, clock }: Pick<SyncRuntime, "jobs" | "clock">,
  tx: Tx,
  shop: ShopRef,
  topic: PrivacyTopic,
  body: PrivacyBody,
  origin?: string,
): Promise<void> {
  const requestId = newId();
  const now = clock();
  if (!(await addPrivacyRequest(tx, shop.shopId, { ...body, requestId, topic, requestedAt: now }))) return;
  const action = topic === "customers/redact" ? "person.erasure_asked" : "person.data_asked";
  await addAuditEntry(tx, shop.shopId, { at: now, actor: "shopify", action, subject: requestId });
  if (topic === "customers/redact") {
    await jobs.enqueue(customerRedactionJob, { shop: shop.domain, requestId, origin }, { tx });
  }
}
