import { Badge, type BadgeProps } from "@shopify/polaris";
import type { RfmGroup } from "../../clv/rfm.ts";
import { useLocale } from "../locale.tsx";

const tones: Readonly<Record<RfmGroup, BadgeProps["tone"]>> = {
  champions: "success",
  loyal: "success",
  active: "success",
  new: "info",
  promising: "info",
  needs_attention: "attention",
  almost_lost: "attention",
  at_risk: "warning",
  previously_loyal: "warning",
  dormant: undefined,
  prospects: undefined,
};

export function RfmGroupBadge({ group }: { group: RfmGroup }) {
  const { t } = useLocale();
  return <Badge tone={tones[group]}>{t(`rfm.${group}`)}</Badge>;
}
