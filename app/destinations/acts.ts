import type { Tx } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { type AuditAction, type AuditDetails, addAuditEntry } from "../db/queries/audit.ts";
import {
  type DestinationRow,
  destinationById,
  lockDestinations,
} from "../db/queries/destinations/destinations.ts";
import { destinationListById, noteAsked } from "../db/queries/destinations/lists.ts";
import { mayConnect } from "../exports/staff.ts";
import { destinationJob } from "../jobs/definitions/destination.ts";
import type { ShopRef } from "../platform/ids.ts";
import { UnreadableToken } from "../shopify/token-cipher.ts";
import { openKey, openTool } from "./engine/open-tool.ts";
import type { DestinationHost } from "./host.ts";
import type { Refused, ToolFailure } from "./outcome.ts";
import {
  KeyRefused,
  type Tool,
  type ToolDefinition,
  ToolRefused,
  ToolUnavailable,
  toolName,
} from "./tool.ts";
import { toolDefinition } from "./tools/all.ts";

export const refused = <Reason extends string>(
  reason: Reason,
  words: string | null = null,
): { readonly ok: false; readonly reason: Reason; readonly words: string | null } => ({
  ok: false,
  reason,
  words,
});

/** What a tool said no to, as a page tells it; anything else is thrown on. */
export function failureOf(error: unknown): Refused<ToolFailure> {
  if (error instanceof KeyRefused) return refused("key_refused", error.words || null);
  if (error instanceof UnreadableToken) return refused("key_refused");
  if (error instanceof ToolUnavailable) return refused("tool_unavailable");
  if (error instanceof ToolRefused) return refused("tool_refused", error.words || null);
  throw error;
}

interface Act {
  readonly by: string;
  readonly action: AuditAction;
  readonly subject: string;
  readonly details?: AuditDetails;
}

/**
 * Changes what is stored of destinations for a staff member who may, with an entry in the audit log, and has the destination looked at. `work` returns the
 * destination's id where it changed something, and the list's where it was only about one.
 */
export async function act<Reason extends string>(
  { db, jobs, clock }: DestinationHost,
  { shopId, domain }: ShopRef,
  { by, action, subject, details = {} }: Act,
  work: (
    tx: Tx,
    now: Date,
  ) => Promise<
    { readonly destinationId: string; readonly listId?: string } | ReturnType<typeof refused<Reason>>
  >,
): Promise<{ readonly ok: true } | Refused<Reason>> {
  const now = clock();
  const outcome = await whileInstalled(db, shopId, async (tx) => {
    if (!(await mayConnect(tx, shopId, by))) return refused("not_allowed" as const);
    await lockDestinations(tx, shopId);
    const changed = await work(tx, now);
    if ("ok" in changed) return changed;
    const { destinationId, listId = null } = changed;
    await noteAsked(tx, shopId, { destinationId, listId, at: now });
    const payload = { shop: domain, destinationId };
    await jobs.enqueue(destinationJob, payload, { tx });
    const named = await namesOf(tx, shopId, destinationId, listId);
    await addAuditEntry(tx, shopId, {
      at: now,
      actor: by,
      action,
      subject,
      details: { ...named, ...details },
    });
    return { ok: true as const, ...changed };
  });
  if (!outcome.ok) return outcome;
  // One that waits for its time, such as for a tool that was not available, need not wait any more.
  await jobs.hurry(destinationJob, { shop: domain, destinationId: outcome.destinationId });
  return { ok: true };
}

/** What the log calls a connection. Some tools name an account by its owner's address, which the log may not hold: then by the tool alone. */
export const accountNamed = (tool: string, account: string): AuditDetails =>
  account.includes("@") ? { tool } : { tool, account };

/** What the log calls them: a tool that is disconnected, or a list that has ended, may be forgotten before the entry is. */
async function namesOf(
  tx: Tx,
  shop: ShopRef["shopId"],
  destinationId: string,
  listId: string | null,
): Promise<AuditDetails> {
  const destination = await destinationById(tx, shop, destinationId);
  const list = listId === null ? null : await destinationListById(tx, shop, listId);
  return {
    ...(destination && accountNamed(destination.tool, destination.accountName)),
    ...(list && { list: list.toolListName, segment: list.segmentKey }),
  };
}

export interface OpenedTool {
  readonly row: DestinationRow;
  readonly definition: ToolDefinition;
  readonly tool: Tool;
}

/** Null where there is no such destination, or no key of it is left. Throws UnreadableToken. */
export async function openDestination(
  host: DestinationHost,
  { shopId }: ShopRef,
  destinationId: string,
): Promise<OpenedTool | null> {
  const row = await destinationById(host.db.pool, shopId, destinationId);
  if (!row?.sealedKey || !row.keyId || row.state === "disconnected") return null;
  const { sealedKey, keyId } = row;
  const key = openKey(host, shopId, destinationId, { sealedKey, keyId });
  const definition = toolDefinition(toolName.parse(row.tool));
  const tool = openTool({ ...host, fetch }, shopId, destinationId, definition, key);
  return { row, definition, tool };
}
