import { BlockStack, Box, Card, Divider, InlineGrid, InlineStack, Link, Text } from "@shopify/polaris";
import type { SegmentCard as SegmentCardView } from "../../segments/segments.ts";
import type { LearningReason } from "../../valuation/pages/learning.ts";
import { useLocale } from "../locale.tsx";
import { expectedText, reachableShare, reachableText, shareText } from "./segment-figures.ts";
import { segmentName } from "./segment-name.ts";
import { ShareBar } from "./share-bar.tsx";

function Amount({ label, value, inWords = false }: { label: string; value: string; inWords?: boolean }) {
  return (
    <BlockStack gap="050">
      <Text as="p" tone="subdued">
        {label}
      </Text>
      <Text as="p" variant={inWords ? "bodyMd" : "headingMd"} numeric>
        {value}
      </Text>
    </BlockStack>
  );
}

interface SegmentCardProps {
  readonly segment: SegmentCardView;
  readonly learning: LearningReason | null;
}

export function SegmentCard({ segment, learning }: SegmentCardProps) {
  const { t, format } = useLocale();
  const { key } = segment;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="baseline" gap="200">
            <Text as="h2" variant="headingMd">
              <Link url={`/app/segments/${key}`} removeUnderline monochrome>
                {segmentName(segment, t)}
              </Link>
            </Text>
            <Text as="span" numeric tone="subdued">
              {t("segments.customers", { count: segment.customers })}
            </Text>
          </InlineStack>
          {segment.name === null && <Text as="p">{t(`segments.${segment.key}.rule`)}</Text>}
        </BlockStack>
        <InlineGrid columns={2} gap="400">
          <Amount label={t("segments.net_sales")} value={format.moneyWhole(segment.netSalesMinor)} />
          <Amount
            label={t("segments.expected")}
            value={expectedText(segment, learning, t, format)}
            inWords={segment.expectedValueMinor === null}
          />
        </InlineGrid>
        <ShareBar
          label={t("segments.share")}
          value={shareText(segment, t, format)}
          share={segment.shareOfNetSales || null}
          tone="primary"
        />
        <ShareBar
          label={t("segments.reachable")}
          value={reachableText(segment, t, format)}
          share={segment.customers === 0 ? null : reachableShare(segment)}
          tone="success"
        />
        {segment.name === null && (
          <>
            <Box>
              <Divider />
            </Box>
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`segments.${segment.key}.why`)}
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
