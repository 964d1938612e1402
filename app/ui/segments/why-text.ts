import type { FactType } from "../../segments/facts.ts";
import type { ConditionReason } from "../../segments/why.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { type Said, subjectText } from "../rule-words/subject-words.ts";
import { choiceText, shareText, type Words } from "../rule-words/value-words.ts";

type Value = NonNullable<ConditionReason["value"]>;
type TextOf = (value: Value) => string;

/** A reason in words, such as "Net sales in the last 90 days: €312.40, at least €217.80". */
export function whyText(reason: ConditionReason, words: Words): string {
  const { condition, type, value, relation, asked } = reason;
  const { t, format } = words;
  const its = textsOf(reason, words);
  const said = {
    fact: subjectText(condition as unknown as Said & typeof condition, words),
    value: value === null ? "" : its.value(value),
    ...askedText(asked, its.asked, format.list),
    share: "share" in condition ? shareText(condition.share, words) : "",
  };
  if (relation === "unknown") return t("why.unknown", said);
  if (type === "flag" && (relation === "=" || relation === "!=")) return t("why.=", said);
  if ("border" in asked) return t(`why.${rankedKey(reason, asked.border)}` as MessageKey, said);
  return t(`why.${type === "day" ? "day." : ""}${relation}` as MessageKey, said);
}

/** Without an order nobody is in the top or the bottom, whatever the value; without a border everybody else is. */
function rankedKey({ value, relation }: ConditionReason, border: number | null): string {
  if (relation === "in_top" || relation === "in_bottom")
    return border === null ? `${relation}.all` : relation;
  const isBeyond =
    border === null || (relation === "not_in_top" ? Number(value) > border : Number(value) < border);
  return isBeyond ? `${relation}.no_order` : relation;
}

function askedText(
  asked: ConditionReason["asked"],
  textOf: TextOf,
  list: (parts: readonly string[]) => string,
): Record<string, string> {
  if ("value" in asked) return { wanted: textOf(asked.value) };
  if ("from" in asked) return { from: textOf(asked.from), to: textOf(asked.to) };
  if ("values" in asked) return { wanted: list(asked.values.map(textOf)) };
  if ("border" in asked) return { wanted: asked.border === null ? "" : textOf(asked.border) };
  return {};
}

/** Numbers that a value is compared with. */
function comparedWith(asked: ConditionReason["asked"]): number[] {
  const all =
    "value" in asked
      ? [asked.value]
      : "from" in asked
        ? [asked.from, asked.to]
        : "border" in asked
          ? [asked.border]
          : [];
  return all.filter((one) => typeof one === "number");
}

/** Intl of older browsers knows no more decimals. */
const MOST_DIGITS = 20;
/** Decimals to which a number of a rule is said as it stands there. */
const ASKED_DIGITS = 6;
const USUAL_DIGITS: Partial<Record<FactType, number>> = { number: 1, share: 1 };

/** The value and what it is compared with, with the decimals that tell the two apart. */
function textsOf({ condition, type, value, asked }: ConditionReason, words: Words) {
  const usual = USUAL_DIGITS[type] ?? 0;
  const others = comparedWith(asked);
  const own = "border" in asked ? [] : others.map((one) => decimalsOf(one, type));
  let digits = Math.max(usual, ...own.map((its) => Math.min(its, ASKED_DIGITS)));
  const isSame = (one: number, other: number) =>
    one !== other && numberText(one, type, digits, words) === numberText(other, type, digits, words);
  while (digits <= MOST_DIGITS && others.some((one) => typeof value === "number" && isSame(one, value)))
    digits += 1;
  const textOf =
    (digitsOf: (one: number) => number): TextOf =>
    (one) =>
      typeof one === "number"
        ? numberText(one, type, digitsOf(one), words)
        : plainText(condition.fact, type, one, words);
  return {
    value: textOf(() => digits),
    asked: textOf((one) => Math.max(usual, Math.min(digits, decimalsOf(one, type)))),
  };
}

/** Decimals that say a number exactly; Infinity where few do not. */
function decimalsOf(asked: number, type: FactType): number {
  if (type === "money") return Number.isInteger(asked) ? 0 : Infinity;
  const shown = type === "share" ? Number((asked * 100).toPrecision(15)) : asked;
  const places = Array.from({ length: ASKED_DIGITS + 1 }, (_, digits) => digits);
  return places.find((digits) => Number(shown.toFixed(digits)) === shown) ?? Infinity;
}

function numberText(value: number, type: FactType, digits: number, words: Words): string {
  const { t, format } = words;
  const number = (): string =>
    digits > MOST_DIGITS ? format.significant(value, 15) : format.number(value, digits);
  switch (type) {
    case "money":
      return format.money(value, Math.min(digits, MOST_DIGITS));
    case "share":
      return digits > MOST_DIGITS ? shareText(value, words) : format.percent(value, digits);
    case "duration":
      return t("rule.days", { days: value, text: number() });
    default:
      return number();
  }
}

function plainText(
  fact: string,
  type: FactType,
  value: Exclude<Value, number>,
  { t, format }: Words,
): string {
  if (typeof value === "boolean") return t(value ? "why.yes" : "why.no");
  if (typeof value !== "string") return format.list(value);
  return type === "day" ? format.day(value) : choiceText(fact, type, value, { t, format });
}
