import { Card, Text } from "@shopify/polaris";
import type { BuildUp } from "../../valuation/pages/summary.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { BarChart } from "../charts/bar-chart.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";

/** Average value within the first 14 to 365 days of a customer's own first order, all bars over the same customers. */
export function WindowsChart({ buildUp }: { buildUp: BuildUp | null }) {
  const { t, format } = useLocale();
  const { named, note } = useBasisWords();
  const title = t("home.windows.title");
  if (buildUp === null) {
    return (
      <Card>
        <Text as="h2" variant="headingSm">
          {title}
        </Text>
        <Text as="p" tone="subdued">
          {t("home.windows.none")}
        </Text>
      </Card>
    );
  }
  const { customers, days, windows } = buildUp;
  const first = windows[0];
  const last = windows.at(-1);
  return (
    <ChartFrame
      title={title}
      basis={`${t("home.windows.basis", named)}. ${t("home.windows.population", { customers, days })}.`}
      explain={
        <Explain
          figure={title}
          formula="home.windows.formula"
          values={{ ...named, customers, days }}
          note={note}
        />
      }
      summary={
        first && last && first.days < last.days && first.averageMinor > 0
          ? t("home.windows.summary", {
              multiple: format.number(last.averageMinor / first.averageMinor, 1),
              days: first.days,
              last: last.days,
            })
          : undefined
      }
      table={{
        columns: [
          { heading: t("home.windows.basis", named) },
          { heading: t("home.windows.value"), numeric: true },
          { heading: t("home.windows.customers"), numeric: true },
        ],
        rows: windows.map((window) => [
          t("home.windows.days", { days: window.days }),
          format.money(window.averageMinor),
          format.number(customers),
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
              value: window.averageMinor,
              valueText: format.money(window.averageMinor),
            },
          ],
          readings: [{ label: t("home.windows.customers"), value: format.number(customers) }],
        }))}
      />
    </ChartFrame>
  );
}
