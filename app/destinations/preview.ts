import { type ListMemberPage, listMemberPage, listOutcomes } from "../db/queries/destinations/members.ts";
import { type ExperimentPlan, planExperiment } from "../exports/experiment-plan.ts";
import { giveShopALot } from "../exports/holdout.ts";
import { placementsOf } from "../exports/placements.ts";
import { mayConnect } from "../exports/staff.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import { findSegment } from "../segments/find.ts";
import { readSegmentContext } from "../segments/segment-context.ts";
import { ruleSql } from "../segments/sql.ts";
import { failureOf, type OpenedTool, openDestination, refused } from "./acts.ts";
import { readSegmentStates } from "./engine/segment-state.ts";
import { readLot } from "./engine/values.ts";
import type { DestinationHost } from "./host.ts";
import type { LeftOutSampled, PersonSample, Sampled } from "./left-out.ts";
import { leftOutOfList } from "./left-out-counts.ts";
import { SAMPLES } from "./list-summaries.ts";
import type { Refused, ToolFailure } from "./outcome.ts";
import type { Before } from "./result.ts";
import { type ListChoice, listChoice } from "./start-list.ts";
import type { ReadBackPage, Tool } from "./tool.ts";

/** What would be done if it began now. Nobody is noted here, and nothing is written in the tool. */
export interface ListPreview {
  readonly members: number;
  readonly added: Sampled;
  /** On the tool's list already, and their fields are written. */
  readonly updated: Sampled;
  /** Always nobody for a list that begins: the app removes only whom it has put there. */
  readonly removed: Sampled;
  /** On the tool's list already, and no field goes. */
  readonly unchanged: number;
  readonly leftOut: readonly LeftOutSampled[];
  /** Of those whom the list's own lot draws, who would be compared, and who is on the tool's list already and so is not; null where it holds nobody out. */
  readonly compared: { readonly sent: number; readonly heldOut: number; readonly before: Before } | null;
  /** On the tool's list, and not among those who are sent: the app leaves them alone. Null where the list is too long to be read while somebody waits. */
  readonly others: number | null;
  /** How many people were looked up in the tool; fewer than all where there are too many to do so while somebody waits. */
  readonly lookedUp: number;
  /** Of how many: who would be sent, and whom the list's lot holds out where the tool's list is too long to be read. */
  readonly toLookUp: number;
  /** Who may be sent before the lot, and what the smallest effect depends on beside `compared`. */
  readonly included: number;
  readonly plan: ExperimentPlan;
}

export type PreviewOutcome =
  | { readonly ok: true; readonly preview: ListPreview }
  | Refused<ToolFailure | "not_found" | "no_segment" | "not_counted_yet">;

/** Requests to the tool while somebody waits, to look people up and to read its list, and people who are looked up. */
const LOOK_UPS = 20;
const MOST_LOOKED_UP = 2_000;
const MOST_HELD_OUT = 500;
const READ_BACKS = 20;
const PAGE = 1_000;

