import type { SegmentView } from "../../segments/read-segment.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/**
 * The rule with the shop's own thresholds, as it is without a forecast or with too few gaps where that is so. What a threshold is, its
 * name says: `...Minor` is money, `...Share` a share.
 */
export function ruleSentence(rule: NonNullable<SegmentView["rule"]>, t: Translate, format: Format): string {
  const values = Object.fromEntries(
    Object.entries(rule.values).map(([name, value]) => {
      if (name.endsWith("Minor")) return [name, format.money(value)];
      if (name.endsWith("Share")) return [name, format.percent(value, 0)];
      return [name, value];
    }),
  );
  const has = (known: boolean) => (known ? "yes" : "no");
  const known = { forecast: has(rule.hasForecast), rhythm: has(rule.hasRhythm) };
  return t(`segments.${rule.key}.with_thresholds`, { ...values, ...known });
}
