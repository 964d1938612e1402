import type { Queryable } from "../db/client.ts";
import { segmentsInUse } from "../db/queries/segments/stored.ts";
import type { ShopId } from "../platform/ids.ts";
import { isTemplateKey, type SegmentKey, type StoredKey, type TemplateKey } from "./segment-key.ts";
import { readStored, type StoredSegment, storedSegmentOf } from "./stored.ts";
import type { ReadRule } from "./stored-rule.ts";
import { TEMPLATES, templateOf } from "./templates.ts";

/** What a segment is called: those of the app by their key, in the user's language. */
export type SegmentName =
  | { readonly key: TemplateKey; readonly name: null }
  | { readonly key: StoredKey; readonly name: string };

/** A segment of the app or of the shop, with its rule. */
export type FoundSegment = SegmentName & ReadRule;

const foundTemplate = (key: TemplateKey): FoundSegment => ({
  key,
  name: null,
  rule: templateOf(key).rule,
  problem: null,
});

/** Amounts of a former currency count nobody, until somebody has looked at them again. */
export function usable(segment: StoredSegment): StoredSegment {
  const { formerCurrency: currency } = segment;
  return currency === null
    ? segment
    : { ...segment, rule: null, problem: { code: "former_currency", currency } };
}

/** Null where the shop has no such segment. Archived ones are found. */
export async function findSegment(
  on: Queryable,
  shop: ShopId,
  key: SegmentKey,
): Promise<FoundSegment | null> {
  if (isTemplateKey(key)) return foundTemplate(key);
  const stored = await readStored(on, shop, key);
  return stored && usable(stored);
}

/** Those of the app, and those of the shop that are not archived. */
export async function segmentsOfShop(on: Queryable, shop: ShopId): Promise<FoundSegment[]> {
  const own = (await segmentsInUse(on, shop)).map(storedSegmentOf).map(usable);
  return [...TEMPLATES.map(({ key }) => foundTemplate(key)), ...own];
}
