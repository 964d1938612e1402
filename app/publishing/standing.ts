import type { Db } from "../db/client.ts";
import type { PublicationRow } from "../db/queries/publishing/publications.ts";
import { membershipRows } from "../db/queries/segments/membership.ts";
import { allSegments } from "../db/queries/segments/stored.ts";
import type { ShopId } from "../platform/ids.ts";
import { segmentsOfShop } from "../segments/find.ts";
import { Memberships } from "../segments/membership/state.ts";
import { isTemplateKey } from "../segments/segment-key.ts";

export type Standing =
  | { readonly state: "withdrawn" }
  | { readonly state: "unsettled" | "kept"; readonly name: string };

/**
 * What is to become of publications. A segment that went out of use is withdrawn. One that is not counted, or whose members are still to be found,
 * keeps the tags that it has: nothing says whose they should be.
 */
export async function standingsOf(
  db: Db,
  shop: ShopId,
  rows: readonly PublicationRow[],
): Promise<(row: PublicationRow) => Standing> {
  const hasOwn = rows.some(({ segmentKey }) => !isTemplateKey(segmentKey));
  const own = hasOwn ? await allSegments(db.pool, shop) : [];
  const [segments, memberships] = await Promise.all([
    segmentsOfShop(db.pool, shop),
    membershipRows(db.pool, shop),
  ]);
  const state = new Memberships(segments, memberships);
  return ({ segmentKey: key, name, wanted }) => {
    if (!wanted) return { state: "withdrawn" };
    const stored = own.find(({ segmentId }) => segmentId === key);
    if (!isTemplateKey(key) && (!stored || stored.archivedAt)) return { state: "withdrawn" };
    const isUncounted = segments.some((its) => its.key === key && its.rule === null);
    const isSettled = !isUncounted && !state.isCalculating(key) && !state.isLeftOut(key);
    return { state: isSettled ? "kept" : "unsettled", name: stored?.name ?? name };
  };
}
