import { BlockStack, Card, EmptyState, InlineStack, Page, Select, Text } from "@shopify/polaris";
import { useMemo, useState } from "react";
import type { CohortMeasure, CohortView } from "../../valuation/pages/cohorts.ts";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { CohortCurves } from "./cohort-curves.tsx";
import { cohortGrid, isPerCustomer } from "./cohort-grid.ts";
import { HeatMap } from "./heat-map.tsx";

const measures: readonly CohortMeasure[] = [
  "cumulative_clv",
  "retention",
  "net_sales",
  "customers",
  "orders",
];

function Cohorts({ view }: { view: CohortView }) {
  const { t } = useLocale();
  const [measure, setMeasure] = useState<CohortMeasure>("cumulative_clv");
  const grid = useMemo(() => cohortGrid(view.cohorts, measure), [view, measure]);
  const value = useMemo(() => cohortGrid(view.cohorts, "cumulative_clv"), [view]);
  return (
    <BlockStack gap="400">
      <StillReading />
      <Card>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="start" gap="300">
            <InlineStack gap="100" blockAlign="center">
              <Text as="h2" variant="headingSm">
                {t("cohorts.heat.title")}
              </Text>
              <Explain
                figure={t("cohorts.heat.title")}
                formula="cohorts.heat.formula"
                note="net_sales.note"
              />
            </InlineStack>
            <Select
              label={t("cohorts.measure")}
              labelInline
              options={measures.map((each) => ({ value: each, label: t(`cohorts.measure.${each}`) }))}
              value={measure}
              onChange={(selected: CohortMeasure) => setMeasure(selected)}
            />
          </InlineStack>
          <Text as="p" tone="subdued">
            {t(`cohorts.about.${measure}`)}
          </Text>
          <HeatMap grid={grid} />
          <Text as="p" variant="bodySm" tone="subdued">
            {t(isPerCustomer(measure) ? "cohorts.average.weighted" : "cohorts.average.mean")}
          </Text>
        </BlockStack>
      </Card>
      <CohortCurves grid={value} />
    </BlockStack>
  );
}

export function CohortsPage({ view }: { view: CohortView }) {
  const { t } = useLocale();
  if (view.state === "empty") {
    return (
      <Page title={t("cohorts.title")}>
        <Card>
          <EmptyState
            heading={t("cohorts.empty.title")}
            image={picture}
            action={{ content: t("cohorts.empty.action"), url: "/app/sync" }}
          >
            <p>{t("cohorts.empty.body")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page fullWidth title={t("cohorts.title")} subtitle={t("cohorts.subtitle")}>
      <Cohorts view={view} />
    </Page>
  );
}
