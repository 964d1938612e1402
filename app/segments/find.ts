import type { Queryable } from "../db/client.ts";
import { allSegments, segmentsInUse } from "../db/queries/segments/stored.ts";
import type { ShopId } from "../platform/ids.ts";
import type { ListOrder } from "./list-order.ts";
import { usedSegments } from "./membership/uses.ts";
import type { Rule } from "./rule.ts";
import { isTemplateKey, type SegmentKey, type StoredKey, type TemplateKey } from "./segment-key.ts";
import { readStored, type StoredSegment, storedSegmentOf } from "./stored.ts";
import type { ReadRule, RuleProblem } from "./stored-rule.ts";
import { TEMPLATES, templateOf } from "./templates.ts";

/** What a segment is called: those of the app by their key, in the user's language. */
export type SegmentName =
  | { readonly key: TemplateKey; readonly name: null }
  | { readonly key: StoredKey; readonly name: string };

/** A segment of the app or of the shop, with its rule. */
export type FoundSegment = SegmentName &
  ReadRule & {
    readonly order: ListOrder;
    /** When one of the shop was last saved. */
    readonly updatedAt?: string;
  };

export type ReadableSegment = Extract<FoundSegment, { rule: Rule }>;
export const isReadable = (segment: FoundSegment): segment is ReadableSegment => segment.rule !== null;

/** Of a segment that a rule asks about, directly or through others. */
export type UsedProblem = Extract<RuleProblem, { code: "uses_uncounted" | "uses_archived" }>;

const foundTemplate = (key: TemplateKey): FoundSegment => ({
  key,
  name: null,
  rule: templateOf(key).rule,
  order: templateOf(key).order,
  problem: null,
});

type Judged = ReadRule & { readonly key: string; readonly name: string | null };

/** Amounts of a former currency count nobody, until somebody has looked at them again. */
function usable(segment: StoredSegment): StoredSegment {
  const { formerCurrency: currency } = segment;
  return currency === null
    ? segment
    : { ...segment, rule: null, problem: { code: "former_currency", currency } };
}

/**
 * Why segments are not counted, by key: for what is the matter with them, or with one that they use, over any number of segments in
 * between. `segments`: all that are in use; those of the app can be left out. `found`: what is the matter beside what they say.
 */
export function problemsOf(
  segments: readonly Judged[],
  found: ReadonlyMap<string, RuleProblem> = new Map(),
): Map<string, RuleProblem> {
  const problems = new Map(found);
  for (const { key, problem } of segments) if (problem) problems.set(key, problem);
  const inUse = new Set(segments.map(({ key }) => key));
  for (const { key, rule } of segments) {
    const archived = usedSegments(rule ?? { all: [] }).find((one) => !isTemplateKey(one) && !inUse.has(one));
    if (archived !== undefined && !problems.has(key))
      problems.set(key, { code: "uses_archived", key: archived, name: archived });
  }
  for (let before = -1; before < problems.size; ) {
    before = problems.size;
    for (const { key, rule } of segments) {
      if (!rule || problems.has(key)) continue;
      const used = usedSegments(rule).find((one) => problems.has(one));
      if (used === undefined) continue;
      const name = segments.find((one) => one.key === used)?.name ?? null;
      problems.set(key, { code: "uses_uncounted", key: used, name });
    }
  }
  return problems;
}

/** As `problemsOf`, with the names of those that are archived. */
export async function problemsAmong(
  on: Queryable,
  shop: ShopId,
  segments: readonly Judged[],
): Promise<Map<string, RuleProblem>> {
  const problems = problemsOf(segments);
  if (![...problems.values()].some(({ code }) => code === "uses_archived")) return problems;
  const names = new Map((await allSegments(on, shop)).map(({ segmentId, name }) => [segmentId, name]));
  const named = (problem: RuleProblem): RuleProblem =>
    problem.code === "uses_archived" ? { ...problem, name: names.get(problem.key) ?? problem.key } : problem;
  return new Map([...problems].map(([key, problem]) => [key, named(problem)]));
}

const withProblem = <S extends ReadRule>(segment: S, problem: RuleProblem | undefined): S =>
  problem ? { ...segment, rule: null, problem } : segment;

/** With what is the matter with it and with those that it uses. */
export async function judged(on: Queryable, shop: ShopId, segment: StoredSegment): Promise<StoredSegment> {
  const its = usable(segment);
  if (!its.rule || usedSegments(its.rule).length === 0) return its;
  const others = await segmentsOfShop(on, shop);
  const problems = await problemsAmong(on, shop, [...others.filter(({ key }) => key !== its.key), its]);
  return withProblem(its, problems.get(its.key));
}

/** What is the matter with the segments that a rule asks about. */
export async function problemOfUsed(on: Queryable, shop: ShopId, rule: Rule): Promise<UsedProblem | null> {
  if (usedSegments(rule).length === 0) return null;
  const asking = { key: "", name: "", rule, problem: null };
  const problems = await problemsAmong(on, shop, [...(await segmentsOfShop(on, shop)), asking]);
  const problem = problems.get(asking.key);
  return problem?.code === "uses_uncounted" || problem?.code === "uses_archived" ? problem : null;
}

/** Null where the shop has no such segment. Archived ones are found. */
export async function findSegment(
  on: Queryable,
  shop: ShopId,
  key: SegmentKey,
): Promise<FoundSegment | null> {
  if (isTemplateKey(key)) return foundTemplate(key);
  const stored = await readStored(on, shop, key);
  return stored && judged(on, shop, stored);
}

/** Those of the app, and those of the shop that are not archived. */
export async function segmentsOfShop(on: Queryable, shop: ShopId): Promise<FoundSegment[]> {
  const own = (await segmentsInUse(on, shop)).map(storedSegmentOf).map(usable);
  const problems = await problemsAmong(on, shop, own);
  return [
    ...TEMPLATES.map(({ key }) => foundTemplate(key)),
    ...own.map((segment) => withProblem(segment, problems.get(segment.key))),
  ];
}
