import { Badge, type BadgeProps } from "@shopify/polaris";
import type { DestinationState } from "../../destinations/connections.ts";
import type { ListSummary } from "../../destinations/lists.ts";
import { useLocale } from "../locale.tsx";

type ListState = "working" | "in_step" | "waiting" | "brake" | "problem" | "paused" | "ended" | "ending";

/** What of it a merchant has to know first. */
export function listStateOf(list: ListSummary, destination: DestinationState): ListState {
  if (list.state === "ended") return list.removing ? "ending" : "ended";
  if (destination === "key_refused") return "problem";
  if (list.state === "paused" || destination === "paused") return "paused";
  if (list.brake) return "brake";
  if (list.problem && list.problem.code !== "tool_unavailable") return "problem";
  if (list.running) return "working";
  return list.inStepAt === null ? "waiting" : "in_step";
}

const TONES: Readonly<Record<ListState, BadgeProps["tone"]>> = {
  working: "info",
  in_step: "success",
  waiting: undefined,
  brake: "attention",
  problem: "warning",
  paused: undefined,
  ended: undefined,
  ending: "info",
};

export function ListBadge({
  list,
  destination,
}: {
  readonly list: ListSummary;
  readonly destination: DestinationState;
}) {
  const { t } = useLocale();
  const state = listStateOf(list, destination);
  return <Badge tone={TONES[state]}>{t(`destinations.list.state.${state}`)}</Badge>;
}