/** Throws a ZodError for a choice that no form offers. */
export async function previewList(
  host: DestinationHost,
  shop: ShopRef,
  choice: ListChoice,
  by: string,
  signal: AbortSignal,
): Promise<PreviewOutcome> {
  const { db } = host;
  const { shopId } = shop;
  const asked = listChoice.parse(choice);
  if (!(await mayConnect(db.pool, shopId, by))) return refused("not_allowed");
  const segment = await findSegment(db.pool, shopId, asked.segmentKey);
  if (!segment) return refused("no_segment");
  const context = segment.rule && (await readSegmentContext(db, shop, [segment.rule]));
  const { state } = (await readSegmentStates(db.pool, shopId))(asked.segmentKey);
  if (!segment.rule || !context || state !== "kept") return refused("not_counted_yet");
  // Without a lot nobody would be held out; it is the shop's, and says nothing of any list.
  await giveShopALot(db, shop);
  const outcomes = await listOutcomes(db.pool, shopId, asked.segmentKey, SAMPLES);
  const plan = await planExperiment(db.pool, shopId, ruleSql(segment.rule, context), context);
  try {
    const opened = await openDestination(host, shop, asked.destinationId);
    if (!opened) return refused("not_found");
    const there = await readToolList(opened.tool, asked.toolListId, signal);
    const drawn = await drawMembers(host, shop, asked, there);
    const found = await lookUp(opened, asked.toolListId, { drawn, there }, signal);
    const members = outcomes.reduce((sum, { customers }) => sum + customers, 0);
    const share = found.lookedUp === 0 ? 0 : drawn.people / found.lookedUp;
    const heldOutShare = found.heldOutLookedUp === 0 ? 0 : drawn.heldOutHere / found.heldOutLookedUp;
    // Of those who were not looked up, as many as of those who were.
    const scaled = (its: Sampled): Sampled => ({ ...its, people: Math.round(its.people * share) });
    const suppressed = { reason: "SUPPRESSED_IN_TOOL" as const, ...scaled(found.suppressed) };
    const outside = { reason: "NOT_IN_AUDIENCE" as const, ...scaled(found.outside) };
    const onList = scaled(found.onList);
    const before = there.isWhole
      ? { sent: drawn.onList, heldOut: drawn.heldOutOnList }
      : {
          sent: Math.round(found.thereAlready * share),
          heldOut: Math.round(found.heldOutThere * heldOutShare),
        };
    const isWritten = asked.fields.some((field) => opened.definition.fields[field] !== null);
    const heldOut = { reason: "HELD_OUT" as const, ...drawn.heldOut };
    return {
      ok: true,
      preview: {
        members,
        updated: isWritten ? onList : NOBODY,
        added: { ...found.added, people: drawn.people - suppressed.people - onList.people - outside.people },
        removed: NOBODY,
        unchanged: isWritten ? 0 : onList.people,
        leftOut: leftOutOfList(outcomes, [suppressed, heldOut, outside]),
        compared:
          asked.heldOutBp === 0
            ? null
            : { sent: drawn.people - before.sent, heldOut: drawn.heldOutHere - before.heldOut, before },
        others: there.isWhole ? there.addresses.size - drawn.onList : null,
        lookedUp: found.lookedUp + found.heldOutLookedUp,
        toLookUp: drawn.people + (there.isWhole ? 0 : drawn.heldOutHere),
        included: drawn.people + drawn.heldOut.people,
        plan,
      },
    };
  } catch (error) {
    return failureOf(error);
  }
}

const NOBODY: Sampled = { people: 0, samples: [] };

/** The people on the tool's list, as far as it could be read while somebody waits. */
interface There {
  readonly addresses: ReadonlySet<string>;
  readonly isWhole: boolean;
}

async function readToolList(tool: Tool, toolListId: string, signal: AbortSignal): Promise<There> {
  const addresses = new Set<string>();
  let cursor: string | null = null;
  for (let pages = 0; pages < READ_BACKS; pages++) {
    const page: ReadBackPage | "lost" = await tool.readBack(toolListId, cursor, signal);
    if (page === "lost") break;
    for (const { address } of page.standings) addresses.add(address);
    cursor = page.next;
    if (cursor === null) return { addresses, isWhole: true };
  }
  return { addresses, isWhole: false };
}

interface Drawn {
  /** Who would be sent, before the tool is asked; the first of them by name. */
  readonly people: number;
  readonly sent: readonly PersonSample[];
  /** Of them, who is known to be on the tool's list. */
  readonly onList: number;
  readonly heldOut: Sampled;
  /** Of them, whom the list's own lot holds out: how many, the first of them, and who is known to be on the tool's list. */
  readonly heldOutHere: number;
  readonly firstHeldOut: readonly PersonSample[];
  readonly heldOutOnList: number;
}

