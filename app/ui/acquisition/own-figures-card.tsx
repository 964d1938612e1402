import { BlockStack, Button, Card, InlineGrid, InlineStack, Link, Text } from "@shopify/polaris";
import { MILLION } from "../../clv/acquisition/amount.ts";
import type { OwnFiguresView } from "../../valuation/pages/own-figures.ts";
import { Fact } from "../figures/fact.tsx";
import { useLocale } from "../locale.tsx";
import { shownMoney } from "./money-words.ts";

interface OwnFiguresCardProps {
  readonly view: OwnFiguresView;
  readonly onUse: () => void;
  /** Back to the example that the funnel opens with. */
  readonly onExample?: () => void;
}

/** What the shop knows of its own customers, and how to begin with it. */
export function OwnFiguresCard({ view, onUse, onExample }: OwnFiguresCardProps) {
  const { t, format } = useLocale();
  if (view.state === "none") {
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingSm">
            {t("calculator.own")}
          </Text>
          <Text as="p" tone="subdued">
            {t("calculator.own.none")}
          </Text>
          <InlineStack gap="400">
            <Link url="/app/sync">{t("calculator.own.sync")}</Link>
            {onExample && (
              <Button variant="plain" onClick={onExample}>
                {t("calculator.own.example")}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
      </Card>
    );
  }
  const { figures, learning } = view;
  const { expected, marginPpm } = figures;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <BlockStack gap="050">
            <Text as="h2" variant="headingSm">
              {t("calculator.own")}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {t(figures.observedDays === null ? "calculator.own.everybody" : "calculator.own.observed", {
                customers: figures.customers,
                days: figures.observedDays ?? 0,
                day: format.day(view.asOfDay),
              })}
            </Text>
          </BlockStack>
          <InlineStack gap="200">
            {onExample && <Button onClick={onExample}>{t("calculator.own.example")}</Button>}
            <Button variant="primary" onClick={onUse}>
              {t("calculator.own.use")}
            </Button>
          </InlineStack>
        </InlineStack>
        <InlineGrid columns={{ xs: 2, md: 3, lg: 6 }} gap="400">
          <Fact
            label={t("calculator.own.order")}
            value={shownMoney(figures.averageOrderMinor, format)}
            help={t("calculator.own.net_sales")}
          />
          <Fact
            label={t("calculator.own.repeat")}
            value={format.percent(figures.repeatRate)}
            help={t("calculator.own.repeat.help")}
          />
          <Fact
            label={t("calculator.own.historic")}
            value={shownMoney(figures.historicMinor, format)}
            help={t("calculator.own.historic.help")}
          />
          <Fact
            label={t("calculator.own.expected")}
            value={expected ? shownMoney(expected.averageMinor, format) : t("calculator.none")}
            help={
              expected?.range
                ? t("calculator.own.expected.range", {
                    low: shownMoney((expected.averageMinor * expected.range.lowPpm) / MILLION, format),
                    high: shownMoney((expected.averageMinor * expected.range.highPpm) / MILLION, format),
                  })
                : t("calculator.own.expected.help")
            }
          />
          <Fact
            label={t("calculator.own.margin")}
            value={marginPpm === null ? t("calculator.none") : format.percent(marginPpm / MILLION)}
            help={
              marginPpm === null
                ? t("calculator.own.margin.none")
                : t("calculator.own.margin.coverage", { share: format.percent(view.costCoverage ?? 0, 0) })
            }
          />
          <Fact
            label={t("calculator.own.recent")}
            value={format.number(figures.recent.customers)}
            help={t("calculator.own.recent.help", { days: figures.recent.days })}
          />
        </InlineGrid>
        {learning && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("calculator.own.learning")} {t(`learning.${learning}`)}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
