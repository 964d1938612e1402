import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Card,
  IndexTable,
  InlineStack,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { Run } from "../../destinations/runs.ts";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";

type Result = "running" | "stopped" | "partly" | "nothing" | "done";

const TONES: Readonly<Record<Result, BadgeProps["tone"]>> = {
  running: "info",
  stopped: "warning",
  partly: "attention",
  nothing: undefined,
  done: "success",
};

function resultOf({ endedAt, problem, added, updated, removed, refused }: Run): Result {
  if (problem !== null) return "stopped";
  if (endedAt === null) return "running";
  if (refused > 0) return "partly";
  return added + updated + removed === 0 ? "nothing" : "done";
}

const COUNTS = [
  { of: "added", label: "kept.run.added" },
  { of: "updated", label: "kept.run.updated" },
  { of: "removed", label: "kept.run.removed" },
  { of: "leftOut", label: "kept.run.left_out" },
  { of: "refused", label: "kept.run.refused" },
] as const satisfies readonly { of: keyof Run; label: MessageKey }[];

function ResultText({ run, tool }: { readonly run: Run; readonly tool: ToolName }) {
  const { t } = useLocale();
  const result = resultOf(run);
  const said =
    run.problem && t(`destinations.problem.${run.problem}.title`, { tool: t(`destinations.tool.${tool}`) });
  return (
    <BlockStack gap="050">
      <InlineStack>
        <Badge tone={TONES[result]}>{t(`kept.run.${result}`)}</Badge>
      </InlineStack>
      {said && (
        <div style={{ whiteSpace: "normal", overflowWrap: "anywhere", maxWidth: "20rem" }}>
          <Text as="p" variant="bodySm" tone="subdued">
            {said}
            {run.words !== null && (
              <>
                : <q lang="en">{run.words}</q>
              </>
            )}
          </Text>
        </div>
      )}
    </BlockStack>
  );
}

function PhoneRow({ run, tool }: { readonly run: Run; readonly tool: ToolName }) {
  const { t, format } = useLocale();
  const counts = COUNTS.filter(({ of }) => run[of] > 0).map(
    ({ of, label }) => `${t(label)} ${format.number(run[of])}`,
  );
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="150">
        <InlineStack align="space-between" gap="200">
          <Text as="span" fontWeight="medium">
            {t(`kept.run.kind.${run.kind}`)}
          </Text>
          <Text as="span" variant="bodySm" tone="subdued">
            {format.instant(run.startedAt)}
          </Text>
        </InlineStack>
        <ResultText run={run} tool={tool} />
        {counts.length > 0 && (
          <div style={{ whiteSpace: "normal" }}>
            <Text as="p" variant="bodySm">
              {format.list(counts)}
            </Text>
          </div>
        )}
      </BlockStack>
    </Box>
  );
}

/** What each run did, latest first. */
export function RunsCard({ runs, tool }: { readonly runs: readonly Run[]; readonly tool: ToolName }) {
  const { t, format } = useLocale();
  const { smDown } = useBreakpoints();
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd={runs.length === 0 ? "400" : "200"}>
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            {t("kept.runs")}
          </Text>
          {runs.length === 0 && (
            <Text as="p" tone="subdued">
              {t("kept.runs.none")}
            </Text>
          )}
        </BlockStack>
      </Box>
      {runs.length > 0 && (
        <IndexTable
          condensed={smDown}
          selectable={false}
          itemCount={runs.length}
          resourceName={{ singular: t("kept.runs"), plural: t("kept.runs") }}
          headings={[
            { title: t("kept.runs.begun") },
            { title: t("kept.runs.kind") },
            ...COUNTS.map(({ label }) => ({ title: t(label), alignment: "end" as const })),
            { title: t("kept.runs.result") },
          ]}
        >
          {runs.map((run, position) => (
            <IndexTable.Row id={run.runId} key={run.runId} position={position}>
              {smDown ? (
                <PhoneRow run={run} tool={tool} />
              ) : (
                <>
                  <IndexTable.Cell>{format.instant(run.startedAt)}</IndexTable.Cell>
                  <IndexTable.Cell>{t(`kept.run.kind.${run.kind}`)}</IndexTable.Cell>
                  {COUNTS.map(({ of }) => (
                    <IndexTable.Cell key={of}>
                      <Text as="span" alignment="end" numeric tone={run[of] === 0 ? "subdued" : undefined}>
                        {format.number(run[of])}
                      </Text>
                    </IndexTable.Cell>
                  ))}
                  <IndexTable.Cell>
                    <ResultText run={run} tool={tool} />
                  </IndexTable.Cell>
                </>
              )}
            </IndexTable.Row>
          ))}
        </IndexTable>
      )}
    </Card>
  );
}
