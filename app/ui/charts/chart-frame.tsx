import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { ChartVerticalIcon, DataTableIcon } from "@shopify/polaris-icons";
import { type ReactNode, useState } from "react";
import { useLocale } from "../locale.tsx";
import { type ChartColour, chartColour } from "./chart-colours.ts";
import { type ChartTable, ChartTableView } from "./chart-table.tsx";
import styles from "./plot.module.css";

export type { ChartTable };

export interface LegendEntry {
  readonly label: string;
  readonly colour: ChartColour;
  readonly mark?: "area" | "line" | "dashed";
}

export interface ChartFrameProps {
  readonly title: string;
  /** What the figures are made of, such as "net sales". */
  readonly basis?: string;
  /** A sentence that says what the chart shows. */
  readonly summary?: string;
  readonly table: ChartTable;
  readonly legend?: readonly LegendEntry[];
  /** "How is this calculated?" */
  readonly explain?: ReactNode;
  readonly children: ReactNode;
}

const swatchClass = { area: styles.swatch, line: styles.swatchLine, dashed: styles.swatchDashed };

function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ label, colour, mark = "area" }) => (
        <li key={label}>
          <span
            className={swatchClass[mark]}
            style={
              mark === "area" ? { background: chartColour(colour) } : { borderColor: chartColour(colour) }
            }
          />
          {label}
        </li>
      ))}
    </ul>
  );
}

/** A card with a chart, its legend, and the table that says the same. */
export function ChartFrame({ title, basis, summary, table, legend, explain, children }: ChartFrameProps) {
  const { t } = useLocale();
  const [asTable, setAsTable] = useState(false);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <BlockStack gap="050">
            <InlineStack gap="100" align="start" blockAlign="center">
              <Text as="h2" variant="headingSm">
                {title}
              </Text>
              {explain}
            </InlineStack>
            {basis && (
              <Text as="p" variant="bodySm" tone="subdued">
                {basis}
              </Text>
            )}
          </BlockStack>
          <span className={styles.toggle}>
            <Button
              variant="tertiary"
              size="slim"
              icon={asTable ? ChartVerticalIcon : DataTableIcon}
              onClick={() => setAsTable(!asTable)}
              accessibilityLabel={t(asTable ? "charts.show_chart_of" : "charts.show_table_of", { title })}
            >
              {t(asTable ? "charts.show_chart" : "charts.show_table")}
            </Button>
          </span>
        </InlineStack>
        {asTable ? (
          <ChartTableView name={title} table={table} />
        ) : (
          <figure className={styles.figure}>
            <BlockStack gap="300">
              {legend && <Legend entries={legend} />}
              {children}
            </BlockStack>
          </figure>
        )}
        {summary && (
          <Text as="p" variant="bodySm" tone="subdued">
            {summary}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