async function drawMembers(
  { db }: DestinationHost,
  shop: ShopRef,
  { segmentKey, heldOutBp, listId = newId() }: ListChoice,
  { addresses }: There,
): Promise<Drawn> {
  const { shopId } = shop;
  const placementOf = await readLot(db.pool, shop, { listId, heldOutBp });
  const sent: PersonSample[] = [];
  const heldOut: PersonSample[] = [];
  const firstHeldOut: PersonSample[] = [];
  let [people, onList, out, heldOutHere, heldOutOnList] = [0, 0, 0, 0, 0];
  for (let after: number | null = 0; after !== null; ) {
    const page: ListMemberPage = await listMemberPage(db.pool, shopId, segmentKey, after, PAGE);
    const placements = await placementsOf(db.pool, shop, placementOf, page.members);
    for (const { outcome, email, customer_id: customerId } of page.members) {
      if (outcome !== "INCLUDED" || email === null) continue;
      const placement = placements.get(customerId) ?? "sent";
      if (placement === "sent") {
        people++;
        if (addresses.has(email)) onList++;
        if (sent.length < MOST_LOOKED_UP) sent.push({ customerId, address: email });
      } else {
        out++;
        if (heldOut.length < SAMPLES) heldOut.push({ customerId, address: email });
        if (placement === "always_held_out") continue;
        heldOutHere++;
        if (addresses.has(email)) heldOutOnList++;
        if (firstHeldOut.length < MOST_HELD_OUT) firstHeldOut.push({ customerId, address: email });
      }
    }
    after = page.next;
  }
  const heldOutOfIt = { people: out, samples: heldOut };
  return { people, sent, onList, heldOut: heldOutOfIt, heldOutHere, firstHeldOut, heldOutOnList };
}

/**
 * Looks up whom the list would send, and whom its lot holds out where the tool's list is too long to be read. All at once: some tools page through their
 * whole audience for a look-up.
 */
async function lookUp(
  { tool, definition }: OpenedTool,
  toolListId: string,
  { drawn, there }: { readonly drawn: Drawn; readonly there: There },
  signal: AbortSignal,
): Promise<{
  added: Sampled;
  onList: Sampled;
  suppressed: Sampled;
  outside: Sampled;
  /** On the tool's list, whatever else it says of them. */
  thereAlready: number;
  lookedUp: number;
  heldOutThere: number;
  heldOutLookedUp: number;
}> {
  let [thereAlready, heldOutThere] = [0, 0];
  const found = {
    added: [] as PersonSample[],
    onList: [] as PersonSample[],
    suppressed: [] as PersonSample[],
    outside: [] as PersonSample[],
  };
  const size = definition.limits.lookUp;
  const sent = drawn.sent.slice(0, LOOK_UPS * size);
  const heldOut = there.isWhole ? [] : drawn.firstHeldOut.slice(0, LOOK_UPS * size);
  const asked = [...sent, ...heldOut];
  const isHeldOut = new Set(heldOut);
  for (let at = 0; at < asked.length; at += size) {
    const part = asked.slice(at, at + size);
    const standings = await tool.plan(
      toolListId,
      part.map(({ address }) => address),
      signal,
    );
    const stateOf = new Map(standings.map((standing) => [standing.address, standing]));
    for (const one of part) {
      const standing = stateOf.get(one.address);
      const isThere = there.addresses.has(one.address) || standing?.onList === true;
      if (isHeldOut.has(one)) {
        if (isThere) heldOutThere++;
        continue;
      }
      if (isThere) thereAlready++;
      if (standing?.state === "suppressed") found.suppressed.push(one);
      else if (isThere) found.onList.push(one);
      else if (standing?.state === "unknown" && !definition.addsUnknown) found.outside.push(one);
      else found.added.push(one);
    }
  }
  const sampled = (of: readonly PersonSample[]): Sampled => ({
    people: of.length,
    samples: of.slice(0, SAMPLES),
  });
  return {
    added: sampled(found.added),
    onList: sampled(found.onList),
    suppressed: sampled(found.suppressed),
    outside: sampled(found.outside),
    thereAlready,
    lookedUp: sent.length,
    heldOutThere,
    heldOutLookedUp: heldOut.length,
  };
}
