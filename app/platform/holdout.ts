import { createHmac } from "node:crypto";

/** "sent": to be written to; "held_out": left out of one export, or list, by its lot; "always_held_out": left out of all by the shop's lot. */
export const PLACEMENTS = ["sent", "held_out", "always_held_out"] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** Who was drawn is kept for this long after the export was asked for, or the list began: docs/operations.md. */
export const DRAWN_DAYS = 730;

/** 10,000 basis points are everybody. */
export const EVERYBODY_BP = 10_000;

/**
 * Where a person stands in the lot of a purpose, from 0 up to, but not including, 1: the first 48 bits of HMAC-SHA256 by the shop's salt.
 * It depends on nothing else, so whoever is drawn stays drawn, and the lots of two purposes are independent of each other.
 */
function placeInLot(salt: Uint8Array, purpose: string, customerId: number): number {
  return createHmac("sha256", salt).update(`${purpose} ${customerId}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

export interface Lots {
  readonly salt: Uint8Array;
  /** Held out of every export. */
  readonly alwaysBp: number;
  /** Of the others, held out of this one. */
  readonly exportBp: number;
}

/**
 * Draws people for an export. `formerIds`: of customers who were merged into this one. Whoever of them all exports hold out, the one who
 * is left is held out too.
 */
export function drawFor(
  { salt, alwaysBp, exportBp }: Lots,
  lotId: string,
): (customerId: number, formerIds?: readonly number[]) => Placement {
  const isDrawn = (purpose: string, shareBp: number, customerId: number): boolean =>
    shareBp > 0 && placeInLot(salt, purpose, customerId) * EVERYBODY_BP < shareBp;
  return (customerId, formerIds = []) => {
    if ([customerId, ...formerIds].some((id) => isDrawn("every export", alwaysBp, id)))
      return "always_held_out";
    return isDrawn(`export ${lotId}`, exportBp, customerId) ? "held_out" : "sent";
  };
}
