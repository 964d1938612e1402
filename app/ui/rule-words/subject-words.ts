import type { FactName, ParameterFactName } from "../../segments/facts.ts";
import type { RuleNames } from "../../segments/rule-terms.ts";
import type { MessageKey, MessageValues } from "../messages/catalogue.ts";
import { daysText, dayText, insideSentence, quoted, type Words } from "./value-words.ts";

/** A condition as far as it is said: the keys of a condition of a rule, none of which is required. */
export interface Said {
  readonly fact?: string;
  readonly is?: string;
  readonly [key: string]: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function named(kind: keyof RuleNames, id: string, words: Words, write: (title: string) => string): string {
  const { t, terms } = words;
  const known = Object.hasOwn(terms.names[kind], id) ? terms.names[kind][id] : undefined;
  if (!known) return t(`rule.unknown.${kind}`, { id });
  const { isGone } = known;
  const title = known.title ?? t(`segments.${id}.name` as MessageKey);
  const text = title === "" ? t(`rule.untitled.${kind}`, { id }) : write(title);
  return isGone ? t(`rule.gone.${kind}`, { title: text }) : text;
}

/** What a product, a collection or a segment is called; one that is gone or not known says so. */
export const thingName = (kind: keyof RuleNames, id: string, words: Words): string =>
  named(kind, id, words, (title) => title);

/** The same inside a sentence. */
const thingText = (kind: keyof RuleNames, id: string, words: Words): string =>
  insideSentence(named(kind, id, words, (title) => quoted(title, words)));

/** What can be bought, as a rule chooses it. */
export const SELECTIONS = ["products", "types", "vendors", "collections", "productTags"] as const;

/** The products that are asked for, such as "any of “Coffee beans”, “Tea”", or that nothing is asked for of. */
function selectionText(given: unknown, words: Words, by: "of" | "not_of" = "of"): string {
  const kind = SELECTIONS.find((each) => isObject(given) && Array.isArray(given[each]));
  const chosen: unknown = kind && isObject(given) ? given[kind] : [];
  if (!kind || !Array.isArray(chosen) || chosen.length === 0)
    return words.t(`rule.${by}.products`, { count: 1, things: "…" });
  const things = chosen.map((each) =>
    kind === "products" || kind === "collections"
      ? thingText(kind, String(each), words)
      : quoted(String(each), words),
  );
  return words.t(`rule.${by}.${kind}`, { count: things.length, things: words.format.list(things) });
}

/** Empty for any time. */
function periodText(given: unknown, words: Words): string {
  if (!isObject(given)) return "";
  if ("lastDays" in given) return words.t("rule.period.last", { days: daysText(given.lastDays, words) });
  return words.t("rule.period.between", { from: dayText(given.from, words), to: dayText(given.to, words) });
}

const withinText = (given: unknown, words: Words): string =>
  given === undefined ? "" : words.t("rule.within", { days: daysText(given, words) });

const ofPeriod = ({ period }: Said, words: Words) => ({ period: periodText(period, words) });
const ofSegment = ({ segment }: Said, words: Words) => ({
  segment: typeof segment === "string" ? thingText("segments", segment, words) : "…",
});
const ofPurchases = (said: Said, words: Words) => ({
  of: selectionText(said.of, words),
  ...ofPeriod(said, words),
});

const PARAMETERS: Readonly<Record<ParameterFactName, (said: Said, words: Words) => MessageValues>> = {
  earlyNetSales: ({ firstDays }, words) => ({ days: daysText(firstDays, words) }),
  randomShare: ({ salt }, words) => ({ salt: typeof salt === "string" ? quoted(salt, words) : "…" }),
  member: ofSegment,
  enteredSegment: ofSegment,
  leftSegment: ofSegment,
  netSalesIn: ofPeriod,
  ordersIn: ofPeriod,
  grossMarginIn: ofPeriod,
  earlyGrossMargin: ({ firstDays }, words) => ({ days: daysText(firstDays, words) }),
  boughtOrders: ofPurchases,
  boughtUnits: ofPurchases,
  boughtSales: ofPurchases,
  boughtThen: ({ first, later, withinDays }, words) => ({
    first: selectionText(first, words),
    later: selectionText(later, words),
    within: withinText(withinDays, words),
  }),
};

/** What a condition asks, with what it says beside its question, such as "Net sales in the last 90 days". */
export function subjectText(said: Said & { readonly fact: FactName }, words: Words): string {
  const { fact } = said;
  if (!Object.hasOwn(PARAMETERS, fact)) return words.t(`fact.${fact}`);
  const name = fact as ParameterFactName;
  return words.t(`subject.${name}`, PARAMETERS[name](said, words)).trimEnd();
}

/** At least one order with them, or none, is said as buying them; null for any other question. */
export function boughtText(said: Said, words: Words): string | null {
  if (said.fact !== "boughtOrders") return null;
  const { is, value } = said;
  const isSome = (is === ">=" && value === 1) || (is === ">" && value === 0);
  const isNone = (is === "<" && value === 1) || (is === "=" && value === 0);
  if (!isSome && !isNone) return null;
  const text = isSome
    ? words.t("rule.bought", ofPurchases(said, words))
    : words.t("rule.not_bought", { of: selectionText(said.of, words, "not_of"), ...ofPeriod(said, words) });
  return text.trimEnd();
}
