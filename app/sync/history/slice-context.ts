import type { SliceRow } from "../../db/queries/sync/progress.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";
import type { MappingShop } from "../shop/shop-facts.ts";

/** A slice did not become part of the history; the next one may. */
export class SliceFailed extends Error {
  readonly retry = "later";
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SliceFailed";
    this.code = code;
  }
}

export interface SliceContext {
  readonly runtime: SyncRuntime;
  readonly shop: ShopRef;
  readonly facts: MappingShop;
  readonly slice: SliceRow;
  /** How many slices of this resource failed since one was read to its end. */
  readonly failedBefore: number;
  readonly signal?: AbortSignal;
  /** An operation that counts no further object in this time is given up. */
  readonly stalledMs?: number;
  /** Lines of a file that are held until their order is whole; see Assembler. */
  readonly heldNodes?: number;
}
