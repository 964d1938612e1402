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

const LISTED = 200;

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
  readonly total: number;
  /** What the shop's own segments are called now, by key: the log itself does not say it. */
  readonly segmentNames: Readonly<Record<string, string>>;
  /** The latest first. */
  readonly entries: readonly AuditEntryView[];
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const details = z.record(z.string(), z.union([scalar, z.object({ from: scalar, to: scalar })]));

/** The latest entries of the audit log, and whether all of it is as it was written. */
export async function readAuditLog(db: Db, { shopId }: ShopRef): Promise<AuditLogView> {
  const [{ ends, entries }, segments] = await Promise.all([
    readAuditChain(db, shopId),
    allSegments(db.pool, shopId),
  ]);
  const check = checkChain(shopId, ends, entries);
  return {
    check: check.state === "whole" ? { state: "whole", since: check.since.toISOString() } : check,
    total: entries.length,
    segmentNames: Object.fromEntries(segments.map(({ segmentId, name }) => [segmentId, name])),
    entries: entries.slice(-LISTED).reverse().map(viewOf),
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
