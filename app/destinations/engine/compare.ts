import {
  type DestinationListRow,
  noteCompared,
  noteListProblem,
} from "../../db/queries/destinations/lists.ts";
import {
  forgetGone,
  type ListMemberRow,
  listMemberPage,
  markLeft,
  noteHeldOut,
  noteWanted,
  type WantedPerson,
} from "../../db/queries/destinations/members.ts";
import { changePeople, lockPeople } from "../../db/queries/destinations/people-lock.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { placementsOf } from "../../exports/placements.ts";
import { readDraw, recordDraw } from "./draw.ts";
import type { ListTask, Turn } from "./host.ts";
import type { SegmentState } from "./segment-state.ts";
import { hashOfValues, knownFields, readFacts, valuesOf } from "./values.ts";

/** Members read at once: what is in memory, and how long an erasure waits. */
const PAGE = 1_000;
/** A shop where something changes all the time is compared no more often. */
const PAUSE_MS = 20_000;
/** Everything is compared daily, whatever was or was not said of a change. */
const DAY_MS = 86_400_000;
/** Whether it is a day since the list was compared, or it never was. */
export const isDayOld = ({ comparedAt }: Pick<DestinationListRow, "comparedAt">, now: Date): boolean =>
  comparedAt === null || now.getTime() - comparedAt.getTime() >= DAY_MS;
/** No member of any segment. */
const NOBODY = "";

export type Comparison = "done" | "not_due" | { readonly againAfterMs: number };

/**
 * Finds who is to be on the list, and with which values, in pages; then who has left the segment. What differs from what the tool confirmed follows
 * of itself.
 */
export async function compareList(turn: Turn, { row }: ListTask, segment: SegmentState): Promise<Comparison> {
  const { host, shop, signal, definition } = turn;
  const { db } = host;
  const { shopId } = shop;
  const now = host.clock();
  if (segment.state === "unsettled") {
    await noteListProblem(db.pool, shopId, row.listId, { code: "segment_unsettled", words: null, at: now });
    return "not_due";
  }
  if (row.problem === "segment_unsettled") await noteListProblem(db.pool, shopId, row.listId, null);
  const sinceMs = row.comparedAt === null ? Infinity : now.getTime() - row.comparedAt.getTime();
  const isChanged = segment.evaluatedAt?.getTime() !== row.comparedOf?.getTime();
  if (!isChanged && row.waiting === 0 && !isDayOld(row, now)) return "not_due";
  if (sinceMs < PAUSE_MS) return { againAfterMs: PAUSE_MS - sinceMs };

  let waiting = 0;
  let outOfAll = 0;
  if (segment.state === "kept") {
    const facts = await readFacts(db.pool, shop, segment.name);
    if (!facts) return "not_due";
    const fields = knownFields(row.fields);
    const draw = await readDraw(db.pool, shop, row, now);
    for (let after: number | null = 0; after !== null; ) {
      signal.throwIfAborted();
      const from: number = after;
      after = await db.transaction(async (tx) => {
        await lockErasures(tx, shopId, "shared");
        const people = await lockPeople(tx, shopId, row.destinationId);
        const { members, next } = await listMemberPage(tx, shopId, row.segmentKey, from, PAGE);
        const placements = await placementsOf(tx, shop, draw.placementOf, members);
        const wanted: WantedPerson[] = [];
        const heldOut: string[] = [];
        const mayBeThere: ListMemberRow[] = [];
        for (const member of members) {
          if (member.outcome === "WAITING") waiting++;
          if (member.outcome !== "INCLUDED" || member.email === null) continue;
          const { customer_id: customerId, email: address } = member;
          mayBeThere.push(member);
          if (placements.get(customerId) !== "sent") heldOut.push(address);
          else {
            const hash = hashOfValues(valuesOf(fields, member, facts, definition.fields));
            wanted.push({ address, customerId, hash });
          }
        }
        await recordDraw(tx, shop, row, draw, { members: mayBeThere, placements });
        if (wanted.length > 0) await noteWanted(people, shopId, row.listId, wanted, now);
        outOfAll += heldOut.length;
        if (heldOut.length > 0) await noteHeldOut(people, shopId, row.listId, heldOut);
        return next;
      });
    }
  }
  const key = segment.state === "kept" ? row.segmentKey : NOBODY;
  await changePeople(db, shopId, row.destinationId, async (tx) => {
    await markLeft(tx, shopId, row.listId, key);
    await forgetGone(tx, shopId, row.listId);
  });
  await noteCompared(db.pool, shopId, row.listId, {
    at: now,
    of: segment.evaluatedAt,
    waiting,
    heldOut: outOfAll,
  });
  return "done";
}
