import { BlockStack, Page } from "@shopify/polaris";
import { BarChart } from "../../../app/ui/charts/bar-chart.tsx";
import { ChartFrame } from "../../../app/ui/charts/chart-frame.tsx";
import { LineChart } from "../../../app/ui/charts/line-chart.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";

const table = {
  columns: [{ heading: "Month" }, { heading: "Net sales", numeric: true }],
  rows: [["Jan", "€10"]],
};

function bars(values: readonly number[]) {
  return values.map((value, i) => ({
    key: String(i),
    label: `M${i + 1}`,
    title: `Month ${i + 1}`,
    partial: i === values.length - 1,
    parts: [
      { label: "New", colour: "blue" as const, value, valueText: String(value) },
      { label: "Returning", colour: "sky" as const, value: value / 2, valueText: String(value / 2) },
    ],
  }));
}

function Drawings({ values }: { values: readonly number[] }) {
  const legend = [
    { label: "New", colour: "blue" as const },
    { label: "Returning", colour: "sky" as const },
  ];
  return (
    <Page title="Charts">
      <BlockStack gap="400">
        <ChartFrame title="Columns" basis="Net sales" summary="A sentence." table={table} legend={legend}>
          <BarChart name="Columns" bars={bars(values)} formatTick={String} />
        </ChartFrame>
        <ChartFrame title="Lines" table={table}>
          <LineChart
            name="Lines"
            from={0}
            to={values.length}
            series={[
              {
                key: "a",
                colour: "blue",
                shape: "step",
                filled: true,
                points: values.map((y, x) => ({ x, y })),
              },
              { key: "b", colour: "purple", dashed: true, points: values.map((y, x) => ({ x, y: y * 1.2 })) },
            ]}
            bands={[
              {
                key: "band",
                colour: "purple",
                points: values.map((y, x) => ({ x, low: y, high: y * 1.5 })),
              },
            ]}
            mark={values.length - 2}
            ticks={values.map((_, x) => ({ x, label: `D${x}` }))}
            stops={values.map((y, x) => ({
              x,
              title: `Day ${x}`,
              readings: [{ label: "Value", value: String(y) }],
            }))}
            formatTick={String}
          />
        </ChartFrame>
      </BlockStack>
    </Page>
  );
}

export const page: GalleryPage = {
  name: "charts",
  path: "/app",
  states: {
    full: () => <Drawings values={[40, 60, 30, 80, 95, 70, 60, 100, 120, 90, 60, 30]} />,
    negative: () => <Drawings values={[40, -20, 30, -50, 10]} />,
    flat: () => <Drawings values={[0, 0, 0]} />,
    single: () => <Drawings values={[12]} />,
    skeleton: () => <PageSkeleton title="Overview" figures={4} />,
  },
};
