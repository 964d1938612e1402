import type { EmptyRank } from "../../segments/empty-ranks.ts";
import type { Translate } from "../messages/catalogue.ts";

/** Why nobody is in a segment, and what would change it. */
export function nobodyText(empty: readonly EmptyRank[], t: Translate): string {
  const said = empty.map(({ fact, why }) => t(`segments.none.${why}`, { fact: t(`fact.${fact}`) }));
  return said.length === 0 ? t("segments.none.body") : [...new Set(said)].join(" ");
}
