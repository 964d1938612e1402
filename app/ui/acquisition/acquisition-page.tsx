import { Banner, BlockStack, Box, Card, EmptyState, InlineGrid, Page, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import type { WonRow, WonView } from "../../acquisition/won-view.ts";
import { BASES, type Basis } from "../../clv/acquisition/amount.ts";
import { useLocale } from "../locale.tsx";
import { LearningBanner } from "../states/learning.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { type AcquisitionPlace, DIMENSIONS_SHOWN, PERIODS } from "./acquisition-place.ts";
import { WonChart } from "./won-chart.tsx";
import { WonTable } from "./won-table.tsx";
import { WonVerdict } from "./won-verdict.tsx";
import { sourceName } from "./won-words.ts";

interface AcquisitionPageProps {
  readonly view: WonView;
  readonly place: AcquisitionPlace;
  readonly onPlace: (place: AcquisitionPlace) => void;
}

type FullView = Extract<WonView, { state: "full" }>;

function Filters({ place, onPlace }: Omit<AcquisitionPageProps, "view">) {
  const { t } = useLocale();
  return (
    <Card>
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="400">
        <Select
          label={t("acquisition.by")}
          options={DIMENSIONS_SHOWN.map((value) => ({ value, label: t(`acquisition.by.${value}`) }))}
          value={place.by}
          onChange={(by: AcquisitionPlace["by"]) => onPlace({ ...place, by })}
        />
        <Select
          label={t("acquisition.period")}
          options={PERIODS.map((value) => ({ value, label: t(`acquisition.period.${value}`) }))}
          value={place.period}
          onChange={(period: AcquisitionPlace["period"]) => onPlace({ ...place, period })}
        />
        <Select
          label={t("acquisition.basis")}
          options={BASES.map((value) => ({ value, label: t(`acquisition.basis.${value}`) }))}
          value={place.basis}
          onChange={(basis: Basis) => onPlace({ ...place, basis })}
        />
      </InlineGrid>
    </Card>
  );
}

/** The one that is looked at: all customers to begin with. */
const ALL = "all";

/** Spend on customers without a campaign is of their whole channel. */
function unknownSpend({ all, asked }: FullView, row: WonRow | null) {
  if (row === null || all.spendMinor === null) return "no_spend_yet";
  const isEntered = asked.dimension === "channel" || (asked.dimension === "campaign" && row.key !== "");
  return isEntered ? "no_spend_here" : "unknown_spend";
}

function Full({ view }: { view: FullView }) {
  const { t, format } = useLocale();
  const { dimension, basis } = view.asked;
  const [looked, setLooked] = useState(ALL);
  const names = view.rows.map((row) => sourceName(dimension, row, t, format));
  const at = looked === ALL ? -1 : Number(looked);
  const result = view.rows[at] ?? view.all;
  const name = names[at] ?? t("acquisition.all");
  const { targetRatio, cashBackMonths } = view;
  return (
    <>
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <Text as="p" tone="subdued">
          {[
            t(`acquisition.about.${dimension}`),
            t("acquisition.about.period", {
              from: format.month(view.period.from),
              to: format.month(view.period.to),
            }),
            basis === "revenue"
              ? t("acquisition.about.basis.revenue")
              : t("acquisition.about.basis.margin", { share: format.percent(view.costCoverage ?? 0, 0) }),
          ].join(" ")}
        </Text>
      </Box>
      {view.learning && <LearningBanner reason={view.learning} />}
      {view.all.spendMinor === null && (
        <Banner
          title={t("acquisition.no_spend.title")}
          action={{ content: t("acquisition.no_spend.action"), url: "/app/acquisition/spend" }}
        >
          <p>{t("acquisition.no_spend.body")}</p>
        </Banner>
      )}
      <WonTable view={view} />
      <Card>
        <Select
          label={t("acquisition.look")}
          options={[
            { value: ALL, label: t("acquisition.all") },
            ...names.map((label, index) => ({ value: String(index), label })),
          ]}
          value={looked}
          onChange={setLooked}
        />
      </Card>
      <WonVerdict
        name={name}
        result={result}
        basis={basis}
        unknown={unknownSpend(view, view.rows[at] ?? null)}
        targetRatio={targetRatio}
        cashBackMonths={cashBackMonths}
      />
      <WonChart name={name} result={result} basis={basis} />
    </>
  );
}

/** What a customer of each place costs and brings. */
export function AcquisitionPage({ view, place, onPlace }: AcquisitionPageProps) {
  const { t } = useLocale();
  return (
    <Page
      fullWidth
      title={t("acquisition.title")}
      subtitle={t("acquisition.subtitle")}
      primaryAction={{ content: t("acquisition.to_spend"), url: "/app/acquisition/spend" }}
      secondaryActions={[{ content: t("acquisition.to_calculator"), url: "/app/acquisition/calculator" }]}
    >
      <BlockStack gap="400">
        <StillReading />
        {view.state !== "empty" && <Filters place={place} onPlace={onPlace} />}
        {view.state === "empty" && (
          <Card>
            <EmptyState
              heading={t("acquisition.empty.title")}
              image={picture}
              action={{ content: t("acquisition.empty.action"), url: "/app/sync" }}
            >
              <p>{t("acquisition.empty.body")}</p>
            </EmptyState>
          </Card>
        )}
        {view.state === "no_margin" && (
          <Banner
            tone="warning"
            title={t("acquisition.no_margin.title")}
            action={{ content: t("acquisition.no_margin.action"), url: "/app/settings" }}
            secondaryAction={{
              content: t("acquisition.no_margin.revenue"),
              onAction: () => onPlace({ ...place, basis: "revenue" }),
            }}
          >
            <p>{t("acquisition.no_margin.body")}</p>
          </Banner>
        )}
        {view.state === "full" && <Full key={`${place.by} ${place.period}`} view={view} />}
      </BlockStack>
    </Page>
  );
}
