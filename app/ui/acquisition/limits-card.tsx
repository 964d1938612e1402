import { BlockStack, Card, Text } from "@shopify/polaris";
import type { Limits } from "../../clv/acquisition/limits.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import { moneyOr } from "./money-words.ts";

interface LimitsCardProps {
  readonly title: string;
  readonly limits: Limits;
  readonly targetRatio: number;
  readonly cashBackMonths: number;
  readonly note: string;
}

/** What may at most be paid, for a customer and for a lead. */
export function LimitsCard({ title, limits, targetRatio, cashBackMonths, note }: LimitsCardProps) {
  const { t, format } = useLocale();
  const none = t("calculator.none");
  const rows = [
    {
      name: t("calculator.limit.target", { ratio: format.significant(targetRatio, 3) }),
      limit: limits.target,
    },
    { name: t("calculator.limit.cash_back", { months: cashBackMonths }), limit: limits.cashBack },
    { name: t("calculator.limit.break_even"), limit: limits.breakEven },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {title}
        </Text>
        <ChartTableView
          wraps
          name={title}
          table={{
            columns: [
              { heading: t("calculator.limit") },
              { heading: t("calculator.limit.customer"), numeric: true },
              { heading: t("calculator.limit.lead"), numeric: true },
            ],
            rows: rows.map(({ name, limit }) => [
              name,
              moneyOr(limit.cacMinor, format, none),
              moneyOr(limit.costPerLeadMinor, format, none),
            ]),
          }}
        />
        <Text as="p" variant="bodySm" tone="subdued">
          {note}
        </Text>
      </BlockStack>
    </Card>
  );
}
