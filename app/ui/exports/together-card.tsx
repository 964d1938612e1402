import { BlockStack, Card, SkeletonBodyText, Text } from "@shopify/polaris";
import type { TogetherResult } from "../../exports/together.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { CostCoverage } from "../experiments/cost-coverage.tsx";
import { useLocale } from "../locale.tsx";

type Measured = Extract<TogetherResult, { state: "measured" }>;

function useVerdictText({ verdict, sent, heldOut, buyersNeeded }: Measured): string {
  const { t, format } = useLocale();
  switch (verdict.verdict) {
    case "split_broken":
      return t("experiment.split_broken.body");
    case "too_early":
      return t("experiment.together.too_early", {
        needed: format.number(buyersNeeded),
        sent: format.number(sent.buyers),
        heldOut: format.number(heldOut.buyers),
      });
    case "no_difference_seen":
      return t("experiment.together.no_difference_seen", {
        low: format.money(verdict.low),
        high: format.money(verdict.high),
      });
    case "between": {
      const { low, high } = verdict;
      const more = low > 0;
      const ends = more ? [low, high] : [-high, -low];
      const [from = 0, to = 0] = ends;
      return t(more ? "experiment.together.more" : "experiment.together.less", {
        low: format.money(from),
        high: format.money(to),
        totalLow: format.moneyWhole(from * sent.people),
        totalHigh: format.moneyWhole(to * sent.people),
      });
    }
  }
}

function Comparison({ result }: { readonly result: Measured }) {
  const { t, format } = useLocale();
  const { sent, heldOut, firstDay, lastDay, loweredOn } = result;
  const money = (minor: number | null) => (minor === null ? t("figure.none") : format.money(minor));
  return (
    <>
      <Text as="p">{useVerdictText(result)}</Text>
      <ChartTableView
        name={t("experiment.together")}
        table={{
          columns: [
            { heading: t("experiment.measure") },
            { heading: t("experiment.together.sent"), numeric: true },
            { heading: t("experiment.together.held_out"), numeric: true },
          ],
          rows: [
            [t("experiment.people"), format.number(sent.people), format.number(heldOut.people)],
            [t("experiment.buyers"), format.number(sent.buyers), format.number(heldOut.buyers)],
            [t("experiment.orders"), format.number(sent.orders, 2), format.number(heldOut.orders, 2)],
            [t("experiment.net_sales"), money(sent.netSalesMinor), money(heldOut.netSalesMinor)],
            [t("experiment.margin"), money(sent.marginMinor), money(heldOut.marginMinor)],
          ],
        }}
      />
      <CostCoverage coverage={result.costCoverage} marginIsKnown={sent.marginMinor !== null} />
      <Text as="p" tone="subdued">
        {t("experiment.together.basis", { from: format.day(firstDay), to: format.day(lastDay) })}
        {loweredOn !== null && ` ${t("experiment.together.lowered", { day: format.day(loweredOn) })}`}
      </Text>
    </>
  );
}

/** What all exports brought together; nothing where nobody was held out of all. Null while it is read. */
export function TogetherCard({ result }: { readonly result: TogetherResult | null }) {
  const { t, format } = useLocale();
  if (result?.state === "none") return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("experiment.together")}
        </Text>
        {result === null && <SkeletonBodyText lines={4} />}
        {result?.state === "over" && (
          <Text as="p">{t("experiment.together.over", { from: format.day(result.firstDay) })}</Text>
        )}
        {result?.state === "measured" && <Comparison result={result} />}
      </BlockStack>
    </Card>
  );
}
