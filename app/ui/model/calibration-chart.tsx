import { scaleLinear } from "d3-scale";
import type { ModelTest } from "../../valuation/pages/model/model-page.ts";
import { chartColour } from "../charts/chart-colours.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { DRAWING, Plot } from "../charts/plot.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./calibration-chart.module.css";
import { rankedBy } from "./test-measures.ts";

/** Ten groups of customers: predicted on the horizontal axis, actual on the vertical axis, same scale; equal on the diagonal. */
export function CalibrationChart({ test }: { test: ModelTest }) {
  const { t, format } = useLocale();
  const measure = rankedBy(test);
  const inMoney = measure === "value";
  const groups = test.groups.map((group, i) => ({
    ...group,
    nth: i + 1,
    predicted: inMoney ? group.predictedValueMinor : group.predictedOrders,
    actual: inMoney ? group.actualValueMinor : group.actualOrders,
  }));
  const show = (value: number) => (inMoney ? format.money(value) : format.number(value, 2));
  const tick = (value: number) => (inMoney ? format.moneyCompact(value) : format.number(value, 1));
  const title = t("model.calibration.title");
  const values = groups.flatMap((group) => [group.predicted, group.actual]);
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
  // The reading cursor goes from left to right.
  const rising = [...groups].sort((a, b) => a.predicted - b.predicted);
  const gap = (group: (typeof groups)[number]) => Math.abs(group.predicted - group.actual);
  const furthest = [...groups].sort((a, b) => gap(b) - gap(a))[0];
  return (
    <ChartFrame
      title={title}
      basis={t("model.calibration.basis", { measure })}
      explain={<Explain figure={title} formula="model.calibration.formula" />}
      summary={
        furthest &&
        t("model.calibration.summary", {
          predicted: show(furthest.predicted),
          actual: show(furthest.actual),
          measure,
          nth: furthest.nth,
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
          ...(inMoney
            ? [
                { heading: t("model.calibration.predicted"), numeric: true },
                { heading: t("model.calibration.actual"), numeric: true },
              ]
            : []),
          { heading: t("model.calibration.predicted_orders"), numeric: true },
          { heading: t("model.calibration.actual_orders"), numeric: true },
        ],
        rows: groups.map((group) => [
          group.nth === 1 ? t("model.calibration.group.first") : format.number(group.nth),
          format.number(group.customers),
          ...(inMoney ? [show(group.predicted), show(group.actual)] : []),
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
          formatTick={tick}
          ticks={across.ticks(4).map((value) => ({ at: across(value), label: tick(value) }))}
          stops={rising.map((group) => ({
            at: across(group.predicted),
            title: t("model.calibration.stop", { nth: group.nth, count: groups.length }),
            readings: [
              { label: t("model.calibration.predicted"), value: show(group.predicted) },
              { label: t("model.calibration.actual"), value: show(group.actual) },
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
              {groups.map((group) => {
                // A line without length and with round ends is a dot that stays round where the drawing is stretched.
                const place = `M${across(group.predicted) * DRAWING} ${y(group.actual)}h0.01`;
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
