import type { Queryable } from "../db/client.ts";
import { type Titled, titlesById } from "../db/queries/segments/choices.ts";
import { allSegments } from "../db/queries/segments/stored.ts";
import type { ShopId } from "../platform/ids.ts";
import { FACTS, type FactType } from "./facts.ts";
import { isTemplateKey } from "./segment-key.ts";
import type { ThresholdName } from "./thresholds.ts";

export interface TitleOfThing {
  /** Empty where it was deleted before it was ever read; null for a segment of the app, which is called by its key. */
  readonly title: string | null;
  /** Deleted in Shopify; of a segment: archived. */
  readonly isGone: boolean;
}

/** What is named in rules, by what stands there: ids, and keys of segments. What is not here is not known. */
export type RuleNames = Readonly<
  Record<"products" | "collections" | "segments", Readonly<Record<string, TitleOfThing>>>
>;

/** What rules cannot be put into words without. */
export interface RuleTerms {
  /** Of facts, by their names. */
  readonly types: Readonly<Record<string, FactType>>;
  /** Minor units and days; none before the first valuation. */
  readonly thresholds: Readonly<Partial<Record<ThresholdName, number>>>;
  readonly names: RuleNames;
}

type Mentioned = Readonly<Record<keyof RuleNames, Set<string>>>;

/** Rules can be unfinished drafts out of an address: whatever is no id or key is passed by. */
function mentionIn(node: unknown, mentioned: Mentioned): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "segment" && typeof value === "string") mentioned.segments.add(value);
    else if ((key === "products" || key === "collections") && Array.isArray(value))
      for (const id of value) Number.isSafeInteger(id) && mentioned[key].add(String(id));
    else mentionIn(value, mentioned);
  }
}

async function titles(on: Queryable, shop: ShopId, of: Titled, ids: ReadonlySet<string>) {
  if (ids.size === 0) return {};
  const found = await titlesById(on, shop, of, [...ids].map(Number));
  return Object.fromEntries(
    found.map(({ id, title, is_deleted }): [string, TitleOfThing] => [
      String(id),
      { title, isGone: is_deleted },
    ]),
  );
}

async function segmentTitles(on: Queryable, shop: ShopId, keys: ReadonlySet<string>) {
  const ofApp = [...keys].filter(isTemplateKey);
  const own = keys.size === ofApp.length ? [] : await allSegments(on, shop);
  return Object.fromEntries<TitleOfThing>([
    ...ofApp.map((key) => [key, { title: null, isGone: false }] as const),
    ...own
      .filter(({ segmentId }) => keys.has(segmentId))
      .map(
        ({ segmentId, name, archivedAt }) =>
          [segmentId, { title: name, isGone: archivedAt !== null }] as const,
      ),
  ]);
}

/** What the products, collections and segments that these rules mention are called. */
export async function readRuleNames(
  on: Queryable,
  shop: ShopId,
  rules: readonly unknown[],
): Promise<RuleNames> {
  const mentioned: Mentioned = { products: new Set(), collections: new Set(), segments: new Set() };
  mentionIn(rules, mentioned);
  const [products, collections, segments] = await Promise.all([
    titles(on, shop, "products", mentioned.products),
    titles(on, shop, "collections", mentioned.collections),
    segmentTitles(on, shop, mentioned.segments),
  ]);
  return { products, collections, segments };
}

const TYPES = Object.fromEntries(Object.entries(FACTS).map(([name, { type }]) => [name, type]));

export async function readRuleTerms(
  on: Queryable,
  shop: ShopId,
  rules: readonly unknown[],
  thresholds: RuleTerms["thresholds"],
): Promise<RuleTerms> {
  return { types: TYPES, thresholds, names: await readRuleNames(on, shop, rules) };
}
