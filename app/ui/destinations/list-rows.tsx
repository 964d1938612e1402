import { BlockStack, Box, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { Fragment } from "react";
import type { DestinationSummary } from "../../destinations/connections.ts";
import type { ListSummary } from "../../destinations/lists.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";
import { listAddress } from "./addresses.ts";
import { ListBadge } from "./list-state.tsx";

type Of = Pick<DestinationSummary, "destinationId" | "tool" | "state">;

interface ListRowProps {
  readonly list: ListSummary;
  readonly of: Of;
  /** What leads to the list; its segment where nothing else is given. */
  readonly label?: string;
}

/** One list: which segment, who is on it, how it stands, and what waits for the merchant. */
export function ListRow({ list, of: { destinationId, tool, state }, label }: ListRowProps) {
  const { t, format } = useLocale();
  const called = t(`destinations.tool.${tool}`);
  const { brake, refused, inStepAt } = list;
  const facts = [
    t("destinations.list.people", { people: list.people, list: list.toolListName }),
    ...(list.state === "active"
      ? [
          inStepAt === null
            ? t("destinations.list.never")
            : t("destinations.list.in_step", { when: format.instant(inStepAt) }),
        ]
      : []),
  ];
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" align="space-between" blockAlign="start" wrap={false}>
        <div style={{ overflowWrap: "anywhere", minWidth: 0 }}>
          <Link url={listAddress(destinationId, list.listId)} removeUnderline>
            {label ?? segmentName(list.segment, t)}
          </Link>
        </div>
        <ListBadge list={list} destination={state} />
      </InlineStack>
      <Text as="p" tone="subdued" breakWord>
        {facts.join(" ")}
      </Text>
      {list.state !== "ended" && brake && (
        <Text as="p" tone="caution">
          {t("destinations.brake.short", { leaving: brake.leaving, of: format.number(brake.of) })}
        </Text>
      )}
      {list.problem && (list.state !== "ended" || list.problem.code === "removal_given_up") && (
        <Text as="p" tone="caution">
          {t(`destinations.problem.${list.problem.code}.title`, { tool: called })}
        </Text>
      )}
      {list.state !== "ended" && refused > 0 && (
        <Text as="p" tone="caution">
          {t("destinations.list.refused", { tool: called, count: refused })}
        </Text>
      )}
    </BlockStack>
  );
}

export function ListRows({ lists, of }: { readonly lists: readonly ListSummary[]; readonly of: Of }) {
  return (
    <BlockStack gap="300">
      {lists.map((list, place) => (
        <Fragment key={list.listId}>
          {place > 0 && (
            <Box>
              <Divider />
            </Box>
          )}
          <ListRow list={list} of={of} />
        </Fragment>
      ))}
    </BlockStack>
  );
}
