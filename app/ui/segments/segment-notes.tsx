import { BlockStack, Text } from "@shopify/polaris";
import type { KnownMargins } from "../../segments/known-margins.ts";
import type { SegmentCard } from "../../segments/segment-cards.ts";
import type { LearningReason } from "../../valuation/pages/learning.ts";
import { useLocale } from "../locale.tsx";
import { marginText } from "./margin-text.ts";

/** Lists of the best customers, to which somebody who is gone does not belong unsaid. */
const OF_THE_BEST: readonly string[] = ["vip", "vip_staying", "highest_margin"];

/** What a list says of itself before it is mailed. */
export function SegmentNotes({
  segment,
  learning,
  margins,
}: {
  segment: SegmentCard;
  learning: LearningReason | null;
  /** Null where its rule does not ask for margins. */
  margins: KnownMargins | null;
}) {
  const { t, format } = useLocale();
  const atRisk = segment.key === "at_risk_high_value";
  const notes = [
    margins && marginText(margins, t, format),
    atRisk && learning && t("segments.note.no_prediction"),
    atRisk &&
      segment.valueAtStakeMinor !== null &&
      t("segments.note.at_stake", { amount: format.moneyWhole(segment.valueAtStakeMinor) }),
    OF_THE_BEST.includes(segment.key) &&
      segment.almostGone > 0 &&
      t("segments.note.almost_gone", { count: segment.almostGone }),
    segment.expectsLittleMinor !== null &&
      t("segments.note.expects_little", { each: format.money(segment.expectsLittleMinor) }),
  ].filter((note) => typeof note === "string");
  if (notes.length === 0) return null;
  return (
    <BlockStack gap="100">
      {notes.map((note) => (
        <Text as="p" key={note} fontWeight="medium">
          {note}
        </Text>
      ))}
    </BlockStack>
  );
}
