import { InlineGrid } from "@shopify/polaris";
import type { Basis } from "../../clv/historic/basis.ts";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { isNothingLikely } from "../customers/expected-range.ts";
import { Explain, type ExplainInput } from "../explain/explain.tsx";
import { FigureCard } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";

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

/** What the value so far is made of. */
export function historicInputs(
  historic: CustomerView["historic"],
  basis: Basis,
): readonly { readonly label: MessageKey; readonly minor: number }[] {
  const { costs, netSalesMinor, grossMarginMinor } = historic;
  const marginMinor = grossMarginMinor ?? 0;
  switch (basis) {
    case "revenue":
      return [
        { label: "customer.input.gross", minor: historic.grossSalesMinor },
        { label: "customer.input.discounts", minor: -historic.discountsMinor },
        { label: "customer.input.returns", minor: -historic.returnsMinor },
      ];
    case "margin":
      return [
        { label: "customer.input.net", minor: netSalesMinor },
        { label: "costs.left.goods", minor: marginMinor - netSalesMinor },
      ];
    case "contribution":
      return [
        { label: "costs.left.margin", minor: marginMinor },
        { label: "costs.left.shipping_charged", minor: costs.shippingChargedMinor },
        { label: "costs.left.shipping", minor: -costs.shippingMinor },
        { label: "costs.left.payment", minor: -costs.paymentMinor },
        { label: "costs.left.fulfilment", minor: -costs.fulfilmentMinor },
      ];
  }
}

/** Historic and predicted value, never mixed, and their sum. */
export function CustomerFigures({ view }: { view: CustomerView }) {
  const { t, format } = useLocale();
  const inputsOf = usePredictionInputs();
  const { basis, named, note } = useBasisWords();
  const { historic, prediction } = view;
  const intervalOf = ({ valueLowMinor: low, valueHighMinor: high }: ReadyPrediction) =>
    isNothingLikely(low, high)
      ? t("customer.next.nothing")
      : t("customer.next.interval", { ...named, low: format.money(low), high: format.money(high) });
  const ready = prediction.state === "ready" ? prediction : null;
  const soFar = format.money(historic.valueMinor);
  const next = ready && format.money(ready.expectedValueMinor);
  const total = format.money(historic.valueMinor + (ready?.expectedValueMinor ?? 0));
  return (
    <InlineGrid columns={{ xs: 1, md: 3 }} gap={{ xs: "200", md: "400" }}>
      <FigureCard
        label={t("customer.historic")}
        value={soFar}
        basis={t("customer.historic.basis", { ...named, orders: historic.orders })}
        explain={
          <Explain
            figure={t("customer.historic")}
            formula={basis === "revenue" ? "customer.historic.formula" : `customer.historic.formula_${basis}`}
            inputs={historicInputs(historic, basis).map(({ label, minor }) => ({
              label: t(label),
              value: format.money(minor),
            }))}
            result={soFar}
            note={note}
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
              formula={
                basis !== "revenue"
                  ? "customer.next.formula_left"
                  : ready.averageOrders
                    ? "customer.next.formula_average"
                    : "customer.next.formula"
              }
              values={named}
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
