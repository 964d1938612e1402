import { z } from "zod";
import type { Db } from "../db/client.ts";
import { destinationById } from "../db/queries/destinations/destinations.ts";
import { leftOutByTool } from "../db/queries/destinations/left-out-by-tool.ts";
import {
  type DestinationListRow,
  destinationListById,
  endLists,
  forgetCompared,
  noteListProblem,
  setListState,
} from "../db/queries/destinations/lists.ts";
import { listMemberPage, listOutcomes } from "../db/queries/destinations/members.ts";
import { lockPeople, type PeopleTx } from "../db/queries/destinations/people-lock.ts";
import { latestRuns, listCounts, listsAtWork } from "../db/queries/destinations/runs.ts";
import { retryRefused } from "../db/queries/destinations/sending.ts";
import { HELD_OUT } from "../platform/consent-gate.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { act, refused } from "./acts.ts";
import type { Acted, DestinationState } from "./connections.ts";
import { confirmLeavers } from "./engine/brake.ts";
import { heldOutOf, knownFields, readLot } from "./engine/values.ts";
import type { DestinationHost } from "./host.ts";
import { type LeftOutSampled, LIST_REASONS } from "./left-out.ts";
import { leftOutOfList } from "./left-out-counts.ts";
import { type ListSummary, NO_COUNTS, SAMPLES, segmentNames, summaryOf } from "./list-summaries.ts";
import { type Problem, problemOf } from "./problem.ts";
import { type Run, type RunProgress, runOf, runProgressOf } from "./runs.ts";
import { type DestinationField, type ToolName, toolName } from "./tool.ts";

export type { Brake, ListSummary } from "./list-summaries.ts";

export interface ListView extends ListSummary {
  readonly destination: {
    readonly destinationId: string;
    readonly tool: ToolName;
    readonly account: string;
    readonly state: DestinationState;
    readonly problem: Problem | null;
  };
  readonly fields: readonly DestinationField[];
  readonly heldOutBp: number;
  /** Of one that is ended: everybody whom the app put there was to be taken off. */
  readonly removeAsked: boolean;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly readBackAt: string | null;
  /** The tool refused to have its list read, which is tried again then; null where it did not. */
  readonly readBackAgainAt: string | null;
  /** People on the tool's list whom the app did not put there, and leaves alone; null before it was read. */
  readonly others: number | null;
  readonly counts: {
    readonly people: number;
    /** To be added or updated. */
    readonly toSend: number;
    readonly waiting: number;
    readonly refused: number;
    /** May be there, and are to be removed. */
    readonly leaving: number;
    readonly leftOut: readonly LeftOutSampled[];
  };
  /** What is being done now. */
  readonly run: RunProgress | null;
  readonly nextTryAt: string | null;
  /** The latest twenty, newest first. */
  readonly runs: readonly Run[];
}

const RUNS = 20;

/** Until it is resumed nobody is added or updated, and nobody leaves it but whoever may not be written to any more. */
export const pauseList = (host: DestinationHost, shop: ShopRef, listId: string, by: string): Promise<Acted> =>
  changeList(host, shop, listId, { by, action: "destination.list_paused" }, async (tx) =>
    setListState(tx, shop.shopId, listId, "active", "paused"),
  );

export const resumeList = (
  host: DestinationHost,
  shop: ShopRef,
  listId: string,
  by: string,
): Promise<Acted> =>
  changeList(host, shop, listId, { by, action: "destination.list_resumed" }, async (tx) =>
    setListState(tx, shop.shopId, listId, "paused", "active"),
  );

/** Compares and brings in step now, whatever pause was to be kept. */
export async function runNow(
  host: DestinationHost,
  shop: ShopRef,
  listId: string,
  by: string,
): Promise<Acted<"paused" | "key_refused">> {
  const row = await destinationListById(host.db.pool, shop.shopId, listId);
  const destination = row && (await destinationById(host.db.pool, shop.shopId, row.destinationId));
  if (destination?.state === "key_refused") return refused("key_refused");
  if (row?.state === "paused" || destination?.state === "paused") return refused("paused");
  return changeList(host, shop, listId, { by, action: "destination.list_run" }, async (tx) => {
    await forgetCompared(tx, shop.shopId, listId);
    await noteListProblem(tx, shop.shopId, listId, null);
    return true;
  });
}

/** `asOf`: of the brake that the person saw. Who wanted to leave then is removed, and nobody else. */
export async function confirmBrake(
  host: DestinationHost,
  shop: ShopRef,
  { listId, asOf }: { readonly listId: string; readonly asOf: string },
  by: string,
): Promise<Acted<"no_brake">> {
  const seenAt = z.iso.datetime({ offset: true }).parse(asOf);
  const row = await destinationListById(host.db.pool, shop.shopId, listId);
  if (row && !row.brakeAt) return refused("no_brake");
  const entry = { by, action: "destination.brake_confirmed" } as const;
  return changeList(host, shop, listId, entry, async (tx, now) => {
    await confirmLeavers(tx, shop.shopId, listId, { heldBy: new Date(seenAt), now });
    return true;
  });
}

