import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { CustomerSegments } from "../../segments/membership/history.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";

/** The segments that the customer is in, and since when, and those of which that is being worked out. */
export function SegmentsCard({ segments }: { segments: CustomerSegments }) {
  const { t, format } = useLocale();
  const { memberOf, calculating } = segments;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("customer.segments")}
        </Text>
        {memberOf.length === 0 && calculating.length === 0 && (
          <Text as="p">{t("customer.segments.none")}</Text>
        )}
        {memberOf.map(({ segment, since, isFromStart }) => (
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
        {calculating.length > 0 && (
          <div style={{ overflowWrap: "anywhere" }}>
            <Text as="p" tone="subdued">
              {t("segments.calculating")}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {format.list(calculating.map((segment) => segmentName(segment, t)))}
            </Text>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}
