import { BlockStack, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { Explain } from "../explain/explain.tsx";
import { FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";
import { LearningBadge } from "../states/learning.tsx";
import { type ReadyPrediction, usePredictionInputs } from "./customer-figures.tsx";

function Unready({ prediction }: { prediction: Exclude<CustomerView["prediction"], { state: "ready" }> }) {
  const { t } = useLocale();
  return (
    <BlockStack gap="200">
      {prediction.state === "learning" && (
        <InlineStack>
          <LearningBadge />
        </InlineStack>
      )}
      <Text as="p" tone="subdued">
        {t(
          prediction.state === "learning" ? `learning.${prediction.reason}` : "customer.prediction.no_orders",
        )}
      </Text>
    </BlockStack>
  );
}

/** Where a chance is the same for everybody, or cannot be another one, that is said instead of what it goes by. */
function aliveNote({ averageOrders, inputs, pAlive }: ReadyPrediction): MessageKey {
  if (averageOrders) return "customer.prediction.alive.average";
  return inputs.x === 0 && pAlive === 1
    ? "customer.prediction.alive.one_order"
    : "customer.prediction.alive.and_group";
}

/** Whether the customer will order again, how often, and when. */
export function PredictionCard({ prediction }: { prediction: CustomerView["prediction"] }) {
  const { t, format } = useLocale();
  const id = useId();
  const inputsOf = usePredictionInputs();
  if (prediction.state !== "ready") {
    return (
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingSm">
            {t("customer.prediction.title")}
          </Text>
          <Unready prediction={prediction} />
        </BlockStack>
      </Card>
    );
  }
  const alive = format.chance(prediction.pAlive);
  const orders = format.number(prediction.expectedOrders, 1);
  const { nextOrderFrom, nextOrderTo } = prediction;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingSm">
          {t("customer.prediction.title")}
        </Text>
        <BlockStack gap="150">
          <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
            <InlineStack gap="100" align="start" blockAlign="center" wrap={false}>
              <Text as="h3" id={id} variant="bodyMd" tone="subdued">
                {t("customer.prediction.alive")}
              </Text>
              <Explain
                figure={t("customer.prediction.alive")}
                formula="customer.prediction.alive.formula"
                inputs={inputsOf(prediction).slice(0, 3)}
                result={alive}
                note="customer.note.days"
              />
            </InlineStack>
            <Text as="span" variant="headingMd" numeric>
              {alive}
            </Text>
          </InlineStack>
          <ProgressBar
            size="small"
            tone="primary"
            animated={false}
            progress={Math.round(prediction.pAlive * 100)}
            ariaLabelledBy={id}
          />
          <Text as="p" variant="bodySm" tone="subdued">
            {t(aliveNote(prediction))}
          </Text>
        </BlockStack>
        <BlockStack gap="200">
          <FigureRow
            label={t("customer.prediction.orders")}
            note={
              prediction.ordersHigh === 0
                ? t("customer.prediction.orders.nothing")
                : t("customer.prediction.orders.interval", {
                    low: format.number(prediction.ordersLow),
                    high: format.number(prediction.ordersHigh),
                  })
            }
            value={orders}
            explain={
              <Explain
                figure={t("customer.prediction.orders")}
                formula={
                  prediction.averageOrders
                    ? "customer.prediction.orders.formula_average"
                    : "customer.prediction.orders.formula"
                }
                inputs={inputsOf(prediction).slice(0, 3)}
                result={orders}
                note="customer.note.days"
              />
            }
          />
          <FigureRow
            label={t("customer.prediction.churn")}
            value={format.chance(prediction.churnProbability)}
          />
        </BlockStack>
        <BlockStack gap="050">
          <Text as="h3" variant="bodyMd" tone="subdued">
            {t("customer.prediction.next_order")}
          </Text>
          <Text as="p" fontWeight="semibold">
            {nextOrderFrom && nextOrderTo
              ? t("customer.prediction.next_order.range", {
                  from: format.day(nextOrderFrom),
                  to: format.day(nextOrderTo),
                })
              : t("customer.prediction.next_order.none")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t(
              nextOrderFrom && nextOrderTo
                ? "customer.prediction.next_order.note"
                : "customer.prediction.next_order.none.note",
            )}
          </Text>
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
