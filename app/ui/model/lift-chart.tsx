import type { ModelTest } from "../../valuation/pages/model/model-page.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import { rankedBy } from "./test-measures.ts";

/** The share of the customers that a summary sentence names. */
const NAMED = 0.2;

/** Share of the actual total from the customers with the highest predictions, compared with a random ranking. */
export function LiftChart({ test }: { test: ModelTest }) {
  const { t, format } = useLocale();
  const { lift } = test;
  const measure = rankedBy(test);
  const title = t("model.lift.title");
  const last = Math.max(1, lift.length - 1);
  const points = lift.map((captured, i) => ({ share: i / last, captured }));
  const percent = (share: number) => format.percent(share, 0);
  const named = points.find(({ share }) => share >= NAMED - 1e-9);
  return (
    <ChartFrame
      title={title}
      basis={t(measure === "value" ? "model.lift.basis" : "model.lift.basis_orders")}
      explain={<Explain figure={title} formula="model.lift.formula" />}
      summary={
        named &&
        t("model.lift.summary", { share: percent(named.share), captured: percent(named.captured), measure })
      }
      legend={[
        { label: t("model.lift.model"), colour: "blue", mark: "line" },
        { label: t("model.lift.chance"), colour: "grey", mark: "dashed" },
      ]}
      table={{
        columns: [
          { heading: t("model.lift.share") },
          { heading: t("model.lift.model"), numeric: true },
          { heading: t("model.lift.chance"), numeric: true },
        ],
        rows: points.map(({ share, captured }) => [
          t("model.lift.stop", { share: percent(share) }),
          format.percent(captured),
          percent(share),
        ]),
      }}
    >
      <LineChart
        name={title}
        height={240}
        from={0}
        to={1}
        series={[
          {
            key: "chance",
            colour: "grey",
            dashed: true,
            points: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
          },
          {
            key: "model",
            colour: "blue",
            points: points.map(({ share, captured }) => ({ x: share, y: captured })),
          },
        ]}
        ticks={[0, 0.25, 0.5, 0.75, 1].map((x) => ({ x, label: percent(x) }))}
        formatTick={percent}
        stops={points.map(({ share, captured }) => ({
          x: share,
          title: t("model.lift.stop", { share: percent(share) }),
          readings: [
            { label: t("model.lift.model"), value: format.percent(captured), colour: "blue" },
            { label: t("model.lift.chance"), value: percent(share), colour: "grey" },
          ],
        }))}
      />
    </ChartFrame>
  );
}
