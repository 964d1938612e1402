import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import type { ComparisonView } from "../../valuation/pages/comparison/months.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading, useIsStillReading } from "../states/still-reading.tsx";
import { compareAddress } from "./compare-address.ts";
import { LadderCard } from "./ladder-card.tsx";
import { MonthsCard } from "./months-card.tsx";

type Full = Extract<ComparisonView, { state: "full" }>;

export interface ComparePageProps {
  readonly view: ComparisonView;
  readonly onYear: (year: number) => void;
}

/** What is in the net sales of the period, and what a reader should know before trusting a difference. */
function Remarks({ view }: { view: Full }) {
  const { t, format } = useLocale();
  const { unassignedMinor, outstandingMinor, orders, countedOrders } = view.period;
  const remarks = [
    t("compare.remark.counted", { orders, counted: countedOrders }),
    ...(unassignedMinor === 0
      ? []
      : [t("compare.remark.unassigned", { amount: format.money(unassignedMinor) })]),
    ...(outstandingMinor === 0
      ? []
      : [t("compare.remark.unpaid", { amount: format.money(outstandingMinor) })]),
    ...(view.historyFrom ? [t("compare.remark.history", { day: format.day(view.historyFrom) })] : []),
  ];
  return (
    <BlockStack gap="100">
      {remarks.map((remark) => (
        <Text key={remark} as="p" tone="subdued">
          {remark}
        </Text>
      ))}
    </BlockStack>
  );
}

function Comparison({ view, onYear }: { view: Full; onYear: (year: number) => void }) {
  const { t, format } = useLocale();
  const isStillReading = useIsStillReading();
  const { period, month, year } = view;
  const name = month === null ? String(year) : format.month(month);
  return (
    <BlockStack gap="400">
      <StillReading note={t("compare.still_reading")} />
      {view.updating && !isStillReading && (
        <Banner tone="info" title={t("compare.updating.title")}>
          <p>{t("compare.updating.body")}</p>
        </Banner>
      )}
      <MonthsCard view={view} onYear={onYear} />
      <Card>
        <BlockStack gap="200">
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <Text as="h2" variant="headingMd">
              {t("compare.period", { period: name })}
            </Text>
            {month !== null && (
              <Link url={compareAddress(year, null)}>
                {t("compare.whole_year", { year: name.slice(-4) })}
              </Link>
            )}
          </InlineStack>
          <Remarks view={view} />
        </BlockStack>
      </Card>
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
        <LadderCard
          title={t("compare.from_gross.title")}
          start="compare.from_gross.start"
          about="compare.from_gross.about"
          ladder={period.fromGross}
        />
        <LadderCard
          title={t("compare.from_total.title")}
          start="compare.from_total.start"
          about="compare.from_total.about"
          ladder={period.fromTotal}
        />
      </InlineGrid>
    </BlockStack>
  );
}

/** Why the app's net sales differ from Shopify's figures, to the minor unit. */
export function ComparePage({ view, onYear }: ComparePageProps) {
  const { t, format } = useLocale();
  const title = t("compare.title");
  if (view.state !== "full") {
    return (
      <Page title={title}>
        <Card>
          <EmptyState
            heading={t(`compare.${view.state}.title`)}
            image={picture}
            action={{ content: t(`compare.${view.state}.action`), url: "/app/sync" }}
          >
            <p>{t(`compare.${view.state}.body`)}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title={title}
      subtitle={t("compare.subtitle", { shop: view.shop.name, day: format.day(view.asOfDay) })}
    >
      <Comparison view={view} onYear={onYear} />
    </Page>
  );
}
