import type { KnownMargins } from "../../segments/known-margins.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** How much is known of the margins that a rule asks for; null where there are no sales. */
export function marginText(margins: KnownMargins, t: Translate, format: Format): string | null {
  if (margins.coverage === null) return null;
  const coverage = format.percent(margins.coverage);
  const { known, customers, hasDefault } = margins;
  if (hasDefault) return t("segments.note.margin.default", { coverage });
  return t("segments.note.margin.known", {
    known: format.number(known),
    customers: format.number(customers),
    coverage,
  });
}
