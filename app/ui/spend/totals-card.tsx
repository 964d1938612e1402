import { Banner, BlockStack, Card, InlineStack, Select, Text } from "@shopify/polaris";
import type { SpendView } from "../../acquisition/spend-view.ts";
import { channelName, clipped } from "../acquisition/channel-name.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";

export const SPEND_PERIODS = ["3", "12", "24", "all"] as const;
export type SpendPeriod = (typeof SPEND_PERIODS)[number];

interface TotalsCardProps {
  readonly view: SpendView;
  readonly period: SpendPeriod;
  readonly onPeriod: (period: SpendPeriod) => void;
}

/** Channels that are named in a sentence. */
const NAMED = 6;

/** Spend of the period by channel and by month, and the channels that no customer came from. */
export function TotalsCard({ view, period, onPeriod }: TotalsCardProps) {
  const { t, format } = useLocale();
  const { totals, months } = view;
  const unknown = totals.filter(({ customers, spendMinor }) => customers === 0 && spendMinor > 0);
  const sum = (of: (total: (typeof totals)[number]) => number) =>
    totals.reduce((all, one) => all + of(one), 0);
  const row = (name: string, spendMinor: number, commissionMinor: number, customers: number) => [
    name,
    format.money(spendMinor),
    format.money(commissionMinor),
    format.money(spendMinor + commissionMinor),
    format.number(customers),
  ];
  const name = (channel: string) => clipped(channelName(channel, t));
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="300">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {t("spend.totals.title")}
            </Text>
            <Text as="p" tone="subdued">
              {t("spend.totals.body", {
                from: format.month(view.period.from),
                to: format.month(view.period.to),
              })}
            </Text>
          </BlockStack>
          <Select
            label={t("spend.period")}
            labelInline
            options={SPEND_PERIODS.map((value) => ({ value, label: t(`spend.period.${value}`) }))}
            value={period}
            onChange={(value: SpendPeriod) => onPeriod(value)}
          />
        </InlineStack>
        {unknown.length > 0 && (
          <Banner tone="warning" title={t("spend.unknown.title", { count: unknown.length })}>
            <p style={{ overflowWrap: "anywhere" }}>
              {view.channels.names.length === 0
                ? t("spend.unknown.none")
                : t("spend.unknown.body", {
                    channels: format.list(unknown.slice(0, NAMED).map(({ channel }) => name(channel))),
                    known: format.list(view.channels.names.slice(0, NAMED).map(name)),
                  })}
            </p>
          </Banner>
        )}
        {totals.length === 0 ? (
          <Text as="p">{t("spend.totals.nothing")}</Text>
        ) : (
          <ChartTableView
            name={t("spend.totals.title")}
            table={{
              columns: [
                { heading: t("spend.totals.channel") },
                { heading: t("spend.totals.spend"), numeric: true },
                { heading: t("spend.totals.commission"), numeric: true },
                { heading: t("spend.totals.total"), numeric: true },
                { heading: t("spend.totals.customers"), numeric: true },
              ],
              rows: [
                ...totals.map((one) =>
                  row(name(one.channel), one.spendMinor, one.commissionMinor, one.customers),
                ),
                row(
                  t("spend.totals.sum"),
                  sum(({ spendMinor }) => spendMinor),
                  sum(({ commissionMinor }) => commissionMinor),
                  sum(({ customers }) => customers),
                ),
              ],
            }}
          />
        )}
        {months.length > 0 && (
          <>
            <Text as="h3" variant="headingSm">
              {t("spend.months.title")}
            </Text>
            <ChartTableView
              name={t("spend.months.title")}
              table={{
                columns: [
                  { heading: t("spend.months.month") },
                  { heading: t("spend.totals.spend"), numeric: true },
                ],
                rows: months
                  .toReversed()
                  .map(({ month, spendMinor }) => [format.month(month), format.money(spendMinor)]),
              }}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}
