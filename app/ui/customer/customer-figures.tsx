import { InlineGrid } from "@shopify/polaris";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { isNothingLikely } from "../customers/expected-range.ts";
import { Explain, type ExplainInput } from "../explain/explain.tsx";
import { FigureCard } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";

export type ReadyPrediction = Extract<CustomerView["prediction"], { state: "ready" }>;

/** What the model was given about this customer. */
export function usePredictionInputs() {
  const { t, format } = useLocale();
  return ({ inputs }: ReadyPrediction): readonly ExplainInput[] => [
    { label: t("customer.input.x"), value: format.number(inputs.x) },
    { label: t("customer.input.tx"), value: format.number(inputs.tx, 1) },
    { label: t("customer.input.T"), value: format.number(inputs.T, 1) },
    {
      label: t("customer.input.mean"),
      value: inputs.meanValueMinor === null ? t("customer.input.none") : format.money(inputs.meanValueMinor),
    },
  ];
}

/** Historic and predicted value, never mixed, and their sum. */
export function CustomerFigures({ view }: { view: CustomerView }) {
  const { t, format } = useLocale();
  const inputsOf = usePredictionInputs();
  const { historic, prediction } = view;
  const intervalOf = ({ valueLowMinor: low, valueHighMinor: high }: ReadyPrediction) =>
    isNothingLikely(low, high)
      ? t("customer.next.nothing")
      : t("customer.next.interval", { low: format.money(low), high: format.money(high) });
  const ready = prediction.state === "ready" ? prediction : null;
  const soFar = format.money(historic.netSalesMinor);
  const next = ready && format.money(ready.expectedValueMinor);
  const total = format.money(historic.netSalesMinor + (ready?.expectedValueMinor ?? 0));
  return (
    <InlineGrid columns={{ xs: 1, md: 3 }} gap={{ xs: "200", md: "400" }}>
      <FigureCard
        label={t("customer.historic")}
        value={soFar}
        basis={t("customer.historic.basis", { orders: historic.orders })}
        explain={
          <Explain
            figure={t("customer.historic")}
            formula="customer.historic.formula"
            inputs={[
              { label: t("customer.input.gross"), value: format.money(historic.grossSalesMinor) },
              { label: t("customer.input.discounts"), value: format.money(-historic.discountsMinor) },
              { label: t("customer.input.returns"), value: format.money(-historic.returnsMinor) },
            ]}
            result={soFar}
            note="net_sales.note"
          />
        }
      />
      <FigureCard
        label={t("customer.next")}
        value={next}
        learning={prediction.state === "learning" ? prediction.reason : null}
        basis={ready ? intervalOf(ready) : t("customer.no_orders_yet")}
        explain={
          ready && (
            <Explain
              figure={t("customer.next")}
              formula={ready.averageOrders ? "customer.next.formula_average" : "customer.next.formula"}
              inputs={inputsOf(ready)}
              result={next ?? undefined}
              note="customer.note.days"
            />
          )
        }
      />
      <FigureCard
        label={t("customer.total")}
        value={total}
        basis={t(ready ? "customer.total.basis" : "customer.total.only_historic")}
        explain={
          <Explain
            figure={t("customer.total")}
            formula="customer.total.formula"
            inputs={[
              { label: t("customer.historic"), value: soFar },
              { label: t("customer.next"), value: next ?? t("figure.none") },
            ]}
            result={total}
          />
        }
      />
    </InlineGrid>
  );
}
