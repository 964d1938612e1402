import { z } from "zod";
import { addList, type DestinationListRow, destinationLists } from "../db/queries/destinations/lists.ts";
import { ANY_VARIANCE, planExperiment } from "../exports/experiment-plan.ts";
import { giveShopALot } from "../exports/holdout.ts";
import { heldOutBp } from "../exports/records.ts";
import { mayConnect } from "../exports/staff.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import { findSegment, type SegmentName } from "../segments/find.ts";
import { readSegmentContext } from "../segments/segment-context.ts";
import { isTemplateKey, type SegmentKey, segmentKey } from "../segments/segment-key.ts";
import { ruleSql } from "../segments/sql.ts";
import { readStored } from "../segments/stored.ts";
import { act, failureOf, openDestination, refused } from "./acts.ts";
import type { DestinationHost } from "./host.ts";
import { segmentNames } from "./list-summaries.ts";
import type { Refused, ToolFailure } from "./outcome.ts";
import { type DestinationField, destinationFields, type ToolList } from "./tool.ts";

/** The tool's lists; those that another segment has already are marked. */
export interface OfferedList extends ToolList {
  readonly takenBy: SegmentName | null;
}

export type ReadToolLists =
  | { readonly ok: true; readonly lists: readonly OfferedList[] }
  | Refused<ToolFailure | "not_found">;

/** What may be asked of a tool while somebody waits. */
const WAITED_MS = 12_000;
const MOST_LISTS = 50;
const LONGEST_NAME = 100;

export async function readToolLists(
  host: DestinationHost,
  shop: ShopRef,
  destinationId: string,
  by: string,
): Promise<ReadToolLists> {
  const { shopId } = shop;
  if (!(await mayConnect(host.db.pool, shopId, by))) return refused("not_allowed");
  try {
    const opened = await openDestination(host, shop, destinationId);
    if (!opened) return refused("not_found");
    const lists = await opened.tool.lists(AbortSignal.timeout(WAITED_MS));
    const ours = (await destinationLists(host.db.pool, shopId, destinationId)).filter(isTaken);
    const names = await segmentNames(host.db.pool, shopId);
    const takenBy = new Map(ours.map((row) => [row.toolListId, names(row.segmentKey)]));
    return { ok: true, lists: lists.map((list) => ({ ...list, takenBy: takenBy.get(list.id) ?? null })) };
  } catch (error) {
    return failureOf(error);
  }
}

const isTaken = ({ state, removing }: DestinationListRow): boolean => state !== "ended" || removing;

export type ListMade =
  | { readonly ok: true; readonly list: ToolList }
  | Refused<ToolFailure | "not_found" | "bad_name" | "name_taken">;

/** `within`: the audience, of a tool whose lists lie in one; null for the account's only one. */
export async function makeToolList(
  host: DestinationHost,
  shop: ShopRef,
  asked: { readonly destinationId: string; readonly name: string; readonly within: string | null },
  by: string,
): Promise<ListMade> {
  const { destinationId, within } = asked;
  const { shopId } = shop;
  if (!(await mayConnect(host.db.pool, shopId, by))) return refused("not_allowed");
  const name = asked.name.trim();
  if (name === "" || name.length > LONGEST_NAME || !name.isWellFormed()) return refused("bad_name");
  try {
    const opened = await openDestination(host, shop, destinationId);
    if (!opened) return refused("not_found");
    const signal = AbortSignal.timeout(WAITED_MS);
    const lists = await opened.tool.lists(signal);
    if (lists.some((list) => list.name.toLowerCase() === name.toLowerCase())) return refused("name_taken");
    const list = await opened.tool.makeList(name, within, signal);
    const details = { list: list.name };
    const entry = { by, action: "destination.tool_list_made", subject: destinationId, details } as const;
    await act<never>(host, shop, entry, async () => ({ destinationId }));
    return { ok: true, list };
  } catch (error) {
    return failureOf(error);
  }
}

/** What a merchant chooses for a list. */
export interface ListChoice {
  readonly destinationId: string;
  readonly segmentKey: SegmentKey;
  readonly toolListId: string;
  readonly fields: readonly DestinationField[];
  readonly heldOutBp: number;
  /** What the list is going to be known by, and drawn by: the dry run holds out whom the list will. Left out, it is made when the list starts. */
  readonly listId?: string | undefined;
}

export const listChoice = z.object({
  destinationId: z.uuid(),
  segmentKey,
  toolListId: z.string().min(1).max(200),
  fields: destinationFields,
  heldOutBp,
  listId: z.uuid().optional(),
}) satisfies z.ZodType<ListChoice>;

export type ListStarted =
  | { readonly ok: true; readonly listId: string }
  | Refused<ToolFailure | "not_found" | "no_segment" | "archived" | "no_list" | "list_taken" | "too_many">;

/** Throws a ZodError for a choice that no form offers. */
export async function startList(
  host: DestinationHost,
  shop: ShopRef,
  choice: ListChoice,
  by: string,
): Promise<ListStarted> {
  const { shopId } = shop;
  const { db } = host;
  const asked = listChoice.parse(choice);
  const { destinationId, segmentKey: key, toolListId, fields, heldOutBp: share } = asked;
  if (!(await mayConnect(db.pool, shopId, by))) return refused("not_allowed");
  const stored = isTemplateKey(key) ? null : await readStored(db.pool, shopId, key);
  if (!isTemplateKey(key) && !stored) return refused("no_segment");
  if (stored?.archivedAt) return refused("archived");
  let toolListName: string;
  try {
    const opened = await openDestination(host, shop, destinationId);
    if (!opened) return refused("not_found");
    const lists = await opened.tool.lists(AbortSignal.timeout(WAITED_MS));
    const list = lists.find(({ id }) => id === toolListId);
    if (!list) return refused("no_list");
    toolListName = list.name;
  } catch (error) {
    return failureOf(error);
  }
  await giveShopALot(db, shop);
  const rule = (await findSegment(db.pool, shopId, key))?.rule;
  const context = rule && (await readSegmentContext(db, shop, [rule]));
  const plan = context && (await planExperiment(db.pool, shopId, ruleSql(rule, context), context));
  const listId = asked.listId ?? newId();
  const details = { heldOutBp: share, fields: fields.join(" ") };
  const entry = { by, action: "destination.list_started", subject: listId, details } as const;
  const outcome = await act<"list_taken" | "too_many" | "not_found">(host, shop, entry, async (tx, now) => {
    const ours = (await destinationLists(tx, shopId, destinationId)).filter(isTaken);
    if (ours.length >= MOST_LISTS) return refused("too_many");
    const row = {
      listId,
      destinationId,
      segmentKey: key,
      toolListId,
      toolListName,
      fields,
      heldOutBp: share,
    };
    const plannedVariance = plan?.plannedVariance ?? ANY_VARIANCE;
    const isNew = await addList(tx, shopId, { ...row, plannedVariance, startedAt: now, startedBy: by });
    return isNew ? { destinationId, listId } : refused("list_taken");
  });
  return outcome.ok ? { ok: true, listId } : outcome;
}
