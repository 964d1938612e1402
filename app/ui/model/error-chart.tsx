import { BlockStack, Text } from "@shopify/polaris";
import type { CandidateResult, ModelTest } from "../../valuation/pages/model/model-page.ts";
import { chartColour } from "../charts/chart-colours.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./error-chart.module.css";
import { type Baseline, familyName, isBaseline } from "./family-text.ts";
import { comparedIn, type Measure } from "./test-measures.ts";

/** Errors that differ by less are called equal. */
const ALIKE = 0.005;

function useErrors(test: ModelTest) {
  const { t, format } = useLocale();
  const { chosen, best, sameRate, cohortAverage } = comparedIn(test);
  const nameOf = (candidate: CandidateResult) => {
    const name = familyName(candidate.name, candidate.seasonal, t);
    if (candidate === chosen) return t("model.errors.in_use", { name });
    return isBaseline(candidate.name) ? name : t("model.errors.best_model", { name });
  };
  const barsOf = (measure: Measure) =>
    [best, sameRate, cohortAverage].flatMap((candidate) => {
      const mae = candidate?.[measure]?.mae;
      if (!candidate || mae === undefined) return [];
      const text = measure === "value" ? format.money(mae) : format.number(mae, 2);
      const plain = isBaseline(candidate.name);
      return [
        { key: candidate.name, name: nameOf(candidate), inUse: candidate === chosen, plain, mae, text },
      ];
    });
  const against = (rule: Baseline, baseline: CandidateResult | undefined) => {
    if (!baseline?.orders.mae) return "";
    const gain = 1 - best.orders.mae / baseline.orders.mae;
    return t(`model.errors.against.${rule}`, {
      name: familyName(best.name, best.seasonal, t),
      compared: Math.abs(gain) < ALIKE ? "alike" : gain > 0 ? "closer" : "further",
      share: format.percent(Math.abs(gain), 0),
    });
  };
  return {
    orders: barsOf("orders"),
    value: barsOf("value"),
    summary: `${against("same_rate", sameRate)} ${against("cohort_average", cohortAverage)}`.trim(),
  };
}

type ErrorBar = ReturnType<typeof useErrors>["orders"][number];

function Bars({ title, bars }: { title: string; bars: readonly ErrorBar[] }) {
  const largest = bars.reduce((a, b) => Math.max(a, b.mae), 0);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodySm" fontWeight="semibold" tone="subdued">
        {title}
      </Text>
      <ul className={styles.bars}>
        {bars.map(({ key, name, inUse, plain, mae, text }) => (
          <li key={key}>
            <div className={`${styles.line} ${inUse ? styles.inUse : ""}`}>
              <span>{name}</span>
              <span className={styles.figure}>{text}</span>
            </div>
            <div className={styles.track}>
              <div
                className={styles.bar}
                style={{
                  width: `${largest === 0 ? 0 : (mae / largest) * 100}%`,
                  background: chartColour(plain ? "grey" : "blue"),
                }}
              />
            </div>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

/** How far off the prediction of a customer was, beside the two plain rules that need no model. */
export function ErrorChart({ test }: { test: ModelTest }) {
  const { t } = useLocale();
  const { orders, value, summary } = useErrors(test);
  const title = t("model.errors.title");
  const inMoney = value.length > 0;
  return (
    <ChartFrame
      title={title}
      basis={t("model.errors.basis")}
      explain={<Explain figure={title} formula="model.errors.formula" />}
      summary={summary}
      table={{
        columns: [
          { heading: t("model.errors.method") },
          { heading: t("model.errors.orders"), numeric: true },
          ...(inMoney ? [{ heading: t("model.errors.value"), numeric: true }] : []),
        ],
        rows: orders.map((bar, i) => [
          bar.name,
          bar.text,
          ...(inMoney ? [value[i]?.text ?? t("figure.none")] : []),
        ]),
      }}
    >
      <BlockStack gap="500">
        <Bars title={t("model.errors.orders")} bars={orders} />
        {inMoney && <Bars title={t("model.errors.value")} bars={value} />}
      </BlockStack>
    </ChartFrame>
  );
}
