import type { Db, Queryable } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { candidatesOf } from "../../db/queries/privacy/known-person.ts";
import {
  endWithoutPerson,
  holdPrivacyRequest,
  namePerson,
  type PrivacyRequestRow,
} from "../../db/queries/privacy/requests.ts";
import { customerRedactionJob } from "../../jobs/definitions/customer-redaction.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";

/** Customers of whom one may be meant by an open request; empty where it is clear who is, or that the shop has nobody. */
export async function openCandidates(
  on: Queryable,
  shop: ShopRef,
  request: PrivacyRequestRow,
): Promise<readonly number[]> {
  if (request.handledAt !== null || request.customerId !== null) return [];
  // Those of an erasure are noted: when one of them is gone, the others are not meant any more than before.
  return request.topic === "customers/redact" ? request.candidateIds : candidatesOf(on, shop.shopId, request);
}

/**
 * A staff member has said whom a request is about, of its candidates; null: nobody of them, which ends a request to erase. Then the person is
 * erased like any other. Returns false where that was said before, or is none of the candidates.
 */
export function choosePerson(
  { db, jobs, clock }: Pick<SyncRuntime, "jobs" | "clock"> & { readonly db: Db },
  shop: ShopRef,
  requestId: string,
  customerId: number | null,
  userId: string,
): Promise<boolean> {
  return whileInstalled(db, shop.shopId, async (tx) => {
    const request = await holdPrivacyRequest(tx, shop.shopId, requestId);
    if (!request) return false;
    const candidates = await openCandidates(tx, shop, request);
    const isErasure = request.topic === "customers/redact";
    if (candidates.length === 0) return false;
    if (customerId === null) {
      if (!isErasure) return false;
      if (!(await endWithoutPerson(tx, shop.shopId, requestId, userId, clock()))) return false;
    } else {
      if (!candidates.includes(customerId)) return false;
      if (!(await namePerson(tx, shop.shopId, requestId, customerId))) return false;
      if (isErasure) await jobs.enqueue(customerRedactionJob, { shop: shop.domain, requestId }, { tx });
    }
    const action = customerId === null ? "person.not_found" : "person.identified";
    await addAuditEntry(tx, shop.shopId, { at: clock(), actor: userId, action, subject: requestId });
    return true;
  });
}
