import { z } from "zod";
import type { Tx } from "../../db/client.ts";
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
const ids = z.array(id).nullish();
const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

/** What `customers/redact` and `customers/data_request` say. A guest has no id. */
export const privacyBody = z
  .object({
    customer: z.object({ id: id.nullish(), email: text, phone: text }).nullish(),
    orders_to_redact: ids,
    orders_requested: ids,
    data_request: z.object({ id }).nullish(),
  })
  .transform(({ customer, orders_to_redact, orders_requested, data_request }) => ({
    sourceRequestId: data_request?.id ?? null,
    customerId: customer?.id ?? null,
    email: customer?.email?.toLowerCase() ?? null,
    phone: customer?.phone ?? null,
    orderIds: orders_to_redact ?? orders_requested ?? [],
  }))
  .refine((person) => person.customerId ?? person.email ?? person.phone ?? person.orderIds[0], {
    path: ["customer"],
    message: "nobody is named: no id, no e-mail address, no phone and no order",
  });

export type PrivacyBody = NamedPerson & { readonly sourceRequestId: number | null };

/** Stores a request, in the transaction of its receipt. A redaction begins at once; a data request waits for the merchant. */
export async function acceptPrivacyRequest(
  { jobs, clock }: Pick<SyncRuntime, "jobs" | "clock">,
  tx: Tx,
  shop: ShopRef,
  topic: PrivacyTopic,
  body: PrivacyBody,
): Promise<void> {
  const requestId = newId();
  await addPrivacyRequest(tx, shop.shopId, { ...body, requestId, topic, requestedAt: clock() });
  if (topic === "customers/redact") {
    await jobs.enqueue(customerRedactionJob, { shop: shop.domain, requestId }, { tx });
  }
}
