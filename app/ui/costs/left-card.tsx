import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import type { CostsView } from "../../valuation/costs/read-costs.ts";
import { FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";

/** What is left of the shop's sales, step by step; the figures that a cost of unknown goods keeps back are named as such. */
export function LeftCard({ steps }: { readonly steps: CostsView["steps"] }) {
  const { t, format } = useLocale();
  const unknown = t("costs.left.unknown");
  const cost = (minor: number) => format.money(-minor);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("costs.left")}
          </Text>
          <Text as="p" tone="subdued">
            {t(steps ? "costs.left.help" : "costs.left.none")}
          </Text>
        </BlockStack>
        {steps && (
          <BlockStack gap="200">
            <FigureRow label={t("costs.left.net_sales")} value={format.money(steps.netSalesMinor)} />
            <FigureRow
              label={t("costs.left.goods")}
              value={
                steps.grossMarginMinor === null ? null : cost(steps.netSalesMinor - steps.grossMarginMinor)
              }
              none={unknown}
              note={
                steps.costCoverage === null
                  ? undefined
                  : t("costs.coverage", { coverage: format.percent(steps.costCoverage, 0) })
              }
            />
            <Divider />
            <FigureRow
              label={t("costs.left.margin")}
              value={steps.grossMarginMinor === null ? null : format.money(steps.grossMarginMinor)}
              none={unknown}
              note={steps.grossMarginMinor === null ? t("costs.left.unknown.help") : undefined}
            />
            <FigureRow label={t("costs.left.shipping_charged")} value={format.money(steps.shippingMinor)} />
            <FigureRow label={t("costs.left.shipping")} value={cost(steps.shippingCostMinor)} />
            <FigureRow label={t("costs.left.payment")} value={cost(steps.paymentCostMinor)} />
            <FigureRow label={t("costs.left.fulfilment")} value={cost(steps.fulfilmentCostMinor)} />
            <Divider />
            <FigureRow
              label={t("costs.left.contribution")}
              value={steps.contributionMinor === null ? null : format.money(steps.contributionMinor)}
              none={unknown}
            />
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
