import { BlockStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { Measured, MeasuredDifference } from "../../experiments/measure.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import { CostCoverage } from "./cost-coverage.tsx";
import type { ExperimentKind } from "./verdict-banner.tsx";

interface GroupsTableProps {
  readonly result: Measured;
  readonly of: ExperimentKind;
  readonly children: ReactNode;
}

/** Both groups beside each other, and what the figures rest on; `children`: which people, and of when. */
export function GroupsTable({ result, of, children }: GroupsTableProps) {
  const { t, format } = useLocale();
  const { sent, heldOut } = result;
  const none = t("figure.none");
  const row = (
    name: string,
    values: readonly [number | null, number | null],
    found: MeasuredDifference | null,
    text: (value: number) => string,
  ): string[] => [
    name,
    ...values.map((value) => (value === null ? none : text(value))),
    found ? text(found.difference) : none,
    found?.interval
      ? t("experiment.interval.value", { low: text(found.interval.low), high: text(found.interval.high) })
      : none,
  ];
  const perPerson = (value: number) => format.number(value, 2);
  const count = (one: number, other: number) => [format.number(one), format.number(other), "", ""];
  return (
    <BlockStack gap="300">
      <ChartTableView
        name={t("experiment.table", { of })}
        table={{
          columns: (["measure", "sent", "held_out", "difference", "interval"] as const).map((key) => ({
            heading: t(`experiment.${key}`, { of }),
            numeric: key !== "measure",
          })),
          rows: [
            [t("experiment.people"), ...count(sent.people, heldOut.people)],
            [t("experiment.buyers"), ...count(sent.buyers, heldOut.buyers)],
            row(t("experiment.orders"), [sent.orders, heldOut.orders], result.orders, perPerson),
            row(
              t("experiment.net_sales"),
              [sent.netSalesMinor, heldOut.netSalesMinor],
              result.netSales,
              format.money,
            ),
            row(t("experiment.margin"), [sent.marginMinor, heldOut.marginMinor], result.margin, format.money),
          ],
        }}
      />
      <Text as="p" tone="subdued">
        {children} {t("experiment.adjusted", { of })}
      </Text>
      <CostCoverage coverage={result.costCoverage} marginIsKnown={sent.marginMinor !== null} />
    </BlockStack>
  );
}
