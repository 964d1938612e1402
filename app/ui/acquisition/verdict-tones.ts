import type { BadgeProps } from "@shopify/polaris";
import type { VerdictCode } from "../../clv/acquisition/verdict.ts";

export const VERDICT_TONES: Readonly<Record<VerdictCode, BadgeProps["tone"]>> = {
  incomplete: "info",
  no_customers: "critical",
  free: "info",
  pays_at_once: "success",
  pays_later: "success",
  pays_thinly: "attention",
  unsure: "attention",
  loses: "critical",
};
