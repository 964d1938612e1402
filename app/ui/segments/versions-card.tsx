import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { RuleTerms } from "../../segments/rule-terms.ts";
import type { SegmentVersion, StoredSegment } from "../../segments/stored.ts";
import { createFormat, type Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import { ruleText } from "../rule-words/rule-words.ts";
import type { SegmentChanges } from "./use-segment-change.ts";

/** A segment of the shop's own, and how it was saved before. */
export interface OwnSegment {
  readonly segment: StoredSegment;
  /** The present one first. */
  readonly versions: readonly SegmentVersion[];
}

interface VersionsCardProps {
  readonly own: OwnSegment;
  /** What the rules of the versions are put into words with; null where that is not known. */
  readonly terms: RuleTerms | null;
  readonly changes: SegmentChanges;
}

/** Amounts as they were meant when a version was saved. */
function moneyOf(currency: SegmentVersion["currency"], format: Format): Format["money"] {
  if (currency === null || currency.code === format.currency) return format.money;
  const { code, minorDigits } = currency;
  return createFormat({ locale: format.locale, currency: code, minorDigits, timeZone: "UTC" }).money;
}

export function VersionsCard({ own, terms, changes }: VersionsCardProps) {
  const { t, format } = useLocale();
  const { segment, versions } = own;
  if (versions.length < 2) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("segments.versions")}
        </Text>
        {versions.map(({ revision, name, rule, currency, savedAt, savedBy }) => (
          <InlineStack key={revision} align="space-between" blockAlign="center" gap="200">
            <div style={{ overflowWrap: "anywhere", flex: "1 1 16rem", minWidth: 0 }}>
              <Text as="p">{name}</Text>
              {rule && terms && (
                <Text as="p" variant="bodySm">
                  {ruleText(rule, { t, format, terms, money: moneyOf(currency, format) })}
                </Text>
              )}
              <Text as="p" variant="bodySm" tone="subdued">
                {t("segments.versions.saved", { when: format.instant(savedAt), who: savedBy })}
              </Text>
            </div>
            {revision === segment.revision ? (
              <Badge>{t("segments.versions.present")}</Badge>
            ) : (
              <Button
                disabled={changes.busy}
                onClick={() =>
                  changes.onChange(segment.key, {
                    change: "return",
                    version: revision,
                    revision: segment.revision,
                  })
                }
                accessibilityLabel={t("segments.versions.return.of", { revision })}
              >
                {t("segments.versions.return")}
              </Button>
            )}
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
