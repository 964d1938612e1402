import { InlineGrid } from "@shopify/polaris";
import type { WindowDays } from "../../clv/historic/windows.ts";
import type { Prediction } from "../../valuation/pages/home.ts";
import type { ShopSummary } from "../../valuation/pages/summary.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { Explain } from "../explain/explain.tsx";
import { FigureCard } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";

function WindowFigure({ summary, days }: { summary: ShopSummary; days: WindowDays }) {
  const { t, format } = useLocale();
  const { named, note } = useBasisWords();
  const window = summary.windows.find((candidate) => candidate.days === days);
  const average = window?.averageMinor ?? null;
  const value = average === null ? null : format.money(average);
  const label = t("home.figures.window", { days });
  return (
    <FigureCard
      label={label}
      value={value}
      basis={
        window && average !== null
          ? t("home.figures.window.basis", { ...named, customers: window.customers })
          : t("home.figures.window.none", { days })
      }
      explain={
        <Explain
          figure={label}
          formula="home.figures.window.formula"
          values={{ ...named, days, last: days - 1 }}
          inputs={[
            { label: t("home.input.customers_observed"), value: format.number(window?.customers ?? 0) },
          ]}
          result={value ?? undefined}
          note={note}
        />
      }
    />
  );
}

function PredictionFigure({ prediction }: { prediction: Prediction }) {
  const { t, format } = useLocale();
  const { basis, named } = useBasisWords();
  const label = t("home.figures.prediction");
  if (prediction.state === "learning") {
    return <FigureCard label={label} value={null} learning={prediction.reason} />;
  }
  const value = format.money(prediction.averageMinor);
  const total = format.moneyWhole(prediction.totalMinor);
  const range = prediction.totalRange && {
    low: format.moneyWhole(prediction.totalRange.lowMinor),
    high: format.moneyWhole(prediction.totalRange.highMinor),
  };
  return (
    <FigureCard
      label={label}
      value={value}
      basis={
        range
          ? t("home.figures.prediction.basis_range", { ...named, total, ...range })
          : t("home.figures.prediction.basis", { ...named, total })
      }
      explain={
        <Explain
          figure={label}
          formula={
            basis === "revenue" ? "home.figures.prediction.formula" : "home.figures.prediction.formula_left"
          }
          values={named}
          inputs={[
            { label: t("home.input.predicted_total"), value: format.money(prediction.totalMinor) },
            ...(range
              ? [{ label: t("home.input.predicted_range"), value: t("home.input.range", range) }]
              : []),
            { label: t("home.input.customers"), value: format.number(prediction.customers) },
          ]}
          result={value}
          note="home.figures.prediction.note"
        />
      }
    />
  );
}

/** The figures that a merchant comes for, each with what it is made of. */
export function HomeFigures({ summary, prediction }: { summary: ShopSummary; prediction: Prediction }) {
  const { t, format } = useLocale();
  const { named, note } = useBasisWords();
  const money = (minor: number | null) => (minor === null ? null : format.money(minor));
  const average = money(summary.averageClvMinor);
  // Without the orders that belong to no customer, which the shop's net sales hold as well.
  const ofCustomersMinor = Math.round((summary.averageClvMinor ?? 0) * summary.customers);
  const median = money(summary.medianClvMinor);
  const rate = summary.repeatPurchaseRate === null ? null : format.percent(summary.repeatPurchaseRate);
  const customers = { label: t("home.input.customers"), value: format.number(summary.customers) };
  return (
    <InlineGrid columns={{ xs: 2, md: 3 }} gap={{ xs: "200", md: "400" }}>
      <FigureCard
        label={t("home.figures.average")}
        value={average}
        basis={t("home.figures.average.basis", named)}
        explain={
          <Explain
            figure={t("home.figures.average")}
            formula="home.figures.average.formula"
            values={named}
            inputs={[
              { label: t("home.input.net_sales_of_customers", named), value: format.money(ofCustomersMinor) },
              customers,
            ]}
            result={average ?? undefined}
            note={note}
          />
        }
      />
      <FigureCard
        label={t("home.figures.median")}
        value={median}
        basis={t("home.figures.median.basis", named)}
        explain={
          <Explain
            figure={t("home.figures.median")}
            formula="home.figures.median.formula"
            values={named}
            inputs={[{ label: t("home.input.median"), value: format.number(summary.customers) }]}
            result={median ?? undefined}
            note={note}
          />
        }
      />
      <PredictionFigure prediction={prediction} />
      <WindowFigure summary={summary} days={90} />
      <WindowFigure summary={summary} days={365} />
      <FigureCard
        label={t("home.figures.repeat")}
        value={rate}
        basis={t("home.figures.repeat.basis")}
        explain={
          <Explain
            figure={t("home.figures.repeat")}
            formula="home.figures.repeat.formula"
            inputs={[
              {
                label: t("home.input.repeat_customers"),
                value: format.number(Math.round((summary.repeatPurchaseRate ?? 0) * summary.customers)),
              },
              customers,
            ]}
            result={rate ?? undefined}
          />
        }
      />
    </InlineGrid>
  );
}
