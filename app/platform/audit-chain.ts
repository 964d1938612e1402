import { createHash } from "node:crypto";

/** An entry of a shop's audit log as it is hashed. */
export interface ChainedEntry {
  readonly entryNo: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: string;
  readonly previousHash: Buffer;
}

export interface StoredEntry extends ChainedEntry {
  readonly hash: Buffer;
}

/** What the chain's ends are said to be. */
export interface ChainEnds {
  readonly firstNo: number;
  /** Hash of the entry before the first one; empty for entry 1. */
  readonly firstAfter: Buffer;
  readonly lastNo: number;
  readonly lastHash: Buffer;
}

export type ChainCheck =
  | { readonly state: "empty" }
  | { readonly state: "whole"; readonly since: Date }
  /** The entry is not as it was written, or stands where another one did. */
  | { readonly state: "changed" | "missing"; readonly entryNo: number };

/** SHA-256 over everything that the entry says, the shop and the hash of the entry before. */
export function hashOf(shopId: number, entry: ChainedEntry): Buffer {
  const { entryNo, at, actor, action, subject, details, previousHash } = entry;
  const said = [
    shopId,
    entryNo,
    at.toISOString(),
    actor,
    action,
    subject,
    details,
    previousHash.toString("hex"),
  ];
  return createHash("sha256").update(JSON.stringify(said)).digest();
}

/**
 * Whether the entries, in their order, are those that were written: numbers without gaps between the two ends, each with the hash of the one before
 * it and its own. The first that is wrong is named.
 */
export function checkChain(
  shopId: number,
  ends: ChainEnds | null,
  entries: readonly StoredEntry[],
): ChainCheck {
  const [first] = entries;
  if (!ends) return first ? { state: "changed", entryNo: first.entryNo } : { state: "empty" };
  let [expectedNo, previous] = [ends.firstNo, ends.firstAfter];
  for (const entry of entries) {
    if (entry.entryNo !== expectedNo) return { state: "missing", entryNo: expectedNo };
    // An entry that was hashed again after a change no longer fits the one after it.
    if (!entry.previousHash.equals(previous)) {
      return { state: "changed", entryNo: Math.max(ends.firstNo, entry.entryNo - 1) };
    }
    if (!hashOf(shopId, entry).equals(entry.hash)) return { state: "changed", entryNo: entry.entryNo };
    previous = entry.hash;
    expectedNo++;
  }
  if (expectedNo <= ends.lastNo) return { state: "missing", entryNo: expectedNo };
  if (expectedNo - 1 !== ends.lastNo || !previous.equals(ends.lastHash)) {
    return { state: "changed", entryNo: expectedNo - 1 };
  }
  return first ? { state: "whole", since: first.at } : { state: "empty" };
}
