import { BlockStack, Card, EmptyState, Page, Text } from "@shopify/polaris";
import type { ToolsAttention } from "../../destinations/attention.ts";
import type { SyncProgress } from "../../sync/status/read-sync-view.ts";
import type { HomeView } from "../../valuation/pages/home.ts";
import { BasisBar, type BasisChoice } from "../basis/basis-bar.tsx";
import { BasisProvider } from "../basis/basis-words.tsx";
import { Columns } from "../layout/columns.tsx";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { AttentionList } from "./attention-list.tsx";
import { HomeFigures } from "./home-figures.tsx";
import { SetUpGuide } from "./set-up-guide.tsx";
import { isSettingUp } from "./set-up-steps.ts";
import { ShapeCard } from "./shape-card.tsx";
import { TrendChart } from "./trend-chart.tsx";
import { WindowsChart } from "./windows-chart.tsx";

export interface HomePageProps {
  readonly view: HomeView;
  readonly sync: SyncProgress;
  /** Null where nothing of the mailing tools waits for a person. */
  readonly tools: ToolsAttention | null;
  readonly basisChoice: BasisChoice;
}

/** The overview: what customers are worth, what they will be worth, and what to do about it. */
export function HomePage({ view, sync, tools, basisChoice }: HomePageProps) {
  const { t, format } = useLocale();
  if (view.state === "never_synced" || view.state === "syncing") {
    return (
      <Page title={t("home.title")} subtitle={view.shop.name}>
        <SetUpGuide sync={sync} firstTime />
      </Page>
    );
  }
  if (view.state === "empty") {
    return (
      <Page title={t("home.title")} subtitle={view.shop.name}>
        <Card>
          <EmptyState
            heading={t("home.empty.title")}
            image={picture}
            action={{ content: t("home.empty.action"), url: "/app/customers" }}
          >
            <p>{t("home.empty.body", { customers: view.customersWithoutOrders })}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  const { summary } = view;
  const settingUp = isSettingUp(view, sync) || sync.state === "failed" || sync.troubles.length > 0;
  return (
    <Page
      title={t("home.title")}
      subtitle={t("home.as_of", { shop: view.shop.name, day: format.day(view.asOfDay) })}
      primaryAction={{ content: t("home.view_customers"), url: "/app/customers" }}
      secondaryActions={[{ content: t("home.compare"), url: "/app/compare" }]}
    >
      <BlockStack gap="400">
        {settingUp && <SetUpGuide sync={sync} firstTime={false} />}
        <StillReading />
        <Text as="h2" visuallyHidden>
          {t("figures.heading")}
        </Text>
        <BasisBar view={view.basis} choice={basisChoice} />
        <BasisProvider basis={view.basis.used}>
          <HomeFigures summary={summary} prediction={view.prediction} />
          <Columns
            items={[
              {
                key: "attention",
                column: "aside",
                content: (
                  <AttentionList attention={view.attention} tools={tools} information={view.information} />
                ),
              },
              { key: "trend", column: "main", content: <TrendChart trend={view.trend} /> },
              { key: "windows", column: "main", content: <WindowsChart buildUp={view.buildUp} /> },
              {
                key: "shape",
                column: "aside",
                content: (
                  <ShapeCard summary={summary} left={view.left} costCoverage={view.basis.costCoverage} />
                ),
              },
            ]}
          />
        </BasisProvider>
      </BlockStack>
    </Page>
  );
}
