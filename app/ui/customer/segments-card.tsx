import { BlockStack, Button, Card, Divider, InlineStack, Link, Select, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import type { SegmentName } from "../../segments/find.ts";
import type { CustomerSegment, CustomerSegments } from "../../segments/membership/history.ts";
import { useLocale } from "../locale.tsx";
import type { AskWhy } from "../segments/ask-why.ts";
import { PersonWhy } from "../segments/person-why.tsx";
import { segmentName } from "../segments/segment-name.ts";

interface Asking {
  readonly customerId: number;
  readonly askWhy: AskWhy;
}

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

/** A segment that the customer is in, since when, and why for whoever asks. */
function MemberOf({ place, customerId, askWhy }: Asking & { readonly place: CustomerSegment }) {
  const { t, format } = useLocale();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { segment, since, isFromStart } = place;
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <div style={{ overflowWrap: "anywhere" }}>
          <Link url={`/app/segments/${segment.key}`} removeUnderline>
            {segmentName(segment, t)}
          </Link>
        </div>
        <InlineStack gap="200">
          <Text as="span" variant="bodySm" tone="subdued">
            {t(isFromStart ? "customer.segments.from_start" : "customer.segments.since", {
              day: format.instant(since),
            })}
          </Text>
          <Button
            variant="plain"
            disclosure={isOpen ? "up" : "down"}
            ariaExpanded={isOpen}
            ariaControls={id}
            accessibilityLabel={t("customer.segments.why.of", { segment: segmentName(segment, t) })}
            onClick={() => setOpen(!isOpen)}
          >
            {t("customer.segments.why")}
          </Button>
        </InlineStack>
      </InlineStack>
      <div id={id}>
        {isOpen && <PersonWhy customerId={customerId} segmentKey={segment.key} ask={askWhy} />}
      </div>
    </BlockStack>
  );
}

/** What keeps the customer out of any other segment. */
function NotIn({ segments, customerId, askWhy }: Asking & { readonly segments: readonly SegmentName[] }) {
  const { t } = useLocale();
  const [chosen, setChosen] = useState("");
  const isThere = segments.some(({ key }) => key === chosen);
  if (segments.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Divider />
      <Select
        label={t("customer.segments.other")}
        placeholder={t("customer.segments.choose")}
        options={segments.map((segment) => ({ value: segment.key, label: segmentName(segment, t) }))}
        value={isThere ? chosen : ""}
        onChange={setChosen}
      />
      {isThere && <PersonWhy customerId={customerId} segmentKey={chosen} ask={askWhy} />}
    </BlockStack>
  );
}

/** The segments that the customer is in, since when and why, what keeps the customer out of others, and those that are being worked out. */
export function SegmentsCard({ segments, ...asking }: Asking & { readonly segments: CustomerSegments }) {
  const { t } = useLocale();
  const { memberOf, others, calculating, uncounted } = segments;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("customer.segments")}
        </Text>
        {memberOf.length === 0 && calculating.length === 0 && uncounted.length === 0 && (
          <Text as="p">{t("customer.segments.none")}</Text>
        )}
        {memberOf.map((place) => (
          <MemberOf key={place.segment.key} place={place} {...asking} />
        ))}
        <NotIn segments={others} {...asking} />
        <Others title={t("segments.calculating")} segments={calculating} />
        <Others title={t("customer.segments.uncounted")} segments={uncounted} />
      </BlockStack>
    </Card>
  );
}
