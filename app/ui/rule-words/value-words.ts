import { RFM_RULES } from "../../clv/historic/rfm.ts";
import type { FactType } from "../../segments/facts.ts";
import type { RuleTerms } from "../../segments/rule-terms.ts";
import type { ThresholdName } from "../../segments/thresholds.ts";
import type { ConsentState } from "../../valuation/pages/customers/row.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

export const consentStates = [
  "SUBSCRIBED",
  "NOT_SUBSCRIBED",
  "PENDING",
  "UNSUBSCRIBED",
  "INVALID",
  "REDACTED",
  "NONE",
] as const satisfies readonly ConsentState[];

/** What rules are put into words with. */
export interface Words {
  readonly t: Translate;
  readonly format: Format;
  readonly terms: RuleTerms;
  /** Prints the amounts that stand in the rule, where they are of another currency than the shop's. */
  readonly money?: Format["money"];
}

/** Stands for what a draft does not say yet, or says in a way that this version of the app does not know. */
const UNSAID = "…";

export const GROUPS = [...RFM_RULES.map(({ group }) => group), "PROSPECTS" as const];

type Spoken = Pick<Words, "t" | "format">;

/** What a choice of a fact is called. */
export function choiceText(fact: string, type: FactType, value: string, { t, format }: Spoken): string {
  const group = GROUPS.find((each) => type === "group" && each === value);
  const consent = consentStates.find((each) => type === "consent" && each === value);
  if (group) return t(`rfm.${group}`);
  if (consent) return t(`${fact === "smsConsent" ? fact : "consent"}.${consent}`);
  return type === "country" && /^[A-Z]{2}$/.test(value) ? format.country(value) : value;
}

/** A beginning that is a word, and no name of letters as P(alive) or RFM, is small inside a sentence. */
export const insideSentence = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

export const quoted = (text: string, { t }: Pick<Words, "t">): string => t("rule.quoted", { text });

/** Whole or not, of any size, with the digits that tell it from another. */
const numberText = (value: number, { format }: Spoken): string => format.significant(value, 15);

export const shareText = (share: unknown, words: Spoken): string =>
  typeof share === "number" ? `${numberText(Number((share * 100).toPrecision(15)), words)}%` : UNSAID;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** A number of a rule, or the shop's own border with its name. */
function amountText(given: unknown, textOf: (amount: number) => string, { t, terms }: Words): string {
  if (typeof given === "number") return textOf(given);
  const name = isObject(given) ? String(given.threshold) : "";
  if (!Object.hasOwn(terms.thresholds, name)) return UNSAID;
  const threshold = name as ThresholdName;
  const value = terms.thresholds[threshold];
  return t(`rule.threshold.${threshold}`, { value: value === undefined ? UNSAID : textOf(value) });
}

/** "30 days" */
export const daysText = (given: unknown, words: Words): string =>
  amountText(given, (days) => words.t("rule.days", { days, text: numberText(days, words) }), words);

/** A date, or how long ago. */
export function dayText(given: unknown, words: Words): string {
  const { t, format } = words;
  if (typeof given === "string")
    return Number.isNaN(Date.parse(`${given}T00:00:00Z`)) ? given : format.day(given);
  const ago = isObject(given) ? given.daysAgo : undefined;
  if (typeof ago === "number") return t("rule.days_ago", { days: ago });
  return ago === undefined ? UNSAID : t("rule.days_ago.named", { days: daysText(ago, words) });
}

/** What a fact is compared with. */
export function valueText(fact: string, type: FactType, value: unknown, words: Words): string {
  if (value === undefined || value === null) return UNSAID;
  switch (type) {
    case "money":
      return typeof value === "number" && words.money
        ? words.money(value)
        : amountText(value, words.format.money, words);
    case "duration":
      return daysText(value, words);
    case "share":
      return shareText(value, words);
    case "number":
    case "count":
      return typeof value === "number" ? numberText(value, words) : UNSAID;
    case "day":
      return dayText(value, words);
    case "text":
    case "set":
      return quoted(String(value), words);
    default:
      return choiceText(fact, type, String(value), words);
  }
}
