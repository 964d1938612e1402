import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Link,
  Page,
  Text,
  TextField,
} from "@shopify/polaris";
import { type FormEvent, useEffect, useState } from "react";
import type { DestinationSummary } from "../../destinations/connections.ts";
import type { ListSummary } from "../../destinations/lists.ts";
import type { Problem } from "../../destinations/problem.ts";
import { useHeaderActions } from "../layout/header-actions.ts";
import { useLocale } from "../locale.tsx";
import { DestinationBadge } from "./destinations-page.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { ErasuresBanner } from "./erasures-banner.tsx";
import { ListRows } from "./list-rows.tsx";
import { ProblemBanner } from "./problem-banner.tsx";
import type { Refusal } from "./refusal.ts";
import { RefusalBanner } from "./refusal-banner.tsx";

export type DestinationAct = "pause" | "resume" | "replace_key" | "disconnect";

export interface DestinationActs {
  readonly busy: DestinationAct | null;
  /** The last act that was not done, and why. */
  readonly refused: { readonly act: DestinationAct; readonly refusal: Refusal } | null;
  /** Rises with each key that was taken. */
  readonly keysTaken: number;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onReplaceKey: (key: string) => void;
  readonly onDisconnect: (removePeople: boolean) => void;
}

interface DestinationPageProps {
  readonly destination: DestinationSummary;
  readonly acts: DestinationActs;
}

const oursOf = (lists: readonly ListSummary[]): number => lists.reduce((sum, { ours }) => sum + ours, 0);
const peopleOf = (lists: readonly ListSummary[]): number =>
  lists.reduce((sum, { people }) => sum + people, 0);

const isOfKey = (problem: Problem | null): boolean =>
  problem?.code === "key_refused" || problem?.code === "key_unreadable";

/** One connection: its lists, its key, and its end. */
export function DestinationPage({ destination, acts }: DestinationPageProps) {
  const { t, format } = useLocale();
  const [isEnding, setEnding] = useState(false);
  const { destinationId, tool, account, state, problem, erasures } = destination;
  const called = t(`destinations.tool.${tool}`);
  const isOver = state === "disconnected";
  const headerActions = useHeaderActions(
    isOver
      ? []
      : [
          state === "paused"
            ? { content: t("destinations.resume"), disabled: acts.busy !== null, onAction: acts.onResume }
            : { content: t("destinations.pause"), disabled: acts.busy !== null, onAction: acts.onPause },
          {
            content: t("destinations.disconnect"),
            destructive: true,
            disabled: acts.busy !== null,
            onAction: () => setEnding(true),
          },
        ],
  );
  const lists = destination.lists.filter((list) => list.state !== "ended");
  const ended = destination.lists.filter((list) => list.state === "ended");
  const leaving = peopleOf(ended.filter(({ removing }) => removing));
  return (
    <Page
      title={t("destinations.account", { tool: called, account })}
      titleMetadata={<DestinationBadge state={state} />}
      subtitle={t("destinations.connected", {
        when: format.instant(destination.connectedAt),
        id: destination.connectedBy,
      })}
      backAction={{ content: t("destinations.title"), url: "/app/destinations" }}
      {...headerActions}
    >
      <BlockStack gap="400">
        {acts.refused && acts.refused.act !== "replace_key" && (
          <RefusalBanner refusal={acts.refused.refusal} tool={tool} account={account} />
        )}
        {problem && <ProblemBanner problem={problem} tool={tool} />}
        {state === "paused" && (
          <Banner
            tone="info"
            title={t("destinations.paused.title")}
            action={{
              content: t("destinations.resume"),
              loading: acts.busy === "resume",
              onAction: acts.onResume,
            }}
          >
            <p>{t("destinations.paused.body", { tool: called })}</p>
          </Banner>
        )}
        {isOver && (
          <Banner
            tone="info"
            title={t(leaving > 0 ? "destinations.disconnecting.title" : "destinations.disconnected.title")}
          >
            <p>
              {leaving > 0
                ? t("destinations.disconnecting.body", { people: leaving })
                : t("destinations.disconnected.body")}
            </p>
          </Banner>
        )}
        <ErasuresBanner erasures={erasures} tool={tool} />
        {!isOver && (
          <Card>
            <BlockStack gap="400">
              <Text as="h2" variant="headingMd">
                {t("destinations.lists")}
              </Text>
              {lists.length === 0 ? (
                <Text as="p" tone="subdued">
                  {t("destinations.no_lists")}
                </Text>
              ) : (
                <ListRows lists={lists} of={destination} />
              )}
              {state !== "key_refused" && (
                <InlineStack>
                  <Button
                    url={`/app/destinations/new?${new URLSearchParams({ step: "list", destination: destinationId })}`}
                  >
                    {t("destinations.add_list")}
                  </Button>
                </InlineStack>
              )}
            </BlockStack>
          </Card>
        )}
        {(!isOver || isOfKey(problem)) && <KeyCard destination={destination} acts={acts} />}
        {!isOver && tool === "mailchimp" && (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                {t("destinations.erasures.title")}
              </Text>
              <Text as="p">{t("destinations.erasures.audiences", { tool: called })}</Text>
            </BlockStack>
          </Card>
        )}
        {ended.length > 0 && (
          <Card>
            <BlockStack gap="400">
              <Text as="h2" variant="headingMd">
                {t("destinations.lists.ended")}
              </Text>
              <ListRows lists={ended} of={destination} />
            </BlockStack>
          </Card>
        )}
        {isOver && (
          <Box>
            <Link url="/app/destinations/new">{t("destinations.connect")}</Link>
          </Box>
        )}
      </BlockStack>
      {isEnding && (
        <EndDialog
          kind="disconnect"
          tool={called}
          list=""
          people={oursOf(lists)}
          onClose={() => setEnding(false)}
          onConfirm={(removePeople) => {
            setEnding(false);
            acts.onDisconnect(removePeople);
          }}
        />
      )}
    </Page>
  );
}

