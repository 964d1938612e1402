import type { FactType } from "../../segments/facts.ts";
import type { ConditionReason } from "../../segments/why.ts";
import type { Format } from "../format.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { type Said, subjectText } from "../rule-words/subject-words.ts";
import { choiceText, type Words } from "../rule-words/value-words.ts";

type Value = NonNullable<ConditionReason["value"]>;

/** A reason in words, such as "Net sales in the last 90 days: €312.40, at least €217.80". */
export function whyText({ condition, type, value, relation, asked }: ConditionReason, words: Words): string {
  const { t, format } = words;
  const inWords = (one: Value): string => valueText(condition.fact, type, one, words);
  const said = {
    fact: subjectText(condition as unknown as Said & typeof condition, words),
    value: value === null ? "" : inWords(value),
    ...askedText(asked, inWords, format),
  };
  if (relation === "unknown") return t("why.unknown", said);
  if (type === "flag" && (relation === "=" || relation === "!=")) return t("why.known", said);
  return t(`why.${type === "day" ? "day." : ""}${relation}` as MessageKey, said);
}

function askedText(
  asked: ConditionReason["asked"],
  inWords: (one: Value) => string,
  format: Format,
): Record<string, string> {
  if ("value" in asked) return { wanted: inWords(asked.value) };
  if ("from" in asked) return { from: inWords(asked.from), to: inWords(asked.to) };
  if ("values" in asked) return { wanted: format.list(asked.values.map((one) => inWords(one))) };
  if ("border" in asked) return { wanted: asked.border === null ? "" : inWords(asked.border) };
  return {};
}

function valueText(fact: string, type: FactType, value: Value, { t, format }: Words): string {
  if (typeof value === "boolean") return t(value ? "why.yes" : "why.no");
  if (typeof value === "number") {
    switch (type) {
      case "money":
        return format.money(value);
      case "share":
        return format.percent(value);
      case "duration":
        return t("why.days", { count: Math.round(value) });
      default:
        return format.number(value, type === "number" ? 1 : 0);
    }
  }
  if (typeof value !== "string") return format.list(value);
  return type === "day" ? format.day(value) : choiceText(fact, type, value, { t, format });
}
