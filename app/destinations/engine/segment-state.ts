import type { Queryable } from "../../db/client.ts";
import { membershipRows } from "../../db/queries/segments/membership.ts";
import { allSegments } from "../../db/queries/segments/stored.ts";
import type { ShopId } from "../../platform/ids.ts";
import { segmentsOfShop } from "../../segments/find.ts";
import { Memberships } from "../../segments/membership/state.ts";
import { isTemplateKey } from "../../segments/segment-key.ts";

export interface SegmentState {
  /**
   * `kept`: the stored members are those of the present rule; `unsettled`: nobody knows who they are, so nobody is added and nobody leaves;
   * `withdrawn`: the segment went out of use, and everybody leaves, which the brake holds.
   */
  readonly state: "kept" | "unsettled" | "withdrawn";
  /** The look at the members. */
  readonly evaluatedAt: Date | null;
  /** Its name in the values; the key, of a segment of the app. */
  readonly name: string;
}

export async function readSegmentStates(on: Queryable, shop: ShopId): Promise<(key: string) => SegmentState> {
  const own = await allSegments(on, shop);
  const segments = await segmentsOfShop(on, shop);
  const rows = await membershipRows(on, shop);
  const state = new Memberships(segments, rows);
  return (key) => {
    const stored = own.find(({ segmentId }) => segmentId === key);
    const name = stored?.name ?? key;
    const evaluatedAt = rows.find(({ segmentKey }) => segmentKey === key)?.evaluatedAt ?? null;
    if (!isTemplateKey(key) && (!stored || stored.archivedAt))
      return { state: "withdrawn", evaluatedAt, name };
    const isUncounted = segments.some((its) => its.key === key && its.rule === null);
    const isSettled =
      evaluatedAt !== null && !isUncounted && !state.isCalculating(key) && !state.isLeftOut(key);
    return { state: isSettled ? "kept" : "unsettled", evaluatedAt, name };
  };
}
