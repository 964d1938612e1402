import type { Db } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import {
  dueAt,
  handOver,
  latestPrivacyRequests,
  type PrivacyRequestRow,
} from "../../db/queries/privacy/requests.ts";
import type { ShopRef } from "../../platform/ids.ts";

const DAY_MS = 86_400_000;
const LISTED = 200;

/** What somebody asked for, by way of Shopify: the data that is kept of them, or to be erased. */
export interface DataRequest {
  readonly requestId: string;
  readonly kind: "access" | "erasure";
  readonly state: "open" | "overdue" | "done";
  /** Null once the person was erased, and for a guest. */
  readonly customerId: number | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly orders: number;
  /** Nobody is named any more: the person was erased. */
  readonly isErased: boolean;
  /** Shopify's number of the request. */
  readonly sourceRequestId: number | null;
  readonly requestedAt: string;
  readonly dueAt: string;
  /** Whole days until then; negative once it is over. */
  readonly daysLeft: number;
  readonly handledAt: string | null;
  /** The staff member who handed the data over; null where the app did what was asked. */
  readonly handledBy: string | null;
}

export interface DataRequestsView {
  readonly requests: readonly DataRequest[];
}

export async function readDataRequests(db: Db, shop: ShopRef, now: Date): Promise<DataRequestsView> {
  const requests = await latestPrivacyRequests(db.pool, shop.shopId, LISTED);
  return { requests: requests.map((request) => dataRequestOf(request, now)) };
}

function dataRequestOf(row: PrivacyRequestRow, now: Date): DataRequest {
  const dueMs = dueAt(row.requestedAt).getTime();
  const isOverdue = now.getTime() > dueMs;
  return {
    requestId: row.requestId,
    kind: row.topic === "customers/redact" ? "erasure" : "access",
    state: row.handledAt !== null ? "done" : isOverdue ? "overdue" : "open",
    customerId: row.customerId,
    email: row.email,
    phone: row.phone,
    orders: row.orderIds.length,
    isErased: isErased(row),
    sourceRequestId: row.sourceRequestId,
    requestedAt: row.requestedAt.toISOString(),
    dueAt: new Date(dueMs).toISOString(),
    daysLeft: Math.floor((dueMs - now.getTime()) / DAY_MS),
    handledAt: row.handledAt?.toISOString() ?? null,
    handledBy: row.handledBy,
  };
}

function isErased({ customerId, email, phone, orderIds }: PrivacyRequestRow): boolean {
  return customerId === null && email === null && phone === null && orderIds.length === 0;
}

/** Notes who gave the person the data, and when. Returns false where that was noted before, or nothing was to be handed over. */
export function markHandedOver(
  db: Db,
  shop: ShopRef,
  requestId: string,
  userId: string,
  now: Date,
): Promise<boolean> {
  return whileInstalled(db, shop.shopId, async (tx) => {
    const done = await handOver(tx, shop.shopId, requestId, userId, now);
    const entry = { at: now, actor: userId, action: "person.data_handed_over", subject: requestId } as const;
    if (done) await addAuditEntry(tx, shop.shopId, entry);
    return done;
  });
}
