import { BlockStack, Card, SkeletonBodyText, Text } from "@shopify/polaris";
import type { Before, ListResult } from "../../destinations/result.ts";
import { DifferenceChart } from "../experiments/difference-chart.tsx";
import { GroupsTable } from "../experiments/groups-table.tsx";
import { VerdictBanner } from "../experiments/verdict-banner.tsx";
import { useLocale } from "../locale.tsx";

type Comparison = Extract<ListResult, { state: "measured" }>;

function Compared({ result }: { readonly result: Comparison }) {
  const { t, format } = useLocale();
  const beforeText = useBeforeText();
  const { before, alwaysHeldOut, notYetCompared, firstDay, lastDay, isOver } = result;
  const others = [
    ...beforeText(before),
    ...(notYetCompared > 0 ? [t("experiment.list.waiting", { count: notYetCompared })] : []),
    ...(alwaysHeldOut > 0 ? [t("experiment.always", { of: "list", count: alwaysHeldOut })] : []),
  ];
  return (
    <>
      <VerdictBanner result={result} of="list" />
      <GroupsTable result={result} of="list">
        {t("experiment.list.since", {
          from: format.day(firstDay),
          to: format.day(lastDay),
          isOver: String(isOver),
        })}
      </GroupsTable>
      {others.length > 0 && (
        <Text as="p" tone="subdued">
          {others.join(" ")}
        </Text>
      )}
    </>
  );
}

/** Who is in neither group. */
function useBeforeText(): (before: Before) => readonly string[] {
  const { t } = useLocale();
  return ({ sent, heldOut }) =>
    sent + heldOut === 0 ? [] : [t("experiment.list.before", { sent, heldOut })];
}

/** Why there is nothing to compare. */
function useReason(result: Exclude<ListResult, Comparison>): string {
  const { t, format } = useLocale();
  const beforeText = useBeforeText();
  if (result.state !== "gathering") return t(`experiment.list.${result.state}`);
  const { sent, heldOut, needed, before } = result;
  const groups = {
    ...{ sent: format.number(sent), heldOut: format.number(heldOut), needed: format.number(needed) },
  };
  return [t("experiment.list.gathering", groups), ...beforeText(before)].join(" ");
}

function Reason({ result }: { readonly result: Exclude<ListResult, Comparison> }) {
  return (
    <Text as="p" tone="subdued">
      {useReason(result)}
    </Text>
  );
}

/** What a list brought: who was to be on it against who was held out of it. Null while it is read. */
export function ResultCard({ result: answer }: { readonly result: ListResult | "failed" | null }) {
  const { t } = useLocale();
  const result = answer === "failed" ? null : answer;
  return (
    <>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingSm">
            {t("experiment.list")}
          </Text>
          {answer === null && <SkeletonBodyText lines={4} />}
          {answer === "failed" && (
            <Text as="p" tone="subdued">
              {t("experiment.list.failed")}
            </Text>
          )}
          {result !== null &&
            (result.state === "measured" ? <Compared result={result} /> : <Reason result={result} />)}
        </BlockStack>
      </Card>
      {result?.state === "measured" && result.verdict.verdict !== "split_broken" && (
        <DifferenceChart result={result} of="list" />
      )}
    </>
  );
}
