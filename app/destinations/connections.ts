import type { Db } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import {
  addDestination,
  type DestinationRow,
  destinationById,
  destinations,
  forgetKeyWhenDone,
  lockDestinations,
  REMOVAL_DAYS,
  setState,
  storeKey,
} from "../db/queries/destinations/destinations.ts";
import { erasureCounts } from "../db/queries/destinations/erasures.ts";
import { endLists } from "../db/queries/destinations/lists.ts";
import { lockPeople } from "../db/queries/destinations/people-lock.ts";
import { mayConnect } from "../exports/staff.ts";
import { destinationJob } from "../jobs/definitions/destination.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import { accountNamed, act, failureOf, refused } from "./acts.ts";
import { sealKey, tryTool } from "./engine/open-tool.ts";
import type { DestinationHost } from "./host.ts";
import { type ListSummary, summariesOf } from "./list-summaries.ts";
import type { Refused, ToolFailure } from "./outcome.ts";
import { type Problem, problemOf } from "./problem.ts";
import {
  DESTINATION_FIELDS,
  type DestinationField,
  type FieldType,
  type ToolAccount,
  type ToolName,
  toolName,
} from "./tool.ts";
import { toolDefinition } from "./tools/all.ts";

export type DestinationState = DestinationRow["state"];

export interface DestinationSummary {
  readonly destinationId: string;
  readonly tool: ToolName;
  /** What the tool calls the account. */
  readonly account: string;
  readonly state: DestinationState;
  readonly problem: Problem | null;
  readonly connectedAt: string;
  readonly connectedBy: string;
  /** In `readDestinations` those that are not ended, and those from which people are still being removed. */
  readonly lists: readonly ListSummary[];
  readonly erasures: {
    /** Still to be passed on, or to be asked once more after an import. */
    readonly waiting: number;
    /** A person has to do these by hand in the tool. */
    readonly failed: number;
  };
}

export interface DestinationsView {
  readonly destinations: readonly DestinationSummary[];
}

/** A field as the tool calls it. */
export interface OfferedField {
  readonly field: DestinationField;
  readonly toolName: string;
  readonly type: FieldType;
}

/** A person has to take the people off; said for as long as the app tried. */
const isNewlyGivenUp = ({ problem }: ListSummary, now: Date): boolean =>
  problem?.code === "removal_given_up" &&
  now.getTime() - Date.parse(problem.since) < REMOVAL_DAYS * 86_400_000;

/** Connected ones first, then disconnected ones of which something is still to be done or to be known. */
export async function readDestinations(db: Db, { shopId }: ShopRef, now: Date): Promise<DestinationsView> {
  const rows = await destinations(db.pool, shopId);
  const lists = await summariesOf(db.pool, shopId, null);
  const erasures = await erasureCounts(db.pool, shopId);
  const all = rows.map((row) => {
    const its = lists.filter(({ destinationId }) => destinationId === row.destinationId);
    const open = its.filter(
      ({ summary }) => summary.state !== "ended" || summary.removing || isNewlyGivenUp(summary, now),
    );
    return summaryOf(
      row,
      open.map(({ summary }) => summary),
      erasures.get(row.destinationId),
    );
  });
  const isOpen = (its: DestinationSummary) =>
    its.state !== "disconnected" || its.lists.length > 0 || its.erasures.waiting + its.erasures.failed > 0;
  const isLast = ({ state }: DestinationSummary) => Number(state === "disconnected");
  return { destinations: all.filter(isOpen).sort((a, b) => isLast(a) - isLast(b)) };
}

/** Null where the shop has no such destination. With ended lists too. */
export async function readDestination(
  db: Db,
  { shopId }: ShopRef,
  destinationId: string,
  _now: Date,
): Promise<DestinationSummary | null> {
  const row = await destinationById(db.pool, shopId, destinationId);
  if (!row) return null;
  const lists = await summariesOf(db.pool, shopId, destinationId);
  const erasures = await erasureCounts(db.pool, shopId);
  return summaryOf(
    row,
    lists.map(({ summary }) => summary),
    erasures.get(destinationId),
  );
}

function summaryOf(
  row: DestinationRow,
  lists: readonly ListSummary[],
  erasures = { waiting: 0, failed: 0 },
): DestinationSummary {
  return {
    destinationId: row.destinationId,
    tool: toolName.parse(row.tool),
    account: row.accountName,
    state: row.state,
    problem: problemOf(row, row.nextTryAt),
    connectedAt: row.connectedAt.toISOString(),
    connectedBy: row.connectedBy,
    lists,
    erasures,
  };
}

export function fieldsOf(tool: ToolName): readonly OfferedField[] {
  const { fields } = toolDefinition(tool);
  return DESTINATION_FIELDS.flatMap((field) => {
    const its = fields[field];
    return its ? [{ field, toolName: its.name, type: its.type }] : [];
  });
}

/** What checking a key may take while somebody waits. */
const CHECK_MS = 10_000;

async function accountOf(host: DestinationHost, tool: ToolName, key: string): Promise<ToolAccount> {
  return tryTool({ ...host, fetch }, toolDefinition(tool), key).account(AbortSignal.timeout(CHECK_MS));
}

