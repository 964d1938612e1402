import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { ListOfSegment } from "../../destinations/lists-of-segment.ts";
import type { SegmentKey } from "../../segments/segment-key.ts";
import { useLocale } from "../locale.tsx";
import { ListRow } from "./list-rows.tsx";

export type KeptIn = ListOfSegment;

interface KeptInCardProps {
  readonly segmentKey: SegmentKey;
  readonly kept: readonly KeptIn[];
  /** No new list can be begun with it. */
  readonly isArchived: boolean;
}

/** The lists in mailing tools that follow this segment, and the way to begin one. */
export function KeptInCard({ segmentKey, kept, isArchived }: KeptInCardProps) {
  const { t } = useLocale();
  if (isArchived && kept.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("destinations.segment.title")}
        </Text>
        {kept.length === 0 && (
          <Text as="p" tone="subdued">
            {t("destinations.segment.what")}
          </Text>
        )}
        {kept.map(({ destination, list }) => (
          <ListRow
            key={list.listId}
            list={list}
            of={destination}
            label={t("destinations.account", {
              tool: t(`destinations.tool.${destination.tool}`),
              account: destination.account,
            })}
          />
        ))}
        {!isArchived && (
          <InlineStack>
            <Button url={`/app/destinations/new?${new URLSearchParams({ segment: segmentKey })}`}>
              {t(kept.length === 0 ? "destinations.segment.keep" : "destinations.segment.another")}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
