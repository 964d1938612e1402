import { Badge, BlockStack, Button, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import type { Basis } from "../../clv/acquisition/amount.ts";
import type { WonResult } from "../../clv/acquisition/won-customers.ts";
import { Fact } from "../figures/fact.tsx";
import { useLocale } from "../locale.tsx";
import { moneyOr, paybackWords, rangeWords, ratioWords, shownMoney } from "./money-words.ts";
import { VERDICT_TONES } from "./verdict-tones.ts";
import { calculatorWith } from "./won-words.ts";

interface WonVerdictProps {
  readonly name: string;
  readonly result: WonResult;
  readonly basis: Basis;
  /** Why nobody knows what was spent, where that is so. */
  readonly unknown: "no_spend_yet" | "no_spend_here" | "unknown_spend";
  readonly targetRatio: number;
  readonly cashBackMonths: number;
}

/** With fewer than this, an average says little. */
const FEW = 30;

/** Return now and over the lifetime side by side, and the verdict with its basis and how sure it is. */
export function WonVerdict({ name, result, basis, unknown, targetRatio, cashBackMonths }: WonVerdictProps) {
  const { t, format } = useLocale();
  const { customers, verdict, limits, lifetimeRange, expectedMinor } = result;
  const none = t("acquisition.none");
  const target = format.significant(targetRatio, 3);
  const absolute = (minor: number | null) => moneyOr(minor === null ? null : Math.abs(minor), format, none);
  const sentence =
    verdict === "incomplete"
      ? t(`acquisition.${unknown}`, {
          most: shownMoney(limits.target.cacMinor, format),
          target,
        })
      : t(`funnel.verdict.${verdict}`, {
          now: absolute(result.nowMinor),
          profit: absolute(result.profitMinor),
          ratio: result.ltvToCac === null ? none : ratioWords(result.ltvToCac, format),
          target,
          most: shownMoney(limits.target.cacMinor, format),
        });
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center" align="space-between">
          <div style={{ overflowWrap: "anywhere", flex: "1 1 12rem" }}>
            <Text as="h2" variant="headingMd">
              {name}
            </Text>
          </div>
          {verdict !== "incomplete" && (
            <Badge tone={VERDICT_TONES[verdict]}>{t(`funnel.verdict.${verdict}.badge`)}</Badge>
          )}
        </InlineStack>
        <div role="status">
          <BlockStack gap="100">
            <Text as="p" variant="bodyLg">
              {sentence}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {basis === "revenue" ? t("acquisition.about.basis.revenue") : t("calculator.basis.margin")}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {lifetimeRange === null
                ? t("acquisition.uncertain.one", { customers })
                : t(expectedMinor === null ? "acquisition.uncertain.realised" : "acquisition.uncertain", {
                    range: rangeWords(lifetimeRange, format, t),
                  })}
            </Text>
            {customers > 1 && customers < FEW && (
              <Text as="p" variant="bodySm" tone="subdued">
                {t("acquisition.uncertain.few", { customers: format.number(customers) })}
              </Text>
            )}
          </BlockStack>
        </div>
        <InlineGrid columns={{ xs: 1, sm: 2, md: 4 }} gap="400">
          <Fact
            label={t("acquisition.now")}
            value={moneyOr(result.nowMinor, format, none)}
            help={t("acquisition.now.help")}
          />
          <Fact
            label={t("acquisition.profit")}
            value={moneyOr(result.profitMinor, format, none)}
            help={t("acquisition.profit.help", {
              expected: expectedMinor === null ? "none" : shownMoney(expectedMinor, format),
            })}
          />
          <Fact
            label={t("acquisition.payback")}
            value={paybackWords(result.payback, format, t)}
            help={t("acquisition.payback.help")}
          />
          <Fact
            label={t("acquisition.most")}
            value={shownMoney(limits.target.cacMinor, format)}
            help={t("acquisition.most.help", {
              even: shownMoney(limits.breakEven.cacMinor, format),
              back: shownMoney(limits.cashBack.cacMinor, format),
              months: cashBackMonths,
            })}
          />
        </InlineGrid>
        <div>
          <Button url={calculatorWith(result, basis, { ratio: targetRatio, months: cashBackMonths })}>
            {t("acquisition.calculate")}
          </Button>
        </div>
      </BlockStack>
    </Card>
  );
}
