import type { Queryable } from "../db/client.ts";
import type { ShopId } from "../platform/ids.ts";
import { type SegmentName, segmentsOfShop } from "./find.ts";

/** Segments that something can be begun with: those of the app, and the shop's own that are in use and can be counted. */
export async function choosableSegments(on: Queryable, shop: ShopId): Promise<SegmentName[]> {
  const found = await segmentsOfShop(on, shop);
  return found
    .filter(({ problem }) => problem === null)
    .map((segment) =>
      segment.name === null ? { key: segment.key, name: null } : { key: segment.key, name: segment.name },
    );
}
