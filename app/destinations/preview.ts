import type { ExperimentPlan } from "../exports/experiment-plan.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { Refused, ToolFailure } from "./connections.ts";
import type { DestinationHost } from "./host.ts";
import type { LeftOutSampled, Sampled } from "./left-out.ts";
import type { ListChoice } from "./lists.ts";

/** What would be done if it began now. Nothing is written, here or in the tool. */
export interface ListPreview {
  readonly members: number;
  readonly added: Sampled;
  /** On the tool's list already: their fields are written. */
  readonly updated: Sampled;
  /** Always nobody for a list that begins: the app removes only whom it has put there. */
  readonly removed: Sampled;
  readonly unchanged: number;
  readonly leftOut: readonly LeftOutSampled[];
  /** On the tool's list, and no members: the app leaves them alone. Null where the list is too long to be read while somebody waits. */
  readonly others: number | null;
  /** How many people were looked up in the tool; fewer than all where there are too many to do so while somebody waits. */
  readonly lookedUp: number;
  /** Who may be sent before the lot, and what the smallest effect depends on. */
  readonly included: number;
  readonly plan: ExperimentPlan;
}

export type PreviewOutcome =
  | { readonly ok: true; readonly preview: ListPreview }
  | Refused<ToolFailure | "not_found" | "no_segment" | "not_counted_yet">;

export async function previewList(
  _host: DestinationHost,
  _shop: ShopRef,
  _choice: ListChoice,
  _signal: AbortSignal,
): Promise<PreviewOutcome> {
  throw new Error("not built");
}
