import type { FactOffer } from "../../segments/builder.ts";
import type { FactType } from "../../segments/facts.ts";
import type { MessageKey } from "../messages/catalogue.ts";
import { WORDING } from "../rule-words/condition-words.ts";
import { SELECTIONS } from "../rule-words/subject-words.ts";
import type { Asked } from "./draft.ts";

/*
 * What a condition can ask, as the page offers it: one entry for each operator, kind of value and parameter. A rule can hold what is not
 * offered here (from a newer version, say); such a condition stands in the page as it is, and can be moved and removed.
 */

/** What stands behind an operator: one value, two, a list, a number of days, a share of the customers, nothing. */
export type OperandKind = "value" | "range" | "values" | "days" | "share" | "nothing";

export const OPERANDS: Readonly<Record<string, OperandKind>> = {
  "=": "value",
  "!=": "value",
  ">=": "value",
  ">": "value",
  "<=": "value",
  "<": "value",
  between: "range",
  in: "values",
  not_in: "values",
  has_any: "values",
  has_all: "values",
  has_none: "values",
  in_top: "share",
  in_bottom: "share",
  within_last_days: "days",
  within_next_days: "days",
  more_than_days_ago: "days",
  known: "nothing",
  missing: "nothing",
};

/** The words of an operator beside a fact of a type. */
export const operatorKey = (type: FactType, is: string): MessageKey =>
  `builder.is.${WORDING[type]}.${is}` as MessageKey;

interface TypeOffer {
  /** In the order of the list; the first is asked when the fact is chosen. */
  readonly operators: readonly string[];
  isValue(value: unknown): boolean;
}

const PRESENCE = ["known", "missing"];
const COMPARED = [">=", ">", "<=", "<", "between", "=", "!=", "in_top", "in_bottom", ...PRESENCE];
const CHOSEN = ["in", "not_in", "=", "!=", ...PRESENCE];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isThreshold = (value: unknown): boolean => isObject(value) && typeof value.threshold === "string";
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isWhole = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least;
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const amount = (isValue: (value: unknown) => boolean): TypeOffer => ({
  operators: COMPARED,
  isValue,
});
const choice: TypeOffer = { operators: CHOSEN, isValue: isText };

export const TYPES: Readonly<Record<FactType, TypeOffer>> = {
  money: amount((value) => Number.isSafeInteger(value) || isThreshold(value)),
  count: amount((value) => isWhole(value, 0)),
  number: amount(isNumber),
  duration: amount((value) => (isNumber(value) && value >= 0) || isThreshold(value)),
  share: amount(isNumber),
  day: {
    operators: [
      "within_last_days",
      "more_than_days_ago",
      "within_next_days",
      ">=",
      ">",
      "<=",
      "<",
      "between",
      "=",
      "!=",
      ...PRESENCE,
    ],
    isValue: (value) =>
      (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)) ||
      (isObject(value) && (isWhole(value.daysAgo, 0) || isThreshold(value.daysAgo))),
  },
  flag: { operators: ["=", "!="], isValue: (value) => typeof value === "boolean" },
  group: choice,
  consent: choice,
  country: choice,
  text: choice,
  set: { operators: ["has_any", "has_all", "has_none", ...PRESENCE], isValue: isText },
};

/** Products chosen in one way, at least one. */
const isSelection = (value: unknown): boolean => {
  const chosen = isObject(value)
    ? SELECTIONS.map((kind) => value[kind]).filter((each) => each !== undefined)
    : [];
  return chosen.length === 1 && Array.isArray(chosen[0]) && chosen[0].length > 0;
};

interface Parameter {
  /** What stands there before somebody chooses, unless it can be left open; null: it has to be chosen. */
  readonly first: unknown;
  isValue(value: unknown): boolean;
}
const selection: Parameter = { first: { products: [] }, isValue: isSelection };

/** Parameters that the page can ask for. */
const PARAMETERS: Readonly<Record<string, Parameter>> = {
  salt: { first: "1", isValue: isText },
  firstDays: { first: 90, isValue: isNumber },
  of: selection,
  first: selection,
  later: selection,
  withinDays: { first: 30, isValue: (value) => isWhole(value, 1) || isThreshold(value) },
  segment: { first: null, isValue: isText },
  period: {
    first: { lastDays: 90 },
    isValue: (value) =>
      isObject(value) &&
      (isWhole(value.lastDays, 1) ||
        isThreshold(value.lastDays) ||
        (TYPES.day.isValue(value.from) && TYPES.day.isValue(value.to) && inOrder(value.from, value.to))),
  },
};

