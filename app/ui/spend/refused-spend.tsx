import { BlockStack, Text } from "@shopify/polaris";
import type { RefusedSpendRow } from "../../acquisition/spend-file/spend-file.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";

interface RefusedSpendProps {
  readonly name: string;
  readonly rows: number;
  readonly refused: readonly RefusedSpendRow[];
}

/** Which rows of a file cannot be used, why, and what would be right. */
export function RefusedSpend({ name, rows, refused }: RefusedSpendProps) {
  const { t, format } = useLocale();
  if (refused.length === 0) return null;
  const title = t("spend.refused.title", { rows });
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {`${name.slice(0, 80)}: ${title}`}
      </Text>
      <Text as="p" tone="subdued">
        {refused.length < rows
          ? t("spend.refused.shown", { shown: format.number(refused.length) })
          : t("spend.refused.all")}
      </Text>
      <ChartTableView
        name={`${name}: ${title}`}
        wraps
        table={{
          columns: [
            { heading: t("spend.refused.row") },
            { heading: t("spend.refused.column") },
            { heading: t("spend.refused.value") },
            { heading: t("spend.refused.why") },
            { heading: t("spend.refused.right") },
          ],
          rows: refused.map(({ line, column, value, reason }) => [
            format.number(line),
            column,
            value,
            t(`spend.why.${reason}`),
            t(`spend.right.${reason}`),
          ]),
        }}
      />
    </BlockStack>
  );
}
