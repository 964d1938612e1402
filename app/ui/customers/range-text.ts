import type { Format } from "../format.ts";
import type { MessageKey, Translate } from "../messages/catalogue.ts";
import { textOfShare } from "../typed-number.ts";
import type { Range, RangeFact } from "./list-filter.ts";

export const rangeLabel = (fact: RangeFact): MessageKey => `customers.filter.${fact}`;

function valueText(fact: RangeFact, value: number, t: Translate, format: Format): string {
  if (fact === "pAlive") return `${textOfShare(value, format.locale)}%`;
  if (fact === "orders") return format.number(value);
  return fact === "daysSinceLastOrder" ? t("customers.filter.days", { days: value }) : format.money(value);
}

/** What the list is filtered by, such as "Value so far: €50.00 or more". */
export function filterRangeText(fact: RangeFact, { from, to }: Range, t: Translate, format: Format): string {
  const filter = t(rangeLabel(fact));
  const said = (value: number) => valueText(fact, value, t, format);
  if (from !== undefined && to !== undefined) {
    return t("customers.filter.range", { filter, from: said(from), to: said(to) });
  }
  return from !== undefined
    ? t("customers.filter.from", { filter, from: said(from) })
    : t("customers.filter.to", { filter, to: said(to ?? 0) });
}
