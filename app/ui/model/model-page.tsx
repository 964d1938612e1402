import { Banner, BlockStack, Box, Card, EmptyState, Page, Text } from "@shopify/polaris";
import type { ModelTest, ModelView } from "../../valuation/pages/model/model-page.ts";
import { Columns } from "../layout/columns.tsx";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { CalibrationChart } from "./calibration-chart.tsx";
import { ErrorChart } from "./error-chart.tsx";
import { HabitsCard } from "./habits-card.tsx";
import { LearningCard } from "./learning-card.tsx";
import { LiftChart } from "./lift-chart.tsx";
import { SeasonChart } from "./season-chart.tsx";
import { Statistics } from "./statistics.tsx";
import { TestFigures } from "./test-figures.tsx";
import { WeeklyChart } from "./weekly-chart.tsx";
import { BaselineBanner, type ReadyModel, StoppedBanner, WhichModelCard } from "./which-model-card.tsx";

function Nothing({ state, url }: { state: "waiting" | "empty"; url: string }) {
  const { t } = useLocale();
  return (
    <Card>
      <EmptyState
        heading={t(`model.${state}.title`)}
        image={picture}
        action={{ content: t(`model.${state}.action`), url }}
      >
        <p>{t(`model.${state}.body`)}</p>
      </EmptyState>
    </Card>
  );
}

function TestHeading({ test }: { test: ModelTest }) {
  const { t, format } = useLocale();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockStart="200">
      <BlockStack gap="100">
        <Text as="h2" variant="headingMd">
          {t("model.test.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("model.test.period", {
            from: format.day(test.fromDay),
            to: format.day(test.toDay),
            customers: test.customers,
          })}
        </Text>
      </BlockStack>
    </Box>
  );
}

function TestCharts({ test }: { test: ModelTest }) {
  // The average customer stands in for everybody: there are no groups and no ranking to draw.
  const ranked = test.chosen.reason !== "baseline_better";
  return (
    <Columns
      items={[
        { key: "errors", column: "aside", content: <ErrorChart test={test} /> },
        ...(ranked
          ? [{ key: "calibration", column: "main" as const, content: <CalibrationChart test={test} /> }]
          : []),
        ...(ranked && test.lift.length > 1
          ? [{ key: "lift", column: "aside" as const, content: <LiftChart test={test} /> }]
          : []),
        ...(test.weekly.length > 0
          ? [{ key: "weekly", column: "main" as const, content: <WeeklyChart test={test} /> }]
          : []),
      ]}
    />
  );
}

function Ready({ view }: { view: ReadyModel }) {
  const { t } = useLocale();
  const { test, season } = view;
  return (
    <BlockStack gap="400">
      <StoppedBanner view={view} />
      <BaselineBanner view={view} />
      <WhichModelCard view={view} />
      {test ? (
        <>
          <TestHeading test={test} />
          <TestFigures test={test} />
          <TestCharts test={test} />
        </>
      ) : (
        <Banner tone="info" title={t("model.test.none.title")}>
          <p>{t("model.test.none.body")}</p>
        </Banner>
      )}
      <HabitsCard view={view} />
      {season && <SeasonChart season={season} />}
      <Statistics view={view} />
    </BlockStack>
  );
}

/** Which model predicts, how well it predicted what it had not seen, and what it has learnt; or what is missing for one. */
export function ModelPage({ view }: { view: ModelView }) {
  const { t } = useLocale();
  return (
    <Page title={t("model.title")} subtitle={t("model.subtitle")}>
      {view.state === "waiting" && <Nothing state="waiting" url="/app/sync" />}
      {view.state === "empty" && <Nothing state="empty" url="/app/customers" />}
      {view.state === "learning" && <LearningCard view={view} />}
      {view.state === "ready" && <Ready view={view} />}
    </Page>
  );
}
