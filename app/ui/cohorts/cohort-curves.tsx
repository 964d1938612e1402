import { Box, Select } from "@shopify/polaris";
import { useState } from "react";
import { ChartFrame, type ChartTable, type LegendEntry } from "../charts/chart-frame.tsx";
import { LineChart, type LineSeries } from "../charts/line-chart.tsx";
import { useLocale } from "../locale.tsx";
import type { CohortGrid, CohortRow } from "./cohort-grid.ts";

/** Points up to the last month that has passed: a running month would end each curve in a false plateau. */
const maturePoints = (row: CohortRow) =>
  row.cells.flatMap((cell, x) => (cell.mature ? [{ x, y: cell.value }] : []));

/** At most about eight labels, at round distances. */
function axisMonths(last: number): number[] {
  const step = [1, 2, 3, 6, 12, 24].find((candidate) => last / candidate <= 8) ?? 24;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
}

/** Cumulative net sales per original customer: a line for each cohort, and their average. */
export function CohortCurves({ grid }: { grid: CohortGrid }) {
  const { t, format } = useLocale();
  const [highlighted, setHighlighted] = useState("");
  const curves = grid.rows
    .map((row) => ({ row, points: maturePoints(row) }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const average = grid.average.flatMap((value, x) => (value === null ? [] : [{ x, y: value }]));
  const last = Math.max(1, average.length - 1);
  const chosen = curves.find(({ row }) => String(row.month) === highlighted);
  const money = (value: number) => format.money(Math.round(value));
  const series: LineSeries[] = [
    ...curves.map(
      ({ row, points }): LineSeries => ({
        key: String(row.month),
        colour: "grey",
        opacity: 0.35,
        points,
      }),
    ),
    { key: "average", colour: "blue", points: average },
    ...(chosen ? [{ key: "chosen", colour: "purple", points: chosen.points } satisfies LineSeries] : []),
  ];
  const legend: LegendEntry[] = [
    { label: t("cohorts.curves.average"), colour: "blue", mark: "line" },
    { label: t("cohorts.curves.each"), colour: "grey", mark: "line" },
    ...(chosen
      ? [{ label: format.month(chosen.row.month), colour: "purple", mark: "line" } satisfies LegendEntry]
      : []),
  ];
  const table: ChartTable = {
    columns: [
      { heading: t("cohorts.curves.axis") },
      { heading: t("cohorts.curves.average"), numeric: true },
      ...curves.map(({ row }) => ({ heading: format.month(row.month), numeric: true })),
    ],
    rows: average.map(({ x, y }) => [
      format.number(x),
      money(y),
      ...curves.map(({ points }) => {
        const point = points[x];
        return point ? money(point.y) : "";
      }),
    ]),
  };
  return (
    <ChartFrame
      title={t("cohorts.curves.title")}
      basis={t("cohorts.curves.basis")}
      summary={t("cohorts.curves.average.note")}
      table={table}
      legend={legend}
    >
      <LineChart
        name={t("cohorts.curves.description")}
        series={series}
        from={0}
        to={last}
        height={280}
        formatTick={format.moneyCompact}
        ticks={axisMonths(last).map((x) => ({ x, label: format.number(x) }))}
        stops={average.map(({ x, y }) => {
          const own = chosen?.points[x];
          return {
            x,
            title: t("cohorts.heat.month", { month: x }),
            readings: [
              { label: t("cohorts.curves.average"), colour: "blue", value: money(y) },
              ...(chosen && own
                ? [
                    {
                      label: format.month(chosen.row.month),
                      colour: "purple" as const,
                      value: money(own.y),
                    },
                  ]
                : []),
            ],
          };
        })}
      />
      <Box maxWidth="280px">
        <Select
          label={t("cohorts.curves.highlight")}
          options={[
            { label: t("cohorts.curves.highlight.none"), value: "" },
            ...curves.map(({ row }) => ({ label: format.month(row.month), value: String(row.month) })),
          ]}
          value={highlighted}
          onChange={setHighlighted}
        />
      </Box>
    </ChartFrame>
  );
}
