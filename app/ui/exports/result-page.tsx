import { Banner, BlockStack, Card, Page, Text } from "@shopify/polaris";
import type { ExportResult, ExportResultView, MeasuredDifference } from "../../exports/result.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import { audienceText } from "./audience-text.ts";
import { CostCoverage } from "./cost-coverage.tsx";
import { ResultChart } from "./result-chart.tsx";

type Measured = Extract<ExportResult, { state: "measured" }>;

function Verdict({ result }: { readonly result: Measured }) {
  const { t, format } = useLocale();
  const { verdict, sent, heldOut, buyersNeeded } = result;
  if (verdict.verdict === "split_broken") {
    return (
      <Banner tone="critical" title={t("experiment.split_broken.title")}>
        <p>{t("experiment.split_broken.body")}</p>
      </Banner>
    );
  }
  if (verdict.verdict === "too_early") {
    return (
      <Banner tone="info" title={t("experiment.too_early.title")}>
        <p>
          {t("experiment.too_early.body", {
            needed: format.number(buyersNeeded),
            sent: format.number(sent.buyers),
            heldOut: format.number(heldOut.buyers),
          })}
        </p>
      </Banner>
    );
  }
  const { low, high } = verdict;
  if (verdict.verdict === "no_difference_seen") {
    const ends = { low: format.money(low), high: format.money(high) };
    return (
      <Banner tone="info" title={t("experiment.no_difference_seen.title")}>
        <p>{t("experiment.no_difference_seen.body", ends)}</p>
      </Banner>
    );
  }
  return low > 0 ? (
    <Banner
      tone="success"
      title={t("experiment.more.title", { low: format.money(low), high: format.money(high) })}
    >
      <p>
        {t("experiment.more.body", {
          count: sent.people,
          totalLow: format.moneyWhole(low * sent.people),
          totalHigh: format.moneyWhole(high * sent.people),
        })}
      </p>
    </Banner>
  ) : (
    <Banner
      tone="warning"
      title={t("experiment.less.title", { low: format.money(-high), high: format.money(-low) })}
    >
      <p>{t("experiment.less.body")}</p>
    </Banner>
  );
}

function Groups({ result }: { readonly result: Measured }) {
  const { t, format } = useLocale();
  const { sent, heldOut, alwaysHeldOut, firstDay, lastDay, isOver } = result;
  const none = t("figure.none");
  const row = (
    name: string,
    values: readonly [number | null, number | null],
    found: MeasuredDifference | null,
    text: (value: number) => string,
  ): string[] => [
    name,
    ...values.map((value) => (value === null ? none : text(value))),
    found ? text(found.difference) : none,
    found?.interval
      ? t("experiment.interval.value", { low: text(found.interval.low), high: text(found.interval.high) })
      : none,
  ];
  const perPerson = (value: number) => format.number(value, 2);
  const count = (one: number, other: number) => [format.number(one), format.number(other), "", ""];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("experiment.table")}
        </Text>
        <ChartTableView
          name={t("experiment.table")}
          table={{
            columns: (["measure", "sent", "held_out", "difference", "interval"] as const).map((key) => ({
              heading: t(`experiment.${key}`),
              numeric: key !== "measure",
            })),
            rows: [
              [t("experiment.people"), ...count(sent.people, heldOut.people)],
              [t("experiment.buyers"), ...count(sent.buyers, heldOut.buyers)],
              row(t("experiment.orders"), [sent.orders, heldOut.orders], result.orders, perPerson),
              row(
                t("experiment.net_sales"),
                [sent.netSalesMinor, heldOut.netSalesMinor],
                result.netSales,
                format.money,
              ),
              row(
                t("experiment.margin"),
                [sent.marginMinor, heldOut.marginMinor],
                result.margin,
                format.money,
              ),
            ],
          }}
        />
        <Text as="p" tone="subdued">
          {t("experiment.since", {
            from: format.day(firstDay),
            to: format.day(lastDay),
            isOver: result.reachedOn === null ? String(isOver) : "reached",
          })}{" "}
          {t("experiment.adjusted")}
        </Text>
        <CostCoverage coverage={result.costCoverage} marginIsKnown={sent.marginMinor !== null} />
        {alwaysHeldOut > 0 && (
          <Text as="p" tone="subdued">
            {t("experiment.always", { count: alwaysHeldOut })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** What an export brought: who was in the file against who was held out of it. */
export function ResultPage({ view: { record, result } }: { readonly view: ExportResultView }) {
  const { t, format } = useLocale();
  return (
    <Page
      title={t("experiment.title")}
      subtitle={t("experiment.of", {
        audience: audienceText(record.audience, t, format),
        day: format.instant(record.requestedAt),
      })}
      backAction={{ content: t("exports.title"), url: "/app/exports" }}
    >
      {result.state === "measured" ? (
        <BlockStack gap="400">
          <Verdict result={result} />
          <Groups result={result} />
          {result.verdict.verdict !== "split_broken" && <ResultChart result={result} />}
        </BlockStack>
      ) : (
        <Banner tone="info" title={t(`experiment.${result.state}.title`)}>
          <p>{t(`experiment.${result.state}.body`)}</p>
        </Banner>
      )}
    </Page>
  );
}
