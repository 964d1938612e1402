import { BlockStack, Box, Card, EmptyState, InlineGrid, Page, Text } from "@shopify/polaris";
import type { SegmentList } from "../../segments/segments.ts";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import { LearningBanner } from "../states/learning.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { SegmentCard } from "./segment-card.tsx";

export function SegmentsPage({ view }: { view: SegmentList }) {
  const { t } = useLocale();
  if (view.state === "empty") {
    return (
      <Page title={t("segments.title")}>
        <Card>
          <EmptyState
            heading={t("segments.empty.title")}
            image={picture}
            action={{ content: t("segments.empty.action"), url: "/app/sync" }}
          >
            <p>{t("segments.empty.body")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page title={t("segments.title")} subtitle={t("segments.subtitle")}>
      <BlockStack gap="400">
        <StillReading />
        {view.learning && <LearningBanner reason={view.learning} />}
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          {view.segments.map((segment) => (
            <SegmentCard key={segment.key} segment={segment} learning={view.learning} />
          ))}
        </InlineGrid>
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="100">
            <Text as="p" variant="bodySm" tone="subdued">
              {t("segments.overlap")}
            </Text>
            <Explain
              look="link"
              figure={t("segments.expected")}
              formula="segments.expected.formula"
              note="segments.reachable.meaning"
            />
          </BlockStack>
        </Box>
      </BlockStack>
    </Page>
  );
}
