import type { Queryable } from "../db/client.ts";
import { segmentsInUse } from "../db/queries/segments/stored.ts";
import type { ShopId } from "../platform/ids.ts";
import { definitionOf, SEGMENTS } from "./built-in.ts";
import { isTemplateKey, type SegmentKey, type StoredKey, type TemplateKey } from "./segment-key.ts";
import { readStored, storedSegmentOf } from "./stored.ts";
import type { ReadRule } from "./stored-rule.ts";

/** What a segment is called: those of the app by their key, in the user's language. */
export type SegmentName =
  | { readonly key: TemplateKey; readonly name: null }
  | { readonly key: StoredKey; readonly name: string };

/** A segment of the app or of the shop, with its rule. */
export type FoundSegment = SegmentName & ReadRule;

const templateOf = (key: TemplateKey): FoundSegment => ({
  key,
  name: null,
  rule: definitionOf(key).rule,
  problem: null,
});

/** Null where the shop has no such segment. Archived ones are found. */
export async function findSegment(
  on: Queryable,
  shop: ShopId,
  key: SegmentKey,
): Promise<FoundSegment | null> {
  return isTemplateKey(key) ? templateOf(key) : readStored(on, shop, key);
}

/** Those of the app, and those of the shop that are not archived. */
export async function segmentsOfShop(on: Queryable, shop: ShopId): Promise<FoundSegment[]> {
  const own = (await segmentsInUse(on, shop)).map(storedSegmentOf);
  return [...SEGMENTS.map(({ key }) => templateOf(key)), ...own];
}
