import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import { Explain } from "../explain/explain.tsx";
import { Figure } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import { durationText } from "./duration-text.ts";
import type { ReadyModel } from "./which-model-card.tsx";

interface LeavingFigureProps {
  readonly leaving: ReadyModel["habits"]["leaving"];
  /** The average customer stands in for a model. */
  readonly average: boolean;
}

function LeavingFigure({ leaving, average }: LeavingFigureProps) {
  const { t, format } = useLocale();
  const label = t("model.habits.leaving");
  const explain = <Explain figure={label} formula="model.habits.leaving.formula" />;
  if (leaving.kind === "never") {
    return (
      <Figure
        label={label}
        value={t(average ? "model.habits.leaving.ignored" : "model.habits.leaving.never")}
        basis={t(average ? "model.habits.leaving.ignored.basis" : "model.habits.leaving.never.basis")}
        explain={explain}
      />
    );
  }
  if (leaving.kind === "lifetime") {
    return (
      <Figure
        label={label}
        value={durationText(leaving.medianWeeks, t, "value")}
        basis={t("model.habits.leaving.lifetime")}
        explain={explain}
      />
    );
  }
  return (
    <Figure
      label={label}
      value={format.percent(leaving.probability, 0)}
      basis={t(leaving.afterFirst ? "model.habits.leaving.any_order" : "model.habits.leaving.repeat_order")}
      explain={explain}
    />
  );
}

/** The parameters in words for a merchant, and whether the time of the year matters. */
export function HabitsCard({ view: { habits, season, test } }: { view: ReadyModel }) {
  const { t, format } = useLocale();
  const { ordering, orderValue } = habits;
  const mean = durationText(ordering.meanWeeks, t, "value");
  const money = format.money(orderValue.meanMinor);
  const average = test?.chosen.reason === "baseline_better";
  const seasonTried = test?.candidates.some((candidate) => candidate.seasonal) ?? false;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("model.habits.title")}
          </Text>
          {average && (
            <Text as="p" variant="bodySm" tone="subdued">
              {t("model.habits.baseline")}
            </Text>
          )}
        </BlockStack>
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          <Figure
            label={t("model.habits.ordering")}
            value={mean}
            basis={
              average
                ? t("model.habits.ordering.basis_average")
                : t("model.habits.ordering.basis", {
                    busiest: durationText(ordering.busiestTenthWeeks, t),
                    median: durationText(ordering.medianWeeks, t),
                  })
            }
            explain={
              <Explain
                figure={t("model.habits.ordering")}
                formula="model.habits.ordering.formula"
                result={mean}
              />
            }
          />
          <LeavingFigure leaving={habits.leaving} average={average} />
          <Figure
            label={t("model.habits.value")}
            value={money}
            basis={
              orderValue.range
                ? t("model.habits.value.basis", {
                    low: format.money(orderValue.range.lowMinor),
                    high: format.money(orderValue.range.highMinor),
                  })
                : t("model.habits.value.unlearnt")
            }
            explain={<Explain figure={t("model.habits.value")} formula="model.habits.value.formula" />}
          />
        </InlineGrid>
        {season === null && (
          <Text as="p" tone="subdued">
            {t(seasonTried ? "model.season.tried" : "model.season.untried")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
