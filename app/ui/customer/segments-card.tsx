import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { SegmentName } from "../../segments/find.ts";
import type { CustomerSegments } from "../../segments/membership/history.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";

function Others({ title, segments }: { title: string; segments: readonly SegmentName[] }) {
  const { t, format } = useLocale();
  if (segments.length === 0) return null;
  return (
    <div style={{ overflowWrap: "anywhere" }}>
      <Text as="p" tone="subdued">
        {title}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {format.list(segments.map((segment) => segmentName(segment, t)))}
      </Text>
    </div>
  );
}

/** The segments that the customer is in, and since when, and those of which that is being worked out. */
export function SegmentsCard({ segments }: { segments: CustomerSegments }) {
  const { t, format } = useLocale();
  const { memberOf, calculating, uncounted } = segments;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("customer.segments")}
        </Text>
        {memberOf.length === 0 && calculating.length === 0 && uncounted.length === 0 && (
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
        <Others title={t("segments.calculating")} segments={calculating} />
        <Others title={t("customer.segments.uncounted")} segments={uncounted} />
      </BlockStack>
    </Card>
  );
}
