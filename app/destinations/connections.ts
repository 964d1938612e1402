import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { DestinationHost } from "./host.ts";
import type { ListSummary } from "./lists.ts";
import type { Problem } from "./problem.ts";
import type { DestinationField, FieldType, ToolName } from "./tool.ts";

export type DestinationState = "active" | "paused" | "key_refused" | "disconnected";

export interface DestinationSummary {
  readonly destinationId: string;
  readonly tool: ToolName;
  /** What the tool calls the account. */
  readonly account: string;
  readonly state: DestinationState;
  readonly problem: Problem | null;
  readonly connectedAt: string;
  readonly connectedBy: string;
  /** Those that are not ended, and those from which people are still being removed. */
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

/** Whoever may do it is a setting of the shop; what is not allowed changes nothing. */
export type NotAllowed = "not_allowed";
/** What any act with a tool can end in. */
export type ToolFailure = "key_refused" | "tool_unavailable" | "tool_refused";
export type Refused<Reason extends string> = {
  readonly ok: false;
  readonly reason: Reason | NotAllowed;
  /** The tool's own words, where it has refused. */
  readonly words: string | null;
};

/** A field as the tool calls it; null where the tool has no place for it. */
export interface OfferedField {
  readonly field: DestinationField;
  readonly toolName: string;
  readonly type: FieldType;
}

/** Connected ones first, then disconnected ones of which something is still to be done. */
export async function readDestinations(_db: Db, _shop: ShopRef, _now: Date): Promise<DestinationsView> {
  throw new Error("not built");
}

/** Null where the shop has no such destination. With ended lists too. */
export async function readDestination(
  _db: Db,
  _shop: ShopRef,
  _destinationId: string,
  _now: Date,
): Promise<DestinationSummary | null> {
  throw new Error("not built");
}

export function fieldsOf(_tool: ToolName): readonly OfferedField[] {
  throw new Error("not built");
}

export type Connected =
  | { readonly ok: true; readonly destinationId: string; readonly account: string }
  | Refused<ToolFailure | "already_connected" | "bad_key">;

/** Checks the key with the tool and keeps it, encrypted; it is never shown again. */
export async function connectTool(
  _host: DestinationHost,
  _shop: ShopRef,
  _asked: { readonly tool: ToolName; readonly key: string },
  _by: string,
): Promise<Connected> {
  throw new Error("not built");
}

export type KeyReplaced =
  | { readonly ok: true }
  | Refused<ToolFailure | "bad_key" | "other_account" | "not_found">;

/** A new key of the same account; what was stopped by the old one goes on. */
export async function replaceKey(
  _host: DestinationHost,
  _shop: ShopRef,
  _asked: { readonly destinationId: string; readonly key: string },
  _by: string,
): Promise<KeyReplaced> {
  throw new Error("not built");
}

export type Acted<Reason extends string = never> = { readonly ok: true } | Refused<Reason | "not_found">;

export async function pauseDestination(
  _host: DestinationHost,
  _shop: ShopRef,
  _destinationId: string,
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}

export async function resumeDestination(
  _host: DestinationHost,
  _shop: ShopRef,
  _destinationId: string,
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}

/**
 * Ends all its lists. Without `removePeople` everybody stays in the tool as they are, and the key is forgotten once the erasures that are open have
 * been passed on; with it, once everybody whom the app put on its lists is off them.
 */
export async function disconnect(
  _host: DestinationHost,
  _shop: ShopRef,
  _asked: { readonly destinationId: string; readonly removePeople: boolean },
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}
