import { Banner, BlockStack, Card, Page, Text } from "@shopify/polaris";
import type { ExportResultView } from "../../exports/result.ts";
import { DifferenceChart } from "../experiments/difference-chart.tsx";
import { GroupsTable } from "../experiments/groups-table.tsx";
import { VerdictBanner } from "../experiments/verdict-banner.tsx";
import { useLocale } from "../locale.tsx";
import { audienceText } from "./audience-text.ts";

/** What an export brought: who was in the file against who was held out of it. */
export function ResultPage({ view: { record, result } }: { readonly view: ExportResultView }) {
  const { t, format } = useLocale();
  return (
    <Page
      title={t("experiment.title")}
      subtitle={t("experiment.of", {
        audience: audienceText(record.audience, t, format),
        day: format.instant(record.requestedAt),
      })}
      backAction={{ content: t("exports.title"), url: "/app/exports" }}
    >
      {result.state === "measured" ? (
        <BlockStack gap="400">
          <VerdictBanner result={result} of="export" />
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingSm">
                {t("experiment.table", { of: "export" })}
              </Text>
              <GroupsTable result={result} of="export">
                {t("experiment.since", {
                  from: format.day(result.firstDay),
                  to: format.day(result.lastDay),
                  isOver: result.reachedOn === null ? String(result.isOver) : "reached",
                })}
              </GroupsTable>
              {result.alwaysHeldOut > 0 && (
                <Text as="p" tone="subdued">
                  {t("experiment.always", { of: "export", count: result.alwaysHeldOut })}
                </Text>
              )}
            </BlockStack>
          </Card>
          {result.verdict.verdict !== "split_broken" && <DifferenceChart result={result} of="export" />}
        </BlockStack>
      ) : (
        <Banner tone="info" title={t(`experiment.${result.state}.title`)}>
          <p>{t(`experiment.${result.state}.body`)}</p>
        </Banner>
      )}
    </Page>
  );
}
