import { BlockStack, Card, InlineStack, ProgressBar, Spinner, Text } from "@shopify/polaris";
import { useId } from "react";
import type { RunProgress } from "../../destinations/runs.ts";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";

/** What is being done with the list now, and how far it is. */
export function RunCard({ run, tool }: { readonly run: RunProgress; readonly tool: ToolName }) {
  const { t, format } = useLocale();
  const id = useId();
  const { step, done, of } = run;
  const text =
    of === null
      ? t("kept.progress.unknown", { done: format.number(done) })
      : t("kept.progress", { done: format.number(done), of: format.number(of) });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center" wrap={false}>
          <Spinner size="small" />
          <Text as="h2" variant="headingMd">
            {t("kept.running")}
          </Text>
        </InlineStack>
        <div role="status">
          <Text as="p" id={id}>
            {t(`kept.step.${step}`, { tool: t(`destinations.tool.${tool}`) })}
          </Text>
        </div>
        {of !== null && of > 0 && (
          <ProgressBar
            size="small"
            tone="primary"
            animated={false}
            progress={Math.min(100, Math.round((100 * done) / of))}
            ariaLabelledBy={id}
          />
        )}
        {(of !== null || done > 0) && (
          <Text as="p" variant="bodySm" tone="subdued" numeric>
            {text}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
