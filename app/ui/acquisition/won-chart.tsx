import { Card, Text } from "@shopify/polaris";
import type { Basis } from "../../clv/acquisition/amount.ts";
import type { WonResult } from "../../clv/acquisition/won-customers.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { useLocale } from "../locale.tsx";
import { shownMoney } from "./money-words.ts";

/** What a customer has brought by the end of each month, against what one cost. */
export function WonChart({ name, result, basis }: { name: string; result: WonResult; basis: Basis }) {
  const { t, format } = useLocale();
  const { curve, cacMinor } = result;
  if (curve.length === 0)
    return (
      <Card>
        <Text as="p">{t("acquisition.chart.none")}</Text>
      </Card>
    );
  const months = curve.map((_, at) => at + 1);
  const step = Math.max(1, Math.ceil(curve.length / 12));
  const shown = months.filter((month) => (month - 1) % step === 0);
  const title = `${t("acquisition.chart")}: ${name}`;
  const value = { label: t("acquisition.chart.value"), colour: "blue" } as const;
  const cost = { label: t("acquisition.chart.cac"), colour: "purple" } as const;
  const flat = cacMinor === null ? null : Math.round(cacMinor);
  return (
    <ChartFrame
      title={title}
      basis={t("acquisition.chart.basis", { basis: t(`acquisition.basis.${basis}`) })}
      {...(flat !== null && { summary: t("acquisition.chart.note") })}
      legend={[{ ...value, mark: "line" }, ...(flat === null ? [] : [{ ...cost, mark: "dashed" as const }])]}
      table={{
        columns: [
          { heading: t("acquisition.chart.month") },
          { heading: value.label, numeric: true },
          ...(flat === null ? [] : [{ heading: cost.label, numeric: true }]),
        ],
        rows: months.map((month) => [
          format.number(month),
          shownMoney(curve[month - 1] ?? 0, format),
          ...(flat === null ? [] : [shownMoney(flat, format)]),
        ]),
      }}
    >
      <LineChart
        name={title}
        from={1}
        to={Math.max(2, curve.length)}
        height={240}
        formatTick={format.moneyCompact}
        ticks={shown.map((x) => ({ x, label: format.number(x) }))}
        series={[
          { key: "value", colour: value.colour, points: curve.map((y, at) => ({ x: at + 1, y })) },
          ...(flat === null
            ? []
            : [
                {
                  key: "cac",
                  colour: cost.colour,
                  dashed: true,
                  points: [1, Math.max(2, curve.length)].map((x) => ({ x, y: flat })),
                },
              ]),
        ]}
        stops={months.map((x) => ({
          x,
          title: t("acquisition.chart.at", { month: x }),
          readings: [
            { ...value, value: shownMoney(curve[x - 1] ?? 0, format) },
            ...(flat === null ? [] : [{ ...cost, value: shownMoney(flat, format) }]),
          ],
        }))}
      />
    </ChartFrame>
  );
}