/** Without `removePeople` everybody stays on the tool's list. */
export const endList = (
  host: DestinationHost,
  shop: ShopRef,
  { listId, removePeople }: { readonly listId: string; readonly removePeople: boolean },
  by: string,
): Promise<Acted> =>
  changeList(
    host,
    shop,
    listId,
    { by, action: "destination.list_ended", details: { removePeople } },
    async (tx, now) => {
      const ended = await endLists(tx, shop.shopId, { listId }, { removing: removePeople, at: now });
      return ended.length > 0;
    },
  );

/** Everybody whom the tool refused is tried again now. */
export const retryPeople = (
  host: DestinationHost,
  shop: ShopRef,
  listId: string,
  by: string,
): Promise<Acted> =>
  changeList(host, shop, listId, { by, action: "destination.people_retried" }, async (tx) => {
    await retryRefused(tx, shop.shopId, listId);
    return true;
  });

function changeList(
  host: DestinationHost,
  shop: ShopRef,
  listId: string,
  entry: Pick<Parameters<typeof act>[2], "by" | "action" | "details">,
  work: (tx: PeopleTx, now: Date) => Promise<boolean>,
): Promise<Acted> {
  return act<"not_found">(host, shop, { ...entry, subject: listId }, async (tx, now) => {
    const row = await destinationListById(tx, shop.shopId, listId);
    if (!row || !(await work(await lockPeople(tx, shop.shopId, row.destinationId), now)))
      return refused("not_found");
    return { destinationId: row.destinationId, listId };
  });
}

/** Members looked at for a few who are held out. */
const LOOKED_AT = 1_000;

/** How many the lot held out when the list was last compared, with a few of them. */
async function heldOutOfList(
  { pool }: Db,
  shopId: ShopId,
  row: DestinationListRow,
): Promise<readonly LeftOutSampled[]> {
  if (row.heldOut === 0) return [];
  const { members } = await listMemberPage(pool, shopId, row.segmentKey, 0, LOOKED_AT);
  const out = await heldOutOf(pool, { shopId }, await readLot(pool, { shopId }, row), members);
  const samples = members.flatMap(({ customer_id: customerId, email, outcome }) =>
    outcome === "INCLUDED" && email !== null && out.has(customerId) ? [{ customerId, address: email }] : [],
  );
  return [{ reason: HELD_OUT, people: row.heldOut, samples: samples.slice(0, SAMPLES) }];
}

/** Null where the shop has no such list. */
export async function readList(
  db: Db,
  { shopId }: ShopRef,
  listId: string,
  _now: Date,
): Promise<ListView | null> {
  const on = db.pool;
  const row = await destinationListById(on, shopId, listId);
  const destination = row && (await destinationById(on, shopId, row.destinationId));
  if (!row || !destination) return null;
  const counts = (await listCounts(on, shopId, [listId])).get(listId) ?? NO_COUNTS;
  const runs = await latestRuns(on, shopId, listId, RUNS);
  const open = runs.find(({ endedAt }) => endedAt === null);
  const atWork = await listsAtWork(on, shopId, [listId]);
  const names = await segmentNames(on, shopId);
  const outcomes = row.state === "ended" ? [] : await listOutcomes(on, shopId, row.segmentKey, SAMPLES);
  const byTool = (await leftOutByTool(on, shopId, listId, SAMPLES)).flatMap(({ reason, ...its }) => {
    const known = LIST_REASONS.find((one) => one === reason);
    return known ? [{ reason: known, ...its }] : [];
  });
  const heldOut = row.state === "ended" ? [] : await heldOutOfList(db, shopId, row);
  const nextTryAt = destination.nextTryAt ?? counts.nextTryAt;
  return {
    ...(await summaryOf(on, shopId, row, counts, atWork.has(listId), names(row.segmentKey))),
    destination: {
      destinationId: destination.destinationId,
      tool: toolName.parse(destination.tool),
      account: destination.accountName,
      state: destination.state,
      problem: problemOf(destination, destination.nextTryAt),
    },
    fields: knownFields(row.fields),
    heldOutBp: row.heldOutBp,
    removeAsked: row.removeAsked,
    startedAt: row.startedAt.toISOString(),
    startedBy: row.startedBy,
    readBackAt: row.readBackAt?.toISOString() ?? null,
    readBackAgainAt: row.readBackAgainAt?.toISOString() ?? null,
    others: row.others,
    counts: {
      people: counts.people,
      toSend: counts.toSend,
      waiting: outcomes.find(({ outcome }) => outcome === "WAITING")?.customers ?? 0,
      refused: counts.refused,
      leaving: counts.leaving,
      leftOut: leftOutOfList(outcomes, [...byTool, ...heldOut]),
    },
    run: open ? runProgressOf(open, counts) : null,
    nextTryAt: nextTryAt?.toISOString() ?? null,
    runs: runs.map(runOf),
  };
}
