import { z } from "zod";
import { consentState, rfmGroup } from "../valuation/pages/customers/row.ts";
import { FACTS, type Fact, type FactName, type FactType, isFactName } from "./facts.ts";
import { dayPoint, daysFrom, duration, moneyAmount, storableText } from "./operands.ts";

/*
 * A rule is a tree of conditions on the facts of a customer. For each customer every condition is true or false and nothing
 * else, so a rule and its negation always make up everybody. Rules are stored as JSON with the version of their language.
 */

/** The answer of each operator for a customer without the value. `not` inverts it like any other answer. */
export const MEETS_IF_MISSING = {
  "=": false,
  "!=": true,
  "<": false,
  "<=": false,
  ">": false,
  ">=": false,
  between: false,
  in: false,
  not_in: true,
  has_any: false,
  has_all: false,
  has_none: true,
  within_last_days: false,
  more_than_days_ago: false,
  within_next_days: false,
  in_top: false,
  in_bottom: false,
  known: false,
  missing: true,
} as const;

const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="] as const;

const presence = z.strictObject({ is: z.enum(["known", "missing"]) });
/** `between` holds its two ends. */
const ordered = <V extends z.ZodType>(value: V) =>
  [
    z.strictObject({ is: z.enum(COMPARISONS), value }),
    z.strictObject({ is: z.literal("between"), from: value, to: value }),
    presence,
  ] as const;
const PART = "a part of the customers: more than 0 and less than 1";
/** Values that can be ranked, and not only ordered, are numbers. */
const ranked = <V extends z.ZodType>(value: V) =>
  [
    ...ordered(value),
    z.strictObject({ is: z.enum(["in_top", "in_bottom"]), share: z.number().gt(0, PART).lt(1, PART) }),
  ] as const;
const listed = <V extends z.ZodType>(value: V) =>
  [
    z.strictObject({ is: z.enum(["=", "!="]), value }),
    z.strictObject({ is: z.enum(["in", "not_in"]), values: z.array(value).min(1).max(500).readonly() }),
    presence,
  ] as const;
/** What a condition can ask of a fact, by the fact's type. Money is in minor units, a share a fraction of one. */
const QUESTIONS = {
  money: z.discriminatedUnion("is", ranked(moneyAmount)),
  count: z.discriminatedUnion("is", ranked(z.int().min(0))),
  number: z.discriminatedUnion("is", ranked(z.number())),
  duration: z.discriminatedUnion("is", ranked(duration)),
  share: z.discriminatedUnion("is", ranked(z.number())),
  day: z.discriminatedUnion("is", [
    ...ordered(dayPoint),
    // Today is the first of the last n days, and of the next n.
    z.strictObject({ is: z.enum(["within_last_days", "within_next_days"]), days: daysFrom(1) }),
    z.strictObject({ is: z.literal("more_than_days_ago"), days: daysFrom(0) }),
  ]),
  flag: z.strictObject({ is: z.enum(["=", "!="]), value: z.boolean() }),
  group: z.discriminatedUnion("is", listed(rfmGroup)),
  consent: z.discriminatedUnion("is", listed(consentState)),
  country: z.discriminatedUnion(
    "is",
    listed(z.string().regex(/^[A-Z]{2}$/, "a country of two capital letters, such as NL")),
  ),
  text: z.discriminatedUnion("is", listed(storableText)),
  set: z.discriminatedUnion("is", [
    z.strictObject({
      is: z.enum(["has_any", "has_all", "has_none"]),
      values: z.array(storableText).min(1).max(500).readonly(),
    }),
    presence,
  ]),
} satisfies Record<FactType, z.ZodType>;

export type Question = z.infer<(typeof QUESTIONS)[FactType]>;
type ParametersOf<F> = F extends { readonly parameters: infer P extends z.ZodObject }
  ? Readonly<z.infer<P>>
  : unknown;
/** Its keys are its fact, the fact's parameters and the question. */
export type Condition = {
  [F in FactName]: { readonly fact: F } & ParametersOf<(typeof FACTS)[F]> &
    z.infer<(typeof QUESTIONS)[(typeof FACTS)[F]["type"]]>;
}[FactName];

/** `all` of nothing is everybody, `any` of nothing is nobody. */
export type Rule =
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }
  | Condition;