/** Whether the page can ask for a fact: it knows its type and all of its parameters. */
export const isOffered = ({ type, parameters }: FactOffer): boolean =>
  Object.hasOwn(TYPES, type) && parameters.every(({ name }) => Object.hasOwn(PARAMETERS, name));

/** What a condition has to say beside its question and does not, by name. What can be left open is said when it is not. */
export const badParameters = (asked: Asked, { parameters }: FactOffer): string[] =>
  parameters
    .filter(({ name, isOptional }) => !(isOptional && asked[name] === undefined))
    .filter(({ name }) => !PARAMETERS[name]?.isValue(asked[name]))
    .map(({ name }) => name);

export function operatorsOf(fact: FactOffer): readonly string[] {
  return TYPES[fact.type].operators.filter((is) => fact.canBeMissing || !PRESENCE.includes(is));
}

/** A condition on another fact: its first question, nothing of the one before. */
export function askFact(fact: FactOffer): Asked {
  const parameters = Object.fromEntries(
    fact.parameters
      .filter(({ isOptional }) => !isOptional)
      .map(({ name }) => [name, PARAMETERS[name]?.first])
      .filter(([, first]) => first !== null),
  );
  return withOperator({ fact: fact.name, ...parameters }, operatorsOf(fact)[0] ?? "known", fact);
}

/** Another operator on the same fact; what was said before stays where it still fits. */
export function withOperator(asked: Asked, is: string, fact: FactOffer): Asked {
  const { value, from, to, values, days, share, is: _, ...kept } = asked;
  const one = value ?? from ?? (Array.isArray(values) ? values[0] : undefined);
  const spoken = (said: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(said).filter(([, each]) => each !== undefined));
  switch (OPERANDS[is]) {
    case "value":
      return { ...kept, is, ...spoken({ value: fact.type === "flag" ? (one ?? true) : one }) };
    case "range":
      return { ...kept, is, ...spoken({ from: one, to }) };
    case "values":
      return { ...kept, is, ...spoken({ values: values ?? (one === undefined ? undefined : [one]) }) };
    case "days":
      return { ...kept, is, days: days ?? 30 };
    case "share":
      return { ...kept, is, share: share ?? 0.1 };
    default:
      return { ...kept, is };
  }
}

/** What keeps a condition from being asked. */
export type Problem = "fact" | "value" | "values" | "days" | "share" | "order" | "parameter";

export function problemOf(asked: Asked, fact: FactOffer | undefined): Problem | null {
  if (asked.fact === undefined) return "fact";
  // What the page does not offer is judged where rules are read.
  if (!fact || !isOffered(fact) || asked.is === undefined || !Object.hasOwn(OPERANDS, asked.is)) return null;
  if (badParameters(asked, fact).length > 0) return "parameter";
  const { isValue } = TYPES[fact.type];
  switch (OPERANDS[asked.is]) {
    case "value":
      return isValue(asked.value) ? null : "value";
    case "range":
      if (!isValue(asked.from) || !isValue(asked.to)) return "value";
      return inOrder(asked.from, asked.to) ? null : "order";
    case "values":
      return Array.isArray(asked.values) && asked.values.length > 0 && asked.values.every(isValue)
        ? null
        : "values";
    case "days":
      return isWhole(asked.days, asked.is === "more_than_days_ago" ? 0 : 1) || isThreshold(asked.days)
        ? null
        : "days";
    case "share":
      return isNumber(asked.share) && asked.share > 0 && asked.share < 1 ? null : "share";
    default:
      return null;
  }
}

/** Two ends the wrong way round hold nobody, which nobody means; ends of different kinds cannot be told apart here. */
function inOrder(from: unknown, to: unknown): boolean {
  if (isNumber(from) && isNumber(to)) return from <= to;
  if (typeof from === "string" && typeof to === "string") return from <= to;
  if (isObject(from) && isObject(to) && isNumber(from.daysAgo) && isNumber(to.daysAgo))
    return from.daysAgo >= to.daysAgo;
  return true;
}
