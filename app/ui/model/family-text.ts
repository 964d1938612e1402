import type { FamilyKey } from "../../valuation/pages/model/model-page.ts";
import type { MessageKey, Translate } from "../messages/catalogue.ts";

const families: Readonly<
  Record<string, { readonly name: MessageKey; readonly sentence: MessageKey | null }>
> = {
  nbd: { name: "model.formal.nbd", sentence: "model.family.nbd" },
  bg_nbd: { name: "model.formal.bg_nbd", sentence: "model.family.bg_nbd" },
  mbg_nbd: { name: "model.formal.mbg_nbd", sentence: "model.family.mbg_nbd" },
  pareto_nbd: { name: "model.formal.pareto_nbd", sentence: "model.family.pareto_nbd" },
  bg_cnbd: { name: "model.formal.bg_cnbd", sentence: "model.family.bg_cnbd" },
  mbg_cnbd: { name: "model.formal.mbg_cnbd", sentence: "model.family.mbg_cnbd" },
  same_rate: { name: "model.formal.same_rate", sentence: null },
  cohort_average: { name: "model.formal.cohort_average", sentence: "model.baseline.which" },
};

export type Baseline = "same_rate" | "cohort_average";

export const isBaseline = (name: string): name is Baseline =>
  name === "same_rate" || name === "cohort_average";

function split(key: FamilyKey) {
  const [, family = key, k = 1] = /^(.*)_k(\d+)$/.exec(key) ?? [];
  return { texts: families[family], k };
}

/** The name in the literature, such as BG/NBD, or what a plain average is called. */
export function familyName(key: FamilyKey, seasonal: boolean, t: Translate): string {
  const { texts, k } = split(key);
  const name = texts ? t(texts.name, { k }) : key;
  return seasonal ? t("model.formal.seasonal", { name }) : name;
}

/** What it says of customers, in one sentence. */
export function familySentence(key: FamilyKey, t: Translate): string {
  const { texts } = split(key);
  return texts?.sentence ? t(texts.sentence) : key;
}
