import {
  BlockStack,
  Box,
  Button,
  Card,
  Divider,
  InlineGrid,
  InlineStack,
  Link,
  Text,
} from "@shopify/polaris";
import type { KnownMargins } from "../../segments/known-margins.ts";
import type { SegmentCard as SegmentCardView } from "../../segments/segment-cards.ts";
import type { LearningReason } from "../../valuation/pages/learning.ts";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { useStaffRights } from "../staff/staff-rights.ts";
import styles from "./segment-card.module.css";
import { expectedText, reachableShare, reachableText, shareText } from "./segment-figures.ts";
import { segmentName } from "./segment-name.ts";
import { SegmentNotes } from "./segment-notes.tsx";
import { ShareBar } from "./share-bar.tsx";

/** Of the element that the focus returns to after an export. */
export const exportButton = (key: string): string => `export-${key}`;

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
  /** Null where its rule does not ask for margins. */
  readonly margins: KnownMargins | null;
  /** Customers more or fewer than 30 days ago; undefined where that is not known. */
  readonly change: number | undefined;
  /** The rule of a segment of the shop's own. */
  readonly inWords: string | null;
  readonly onExport: () => void;
}

function changeText(change: number, t: Translate, format: Format): string {
  if (change === 0) return t("segments.change.none");
  const signed = `${change > 0 ? "+" : "−"}${format.number(Math.abs(change))}`;
  return t("segments.change", { change: signed });
}

export function SegmentCard({ segment, learning, margins, change, inWords, onExport }: SegmentCardProps) {
  const { t, format } = useLocale();
  const { mayExport } = useStaffRights();
  const { key } = segment;
  return (
    <div className={styles.card}>
      <Card>
        <BlockStack gap="400">
          <BlockStack gap="100">
            <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
              <div className={styles.link} style={{ overflowWrap: "anywhere", minWidth: 0 }}>
                <Text as="h3" variant="headingMd">
                  <Link url={`/app/segments/${key}`} removeUnderline monochrome>
                    {segmentName(segment, t)}
                  </Link>
                </Text>
              </div>
              {mayExport && (
                <div className={styles.above}>
                  <Button
                    id={exportButton(key)}
                    size="slim"
                    variant="tertiary"
                    disabled={segment.customers === 0}
                    onClick={onExport}
                    accessibilityLabel={t("segments.export.of", { name: segmentName(segment, t) })}
                  >
                    {t("segments.export")}
                  </Button>
                </div>
              )}
            </InlineStack>
            <InlineStack gap="200" blockAlign="baseline">
              <Text as="span" numeric tone="subdued">
                {t("segments.customers", { count: segment.customers })}
              </Text>
              {change !== undefined && (
                <Text as="span" numeric variant="bodySm" tone="subdued">
                  {changeText(change, t, format)}
                </Text>
              )}
            </InlineStack>
            <div className={styles.rule}>
              <Text as="p">{inWords ?? (segment.name === null && t(`segments.${segment.key}.rule`))}</Text>
            </div>
          </BlockStack>
          <SegmentNotes segment={segment} learning={learning} margins={margins} />
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
    </div>
  );
}
