import type { WindowValue } from "../../valuation/pages/summary.ts";
import { BarChart } from "../charts/bar-chart.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";

/** Average value within the first 14 to 365 days of a customer's own first order. */
export function WindowsChart({ windows }: { windows: readonly WindowValue[] }) {
  const { t, format } = useLocale();
  const observed = windows.filter((window) => window.averageMinor !== null);
  const first = observed[0];
  const year = observed.find((window) => window.days === 365);
  const title = t("home.windows.title");
  const value = (window: WindowValue) =>
    window.averageMinor === null ? t("home.windows.not_yet") : format.money(window.averageMinor);
  return (
    <ChartFrame
      title={title}
      basis={t("home.windows.basis")}
      explain={
        <Explain
          figure={title}
          formula="home.figures.window.formula"
          values={{ days: 90, last: 89 }}
          note="home.figures.note"
        />
      }
      summary={
        first?.averageMinor && first.days < 365 && year?.averageMinor
          ? t("home.windows.summary", {
              multiple: format.number(year.averageMinor / first.averageMinor, 1),
              days: first.days,
            })
          : undefined
      }
      table={{
        columns: [
          { heading: t("home.windows.basis") },
          { heading: t("home.windows.value"), numeric: true },
          { heading: t("home.windows.customers"), numeric: true },
        ],
        rows: windows.map((window) => [
          t("home.windows.days", { days: window.days }),
          value(window),
          format.number(window.customers),
        ]),
      }}
    >
      <BarChart
        name={title}
        height={220}
        formatTick={format.moneyCompact}
        bars={windows.map((window) => ({
          key: String(window.days),
          label: t("home.windows.days_short", { days: window.days }),
          title: t("home.windows.days", { days: window.days }),
          parts: [
            {
              label: t("home.windows.value"),
              colour: "blue",
              value: window.averageMinor ?? 0,
              valueText: value(window),
            },
          ],
          readings: [{ label: t("home.windows.customers"), value: format.number(window.customers) }],
        }))}
      />
    </ChartFrame>
  );
}
