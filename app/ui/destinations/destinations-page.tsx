import {
  Badge,
  type BadgeProps,
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Link,
  List,
  Page,
  Text,
} from "@shopify/polaris";
import type {
  DestinationState,
  DestinationSummary,
  DestinationsView,
} from "../../destinations/connections.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { destinationAddress } from "./addresses.ts";
import { ErasuresBanner } from "./erasures-banner.tsx";
import { ListRows } from "./list-rows.tsx";
import { ProblemBanner } from "./problem-banner.tsx";

const NEW = "/app/destinations/new";

const TONES: Readonly<Record<DestinationState, BadgeProps["tone"]>> = {
  active: "success",
  paused: undefined,
  key_refused: "critical",
  disconnected: undefined,
};

export function DestinationBadge({ state }: { readonly state: DestinationState }) {
  const { t } = useLocale();
  return <Badge tone={TONES[state]}>{t(`destinations.state.${state}`)}</Badge>;
}

function DestinationCard({ destination }: { readonly destination: DestinationSummary }) {
  const { t } = useLocale();
  const { destinationId, tool, account, state, problem, lists, erasures } = destination;
  const url = destinationAddress(destinationId);
  const name = t("destinations.account", { tool: t(`destinations.tool.${tool}`), account });
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" align="space-between" blockAlign="start" wrap={false}>
          <div style={{ overflowWrap: "anywhere", minWidth: 0 }}>
            <Text as="h2" variant="headingMd">
              {name}
            </Text>
          </div>
          <DestinationBadge state={state} />
        </InlineStack>
        {problem && <ProblemBanner problem={problem} tool={tool} keyUrl={url} />}
        <ErasuresBanner erasures={erasures} tool={tool} />
        {lists.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("destinations.no_lists")}
          </Text>
        ) : (
          <ListRows lists={lists} of={destination} />
        )}
        <InlineStack gap="300">
          {(state === "active" || state === "paused") && (
            <Button
              url={`${NEW}?${new URLSearchParams({ step: "list", destination: destinationId })}`}
              accessibilityLabel={`${t("destinations.add_list")}: ${name}`}
            >
              {t("destinations.add_list")}
            </Button>
          )}
          <Button variant="plain" url={url} accessibilityLabel={`${t("destinations.manage")}: ${name}`}>
            {t("destinations.manage")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

const PROMISES = ["subscribe", "unsubscribe", "empty", "others"] as const;

function Promises() {
  const { t } = useLocale();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          {t("destinations.promise.title")}
        </Text>
        <List gap="extraTight">
          {PROMISES.map((promise) => (
            <List.Item key={promise}>{t(`destinations.promise.${promise}`)}</List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  );
}

/** The connections with mailing tools, the lists that are kept there, and what is the matter with them. */
export function DestinationsPage({ view: { destinations } }: { readonly view: DestinationsView }) {
  const { t } = useLocale();
  const connect = { content: t("destinations.connect"), url: NEW };
  if (destinations.length === 0) {
    return (
      <Page title={t("destinations.title")}>
        <BlockStack gap="400">
          <Card>
            <EmptyState
              heading={t("destinations.empty.title")}
              image={picture}
              action={connect}
              footerContent={
                <p>
                  {t("destinations.empty.other")}{" "}
                  <Link url="/app/segments">{t("destinations.empty.segments")}</Link>
                </p>
              }
            >
              <p>{t("destinations.empty.body")}</p>
            </EmptyState>
          </Card>
          <Promises />
        </BlockStack>
      </Page>
    );
  }
  return (
    <Page title={t("destinations.title")} subtitle={t("destinations.subtitle")} primaryAction={connect}>
      <BlockStack gap="400">
        {destinations.map((destination) => (
          <DestinationCard key={destination.destinationId} destination={destination} />
        ))}
        <Promises />
      </BlockStack>
    </Page>
  );
}
