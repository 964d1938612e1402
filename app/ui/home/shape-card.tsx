import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import type { HomeView } from "../../valuation/pages/home.ts";
import type { ShopSummary } from "../../valuation/pages/summary.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { Explain } from "../explain/explain.tsx";
import { Figure, FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";

interface ShapeCardProps {
  readonly summary: ShopSummary;
  readonly left: Extract<HomeView, { state: "full" }>["left"];
  readonly costCoverage: number | null;
}

/** How the value is spread over customers and orders. */
export function ShapeCard({ summary, left, costCoverage }: ShapeCardProps) {
  const { t, format } = useLocale();
  const { named, note } = useBasisWords();
  const { grossMarginMinor, contributionMinor } = left;
  const money = (minor: number | null) => (minor === null ? null : format.money(minor));
  const topShare =
    summary.topDecileShareOfNetSales === null ? null : format.percent(summary.topDecileShareOfNetSales, 0);
  const multiple = summary.firstOrderMultiple === null ? null : format.number(summary.firstOrderMultiple, 2);
  const gap =
    summary.medianDaysBetweenOrders === null
      ? null
      : t("home.shape.gap.value", { days: summary.medianDaysBetweenOrders });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingSm">
          {t("home.shape.title")}
        </Text>
        <Figure
          label={t("home.shape.top_decile", named)}
          value={topShare}
          basis={t("home.shape.top_decile.basis", named)}
          explain={
            <Explain
              figure={t("home.shape.top_decile", named)}
              formula="home.shape.top_decile.formula"
              values={named}
              inputs={[
                {
                  label: t("home.input.net_sales_of_customers", named),
                  value: format.money(Math.round((summary.averageClvMinor ?? 0) * summary.customers)),
                },
              ]}
              result={topShare ?? undefined}
              note={note}
            />
          }
        />
        <Divider />
        <BlockStack gap="200">
          <FigureRow
            label={t("home.shape.aov")}
            value={money(summary.averageOrderValueMinor)}
            note={t("home.shape.aov.basis")}
            explain={
              <Explain
                figure={t("home.shape.aov")}
                formula="home.shape.aov.formula"
                inputs={[
                  { label: t("home.input.net_sales"), value: format.money(summary.netSalesMinor) },
                  { label: t("home.input.orders"), value: format.number(summary.orders) },
                ]}
                result={money(summary.averageOrderValueMinor) ?? undefined}
                note="net_sales.note"
              />
            }
          />
          <FigureRow
            label={t("home.shape.multiple")}
            value={multiple}
            explain={
              <Explain
                figure={t("home.shape.multiple")}
                formula="home.shape.multiple.formula"
                inputs={[
                  {
                    label: t("home.input.average_clv"),
                    value: money(summary.averageClvMinor) ?? t("figure.none"),
                  },
                  {
                    label: t("home.input.first_order"),
                    value: money(summary.firstOrderValueMinor) ?? t("figure.none"),
                  },
                ]}
                result={multiple ?? undefined}
              />
            }
          />
          <FigureRow
            label={t("home.shape.gap")}
            value={gap}
            explain={<Explain figure={t("home.shape.gap")} formula="home.shape.gap.formula" />}
          />
          {grossMarginMinor !== null && costCoverage !== null && (
            <FigureRow
              label={t("home.shape.margin")}
              value={format.moneyWhole(grossMarginMinor)}
              note={t("home.shape.margin.basis", { coverage: format.percent(costCoverage, 0) })}
              explain={<Explain figure={t("home.shape.margin")} formula="home.shape.margin.formula" />}
            />
          )}
          {contributionMinor !== null && (
            <FigureRow
              label={t("home.shape.contribution")}
              value={format.moneyWhole(contributionMinor)}
              note={t("home.shape.contribution.basis")}
              explain={
                <Explain figure={t("home.shape.contribution")} formula="home.shape.contribution.formula" />
              }
            />
          )}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
