import { scaleLinear } from "d3-scale";
import type { ModelTest } from "../../valuation/model-view.ts";
import { chartColour } from "../charts/chart-colours.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { DRAWING, Plot } from "../charts/plot.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./calibration-chart.module.css";

/** Ten groups of customers, predicted across and what came upward, on one scale: on the diagonal both are the same. */
export function CalibrationChart({ test: { groups } }: { test: ModelTest }) {
  const { t, format } = useLocale();
  const title = t("model.calibration.title");
  const values = groups.flatMap((group) => [group.predictedValueMinor, group.actualValueMinor]);
  const extent: [number, number] = [
    values.reduce((a, b) => Math.min(a, b), 0),
    values.reduce((a, b) => Math.max(a, b), 0),
  ];
  // As Plot does for the height, so that both axes end at the same value and the diagonal runs from corner to corner.
  const across = scaleLinear()
    .domain(extent[0] === extent[1] ? [0, 1] : extent)
    .range([0, 1]);
  if (extent[0] !== extent[1]) across.nice(4);
  const [from = 0, to = 1] = across.domain();
  const ranked = groups.map((group, i) => ({ ...group, nth: i + 1 }));
  // The reading cursor goes from left to right.
  const rising = [...ranked].sort((a, b) => a.predictedValueMinor - b.predictedValueMinor);
  const first = groups[0];
  return (
    <ChartFrame
      title={title}
      basis={t("model.calibration.basis")}
      explain={<Explain figure={title} formula="model.calibration.formula" />}
      summary={
        first &&
        t("model.calibration.summary", {
          predicted: format.money(first.predictedValueMinor),
          actual: format.money(first.actualValueMinor),
        })
      }
      legend={[
        { label: t("model.calibration.legend"), colour: "blue" },
        { label: t("model.calibration.diagonal"), colour: "grey", mark: "dashed" },
      ]}
      table={{
        columns: [
          { heading: t("model.calibration.group") },
          { heading: t("model.calibration.customers"), numeric: true },
          { heading: t("model.calibration.predicted"), numeric: true },
          { heading: t("model.calibration.actual"), numeric: true },
          { heading: t("model.calibration.predicted_orders"), numeric: true },
          { heading: t("model.calibration.actual_orders"), numeric: true },
        ],
        rows: ranked.map((group) => [
          group.nth === 1 ? t("model.calibration.group.first") : format.number(group.nth),
          format.number(group.customers),
          format.money(group.predictedValueMinor),
          format.money(group.actualValueMinor),
          format.number(group.predictedOrders, 2),
          format.number(group.actualOrders, 2),
        ]),
      }}
    >
      <div>
        <div className={styles.axis}>{t("model.calibration.up")}</div>
        <Plot
          name={title}
          height={320}
          extent={extent}
          formatTick={format.moneyCompact}
          ticks={across.ticks(4).map((value) => ({ at: across(value), label: format.moneyCompact(value) }))}
          stops={rising.map((group) => ({
            at: across(group.predictedValueMinor),
            title: t("model.calibration.stop", { nth: group.nth, count: groups.length }),
            readings: [
              { label: t("model.calibration.predicted"), value: format.money(group.predictedValueMinor) },
              { label: t("model.calibration.actual"), value: format.money(group.actualValueMinor) },
              { label: t("model.calibration.customers"), value: format.number(group.customers) },
            ],
          }))}
        >
          {(y) => (
            <>
              <line
                x1={0}
                y1={y(from)}
                x2={DRAWING}
                y2={y(to)}
                stroke={chartColour("grey")}
                strokeWidth={1.5}
                strokeDasharray="5 5"
              />
              {ranked.map((group) => {
                // A line without length and with round ends is a dot that stays round where the drawing is stretched.
                const place = `M${across(group.predictedValueMinor) * DRAWING} ${y(group.actualValueMinor)}h0.01`;
                return (
                  <g key={group.nth} strokeLinecap="round">
                    <path d={place} stroke="var(--p-color-bg-surface)" strokeWidth={14} />
                    <path d={place} stroke={chartColour("blue")} strokeWidth={11} />
                  </g>
                );
              })}
            </>
          )}
        </Plot>
        <div className={styles.axisAcross}>{t("model.calibration.across")}</div>
      </div>
    </ChartFrame>
  );
}
