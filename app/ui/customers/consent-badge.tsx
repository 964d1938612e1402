import { Badge, type BadgeProps } from "@shopify/polaris";
import type { ConsentState } from "../../valuation/pages/customers/row.ts";
import { useLocale } from "../locale.tsx";

const tones: Readonly<Record<ConsentState, BadgeProps["tone"]>> = {
  SUBSCRIBED: "success",
  PENDING: "attention",
  NOT_SUBSCRIBED: undefined,
  UNSUBSCRIBED: undefined,
  INVALID: "warning",
  REDACTED: undefined,
  NONE: undefined,
};

/** Whether the customer may be e-mailed. */
export function ConsentBadge({ consent }: { consent: ConsentState }) {
  const { t } = useLocale();
  return <Badge tone={tones[consent]}>{t(`consent.${consent}`)}</Badge>;
}
