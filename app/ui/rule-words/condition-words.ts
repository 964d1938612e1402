import type { FactName, FactType } from "../../segments/facts.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { boughtText, type Said, subjectText } from "./subject-words.ts";
import { daysText, insideSentence, shareText, valueText, type Words } from "./value-words.ts";

/** How the questions of a type are worded: amounts and days are compared, choices are listed, a flag is yes or no. */
export type Wording = "amount" | "day" | "choice" | "set" | "flag";

export const WORDING: Readonly<Record<FactType, Wording>> = {
  money: "amount",
  count: "amount",
  number: "amount",
  duration: "amount",
  share: "amount",
  day: "day",
  flag: "flag",
  group: "choice",
  consent: "choice",
  country: "choice",
  text: "choice",
  set: "set",
};

/** The operators that each wording has words for. */
const COMPARED = ["=", "!=", "<", "<=", ">", ">=", "between", "known", "missing"];
const WORDED: Readonly<Record<Wording, readonly string[]>> = {
  amount: [...COMPARED, "in_top", "in_bottom"],
  day: [...COMPARED, "within_last_days", "within_next_days", "more_than_days_ago"],
  choice: ["=", "!=", "in", "not_in", "known", "missing"],
  set: ["has_any", "has_all", "has_none", "known", "missing"],
  flag: ["=", "!="],
};

/** A condition in words, or its negation, such as "Net sales at least €217.80"; what is not said yet is "…". */
export const conditionText = (said: Said, words: Words, isNot = false): string =>
  textOf(said, words, isNot, "rule.not");

/** The same beside others, where "not" has to say how far it reaches. */
export const conditionBesideText = (said: Said, words: Words, isNot: boolean): string =>
  textOf(said, words, isNot, "rule.not_group");

function textOf(said: Said, words: Words, isNot: boolean, not: "rule.not" | "rule.not_group"): string {
  const { t, terms } = words;
  const negated = (text: string) => (isNot ? t(not, { rule: insideSentence(text) }) : text);
  if (said.fact === undefined) return negated(t("builder.problem.fact"));
  const type = Object.hasOwn(terms.types, said.fact) ? terms.types[said.fact] : undefined;
  // A fact that this version of the app does not know stands in a draft as it is.
  if (!type) return negated(said.fact);
  const subject = subjectText({ ...said, fact: said.fact as FactName }, words);
  const wording = WORDING[type];
  const { is } = said;
  if (is === undefined || !WORDED[wording].includes(is)) return negated(subject);
  if (wording === "flag") {
    const isWanted = ((said.value === true) === (is === "=")) !== isNot;
    return isWanted ? subject : t(not, { rule: insideSentence(subject) });
  }
  const asked = () => t(`rule.${wording}.${is}` as MessageKey, { subject, ...wantedText(said, type, words) });
  return negated(boughtText(said, words) ?? asked());
}

function wantedText(said: Said, type: FactType, words: Words): Readonly<Record<string, string | number>> {
  const one = (value: unknown): string => valueText(said.fact ?? "", type, value, words);
  switch (said.is) {
    case "between":
      return { from: one(said.from), to: one(said.to) };
    case "in":
    case "not_in":
    case "has_any":
    case "has_all":
    case "has_none": {
      const values = Array.isArray(said.values) ? said.values.map(one) : [];
      return { wanted: values.length === 0 ? "…" : words.format.list(values), count: values.length };
    }
    case "in_top":
    case "in_bottom":
      return { wanted: shareText(said.share, words) };
    case "within_last_days":
    case "within_next_days":
    case "more_than_days_ago":
      return { wanted: daysText(said.days, words) };
    default:
      return { wanted: one(said.value) };
  }
}
