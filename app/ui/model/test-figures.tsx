import { InlineGrid } from "@shopify/polaris";
import type { Coverage, ModelTest } from "../../valuation/pages/model/model-page.ts";
import { Explain } from "../explain/explain.tsx";
import { FigureCard } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import { biasOf, comparedIn, type Measure, rankedBy, totalsOf } from "./test-measures.ts";

interface TotalFigureProps {
  readonly measure: Measure;
  readonly predicted: number;
  readonly actual: number;
  readonly show: (value: number) => string;
}

function TotalFigure({ measure, predicted, actual, show }: TotalFigureProps) {
  const { t, format } = useLocale();
  const bias = biasOf(predicted, actual);
  const label = t(`model.test.${measure}`);
  // Below half a tenth of a percent the two would read the same.
  const sign = bias === null || Math.abs(bias) < 0.0005 ? "none" : bias > 0 ? "over" : "under";
  return (
    <FigureCard
      label={label}
      value={show(predicted)}
      basis={
        actual === 0
          ? t("model.test.predicted_nothing")
          : predicted === 0
            ? t("model.test.predicted_zero", { actual: show(actual) })
            : t("model.test.predicted_of", {
                actual: show(actual),
                sign,
                share: format.percent(Math.abs(bias ?? 0)),
              })
      }
      explain={
        <Explain
          figure={label}
          formula={`model.test.${measure}.formula`}
          inputs={[
            { label: t("model.test.input.predicted"), value: show(predicted) },
            { label: t("model.test.input.actual"), value: show(actual) },
            {
              label: t("model.test.input.bias"),
              value: bias === null ? t("figure.none") : format.percent(bias),
            },
          ]}
        />
      }
    />
  );
}

/** The test in four figures: the two totals, the ranking, and the ranges. */
export function TestFigures({ test }: { test: ModelTest }) {
  const { t, format } = useLocale();
  const { chosen } = comparedIn(test);
  const totals = totalsOf(test);
  const measure = rankedBy(test);
  // All predictions are equal, so the ranking is random.
  const unranked = test.chosen.reason === "baseline_better";
  const captured = unranked ? null : (chosen[measure]?.topDecileCapture ?? null);
  const top = captured === null ? null : format.percent(captured, 0);
  const held = chosen.coverage80?.[measure]?.calibrated ?? null;
  const ranges = held === null ? null : format.percent(held, 0);
  const coverageText = (coverage: Coverage | null | undefined) =>
    coverage ? format.percent(coverage.calibrated) : t("figure.none");
  return (
    <InlineGrid columns={{ xs: 2, lg: measure === "value" ? 4 : 3 }} gap={{ xs: "200", md: "400" }}>
      <TotalFigure
        measure="orders"
        predicted={totals.predictedOrders}
        actual={test.actualOrders}
        show={(orders) => format.number(orders)}
      />
      {measure === "value" && (
        <TotalFigure
          measure="value"
          predicted={totals.predictedValueMinor}
          actual={test.actualValueMinor}
          show={format.moneyWhole}
        />
      )}
      <FigureCard
        label={t("model.test.top")}
        value={top}
        basis={t(
          unranked
            ? "model.test.top.none"
            : measure === "value"
              ? "model.test.top.basis"
              : "model.test.top.basis_orders",
        )}
        explain={
          <Explain
            figure={t("model.test.top")}
            formula="model.test.top.formula"
            inputs={[
              { label: t("model.calibration.customers"), value: format.number(test.customers) },
              {
                label: t("model.test.input.actual"),
                value:
                  measure === "value"
                    ? format.moneyWhole(test.actualValueMinor)
                    : format.number(test.actualOrders),
              },
            ]}
            result={top ?? undefined}
          />
        }
      />
      <FigureCard
        label={t("model.test.coverage")}
        value={ranges}
        basis={t(ranges === null ? "model.test.coverage.none" : "model.test.coverage.basis")}
        explain={
          <Explain
            figure={t("model.test.coverage")}
            formula="model.test.coverage.formula"
            inputs={[
              {
                label: t("model.test.input.coverage_value"),
                value: coverageText(chosen.coverage80?.value),
              },
              {
                label: t("model.test.input.coverage_orders"),
                value: coverageText(chosen.coverage80?.orders),
              },
            ]}
          />
        }
      />
    </InlineGrid>
  );
}
