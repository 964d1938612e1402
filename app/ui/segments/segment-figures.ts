import type { SegmentCard } from "../../segments/segment-cards.ts";
import type { LearningReason } from "../../valuation/pages/learning.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** What a segment is expected to buy, or in words why that is not known; `learning` is why there is no model. */
export function expectedText(
  segment: SegmentCard,
  learning: LearningReason | null,
  t: Translate,
  format: Format,
): string {
  if (segment.expectedValueMinor !== null) return format.moneyWhole(segment.expectedValueMinor);
  if (segment.customers === 0) return t("figure.none");
  if (segment.key === "leads") return t("segments.expected.no_orders");
  return learning ? t(`segments.expected.${learning}`) : t("figure.none");
}

export function shareText(segment: SegmentCard, t: Translate, format: Format): string {
  return segment.shareOfNetSales === null || (segment.shareOfNetSales === 0 && segment.netSalesMinor === 0)
    ? t("segments.share.none")
    : format.percent(segment.shareOfNetSales, 1);
}

export function reachableText(segment: SegmentCard, t: Translate, format: Format): string {
  return t("segments.reachable.of", {
    reachable: format.number(segment.reachable),
    customers: format.number(segment.customers),
  });
}

export const reachableShare = (segment: SegmentCard): number =>
  segment.customers === 0 ? 0 : segment.reachable / segment.customers;
