import { Banner, BlockStack, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import type { ModelView } from "../../valuation/pages/model/model-page.ts";
import { useLocale } from "../locale.tsx";
import { familyName, familySentence, isBaseline } from "./family-text.ts";
import { comparedIn } from "./test-measures.ts";

export type ReadyModel = Extract<ModelView, { state: "ready" }>;

/** Says that a newer fit was ended, and which model predicts instead. */
export function StoppedBanner({ view: { newerFitStopped, fittedAt } }: { view: ReadyModel }) {
  const { t, format } = useLocale();
  if (!newerFitStopped) return null;
  return (
    <Banner tone="warning" title={t("model.stopped.title", { instant: format.instant(fittedAt) })}>
      <p>{t("model.stopped.body")}</p>
    </Banner>
  );
}

/** Says plainly that a plain average did better, and what the app does about it. */
export function BaselineBanner({ view: { test } }: { view: ReadyModel }) {
  const { t } = useLocale();
  if (test?.chosen.reason !== "baseline_better") return null;
  return (
    <Banner tone="warning" title={t("model.baseline.title")}>
      <p>{t("model.baseline.body", { weeks: test.weeks, candidates: comparedIn(test).models })}</p>
    </Banner>
  );
}

function useReason() {
  const { t } = useLocale();
  return ({ test, family, season }: ReadyModel): string | null => {
    const name = familyName(family, season !== null, t);
    if (!test) return t("model.which.untested", { name });
    const { reason } = test.chosen;
    if (reason === "baseline_better") return null;
    return t(`model.which.${reason}`, { name, weeks: test.weeks, candidates: comparedIn(test).models });
  };
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <BlockStack>
      <Text as="span" variant="bodySm" tone="subdued">
        {label}
      </Text>
      <Text as="span" fontWeight="semibold" numeric>
        {value}
      </Text>
    </BlockStack>
  );
}

/** The model in use in a sentence, why it and no other, and what it was learnt from. */
export function WhichModelCard({ view }: { view: ReadyModel }) {
  const { t, format } = useLocale();
  const reason = useReason()(view);
  const inUse = view.test && isBaseline(view.test.chosen.name) ? view.test.chosen.name : view.family;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingSm">
            {t("model.which.title")}
          </Text>
          <Text as="p" variant="bodyLg">
            {familySentence(inUse, t)}
          </Text>
          {reason && <Text as="p">{reason}</Text>}
          <Text as="p" tone="subdued">
            {t(view.leansOnPrior ? "model.which.leans" : "model.which.nightly")}
          </Text>
        </BlockStack>
        <Divider />
        <InlineGrid columns={{ xs: 2, md: 4 }} gap={{ xs: "300", md: "400" }}>
          <Fact label={t("model.which.fitted")} value={format.instant(view.fittedAt)} />
          <Fact label={t("model.which.until")} value={format.day(view.asOfDay)} />
          <Fact
            label={t("model.which.customers")}
            value={t("model.which.customers.value", { customers: view.customers })}
          />
          <Fact
            label={t("model.which.repeat")}
            value={t("model.which.customers.value", { customers: view.repeatCustomers })}
          />
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
