import type { DestinationRow } from "../../db/queries/destinations/destinations.ts";
import type { DestinationListRow } from "../../db/queries/destinations/lists.ts";
import { changePeople, type PeopleTx } from "../../db/queries/destinations/people-lock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { DestinationHost } from "../host.ts";
import type { Tool, ToolDefinition, ToolUnavailable } from "../tool.ts";

export interface EngineHost extends Omit<DestinationHost, "jobs"> {
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly fetch: typeof fetch;
}

/** What one turn of a destination works with. */
export interface Turn {
  readonly host: EngineHost;
  readonly shop: ShopRef;
  readonly destination: DestinationRow;
  readonly definition: ToolDefinition;
  readonly tool: Tool;
  readonly signal: AbortSignal;
  /** What is left of the turn: other destinations have to get theirs. */
  readonly budget: { requests: number; refusals: number };
  /** An answer that was missing to one request alone: it is told once the rest of the turn is done. */
  readonly later: { error: ToolUnavailable | null };
}

/** A list with what this turn knows of it. */
export interface ListTask {
  readonly row: DestinationListRow;
  /** The list is gone in the tool, or something else ended what can be done for it in this turn. */
  stopped: boolean;
  /** It was compared a moment ago, and what has changed since is left for a later turn. */
  isBehind?: boolean;
  /** The tool said in this turn that it has the list. */
  isKnownThere?: boolean;
  /** The tool's own fields are to be there before anybody is sent. */
  mustPrepare?: boolean;
}

export const isSpent = ({ budget }: Turn): boolean => budget.requests <= 0;

/** Changes people of the turn's destination, each time in a transaction of its own. */
export const changerOf =
  ({ host, shop, destination }: Turn) =>
  <T>(work: (tx: PeopleTx) => Promise<T>): Promise<T> =>
    changePeople(host.db, shop.shopId, destination.destinationId, work);
