import { BlockStack, Card, Text } from "@shopify/polaris";
import { leversOf } from "../../clv/acquisition/levers.ts";
import type { WhatIfQuestion } from "../../clv/acquisition/what-if.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./calculator.module.css";
import { moneyOr } from "./money-words.ts";
import { type ScenarioSides, SIDES } from "./scenario-side.ts";
import { TypedInput } from "./typed-input.tsx";

interface LeversCardProps {
  readonly sides: ScenarioSides;
  readonly question: WhatIfQuestion;
  readonly onChange: (levers: Partial<Pick<WhatIfQuestion, "retentionLeverPpm" | "revenueLeverPpm">>) => void;
}

/** To keep customers longer, or to sell more to each: which brings more. */
export function LeversCard({ sides, question, onChange }: LeversCardProps) {
  const { t, format } = useLocale();
  const none = t("calculator.none");
  const levers = SIDES.map((side) => ({ side, ...leversOf(sides[side].scenario, question) }));
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("whatif.levers")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("whatif.levers.about")}
          </Text>
        </BlockStack>
        <div className={styles.fields}>
          <TypedInput
            kind="share"
            label={t("whatif.levers.retention")}
            suffix={t("whatif.levers.points")}
            value={question.retentionLeverPpm}
            onChange={(retentionLeverPpm) => onChange({ retentionLeverPpm })}
          />
          <TypedInput
            kind="share"
            label={t("whatif.levers.revenue")}
            value={question.revenueLeverPpm}
            onChange={(revenueLeverPpm) => onChange({ revenueLeverPpm })}
          />
        </div>
        <ChartTableView
          wraps
          name={t("whatif.levers")}
          table={{
            columns: [
              { heading: t("whatif.levers.gain") },
              ...SIDES.map((side) => ({
                heading: t(`whatif.on.${sides[side].result.basis}`, { scenario: t(`whatif.${side}`) }),
                numeric: true,
              })),
            ],
            rows: [
              [
                t("whatif.levers.retention.gain"),
                ...levers.map(({ retention }) => moneyOr(retention?.gainMinor ?? null, format, none)),
              ],
              [
                t("whatif.levers.revenue.gain"),
                ...levers.map(({ revenue }) => moneyOr(revenue.gainMinor, format, none)),
              ],
            ],
          }}
        />
        {levers.map(({ side, better, retention }) => (
          <Text key={side} as="p" variant="bodySm">
            {t(retention === null ? "whatif.levers.nobody_stays" : `whatif.levers.better.${better}`, {
              scenario: t(`whatif.${side}`),
            })}
          </Text>
        ))}
        {levers.map(
          ({ side, retention }) =>
            retention?.isCutOff && (
              <Text key={side} as="p" variant="bodySm" tone="subdued">
                {t("whatif.levers.cut_off", {
                  scenario: t(`whatif.${side}`),
                  years: format.significant(retention.horizonYears, 3),
                })}
              </Text>
            ),
        )}
      </BlockStack>
    </Card>
  );
}
