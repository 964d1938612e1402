import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { SegmentKey } from "../segments/segment-key.ts";
import { type DestinationSummary, readDestinations } from "./connections.ts";
import type { ListSummary } from "./lists.ts";

export interface ListOfSegment {
  readonly destination: Pick<DestinationSummary, "destinationId" | "tool" | "account" | "state">;
  readonly list: ListSummary;
}

/** The lists that follow a segment, and are not ended. */
export async function listsOfSegment(
  db: Db,
  shop: ShopRef,
  key: SegmentKey,
  now: Date,
): Promise<ListOfSegment[]> {
  const { destinations } = await readDestinations(db, shop, now);
  return destinations.flatMap(({ destinationId, tool, account, state, lists }) =>
    lists
      .filter((list) => list.segment.key === key && list.state !== "ended")
      .map((list) => ({ destination: { destinationId, tool, account, state }, list })),
  );
}
