import { Badge, Banner, BlockStack, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import type { Funnel, FunnelResult, Returns } from "../../clv/acquisition/funnel.ts";
import { verdictOf } from "../../clv/acquisition/verdict.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { Fact } from "../figures/fact.tsx";
import { useLocale } from "../locale.tsx";
import { moneyOr, paybackWords, peopleWords, rangeWords, ratioWords, shownMoney } from "./money-words.ts";
import { VERDICT_TONES } from "./verdict-tones.ts";

interface ResultProps {
  readonly funnel: Funnel;
  readonly result: FunnelResult;
}

/** The verdict in a sentence, with its basis and how sure it is; said again politely whenever it changes. */
export function VerdictCard({ funnel, result }: ResultProps) {
  const { t, format } = useLocale();
  const { judged, chance, reliesOn, customers, leads } = result;
  const code = verdictOf(result, funnel.targetRatio);
  const none = t("calculator.none");
  const sentence = t(`funnel.verdict.${code}`, {
    now: moneyOr(judged.nowMinor === null ? null : Math.abs(judged.nowMinor), format, none),
    profit: moneyOr(judged.profitMinor === null ? null : Math.abs(judged.profitMinor), format, none),
    ratio: judged.ltvToCac === null ? none : ratioWords(judged.ltvToCac, format),
    target: format.significant(funnel.targetRatio, 3),
    most: shownMoney(result.limits.target.cacMinor, format),
  });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center" align="space-between">
          <Text as="h2" variant="headingSm">
            {t("calculator.verdict")}
          </Text>
          <Badge tone={VERDICT_TONES[code]}>{t(`funnel.verdict.${code}.badge`)}</Badge>
        </InlineStack>
        <div role="status">
          <BlockStack gap="200">
            <Text as="p" variant="bodyLg">
              {sentence}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`calculator.basis.${judged.basis}`)}
            </Text>
          </BlockStack>
        </div>
        {judged.lifetimeRange && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("funnel.uncertain.range", { range: rangeWords(judged.lifetimeRange, format, t) })}
          </Text>
        )}
        {chance && customers !== null && leads !== null && customers > 0 && customers < leads && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t(chance.cacMinor ? "funnel.uncertain.chance_cac" : "funnel.uncertain.chance", {
              customers: peopleWords(customers, format),
              leads: peopleWords(leads, format),
              low: format.percent(chance.rate.low, 1),
              high: format.percent(chance.rate.high, 1),
              cac: chance.cacMinor ? rangeWords(chance.cacMinor, format, t) : "",
            })}
          </Text>
        )}
        {reliesOn && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("funnel.uncertain.few", {
              share: format.percent(reliesOn.share, 0),
              buyers: Math.max(1, Math.round(reliesOn.buyers)),
            })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

export function FunnelFigures({ funnel, result }: ResultProps) {
  const { t, format } = useLocale();
  const none = t("calculator.none");
  const { judged } = result;
  return (
    <Card>
      <InlineGrid columns={2} gap="400">
        <Fact
          label={t("calculator.cost_per_lead")}
          value={moneyOr(result.costPerLeadMinor, format, none)}
          help={t("calculator.cost_per_lead.help")}
        />
        <Fact
          label={t("calculator.cac")}
          value={moneyOr(result.cacMinor, format, none)}
          help={t("calculator.cac.help")}
        />
        <Fact
          label={t("calculator.clv")}
          value={shownMoney(judged.clvMinor, format)}
          help={t(`calculator.per_customer.${judged.basis}`)}
        />
        <Fact
          label={t("calculator.ltv_to_cac")}
          value={judged.ltvToCac === null ? none : ratioWords(judged.ltvToCac, format)}
          help={t("calculator.ltv_to_cac.help", { ratio: format.significant(funnel.targetRatio, 3) })}
        />
        <Fact label={t("calculator.payback")} value={paybackWords(result.payback, format, t)} />
      </InlineGrid>
    </Card>
  );
}

/** Return now and over the lifetime, side by side; and both results where bases are mixed. */
export function ReturnsCard({ result }: ResultProps) {
  const { t, format } = useLocale();
  const none = t("calculator.none");
  const { asEntered, onMargin } = result;
  const isMixed = asEntered.basis === "mixed";
  const columns: readonly { heading: string; returns: Returns }[] = [
    ...(isMixed || onMargin === null || asEntered.basis !== "margin"
      ? [{ heading: t(`funnel.returns.${asEntered.basis}`), returns: asEntered }]
      : []),
    ...(onMargin ? [{ heading: t("funnel.returns.margin"), returns: onMargin }] : []),
  ];
  const money = (minor: number | null) => moneyOr(minor, format, none);
  const line = (name: string, of: (returns: Returns) => string) => [
    name,
    ...columns.map(({ returns }) => of(returns)),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("funnel.returns")}
        </Text>
        {isMixed && (
          <Banner tone="warning" stopAnnouncements title={t("funnel.mixed.title")}>
            <p>
              {onMargin
                ? t("funnel.mixed.body", {
                    mixed: money(asEntered.profitMinor ?? asEntered.lifetimeMinor),
                    margin: money(onMargin.profitMinor ?? onMargin.lifetimeMinor),
                  })
                : t("funnel.mixed.no_margin")}
            </p>
          </Banner>
        )}
        <ChartTableView
          wraps
          name={t("funnel.returns")}
          table={{
            columns: [
              { heading: t("funnel.returns.figure") },
              ...columns.map(({ heading }) => ({ heading, numeric: true })),
            ],
            rows: [
              line(t("funnel.returns.first"), ({ firstMinor }) => money(firstMinor)),
              line(t("funnel.returns.now"), ({ nowMinor }) => money(nowMinor)),
              line(t("funnel.returns.later"), ({ laterMinor }) => money(laterMinor)),
              line(t("funnel.returns.lifetime"), ({ lifetimeMinor }) => money(lifetimeMinor)),
              line(t("funnel.returns.profit"), ({ profitMinor }) => money(profitMinor)),
              line(t("funnel.returns.clv"), ({ clvMinor }) => money(clvMinor)),
              line(t("calculator.ltv_to_cac"), ({ ltvToCac }) =>
                ltvToCac === null ? none : ratioWords(ltvToCac, format),
              ),
            ],
          }}
        />
      </BlockStack>
    </Card>
  );
}
