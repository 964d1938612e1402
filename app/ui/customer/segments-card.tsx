import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { CustomerSegment } from "../../segments/membership/history.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";

/** The segments that the customer is in, and since when. */
export function SegmentsCard({ segments }: { segments: readonly CustomerSegment[] }) {
  const { t, format } = useLocale();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("customer.segments")}
        </Text>
        {segments.length === 0 && <Text as="p">{t("customer.segments.none")}</Text>}
        {segments.map(({ segment, since, isFromStart }) => (
          <InlineStack key={segment.key} align="space-between" gap="200">
            <div style={{ overflowWrap: "anywhere" }}>
              <Link url={`/app/segments/${segment.key}`} removeUnderline>
                {segmentName(segment, t)}
              </Link>
            </div>
            <Text as="span" variant="bodySm" tone="subdued">
              {t(isFromStart ? "customer.segments.from_start" : "customer.segments.since", {
                day: format.instant(since),
              })}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
