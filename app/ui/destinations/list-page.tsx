import { Banner, BlockStack, Card, InlineGrid, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ListView } from "../../destinations/lists.ts";
import type { PeoplePage } from "../../destinations/people.ts";
import type { ListResult } from "../../destinations/result.ts";
import { Fact } from "../figures/fact.tsx";
import { Columns } from "../layout/columns.tsx";
import { useHeaderActions } from "../layout/header-actions.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";
import { StillReading } from "../states/still-reading.tsx";
import { AboutCard } from "./about-card.tsx";
import { destinationAddress, listAddress } from "./addresses.ts";
import { BrakeBanner } from "./brake-banner.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { LeftOutPeople } from "./left-out-people.tsx";
import { ListBadge } from "./list-state.tsx";
import { ProblemBanner } from "./problem-banner.tsx";
import type { Refusal } from "./refusal.ts";
import { RefusalBanner } from "./refusal-banner.tsx";
import { RefusedCard } from "./refused-card.tsx";
import { ResultCard } from "./result-card.tsx";
import { RunCard } from "./run-card.tsx";
import { RunsCard } from "./runs-card.tsx";

export const LIST_ACTS = ["run_now", "pause", "resume", "confirm_brake", "end", "retry"] as const;
export type ListAct = (typeof LIST_ACTS)[number];

export interface ListActs {
  readonly busy: ListAct | null;
  /** Why the last act was not done. */
  readonly refusal: Refusal | null;
  readonly onAct: (act: "run_now" | "pause" | "resume" | "retry") => void;
  readonly onConfirmBrake: (asOf: string) => void;
  readonly onEnd: (removePeople: boolean) => void;
}

interface ListPageProps {
  readonly list: ListView;
  /** People whom the tool refuses, a page of them, and which. */
  readonly refused: PeoplePage;
  readonly page: number;
  /** Null while it is read. */
  readonly result: ListResult | "failed" | null;
  readonly acts: ListActs;
}

/** One list: what is being done with it, who is on it and who is not, and what waits for the merchant. */
export function ListPage({ list, refused, page, result, acts }: ListPageProps) {
  const { t } = useLocale();
  const [isEnding, setEnding] = useState(false);
  const { destination, state, counts, problem, brake, run } = list;
  const { tool, account } = destination;
  const called = t(`destinations.tool.${tool}`);
  const isOver = state === "ended";
  const isStopped =
    destination.problem?.code === "key_refused" || destination.problem?.code === "key_unreadable";
  const disabled = acts.busy !== null;
  const headerActions = useHeaderActions(
    isOver
      ? []
      : [
          state === "paused"
            ? { content: t("kept.resume"), disabled, onAction: () => acts.onAct("resume") }
            : { content: t("kept.pause"), disabled, onAction: () => acts.onAct("pause") },
          { content: t("kept.end"), destructive: true, disabled, onAction: () => setEnding(true) },
        ],
  );
  const url = listAddress(destination.destinationId, list.listId);
  const canRun = state === "active" && destination.state === "active" && !isStopped;
  return (
    <Page
      title={t("kept.title", { segment: segmentName(list.segment, t), tool: called })}
      titleMetadata={<ListBadge list={list} destination={destination.state} />}
      subtitle={t("kept.subtitle", { list: list.toolListName, account })}
      backAction={{ content: t("destinations.title"), url: "/app/destinations" }}
      primaryAction={
        canRun
          ? {
              content: t("kept.run_now"),
              loading: acts.busy === "run_now" || list.running,
              onAction: () => acts.onAct("run_now"),
            }
          : undefined
      }
      {...headerActions}
    >
      <BlockStack gap="400">
        <RefusalBanner refusal={acts.refusal} tool={tool} account={account} />
        <Notices list={list} acts={acts} />
        {!isOver && brake && (
          <BrakeBanner
            list={list}
            brake={brake}
            busy={acts.busy === "confirm_brake"}
            onConfirm={acts.onConfirmBrake}
          />
        )}
        {!isOver && destination.problem && (
          <ProblemBanner
            problem={destination.problem}
            tool={tool}
            keyUrl={destinationAddress(destination.destinationId)}
          />
        )}
        {problem && (isOver ? problem.code === "removal_given_up" : !isStopped) && (
          <ProblemBanner problem={problem} tool={tool} />
        )}
        {run && <RunCard run={run} tool={tool} />}
        <Columns
          items={[
            { key: "figures", column: "main", content: <Figures list={list} /> },
            ...(refused.total > 0
              ? [
                  {
                    key: "refused",
                    column: "main" as const,
                    content: (
                      <RefusedCard
                        page={refused}
                        tool={tool}
                        busy={acts.busy === "retry"}
                        firstUrl={page === 0 ? null : url}
                        nextUrl={refused.nextPage === null ? null : `${url}?page=${refused.nextPage}`}
                        onRetry={() => acts.onAct("retry")}
                      />
                    ),
                  },
                ]
              : []),
            ...(isOver
              ? []
              : [
                  {
                    key: "left_out",
                    column: "main" as const,
                    content: (
                      <Card>
                        <BlockStack gap="300">
                          <Text as="h2" variant="headingSm">
                            {t("kept.left_out.title")}
                          </Text>
                          {counts.leftOut.length === 0 ? (
                            <Text as="p" tone="subdued">
                              {t("kept.left_out.none")}
                            </Text>
                          ) : (
                            <LeftOutPeople leftOut={counts.leftOut} tool={tool} />
                          )}
                        </BlockStack>
                      </Card>
                    ),
                  },
                ]),
            { key: "about", column: "aside", content: <AboutCard list={list} /> },
          ]}
        />
        <ResultCard result={result} />
        <RunsCard runs={list.runs} tool={tool} />
      </BlockStack>
      {isEnding && (
        <EndDialog
          kind="end"
          tool={called}
          list={list.toolListName}
          people={list.ours}
          onClose={() => setEnding(false)}
          onConfirm={(removePeople) => {
            setEnding(false);
            acts.onEnd(removePeople);
          }}
        />
      )}
    </Page>
  );
}

