import { BlockStack, Box, Button, Card, Collapsible, InlineGrid, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import type { CandidateResult, ModelTest } from "../../valuation/pages/model/model-page.ts";
import { BarChart } from "../charts/bar-chart.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { type ChartTable, ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import { familyName } from "./family-text.ts";
import { comparedIn, type Measure, rankedBy } from "./test-measures.ts";
import type { ReadyModel } from "./which-model-card.tsx";

function TableCard({ title, basis, table }: { title: string; basis: string; table: ChartTable }) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">
            {title}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {basis}
          </Text>
        </BlockStack>
        <ChartTableView name={title} table={table} />
      </BlockStack>
    </Card>
  );
}

function useParameterTable() {
  const { t, format } = useLocale();
  // Parameters span many orders of magnitude.
  const significant = (value: number) => format.significant(value, 5);
  return (view: ReadyModel): ChartTable => ({
    columns: [
      { heading: t("model.details.parameter") },
      { heading: t("model.details.estimate"), numeric: true },
      { heading: t("model.details.interval"), numeric: true },
    ],
    rows: [
      ...view.parameters.map(({ name, value, range, onBound }) => [
        t("model.details.named", { parameter: name, model: t("model.details.model.transactions") }),
        significant(value),
        onBound
          ? t("model.details.interval.bound")
          : range === null
            ? t("figure.none")
            : t("model.details.pit.range", { from: significant(range.low), to: significant(range.high) }),
      ]),
      ...view.spendParameters.map(({ name, value }) => [
        t("model.details.named", { parameter: name, model: t("model.details.model.spend") }),
        significant(value),
        t("figure.none"),
      ]),
      [t("model.details.log_likelihood"), format.number(view.logLikelihood, 2), t("figure.none")],
    ],
  });
}

function useCandidateTable() {
  const { t, format } = useLocale();
  const none = t("figure.none");
  const share = (value: number | null | undefined) => (value == null ? none : format.percent(value));
  const score = (value: number | null) => (value === null ? none : format.number(value, 3));
  return (test: ModelTest, measure: Measure): ChartTable => {
    const { chosen } = comparedIn(test);
    const error = measure === "value" ? format.money : (value: number) => format.number(value, 4);
    const nameOf = (candidate: CandidateResult) => {
      const name = familyName(candidate.name, candidate.seasonal, t);
      if (candidate === chosen) return t("model.errors.in_use", { name });
      return candidate.boundary ? t("model.details.boundary", { name }) : name;
    };
    return {
      columns: [
        { heading: t("model.details.candidate") },
        { heading: t("model.details.mae"), numeric: true },
        { heading: t("model.details.rmse"), numeric: true },
        { heading: t("model.details.bias"), numeric: true },
        { heading: t("model.details.auc"), numeric: true },
        { heading: t("model.details.gini"), numeric: true },
        { heading: t("model.details.top_decile"), numeric: true },
        { heading: t("model.details.coverage"), numeric: true },
        { heading: t("model.details.coverage_plain"), numeric: true },
        ...(measure === "orders" ? [{ heading: t("model.details.crps"), numeric: true }] : []),
        { heading: t("model.details.log_likelihood"), numeric: true },
      ],
      rows: test.candidates.flatMap((candidate) => {
        const errors = candidate[measure];
        if (!errors) return [];
        return [
          [
            nameOf(candidate),
            error(errors.mae),
            error(errors.rmse),
            share(errors.bias),
            score(errors.auc),
            score(errors.gini),
            share(errors.topDecileCapture),
            share(candidate.coverage80?.[measure]?.calibrated),
            share(candidate.coverage80?.[measure]?.plain),
            ...(measure === "orders"
              ? [candidate.crps === null ? none : format.number(candidate.crps, 4)]
              : []),
            candidate.logLikelihood === null ? none : format.number(candidate.logLikelihood, 2),
          ],
        ];
      }),
    };
  };
}

function PitChart({ measure, bins }: { measure: Measure; bins: readonly number[] }) {
  const { t, format } = useLocale();
  const title = t(`model.details.pit.${measure}`);
  const edge = (i: number) => format.number(i / bins.length, 1);
  const rangeOf = (i: number) => t("model.details.pit.range", { from: edge(i), to: edge(i + 1) });
  return (
    <ChartFrame
      title={title}
      basis={t("model.details.pit.basis")}
      table={{
        columns: [
          { heading: t("model.details.pit.bin") },
          { heading: t("model.details.pit.share"), numeric: true },
        ],
        rows: bins.map((share, i) => [rangeOf(i), format.percent(share)]),
      }}
    >
      <BarChart
        name={title}
        height={160}
        ranges
        formatTick={(value) => format.percent(value, 0)}
        bars={bins.map((share, i) => ({
          key: String(i),
          label: edge(i),
          title: rangeOf(i),
          parts: [
            {
              label: t("model.details.pit.share"),
              colour: "blue",
              value: share,
              valueText: format.percent(share),
            },
          ],
        }))}
      />
    </ChartFrame>
  );
}

function Contents({ view }: { view: ReadyModel }) {
  const { t } = useLocale();
  const parameterTable = useParameterTable();
  const candidateTable = useCandidateTable();
  const { test } = view;
  return (
    <BlockStack gap="400">
      <TableCard
        title={familyName(view.family, view.season !== null, t)}
        basis={t("model.details.parameters.basis")}
        table={parameterTable(view)}
      />
      {test && rankedBy(test) === "value" && (
        <TableCard
          title={t("model.details.candidates.value")}
          basis={t("model.details.candidates.basis")}
          table={candidateTable(test, "value")}
        />
      )}
      {test && (
        <TableCard
          title={t("model.details.candidates.orders")}
          basis={t("model.details.candidates.basis")}
          table={candidateTable(test, "orders")}
        />
      )}
      {test && test.chosen.reason !== "baseline_better" && (
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          {test.pit.value && <PitChart measure="value" bins={test.pit.value} />}
          {test.pit.orders.length > 0 && <PitChart measure="orders" bins={test.pit.orders} />}
        </InlineGrid>
      )}
    </BlockStack>
  );
}

/** Everything that a statistician would ask for, out of the way of everybody else. */
export function Statistics({ view }: { view: ReadyModel }) {
  const { t } = useLocale();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <BlockStack gap="400">
      <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd={open ? "0" : "400"}>
        <Button
          variant="plain"
          disclosure={open ? "up" : "down"}
          ariaExpanded={open}
          ariaControls={id}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "model.details.hide" : "model.details.show")}
        </Button>
      </Box>
      <Collapsible id={id} open={open}>
        <Contents view={view} />
      </Collapsible>
    </BlockStack>
  );
}
