import { Badge, BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import type { ModelView } from "../../valuation/pages/model/model-page.ts";
import { useLocale } from "../locale.tsx";
import { LearningBadge } from "../states/learning.tsx";

type LearningView = Extract<ModelView, { state: "learning" }>;

/** Why there is no model yet, and what has to happen for one: each condition with where the shop stands. */
export function LearningCard({ view }: { view: LearningView }) {
  const { t, format } = useLocale();
  const { customers, repeatCustomers, historyWeeks, needed, reason } = view;
  const conditions = [
    {
      key: "customers",
      have: customers,
      met: customers >= needed.customers,
      note: t("model.learning.customers.needed", { needed: needed.customers }),
    },
    {
      key: "history",
      have: historyWeeks,
      met: historyWeeks >= needed.historyWeeks,
      note: t("model.learning.history.needed", { needed: needed.historyWeeks }),
    },
    {
      key: "repeat",
      have: repeatCustomers,
      met: repeatCustomers > 0,
      note: t("model.learning.repeat.needed"),
    },
  ] as const;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingSm">
              {t("model.learning.title")}
            </Text>
            <LearningBadge />
          </InlineStack>
          <Text as="p" variant="bodyLg">
            {t(`model.learning.${reason}`, {
              customers,
              weeks: historyWeeks,
              needed: reason === "history_too_short" ? needed.historyWeeks : needed.customers,
            })}
          </Text>
          <Text as="p" tone="subdued">
            {t("model.learning.until")}
          </Text>
        </BlockStack>
        <BlockStack gap="300">
          <Text as="h3" variant="headingSm">
            {t("model.learning.what")}
          </Text>
          {conditions.map(({ key, have, met, note }) => (
            <Fragment key={key}>
              <Divider />
              <InlineStack align="space-between" blockAlign="center" gap="300" wrap={false}>
                <BlockStack>
                  <Text as="span">{t(`model.learning.${key}`)}</Text>
                  <Text as="span" variant="bodySm" tone="subdued">
                    {note}
                  </Text>
                </BlockStack>
                <InlineStack gap="300" blockAlign="center" wrap={false}>
                  <Text as="span" fontWeight="semibold" numeric>
                    {format.number(have)}
                  </Text>
                  <Badge tone={met ? "success" : "attention"} progress={met ? "complete" : "incomplete"}>
                    {t(met ? "model.learning.met" : "model.learning.open")}
                  </Badge>
                </InlineStack>
              </InlineStack>
            </Fragment>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