function Notices({ list, acts }: Pick<ListPageProps, "list" | "acts">) {
  const { t } = useLocale();
  const { destination, state, removing, removeAsked, counts, inStepAt, run, problem } = list;
  const called = t(`destinations.tool.${destination.tool}`);
  if (state === "ended") {
    const isEmptied = removeAsked && problem?.code !== "removal_given_up";
    return (
      <Banner tone="info" title={t("kept.ended.title")}>
        <p>
          {removing
            ? t("kept.ended.removing", { count: counts.leaving })
            : t(isEmptied ? "kept.ended.taken_off" : "kept.ended.body")}
        </p>
      </Banner>
    );
  }
  if (destination.state === "paused") {
    return (
      <Banner
        tone="info"
        title={t("destinations.paused.title")}
        action={{
          content: t("destinations.manage"),
          url: destinationAddress(destination.destinationId),
        }}
      >
        <p>{t("destinations.paused.body", { tool: called })}</p>
      </Banner>
    );
  }
  if (state === "paused") {
    return (
      <Banner
        tone="info"
        title={t("kept.paused.title")}
        action={{
          content: t("kept.resume"),
          loading: acts.busy === "resume",
          onAction: () => acts.onAct("resume"),
        }}
      >
        <p>{t("kept.paused.body", { tool: called })}</p>
      </Banner>
    );
  }
  if (counts.people === 0 && inStepAt !== null && run === null) {
    return (
      <Banner tone="info" title={t("kept.nobody.title")}>
        <p>{t("kept.nobody.body")}</p>
      </Banner>
    );
  }
  return <StillReading />;
}

function Figures({ list }: { readonly list: ListView }) {
  const { t, format } = useLocale();
  const { counts, inStepAt, readBackAt, readBackAgainAt, others, state, destination } = list;
  const tool = t(`destinations.tool.${destination.tool}`);
  const leftOut = counts.leftOut.reduce((sum, { people }) => sum + people, 0);
  const figures = [
    { key: "people", people: counts.people },
    { key: "to_send", people: counts.toSend },
    { key: "refused", people: counts.refused },
    { key: "left_out", people: leftOut },
  ] as const;
  const lines = [
    ...(counts.leaving > 0 ? [t("kept.leaving", { count: counts.leaving })] : []),
    ...(state === "active"
      ? [inStepAt === null ? t("kept.never") : t("kept.in_step", { when: format.instant(inStepAt) })]
      : []),
    ...(readBackAt === null ? [] : [t("kept.read_back", { tool, when: format.instant(readBackAt) })]),
    ...(readBackAgainAt === null || state !== "active" || destination.state !== "active"
      ? []
      : [t("kept.read_back.put_off", { tool, when: format.instant(readBackAgainAt) })]),
    ...(others === null || others === 0 ? [] : [t("connecting.check.others", { count: others })]),
  ];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineGrid columns={{ xs: 2, sm: 4 }} gap="400">
          {figures.map(({ key, people }) => (
            <Fact
              key={key}
              label={t(`kept.${key}`)}
              value={format.number(people)}
              help={t(`kept.${key}.help`, { tool })}
            />
          ))}
        </InlineGrid>
        {lines.length > 0 && (
          <BlockStack gap="100">
            {lines.map((line) => (
              <Text key={line} as="p" tone="subdued">
                {line}
              </Text>
            ))}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