export type Connected =
  | { readonly ok: true; readonly destinationId: string; readonly account: string }
  | Refused<ToolFailure | "already_connected" | "bad_key">;

/** Checks the key with the tool and keeps it, encrypted; it is never shown again. */
export async function connectTool(
  host: DestinationHost,
  { shopId, domain }: ShopRef,
  { tool, key }: { readonly tool: ToolName; readonly key: string },
  by: string,
): Promise<Connected> {
  const { db, jobs, clock } = host;
  if (!(await mayConnect(db.pool, shopId, by))) return refused("not_allowed");
  const given = key.trim();
  if (!toolDefinition(tool).isKey(given)) return refused("bad_key");
  let account: ToolAccount;
  try {
    account = await accountOf(host, tool, given);
  } catch (error) {
    return failureOf(error);
  }
  const destinationId = newId();
  const now = clock();
  return whileInstalled(db, shopId, async (tx) => {
    // The tool was asked for a while: the right may have been taken away meanwhile.
    if (!(await mayConnect(tx, shopId, by))) return refused("not_allowed");
    await lockDestinations(tx, shopId);
    const isNew = await addDestination(tx, shopId, {
      ...{ destinationId, tool, accountId: account.id, accountName: account.name },
      ...sealKey(host, shopId, destinationId, given),
      ...{ connectedAt: now, connectedBy: by },
    });
    if (!isNew) return refused("already_connected");
    await jobs.enqueue(destinationJob, { shop: domain, destinationId }, { tx });
    const entry = { at: now, actor: by, action: "destination.connected", subject: destinationId } as const;
    await addAuditEntry(tx, shopId, { ...entry, details: accountNamed(tool, account.name) });
    return { ok: true, destinationId, account: account.name };
  });
}

export type KeyReplaced =
  | { readonly ok: true }
  | Refused<ToolFailure | "bad_key" | "other_account" | "not_found">;

/** A new key of the same account; what was stopped by the old one goes on. */
export async function replaceKey(
  host: DestinationHost,
  shop: ShopRef,
  { destinationId, key }: { readonly destinationId: string; readonly key: string },
  by: string,
): Promise<KeyReplaced> {
  const { shopId } = shop;
  if (!(await mayConnect(host.db.pool, shopId, by))) return refused("not_allowed");
  const row = await destinationById(host.db.pool, shopId, destinationId);
  // One that is disconnected has a key for as long as somebody has to be removed or erased by it.
  if (!row?.sealedKey) return refused("not_found");
  const tool = toolName.parse(row.tool);
  const given = key.trim();
  if (!toolDefinition(tool).isKey(given)) return refused("bad_key");
  let account: ToolAccount;
  try {
    account = await accountOf(host, tool, given);
  } catch (error) {
    return failureOf(error);
  }
  if (account.id !== row.accountId) return refused("other_account");
  return act<"not_found">(
    host,
    shop,
    { by, action: "destination.key_replaced", subject: destinationId },
    async (tx) => {
      const sealed = sealKey(host, shopId, destinationId, given);
      const isStored = await storeKey(tx, shopId, { destinationId, accountName: account.name, ...sealed });
      return isStored ? { destinationId } : refused("not_found" as const);
    },
  );
}

export type Acted<Reason extends string = never> = { readonly ok: true } | Refused<Reason | "not_found">;

/** Until it is resumed nobody is added or updated, and nobody leaves a list but whoever may not be written to any more. */
export function pauseDestination(
  host: DestinationHost,
  shop: ShopRef,
  destinationId: string,
  by: string,
): Promise<Acted> {
  return act(host, shop, { by, action: "destination.paused", subject: destinationId }, async (tx, now) =>
    (await setState(tx, shop.shopId, destinationId, ["active"], "paused", now))
      ? { destinationId }
      : refused("not_found" as const),
  );
}

export function resumeDestination(
  host: DestinationHost,
  shop: ShopRef,
  destinationId: string,
  by: string,
): Promise<Acted> {
  return act(host, shop, { by, action: "destination.resumed", subject: destinationId }, async (tx, now) =>
    (await setState(tx, shop.shopId, destinationId, ["paused"], "active", now))
      ? { destinationId }
      : refused("not_found" as const),
  );
}

/**
 * Ends all its lists. Without `removePeople` everybody stays in the tool as they are, and the key is forgotten once the erasures that are open have
 * been passed on; with it, once everybody whom the app put on its lists is off them.
 */
export function disconnect(
  host: DestinationHost,
  shop: ShopRef,
  { destinationId, removePeople }: { readonly destinationId: string; readonly removePeople: boolean },
  by: string,
): Promise<Acted> {
  const details = { removePeople };
  return act(
    host,
    shop,
    { by, action: "destination.disconnected", subject: destinationId, details },
    async (tx, now) => {
      const from = ["active", "paused", "key_refused"] as const;
      if (!(await setState(tx, shop.shopId, destinationId, from, "disconnected", now)))
        return refused("not_found" as const);
      const people = await lockPeople(tx, shop.shopId, destinationId);
      await endLists(people, shop.shopId, { destinationId }, { removing: removePeople, at: now });
      await forgetKeyWhenDone(tx, shop.shopId, destinationId);
      return { destinationId };
    },
  );
}
