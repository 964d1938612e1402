import { Badge, type BadgeProps } from "@shopify/polaris";
import type { RfmGroup } from "../../clv/historic/rfm.ts";
import { useLocale } from "../locale.tsx";

const tones: Readonly<Record<RfmGroup, BadgeProps["tone"]>> = {
  CHAMPIONS: "success",
  LOYAL: "success",
  ACTIVE: "success",
  NEW: "info",
  PROMISING: "info",
  NEEDS_ATTENTION: "attention",
  ALMOST_LOST: "attention",
  AT_RISK: "warning",
  PREVIOUSLY_LOYAL: "warning",
  DORMANT: undefined,
  PROSPECTS: undefined,
};

export function RfmGroupBadge({ group }: { group: RfmGroup }) {
  const { t } = useLocale();
  return <Badge tone={tones[group]}>{t(`rfm.${group}`)}</Badge>;
}
