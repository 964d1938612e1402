import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  FormLayout,
  InlineGrid,
  Page,
  Select,
  Text,
} from "@shopify/polaris";
import { useMemo, useState } from "react";
import type { MonthEnd, RfmFlow } from "../../valuation/pages/rfm-flow.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { FLOW_MEASURES, type FlowMeasure, flowSums, flowTable } from "./flow-figures.ts";
import { FlowTableView } from "./flow-table.tsx";

export interface RfmFlowPageProps {
  readonly view: RfmFlow;
  /** Months by their keys. */
  readonly onAsk: (from: string, to: string) => void;
}

type FullFlow = Extract<RfmFlow, { state: "full" }>;

function Figure({ label, children }: { label: string; children: string }) {
  return (
    <BlockStack gap="050">
      <Text as="span" tone="subdued" variant="bodySm">
        {label}
      </Text>
      <Text as="span" variant="headingMd" numeric>
        {children}
      </Text>
    </BlockStack>
  );
}

function Months({ view, onAsk }: { view: FullFlow; onAsk: RfmFlowPageProps["onAsk"] }) {
  const { t, format } = useLocale();
  const { from, to, ends } = view;
  const nameOf = ({ month, isOver, day }: MonthEnd) =>
    isOver ? format.month(month) : t("flow.running", { month: format.month(month), day: format.day(day) });
  const options = (which: readonly MonthEnd[]) =>
    which.map((end) => ({ value: end.key, label: nameOf(end) }));
  const placeOf = (key: string) => ends.findIndex((end) => end.key === key);
  return (
    <FormLayout>
      <FormLayout.Group>
        <Select
          label={t("flow.from")}
          options={options(ends.slice(1))}
          value={from.key}
          onChange={(key) =>
            onAsk(key, placeOf(key) > placeOf(to.key) ? to.key : ends[placeOf(key) - 1]!.key)
          }
        />
        <Select
          label={t("flow.until")}
          options={options(ends.slice(0, -1))}
          value={to.key}
          onChange={(key) =>
            onAsk(placeOf(key) < placeOf(from.key) ? from.key : ends[placeOf(key) + 1]!.key, key)
          }
        />
      </FormLayout.Group>
    </FormLayout>
  );
}

function Flow({ view, onAsk }: { view: FullFlow; onAsk: RfmFlowPageProps["onAsk"] }) {
  const { t, format } = useLocale();
  const [measure, setMeasure] = useState<FlowMeasure>("customers");
  const table = useMemo(() => flowTable(view.moves, measure), [view.moves, measure]);
  const sums = useMemo(() => flowSums(view.moves), [view.moves]);
  const days = { from: format.day(view.from.day), to: format.day(view.to.day) };
  const { left } = sums;
  return (
    <BlockStack gap="400">
      <StillReading />
      {view.problem && <Banner tone="warning">{t(`flow.problem.${view.problem}`)}</Banner>}
      <Card>
        <Months view={view} onAsk={onAsk} />
      </Card>
      <Card>
        <BlockStack gap="400">
          <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
            <Figure label={t("flow.sum.customers", { day: days.to })}>{format.number(sums.customers)}</Figure>
            <Figure label={t("flow.sum.stayed")}>{format.number(sums.stayed)}</Figure>
            <Figure label={t("flow.sum.moved")}>{format.number(sums.moved)}</Figure>
            <Figure label={t("flow.sum.first")}>{format.number(sums.firstOrders)}</Figure>
          </InlineGrid>
          <Text as="p">
            {t("flow.left", { customers: left.customers, spent: format.moneyWhole(left.netSalesMinor) })}
            {left.customers > 0 &&
              left.expectedMinor !== null &&
              ` ${t("flow.left.expected", { expected: format.moneyWhole(left.expectedMinor) })}`}
          </Text>
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="400">
          <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="200" alignItems="center">
            <Text as="h2" variant="headingSm">
              {t("flow.matrix", days)}
            </Text>
            <Select
              label={t("flow.measure")}
              labelInline
              options={FLOW_MEASURES.map((each) => ({ value: each, label: t(`flow.measure.${each}`) }))}
              value={measure}
              onChange={(chosen: FlowMeasure) => setMeasure(chosen)}
            />
          </InlineGrid>
          <FlowTableView table={table} measure={measure} days={days} />
          <Text as="p" variant="bodySm" tone="subdued">
            {t("flow.about")}
          </Text>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

export function RfmFlowPage({ view, onAsk }: RfmFlowPageProps) {
  const { t } = useLocale();
  const backAction = { content: t("segments.title"), url: "/app/segments" };
  if (view.state !== "full") {
    return (
      <Page title={t("flow.title")} backAction={backAction}>
        <Card>
          <EmptyState
            heading={t(`flow.${view.state}.title`)}
            image={picture}
            {...(view.state === "empty" && {
              action: { content: t("segments.empty.action"), url: "/app/sync" },
            })}
          >
            <p>{t(`flow.${view.state}.body`)}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page fullWidth title={t("flow.title")} subtitle={t("flow.subtitle")} backAction={backAction}>
      <Flow view={view} onAsk={onAsk} />
    </Page>
  );
}
