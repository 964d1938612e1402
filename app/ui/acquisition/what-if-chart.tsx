import { valueAfterYears, type WhatIfQuestion } from "../../clv/acquisition/what-if.ts";
import type { ChartColour } from "../charts/chart-colours.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { useLocale } from "../locale.tsx";
import { shownMoney } from "./money-words.ts";
import { type ScenarioSides, SIDES, type Side } from "./scenario-side.ts";

const COLOURS: Readonly<Record<Side, ChartColour>> = { a: "blue", b: "purple" };
const MOST_YEARS = 5;

interface WhatIfChartProps {
  readonly sides: ScenarioSides;
  readonly question: WhatIfQuestion;
}

/** What one customer has brought less the CAC, month by month: where a line crosses zero the customer is paid back. */
export function WhatIfChart({ sides, question }: WhatIfChartProps) {
  const { t, format } = useLocale();
  const longest = Math.max(1, ...SIDES.map((side) => sides[side].result.lifetime?.years ?? 1));
  const months = Math.min(MOST_YEARS, Math.ceil(longest)) * 12;
  const times = Array.from({ length: months + 1 }, (_, month) => month);
  const drawn = SIDES.flatMap((side) => {
    const { scenario, result } = sides[side];
    const values = valueAfterYears(
      scenario,
      question,
      times.map((month) => month / 12),
    );
    const { cacMinor } = result;
    if (values === null || cacMinor === null) return [];
    return [
      {
        side,
        colour: COLOURS[side],
        name: t(`whatif.on.${result.basis}`, { scenario: t(`whatif.${side}`) }),
        values: values.map((value) => value - cacMinor),
      },
    ];
  });
  if (drawn.length === 0) return null;
  const isMixed = drawn.length > 1 && sides.a.result.basis !== sides.b.result.basis;
  const step = months <= 12 ? 2 : months <= 24 ? 4 : 12;
  const ticks = times.filter((month) => month % step === 0);
  return (
    <ChartFrame
      title={t("whatif.chart")}
      basis={t("whatif.chart.basis")}
      summary={isMixed ? `${t("whatif.chart.note")} ${t("whatif.difference.bases")}` : t("whatif.chart.note")}
      legend={drawn.map(({ name, colour }) => ({ label: name, colour, mark: "line" }))}
      table={{
        columns: [
          { heading: t("whatif.chart.month") },
          ...drawn.map(({ name }) => ({ heading: name, numeric: true })),
        ],
        rows: ticks.map((month) => [
          format.number(month),
          ...drawn.map(({ values }) => shownMoney(values[month] ?? 0, format)),
        ]),
      }}
    >
      <LineChart
        name={t("whatif.chart.basis")}
        from={0}
        to={months}
        height={240}
        formatTick={format.moneyCompact}
        ticks={ticks.map((x) => ({ x, label: format.number(x) }))}
        series={drawn.map(({ side, colour, values }) => ({
          key: side,
          colour,
          shape: "step",
          dashed: side === "b",
          points: values.map((y, x) => ({ x, y })),
        }))}
        stops={times.map((x) => ({
          x,
          title: t("whatif.chart.at", { month: x }),
          readings: drawn.map(({ name, colour, values }) => ({
            label: name,
            colour,
            value: shownMoney(values[x] ?? 0, format),
          })),
        }))}
      />
    </ChartFrame>
  );
}
