import { Badge, Banner } from "@shopify/polaris";
import type { LearningReason } from "../../valuation/pages/learning.ts";
import { useLocale } from "../locale.tsx";

export function LearningBadge() {
  const { t } = useLocale();
  return <Badge tone="info">{t("learning.badge")}</Badge>;
}

/** Says why nothing is predicted yet, and what will change that. */
export function LearningBanner({ reason }: { reason: LearningReason }) {
  const { t } = useLocale();
  return (
    <Banner
      tone="info"
      title={t("learning.title")}
      action={{ content: t("learning.details"), url: "/app/model" }}
    >
      <p>{t(`learning.${reason}`)}</p>
    </Banner>
  );
}
