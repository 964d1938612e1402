import type { SegmentCard } from "../../segments/views.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** What a segment is expected to buy, or in words why that is not known. */
export function expectedText(segment: SegmentCard, t: Translate, format: Format): string {
  if (segment.expectedValueMinor !== null) return format.moneyWhole(segment.expectedValueMinor);
  if (segment.customers === 0) return t("figure.none");
  return t(segment.key === "leads" ? "segments.expected.no_orders" : "segments.expected.learning");
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
