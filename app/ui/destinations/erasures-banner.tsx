import { Banner, BlockStack } from "@shopify/polaris";
import type { DestinationSummary } from "../../destinations/connections.ts";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";

/** Erasures that the tool has not confirmed yet, and those that a person has to do. */
export function ErasuresBanner({
  erasures: { waiting, failed },
  tool,
}: Pick<DestinationSummary, "erasures"> & { readonly tool: ToolName }) {
  const { t } = useLocale();
  const called = t(`destinations.tool.${tool}`);
  if (waiting === 0 && failed === 0) return null;
  return (
    <Banner
      tone={failed > 0 ? "critical" : "info"}
      title={t("destinations.erasures.title")}
      action={{ content: t("destinations.erasures.requests"), url: "/app/data-requests" }}
    >
      <BlockStack gap="100">
        {failed > 0 && <p>{t("destinations.erasures.failed", { count: failed, tool: called })}</p>}
        {waiting > 0 && <p>{t("destinations.erasures.waiting", { count: waiting, tool: called })}</p>}
      </BlockStack>
    </Banner>
  );
}
