import { z } from "zod";
import type { Db } from "../../db/client.ts";
import {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditDetails,
  readAuditChain,
} from "../../db/queries/audit.ts";
import { allSegments } from "../../db/queries/segments/stored.ts";
import { checkChain, type StoredEntry } from "../../platform/audit-chain.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";

/** On a page. */
const LISTED = 100;

export interface AuditEntryView {
  readonly entryNo: number;
  readonly at: string;
  /** "app", "shopify", or the id of a staff member. */
  readonly actor: string;
  /** "unknown": a later version of the app wrote it. */
  readonly action: AuditAction | "unknown";
  readonly subject: string;
  readonly details: AuditDetails;
}

export interface AuditLogView {
  readonly check:
    | { readonly state: "empty" }
    | { readonly state: "whole"; readonly since: string }
    | { readonly state: "changed" | "missing"; readonly entryNo: number };
  /** What the shop's own segments are called now, by key: the log itself does not say it. */
  readonly segmentNames: Readonly<Record<string, string>>;
  /** The latest first. */
  readonly entries: readonly AuditEntryView[];
  /** Number of the entry before which the next page begins; null where this is the last one. */
  readonly olderThan: number | null;
}

/** A page of the log: the first one, or that of entries older than `before`. */
export interface AuditLogPlace {
  readonly before: number | null;
  /** Only actions of this kind, which is the first word of their names. */
  readonly kind: AuditKind | null;
}

export const AUDIT_KINDS = [
  "app",
  "export",
  "settings",
  "costs",
  "address",
  "history_file",
  "spend",
  "sync",
  "segment",
  "destination",
  "person",
] as const satisfies readonly (AuditAction extends `${infer Kind}.${string}` ? Kind : never)[];
export type AuditKind = (typeof AUDIT_KINDS)[number];

const place = z.object({
  before: z.coerce.number().int().positive().nullable().catch(null),
  kind: z.enum(AUDIT_KINDS).nullable().catch(null),
});

/** Out of an address; what no page links to is the first page, of everything. */
export function auditPlace(query: URLSearchParams): AuditLogPlace {
  return place.parse({ before: query.get("before"), kind: query.get("kind") });
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const details = z.record(z.string(), z.union([scalar, z.object({ from: scalar, to: scalar })]));

/** A page of the audit log, and whether all of it is as it was written. */
export async function readAuditLog(
  db: Db,
  { shopId }: ShopRef,
  { before, kind }: AuditLogPlace = { before: null, kind: null },
): Promise<AuditLogView> {
  const [{ ends, entries }, segments] = await Promise.all([
    readAuditChain(db, shopId),
    allSegments(db.pool, shopId),
  ]);
  const check = checkChain(shopId, ends, entries);
  const wanted = entries.filter(
    (one) =>
      (before === null || one.entryNo < before) && (kind === null || one.action.startsWith(`${kind}.`)),
  );
  const shown = wanted.slice(-LISTED).reverse();
  return {
    check: check.state === "whole" ? { state: "whole", since: check.since.toISOString() } : check,
    olderThan: wanted.length > shown.length ? (shown.at(-1)?.entryNo ?? null) : null,
    segmentNames: Object.fromEntries(segments.map(({ segmentId, name }) => [segmentId, name])),
    entries: shown.map(viewOf),
  };
}

function viewOf({ entryNo, at, actor, action, subject, details: text }: StoredEntry): AuditEntryView {
  const known = AUDIT_ACTIONS.find((one) => one === action);
  return {
    entryNo,
    at: at.toISOString(),
    actor,
    action: known ?? "unknown",
    subject,
    details: readDetails(text),
  };
}

/** Somebody may have changed them: that is told, and is no reason to show nothing. */
function readDetails(text: string): AuditDetails {
  try {
    return details.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/**
 * Writes the end of the shop's audit log into the app's own log, which is kept elsewhere: whoever can write in the database could write a whole
 * chain anew, and would have to do so there too.
 */
export async function noteAuditLog(
  { db, log }: { readonly db: Db; readonly log: Log },
  { shopId, domain }: ShopRef,
): Promise<void> {
  const { ends, entries } = await readAuditChain(db, shopId);
  const check = checkChain(shopId, ends, entries);
  if (check.state === "changed" || check.state === "missing") {
    log.error("audit.broken", { shop: domain, ...check });
  } else if (ends) {
    log.info("audit.noted", { shop: domain, entryNo: ends.lastNo, hash: ends.lastHash.toString("hex") });
  }
}