/** Takes another key of the same account; the one that is stored is not shown. */
function KeyCard({ destination: { tool, account, state, problem }, acts }: DestinationPageProps) {
  const { t } = useLocale();
  const isNeeded = state === "key_refused" || isOfKey(problem);
  const [isOpen, setOpen] = useState(isNeeded);
  const [key, setKey] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const { keysTaken } = acts;
  const [taken, setTaken] = useState(keysTaken);
  useEffect(() => {
    if (isNeeded) setOpen(true);
  }, [isNeeded]);
  if (taken !== keysTaken) {
    setTaken(keysTaken);
    setOpen(false);
    setKey("");
  }
  const save = (event: FormEvent) => {
    event.preventDefault();
    const given = key.trim();
    setEmpty(given === "");
    if (given !== "" && acts.busy === null) acts.onReplaceKey(given);
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("destinations.key.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("destinations.key.body")}
        </Text>
        {isOpen ? (
          <form onSubmit={save} noValidate>
            <BlockStack gap="300">
              <RefusalBanner
                refusal={acts.refused?.act === "replace_key" ? acts.refused.refusal : null}
                tool={tool}
                account={account}
              />
              <TextField
                label={t("destinations.key")}
                helpText={t(`connecting.tool.${tool}.where`)}
                type="password"
                value={key}
                onChange={(value) => {
                  setKey(value);
                  setEmpty(false);
                }}
                error={isEmpty ? t("connecting.tool.key.empty") : undefined}
                autoComplete="off"
                spellCheck={false}
                maxLength={500}
              />
              <InlineStack gap="200">
                <Button submit variant="primary" loading={acts.busy === "replace_key"}>
                  {t("destinations.key.save")}
                </Button>
                {!isNeeded && <Button onClick={() => setOpen(false)}>{t("destinations.cancel")}</Button>}
              </InlineStack>
            </BlockStack>
          </form>
        ) : (
          <InlineStack>
            <Button onClick={() => setOpen(true)}>{t("destinations.key.replace")}</Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
