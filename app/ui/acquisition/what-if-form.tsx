import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import {
  isRegular,
  type Lifetime,
  PRICE_MODELS,
  type PriceModel,
  type Scenario,
} from "../../clv/acquisition/what-if.ts";
import { useLocale } from "../locale.tsx";
import { WholeSelect } from "../whole-select.tsx";
import styles from "./calculator.module.css";
import { type ScenarioSides, SIDES, type Side, type WhatIf } from "./scenario-side.ts";
import { TypedInput } from "./typed-input.tsx";
import { COST_ROWS, type FieldRow, INCOME_ROWS, REST_ROWS } from "./what-if-rows.ts";

interface WhatIfFormProps {
  readonly sides: ScenarioSides;
  readonly whatIf: WhatIf;
  readonly onChange: (whatIf: WhatIf) => void;
}

/** Payments a year that a model usually has; what the merchant had is kept where it is as good. */
const USUAL_PAYMENTS: Partial<Readonly<Record<PriceModel, number>>> = {
  rental: 1,
  subscription: 12,
  membership: 1,
};

function withModel(scenario: Scenario, model: PriceModel): Scenario {
  const paymentsPerYear = USUAL_PAYMENTS[model] ?? scenario.paymentsPerYear;
  return { ...scenario, model, paymentsPerYear };
}

const changedBy = (by: Lifetime["by"], lifetime: Lifetime): Lifetime => {
  if (by === lifetime.by) return lifetime;
  if (lifetime.by === "years") {
    return { by: "churn", ppm: Math.min(1_000_000, Math.round(1_000_000 / lifetime.years)) };
  }
  return { by: "years", years: lifetime.ppm === 0 ? 100 : Math.min(100, 1_000_000 / lifetime.ppm) };
};

/** One question for both scenarios, each with its own answer. */
function Pair({ label, children }: { label: string; children: (side: Side) => ReactNode }) {
  return (
    <div className={styles.pair}>
      <div className={styles.pairLabel}>
        <Text as="span">{label}</Text>
      </div>
      {SIDES.map((side) => (
        <div key={side}>{children(side)}</div>
      ))}
    </div>
  );
}

/** What is assumed, of both scenarios beside each other. */
export function WhatIfForm({ sides, whatIf, onChange }: WhatIfFormProps) {
  const { t } = useLocale();
  const { comparison, question } = whatIf;
  const put = (side: Side, scenario: Scenario) =>
    onChange({ question, comparison: { ...comparison, [side]: scenario } });
  const named = (label: string, side: Side) =>
    t("whatif.field", { field: label, scenario: t(`whatif.${side}`) });
  const faultOf = (side: Side, field: string | undefined) => {
    const fault = sides[side].faults.find((each) => each.field === field);
    if (!fault) return null;
    return {
      text: t(`whatif.fault.${fault.code}`, { years: question.horizonYears }),
      isError: fault.isError,
    };
  };
  const rows = (asked: readonly FieldRow[]) =>
    asked
      .filter((row) => SIDES.some((side) => row.of(comparison[side]) !== undefined))
      .map((row) => (
        <Pair key={row.key} label={t(row.label)}>
          {(side) => {
            const scenario = comparison[side];
            const value = row.of(scenario);
            if (value === undefined) return <NotAsked />;
            const { clear } = row;
            return (
              <TypedInput
                kind={row.kind}
                label={named(t(row.label), side)}
                labelHidden
                value={value}
                fault={faultOf(side, row.fault)}
                placeholder={t("calculator.none")}
                onChange={(changed) => put(side, row.with(scenario, changed))}
                onClear={clear && (() => put(side, clear(scenario)))}
              />
            );
          }}
        </Pair>
      ));
  return (
    <Card>
      <BlockStack gap="500">
        <Pair label="">
          {(side) => (
            <Text as="h2" variant="headingSm">
              {t(`whatif.${side}`)}
            </Text>
          )}
        </Pair>
        <BlockStack gap="300">
          <Text as="h3" variant="headingSm">
            {t("whatif.section.winning")}
          </Text>
          {rows(COST_ROWS)}
        </BlockStack>
        <BlockStack gap="300">
          <Text as="h3" variant="headingSm">
            {t("whatif.section.bringing")}
          </Text>
          <Pair label={t("whatif.model")}>
            {(side) => (
              <WholeSelect
                label={named(t("whatif.model"), side)}
                labelHidden
                options={PRICE_MODELS.map((value) => ({ value, label: t(`whatif.model.${value}`) }))}
                value={comparison[side].model}
                onChange={(model: PriceModel) => put(side, withModel(comparison[side], model))}
              />
            )}
          </Pair>
          {rows(INCOME_ROWS)}
          {SIDES.some((side) => isRegular(comparison[side].model)) && (
            <>
              <Pair label={t("whatif.lifetime")}>
                {(side) =>
                  isRegular(comparison[side].model) ? (
                    <WholeSelect
                      label={named(t("whatif.lifetime"), side)}
                      labelHidden
                      options={[
                        { value: "years", label: t("whatif.lifetime.years") },
                        { value: "churn", label: t("whatif.lifetime.churn") },
                      ]}
                      value={comparison[side].lifetime.by}
                      onChange={(by: Lifetime["by"]) =>
                        put(side, {
                          ...comparison[side],
                          lifetime: changedBy(by, comparison[side].lifetime),
                        })
                      }
                    />
                  ) : (
                    <NotAsked />
                  )
                }
              </Pair>
              <Pair label={t("whatif.lifetime.value")}>
                {(side) => {
                  const scenario = comparison[side];
                  const { lifetime } = scenario;
                  if (!isRegular(scenario.model)) return <NotAsked />;
                  const byYears = lifetime.by === "years";
                  return (
                    <TypedInput
                      key={lifetime.by}
                      kind={byYears ? "years" : "share"}
                      label={named(t("whatif.lifetime.value"), side)}
                      labelHidden
                      suffix={byYears ? t("whatif.years") : undefined}
                      value={byYears ? lifetime.years : lifetime.ppm}
                      fault={faultOf(side, "lifetime")}
                      onChange={(value) =>
                        put(side, {
                          ...scenario,
                          lifetime: byYears ? { by: "years", years: value } : { by: "churn", ppm: value },
                        })
                      }
                    />
                  );
                }}
              </Pair>
            </>
          )}
          {rows(REST_ROWS)}
        </BlockStack>
        <BlockStack gap="300">
          <Text as="h3" variant="headingSm">
            {t("calculator.section.limits")}
          </Text>
          <div className={styles.fields}>
            <TypedInput
              kind="ratio"
              label={t("calculator.target")}
              value={question.targetRatio}
              help={t("calculator.target.help")}
              onChange={(targetRatio) => onChange({ comparison, question: { ...question, targetRatio } })}
            />
            <TypedInput
              kind="months"
              label={t("calculator.cash_back")}
              value={question.cashBackMonths}
              onChange={(cashBackMonths) =>
                onChange({ comparison, question: { ...question, cashBackMonths } })
              }
            />
            <TypedInput
              kind="years"
              label={t("whatif.horizon")}
              value={question.horizonYears}
              help={t("whatif.horizon.help")}
              onChange={(horizonYears) => onChange({ comparison, question: { ...question, horizonYears } })}
            />
          </div>
        </BlockStack>
        <InlineStack gap="200">
          <Button onClick={() => put("b", comparison.a)}>{t("whatif.copy")}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function NotAsked() {
  const { t } = useLocale();
  return (
    <Text as="span" tone="subdued">
      {t("whatif.not_asked")}
    </Text>
  );
}