/** The conditions of a rule, from left to right. */
export function conditionsOf(rule: Rule): Condition[] {
  if ("fact" in rule) return [rule];
  return "not" in rule ? conditionsOf(rule.not) : ("all" in rule ? rule.all : rule.any).flatMap(conditionsOf);
}

const NO_PARAMETERS = z.object({});
const DEEPEST = 10;
const MOST_CONDITIONS = 200;
/** Each ranks all customers of the shop. */
const MOST_RANKED = 20;

type Refuse = (path: readonly PropertyKey[], message: string) => undefined;

/** A rule out of outside data; problems name the place in the tree and what would be right there. */
export const rule: z.ZodType<Rule> = z.unknown().transform((given, context): Rule => {
  let conditions = 0;
  let ranked = 0;
  const refuse: Refuse = (path, message) => {
    context.issues.push({ code: "custom", input: given, path: [...path], message });
    return undefined;
  };

  const partOf = (node: unknown, path: readonly PropertyKey[]): Rule | undefined => {
    if (typeof node !== "object" || node === null || Array.isArray(node))
      return refuse(path, "A rule is an object with one of: all, any, not, fact");
    if (path.filter((key) => typeof key === "string").length > DEEPEST)
      return refuse(path, `A rule is at most ${DEEPEST} levels deep`);
    const [key, ...others] = Object.keys(node);
    if ("fact" in node) return conditionOf(node, path);
    if (others.length > 0 || (key !== "all" && key !== "any" && key !== "not"))
      return refuse(path, `A rule has exactly one of: all, any, not, fact; this has: ${Object.keys(node)}`);
    const inside: unknown = (node as Record<string, unknown>)[key];
    if (key === "not") {
      const part = partOf(inside, [...path, "not"]);
      return part && { not: part };
    }
    if (!Array.isArray(inside)) return refuse([...path, key], `"${key}" holds a list of rules`);
    const parts = inside.map((part, i) => partOf(part, [...path, key, i]));
    const sound = parts.filter((part) => part !== undefined);
    if (sound.length < parts.length) return undefined;
    return key === "all" ? { all: sound } : { any: sound };
  };

  const conditionOf = (node: object, path: readonly PropertyKey[]): Rule | undefined => {
    conditions += 1;
    if (conditions > MOST_CONDITIONS) {
      return conditions === MOST_CONDITIONS + 1
        ? refuse(path, `A rule has at most ${MOST_CONDITIONS} conditions`)
        : undefined;
    }
    const { fact, ...rest } = node as { fact: unknown };
    if (!isFactName(fact)) {
      const known = Object.keys(FACTS).join(", ");
      return refuse([...path, "fact"], `There is no fact ${JSON.stringify(fact)}; there are: ${known}`);
    }
    const { type, parameters = NO_PARAMETERS }: Fact = FACTS[fact];
    const isParameter = ([key]: [string, unknown]): boolean => Object.hasOwn(parameters.shape, key);
    const entries = Object.entries(rest);
    const given = parameters.safeParse(Object.fromEntries(entries.filter(isParameter)));
    const asked = QUESTIONS[type].safeParse(
      Object.fromEntries(entries.filter((entry) => !isParameter(entry))),
    );
    if (asked.data && "share" in asked.data) ranked += 1;
    if (ranked > MOST_RANKED) {
      return ranked === MOST_RANKED + 1
        ? refuse(
            path,
            `A rule has at most ${MOST_RANKED} conditions on the top or the bottom of the customers`,
          )
        : undefined;
    }
    for (const { error } of [given, asked])
      for (const issue of error?.issues ?? []) refuse([...path, ...issue.path], `${fact}: ${issue.message}`);
    // The schemas were chosen by the fact, which the type of a condition says and this line cannot.
    return given.success && asked.success ? ({ fact, ...given.data, ...asked.data } as Condition) : undefined;
  };

  return partOf(given, []) ?? z.NEVER;
});

export const RULE_VERSION = 1;

/** A rule as it is stored. */
export const storedRule = z.strictObject({
  version: z.literal(RULE_VERSION, {
    error: ({ input }) =>
      `This rule is of version ${JSON.stringify(input)}; this app reads version ${RULE_VERSION}`,
  }),
  rule,
});
export type StoredRule = z.infer<typeof storedRule>;

export const toStored = (rule: Rule): StoredRule => ({ version: RULE_VERSION, rule });
