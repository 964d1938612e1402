import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import { counted, UsesUncounted } from "./compose.ts";
import { isReadable, problemOfUsed, segmentsOfShop, type UsedProblem } from "./find.ts";
import { usedSegments } from "./membership/uses.ts";
import type { Rule } from "./rule.ts";
import { readSegmentContext } from "./segment-context.ts";

/** What keeps a rule from being counted that is the matter with a segment which it asks about; null where nothing does. */
export async function uncountedOf(db: Db, shop: ShopRef, rule: Rule): Promise<UsedProblem | null> {
  const problem = await problemOfUsed(db.pool, shop.shopId, rule);
  if (problem) return problem;
  try {
    await requireUsedCounted(db, shop, { key: "", rule });
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
