import type { ToolName } from "../../destinations/tool.ts";
import type { Translate } from "../messages/catalogue.ts";

/** Why something that was asked for was not done, as the server answers it. */
export interface Refusal {
  readonly reason: string;
  /** What the tool says; null where it said nothing. */
  readonly words: string | null;
}

export const FAILED: Refusal = { reason: "failed", words: null };

const REASONS = [
  "key_refused",
  "bad_key",
  "tool_unavailable",
  "tool_refused",
  "already_connected",
  "other_account",
  "not_allowed",
  "not_found",
  "bad_name",
  "name_taken",
  "no_segment",
  "no_list",
  "list_taken",
  "archived",
  "too_many",
  "disconnected",
  "not_counted_yet",
  "paused",
  "no_brake",
] as const;

/** The cause and what helps; a reason that this version has no words for is a failure. */
export function refusalText(reason: string, tool: ToolName | null, account: string, t: Translate): string {
  const known = REASONS.find((one) => one === reason) ?? "failed";
  return t(`connecting.refused.${known}`, {
    tool: tool === null ? "" : t(`destinations.tool.${tool}`),
    account,
  });
}
