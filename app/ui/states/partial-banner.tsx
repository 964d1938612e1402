import { Banner } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";

/** Figures are shown, but not all of the history is in them yet. */
export function PartialBanner() {
  const { t } = useLocale();
  return (
    <Banner
      tone="info"
      title={t("partial.title")}
      action={{ content: t("partial.action"), url: "/app/sync" }}
    >
      <p>{t("partial.body")}</p>
    </Banner>
  );
}
