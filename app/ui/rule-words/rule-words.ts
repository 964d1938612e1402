import type { Rule } from "../../segments/rule.ts";
import type { RuleBeginning } from "../../segments/rule-beginning.ts";
import { conditionBesideText, conditionText } from "./condition-words.ts";
import type { Said } from "./subject-words.ts";
import { insideSentence, type Words } from "./value-words.ts";

/** A rule in words as it is nested: a condition has no parts, a group the words that stand above its parts. */
export interface Outline {
  readonly text: string;
  readonly parts: readonly Outline[];
}

type Plain =
  | { readonly kind: "condition"; readonly said: Said; readonly isNot: boolean }
  | {
      readonly kind: "group";
      readonly by: "all" | "any";
      readonly isNot: boolean;
      readonly parts: readonly Plain[];
    };

/** "not" beside what it negates, twice of which is none; a group of one part is that part. */
function plain(rule: Rule, isNot = false): Plain {
  if ("fact" in rule) return { kind: "condition", said: rule as unknown as Said, isNot };
  if ("not" in rule) return plain(rule.not, !isNot);
  const by = "all" in rule ? "all" : "any";
  const parts = "all" in rule ? rule.all : rule.any;
  const [only, ...others] = parts;
  if (only && others.length === 0) return plain(only, isNot);
  return { kind: "group", by, isNot, parts: parts.map((part) => plain(part)) };
}

/** Of nothing, "all" is everybody and "any" is nobody. */
const ofNone = (by: "all" | "any", isNot: boolean, { t }: Words): string =>
  t((by === "all") === isNot ? "rule.nobody" : "rule.everybody");

function outlineOf(rule: Plain, words: Words): Outline {
  if (rule.kind === "condition") return { text: conditionText(rule.said, words, rule.isNot), parts: [] };
  const { by, isNot, parts } = rule;
  if (parts.length === 0) return { text: ofNone(by, isNot, words), parts: [] };
  const text = words.t(isNot ? `rule.not_${by}` : `rule.${by}`);
  return { text, parts: parts.map((part) => outlineOf(part, words)) };
}

function sentenceOf(rule: Plain, words: Words): string {
  const { t } = words;
  if (rule.kind === "condition") return conditionText(rule.said, words, rule.isNot);
  const { by, isNot, parts } = rule;
  if (parts.length === 0) return ofNone(by, isNot, words);
  const said = parts.map((part, i) => {
    const text =
      part.kind === "condition" ? conditionBesideText(part.said, words, part.isNot) : sentenceOf(part, words);
    const isJoined = part.kind === "group" && !part.isNot && part.parts.length > 0;
    const inner = i === 0 && !isJoined ? text : insideSentence(text);
    return isJoined ? t("rule.inside", { rule: inner }) : inner;
  });
  const joined = said.reduce((before, next) => t(by === "all" ? "rule.and" : "rule.or", { before, next }));
  return isNot ? t("rule.not_group", { rule: insideSentence(joined) }) : joined;
}

/** A rule in words, group by group. */
export const ruleOutline = (rule: Rule, words: Words): Outline => outlineOf(plain(rule), words);

/** A rule as one sentence without a full stop, such as "Net sales at least €217.80, and bought “Coffee beans” in the last 90 days". */
export const ruleText = (rule: Rule, words: Words): string => sentenceOf(plain(rule), words);

/** The same of as much of it as there is room for. */
export const beginningText = ({ rule, isWhole }: RuleBeginning, words: Words): string =>
  isWhole ? ruleText(rule, words) : `${ruleText(rule, words)} …`;
