import type { Db } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { erasuresInTools, type ToolErasure } from "../../db/queries/destinations/erasures.ts";
import { type ExportOfErased, exportsOfErased } from "../../db/queries/exports/people.ts";
import {
  dueAt,
  handOver,
  latestPrivacyRequests,
  noteRemoval,
  type PrivacyRequestRow,
  readCandidates,
} from "../../db/queries/privacy/requests.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { openCandidates } from "./choose-person.ts";

const DAY_MS = 86_400_000;
const LISTED = 200;
const LISTED_EXPORTS = 10;

/** What somebody asked for, by way of Shopify: the data that is kept of them, or to be erased. */
export interface DataRequest {
  readonly requestId: string;
  readonly kind: "access" | "erasure";
  /** "to_remove": the app has erased the person, and files that it made before, or a mailing tool, still hold the person. */
  readonly state: "open" | "overdue" | "to_remove" | "done";
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
  /** How many exported files held the erased person. */
  readonly exports: number;
  /** The latest of them. */
  readonly latestExports: readonly ErasedPersonsExport[];
  /** Mailing tools that the person was ever sent to, and whether they were asked to delete the person. */
  readonly tools: readonly PersonInMailingTool[];
  /** When a staff member removed the person from where these files had gone. */
  readonly removedAt: string | null;
  readonly removedBy: string | null;
  /** More than one customer's phone may be the named one: somebody has to say who is meant. */
  readonly candidates: readonly Candidate[];
}

export interface PersonInMailingTool {
  readonly tool: string;
  readonly account: string;
  /** "waiting": it is done by itself; "done": the tool took it; else why somebody has to do it by hand in the tool. */
  readonly state: ToolErasure["state"];
  /** The tool's own. */
  readonly words: string | null;
}

/** Somebody of whom a request may be. */
export interface Candidate {
  readonly customerId: number;
  /** Else the address, else empty. */
  readonly name: string;
  readonly phone: string;
}

export interface ErasedPersonsExport {
  readonly exportId: string;
  /** Key of the segment; null for a list of customers. */
  readonly segment: string | null;
  /** What a segment of the shop's own is called now; else null. */
  readonly segmentName: string | null;
  readonly requestedAt: string;
  readonly requestedBy: string;
  /** False where the download broke off, or has not ended: the person may not have been sent. */
  readonly isWhole: boolean;
}

export interface DataRequestsView {
  readonly requests: readonly DataRequest[];
}

export async function readDataRequests(db: Db, shop: ShopRef, now: Date): Promise<DataRequestsView> {
  const requests = await latestPrivacyRequests(db.pool, shop.shopId, LISTED);
  const ids = requests.map(({ requestId }) => requestId);
  const held = await exportsOfErased(db.pool, shop.shopId, ids, LISTED_EXPORTS);
  const exportsOf = Map.groupBy(held, ({ requestId }) => requestId);
  const inTools = await erasuresInTools(db.pool, shop.shopId, ids);
  const toolsOf = Map.groupBy(inTools, ({ requestId }) => requestId);
  const candidatesOfRequest = new Map<string, readonly Candidate[]>();
  for (const request of requests) {
    const candidateIds = await openCandidates(db.pool, shop, request);
    candidatesOfRequest.set(request.requestId, await readCandidates(db.pool, shop.shopId, candidateIds));
  }
  return {
    requests: requests.map((request) => {
      const { requestId } = request;
      const held = exportsOf.get(requestId) ?? [];
      const candidates = candidatesOfRequest.get(requestId) ?? [];
      return dataRequestOf(request, held, toolsOf.get(requestId) ?? [], candidates, now);
    }),
  };
}

function dataRequestOf(
  row: PrivacyRequestRow,
  held: readonly ExportOfErased[],
  tools: readonly ToolErasure[],
  candidates: readonly Candidate[],
  now: Date,
): DataRequest {
  const dueMs = dueAt(row.requestedAt).getTime();
  const isOverdue = now.getTime() > dueMs;
  const isByHand = ({ state }: ToolErasure) => state !== "done" && state !== "waiting";
  const waits = (held.length > 0 || tools.some(isByHand)) && row.removedAt === null;
  return {
    requestId: row.requestId,
    kind: row.topic === "customers/redact" ? "erasure" : "access",
    state: row.handledAt === null ? (isOverdue ? "overdue" : "open") : waits ? "to_remove" : "done",
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
    exports: held[0]?.exports ?? 0,
    latestExports: held.map(({ exportId, segmentKey, segmentName, requestedAt, requestedBy, status }) => ({
      ...{ exportId, requestedBy, segment: segmentKey, segmentName, isWhole: status === "done" },
      requestedAt: requestedAt.toISOString(),
    })),
    tools: tools.map(({ tool, accountName, state, words }) => ({ tool, account: accountName, state, words })),
    removedAt: row.removedAt?.toISOString() ?? null,
    removedBy: row.removedBy,
    candidates,
  };
}

function isErased({ customerId, email, phone, orderIds }: PrivacyRequestRow): boolean {
  return customerId === null && email === null && phone === null && orderIds.length === 0;
}

/** What a staff member says to have done: given a person the data, or removed an erased one from where exported files had gone. */
export const MARKS = ["handed_over", "removed"] as const;
export type Mark = (typeof MARKS)[number];

const MARKING = {
  handed_over: { note: handOver, action: "person.data_handed_over" },
  removed: { note: noteRemoval, action: "person.removed_from_files" },
} as const;

/** Notes who did it, and when. Returns false where that was noted before, or there was nothing to do. */
export function markRequest(
  db: Db,
  shop: ShopRef,
  requestId: string,
  mark: Mark,
  userId: string,
  now: Date,
): Promise<boolean> {
  const { note, action } = MARKING[mark];
  return whileInstalled(db, shop.shopId, async (tx) => {
    const done = await note(tx, shop.shopId, requestId, userId, now);
    if (done) await addAuditEntry(tx, shop.shopId, { at: now, actor: userId, action, subject: requestId });
    return done;
  });
}
