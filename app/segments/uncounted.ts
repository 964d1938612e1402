import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import { counted, UsesUncounted } from "./compose.ts";
import { isReadable, problemsAmong, segmentsOfShop } from "./find.ts";
import { usedSegments } from "./membership/uses.ts";
import type { Rule } from "./rule.ts";
import { readSegmentContext } from "./segment-context.ts";
import type { RuleProblem } from "./stored-rule.ts";

/** Of a segment that a rule asks about, directly or through others. */
export type UsedProblem = Extract<RuleProblem, { code: "uses_uncounted" | "uses_archived" }>;

/** What keeps a rule from being counted that is the matter with a segment which it asks about; null where nothing does. */
export async function uncountedOf(db: Db, shop: ShopRef, rule: Rule): Promise<UsedProblem | null> {
  if (usedSegments(rule).length === 0) return null;
  const asking = { key: "", name: "", rule, problem: null };
  const segments = [...(await segmentsOfShop(db.pool, shop.shopId)), asking];
  const problem = (await problemsAmong(db.pool, shop.shopId, segments)).get(asking.key);
  if (problem?.code === "uses_uncounted" || problem?.code === "uses_archived") return problem;
  try {
    await requireUsedCounted(db, shop, asking);
    return null;
  } catch (error) {
    if (error instanceof UsesUncounted) return { code: "uses_uncounted", ...error.used };
    throw error;
  }
}

/** Throws `UsesUncounted` where a segment that this one uses, directly or through others, cannot be counted. */
export async function requireUsedCounted(
  db: Db,
  shop: ShopRef,
  { key, rule }: { readonly key: string; readonly rule: Rule },
): Promise<void> {
  const wanted = new Set(usedSegments(rule));
  if (wanted.size === 0) return;
  const others = (await segmentsOfShop(db.pool, shop.shopId)).filter(isReadable);
  const ruleOf = new Map<string, Rule>(others.map((other) => [other.key, other.rule]));
  for (const used of wanted)
    for (const next of usedSegments(ruleOf.get(used) ?? { all: [] })) wanted.add(next);
  const used = others.filter((other) => wanted.has(other.key) && other.key !== key);
  const context = await readSegmentContext(
    db,
    shop,
    used.map((other) => other.rule),
  );
  if (!context) return;
  await counted(db.pool, shop.shopId, used, context, (failed) => {
    const { name = null } = used.find((other) => other.key === failed.key) ?? {};
    throw new UsesUncounted({ key: failed.key, name });
  });
}
