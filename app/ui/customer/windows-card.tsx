import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { Explain } from "../explain/explain.tsx";
import { FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import { historicInputs } from "./customer-figures.tsx";

/** Value by time since the first order, and the shape of the customer's buying. */
export function WindowsCard({ historic }: { historic: CustomerView["historic"] }) {
  const { t, format } = useLocale();
  const { named, note } = useBasisWords();
  const money = (minor: number | null) => (minor === null ? null : format.money(minor));
  const aov = money(historic.averageOrderValueMinor);
  const multiple =
    historic.firstOrderMultiple === null ? null : format.number(historic.firstOrderMultiple, 2);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="100" align="start" blockAlign="center" wrap={false}>
          <Text as="h2" variant="headingSm">
            {t("customer.windows.title")}
          </Text>
          <Explain
            figure={t("customer.windows.title")}
            formula="customer.windows.formula"
            values={named}
            note={note}
          />
        </InlineStack>
        <BlockStack gap="150">
          {historic.windows.map(({ days, valueMinor }) => (
            <FigureRow
              key={days}
              label={t("customer.windows.days", { days })}
              value={money(valueMinor)}
              none={t("customer.windows.not_yet")}
            />
          ))}
        </BlockStack>
        <Divider />
        <BlockStack gap="150">
          <FigureRow
            label={t("customer.shape.aov")}
            value={aov}
            explain={
              <Explain
                figure={t("customer.shape.aov")}
                formula="customer.shape.aov.formula"
                inputs={[
                  { label: t("customer.input.net"), value: format.money(historic.netSalesMinor) },
                  { label: t("customer.input.orders"), value: format.number(historic.orders) },
                ]}
                result={aov ?? undefined}
              />
            }
          />
          <FigureRow label={t("customer.shape.first")} value={money(historic.firstOrderValueMinor)} />
          <FigureRow
            label={t("customer.shape.multiple")}
            value={multiple}
            explain={
              <Explain
                figure={t("customer.shape.multiple")}
                formula="customer.shape.multiple.formula"
                inputs={[
                  { label: t("customer.historic"), value: format.money(historic.valueMinor) },
                  {
                    label: t("customer.shape.first"),
                    value: money(historic.firstOrderValueMinor) ?? t("figure.none"),
                  },
                ]}
                result={multiple ?? undefined}
              />
            }
          />
          <FigureRow
            label={t("customer.shape.gap")}
            value={
              historic.medianGapDays === null
                ? null
                : t("customer.shape.gap.value", { days: Math.round(historic.medianGapDays) })
            }
          />
          {historic.grossMarginMinor !== null && historic.costCoverage !== null && (
            <FigureRow
              label={t("customer.shape.margin")}
              value={format.money(historic.grossMarginMinor)}
              note={t("customer.shape.margin.note", { coverage: format.percent(historic.costCoverage, 0) })}
            />
          )}
          {historic.contributionMinor !== null && (
            <FigureRow
              label={t("basis.contribution")}
              value={format.money(historic.contributionMinor)}
              explain={
                <Explain
                  figure={t("basis.contribution")}
                  formula="customer.historic.formula_contribution"
                  inputs={historicInputs(historic, "contribution").map(({ label, minor }) => ({
                    label: t(label),
                    value: format.money(minor),
                  }))}
                  result={format.money(historic.contributionMinor)}
                  note="basis.contribution.note"
                />
              }
            />
          )}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
