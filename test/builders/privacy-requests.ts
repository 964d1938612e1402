import type { Db } from "../../app/db/client.ts";
import { addPrivacyRequest, type PrivacyRequestRow } from "../../app/db/queries/privacy/requests.ts";
import { newId, type ShopRef } from "../../app/platform/ids.ts";

/** Stores a request as a webhook would, by default a redaction of nobody; returns its id. */
export async function storeRequest(
  db: Db,
  shop: ShopRef,
  request: Partial<Omit<PrivacyRequestRow, "requestId">> = {},
): Promise<string> {
  const requestId = newId();
  await db.transaction((tx) =>
    addPrivacyRequest(tx, shop.shopId, {
      topic: "customers/redact",
      sourceRequestId: null,
      customerId: null,
      email: null,
      phone: null,
      orderIds: [],
      requestedAt: new Date("2026-03-01T12:00:00Z"),
      ...request,
      requestId,
    }),
  );
  return requestId;
}
