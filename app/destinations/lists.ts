import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { SegmentName } from "../segments/find.ts";
import type { SegmentKey } from "../segments/segment-key.ts";
import type { Acted, DestinationState, Refused, ToolFailure } from "./connections.ts";
import type { DestinationHost } from "./host.ts";
import type { LeftOutSampled, PersonSample } from "./left-out.ts";
import type { Problem } from "./problem.ts";
import type { Run, RunProgress } from "./runs.ts";
import type { DestinationField, ToolList, ToolName } from "./tool.ts";

/** People who left the segment, who may still be written to, and of whom too many would leave at once: nobody of them is removed until a person confirms. */
export interface Brake {
  readonly leaving: number;
  /** People who were on the list before the first of them left. */
  readonly of: number;
  readonly since: string;
  /** Goes with the confirmation, which is about those who wanted to leave at this instant. */
  readonly asOf: string;
  readonly samples: readonly PersonSample[];
}

export interface ListSummary {
  readonly listId: string;
  readonly segment: SegmentName;
  readonly toolListId: string;
  readonly toolListName: string;
  readonly state: "active" | "paused" | "ended";
  /** Ended, and the people are still being removed. */
  readonly removing: boolean;
  /** On the list, as the tool confirmed. */
  readonly people: number;
  readonly running: boolean;
  readonly inStepAt: string | null;
  /** The tool refused them, and they wait to be tried again or for the merchant. */
  readonly refused: number;
  readonly brake: Brake | null;
  readonly problem: Problem | null;
}

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
  readonly startedAt: string;
  readonly startedBy: string;
  readonly readBackAt: string | null;
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

/** The tool's lists; those that another segment has already are marked. */
export interface OfferedList extends ToolList {
  readonly takenBy: SegmentName | null;
}

export type ReadToolLists =
  | { readonly ok: true; readonly lists: readonly OfferedList[] }
  | Refused<ToolFailure | "not_found">;

export async function readToolLists(
  _host: DestinationHost,
  _shop: ShopRef,
  _destinationId: string,
): Promise<ReadToolLists> {
  throw new Error("not built");
}

export type ListMade =
  | { readonly ok: true; readonly list: ToolList }
  | Refused<ToolFailure | "not_found" | "bad_name" | "name_taken">;

/** `within`: the audience, of a tool whose lists lie in one; null for the account's only one. */
export async function makeToolList(
  _host: DestinationHost,
  _shop: ShopRef,
  _asked: { readonly destinationId: string; readonly name: string; readonly within: string | null },
  _by: string,
): Promise<ListMade> {
  throw new Error("not built");
}

/** What a merchant chooses for a list. */
export interface ListChoice {
  readonly destinationId: string;
  readonly segmentKey: SegmentKey;
  readonly toolListId: string;
  readonly fields: readonly DestinationField[];
  readonly heldOutBp: number;
}

export type ListStarted =
  | { readonly ok: true; readonly listId: string }
  | Refused<
      | ToolFailure
      | "not_found"
      | "no_segment"
      | "archived"
      | "no_list"
      | "list_taken"
      | "too_many"
      | "disconnected"
    >;

export async function startList(
  _host: DestinationHost,
  _shop: ShopRef,
  _choice: ListChoice,
  _by: string,
): Promise<ListStarted> {
  throw new Error("not built");
}

export async function pauseList(
  _host: DestinationHost,
  _shop: ShopRef,
  _listId: string,
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}

export async function resumeList(
  _host: DestinationHost,
  _shop: ShopRef,
  _listId: string,
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}

/** Compares and brings in step now, whatever pause was to be kept. */
export async function runNow(
  _host: DestinationHost,
  _shop: ShopRef,
  _listId: string,
  _by: string,
): Promise<Acted<"paused" | "key_refused">> {
  throw new Error("not built");
}

/** `asOf`: of the brake that the person saw. Who wanted to leave then is removed, and nobody else. */
export async function confirmBrake(
  _host: DestinationHost,
  _shop: ShopRef,
  _asked: { readonly listId: string; readonly asOf: string },
  _by: string,
): Promise<Acted<"no_brake">> {
  throw new Error("not built");
}

/** Without `removePeople` everybody stays on the tool's list. */
export async function endList(
  _host: DestinationHost,
  _shop: ShopRef,
  _asked: { readonly listId: string; readonly removePeople: boolean },
  _by: string,
): Promise<Acted> {
  throw new Error("not built");
}

/** Null where the shop has no such list. */
export async function readList(
  _db: Db,
  _shop: ShopRef,
  _listId: string,
  _now: Date,
): Promise<ListView | null> {
  throw new Error("not built");
}
