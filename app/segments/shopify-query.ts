import { type Amount, type DayPoint, numberOf, type RuleContext } from "./context.ts";
import { FACTS, type FactName } from "./facts.ts";
import type { Condition, Question, Rule } from "./rule.ts";

/**
 * A rule in the language of Shopify's customer segments (shopify.dev: "Segment query language reference"; help.shopify.com: "Shopify-based
 * customer segment filters"). There AND binds before OR, and `!=` and NOT CONTAINS keep customers without the value, as `!=` does here.
 * Relative days stay relative.
 */
export interface ShopifyQuery {
  /** Null where a part cannot be said there, the text would be longer than Shopify takes, or it holds for nobody. "" is everybody. */
  readonly query: string | null;
  /** What Shopify counts in another way, so that its segment holds about the same people: docs/segments.md says how. */
  readonly approximate: readonly FactName[];
  /** What Shopify cannot be asked. */
  readonly unsaid: readonly FactName[];
}

/** Shopify's limit for the query of a segment. */
const LONGEST = 5000;

/** A text without a quote stands between quotes; how a quote inside is written, Shopify does not say. */
const QUOTABLE = /^[^'\\\p{Cc}]+$/u;

type Values = "text" | "list" | "count" | "money" | "day";
interface Attribute {
  readonly name: string;
  readonly values: Values;
  /** Shopify's meaning is this app's. */
  readonly exact: boolean;
}

const ATTRIBUTES: Partial<Record<FactName, Attribute>> = {
  consent: { name: "email_subscription_status", values: "text", exact: true },
  smsConsent: { name: "sms_subscription_status", values: "text", exact: true },
  tags: { name: "customer_tags", values: "list", exact: true },
  knownSince: { name: "customer_added_date", values: "day", exact: true },
  shopifyRfmGroup: { name: "rfm_group", values: "text", exact: true },
  shopifySpendTier: { name: "predicted_spend_tier", values: "text", exact: true },
  // Of any address of the customer's, not of the default one alone.
  country: { name: "customer_countries", values: "list", exact: false },
  // Test orders and cancelled ones too.
  orders: { name: "number_of_orders", values: "count", exact: false },
  lastOrderDay: { name: "last_order_date", values: "day", exact: false },
  // With tax and shipping.
  netSales: { name: "amount_spent", values: "money", exact: false },
};

/** Alternatives, each a list of clauses that all have to hold: what can be written without brackets. Null is what cannot be said. */
type Alternatives = readonly (readonly string[])[];

/** `minorDigits`: decimals of the shop's currency. Throws as `given` does for a rule that counts from the shop's thresholds. */
export function shopifyQuery(rule: Rule, context: RuleContext | null, minorDigits: number): ShopifyQuery {
  const approximate = new Set<FactName>();
  const unsaid = new Set<FactName>();
  let tooLong = false;

  const said = (part: Rule, negated: boolean): Alternatives => {
    if ("not" in part) return said(part.not, !negated);
    if ("all" in part) return negated ? any(part.all, true) : all(part.all, false);
    if ("any" in part) return negated ? all(part.any, true) : any(part.any, false);
    // Where everybody has a value, both are decided here; Shopify's attribute may still be missing.
    if (FACTS[part.fact].missingFor === null && (part.is === "known" || part.is === "missing"))
      return (part.is === "known") === negated ? [] : [[]];
    const clauses = conditionClauses(part, negated);
    const attribute = ATTRIBUTES[part.fact];
    if (!clauses) unsaid.add(part.fact);
    else if (!attribute?.exact || "threshold" in Object(operandOf(part))) approximate.add(part.fact);
    return clauses ?? [];
  };
  const any = (parts: readonly Rule[], negated: boolean): Alternatives =>
    bounded(parts.flatMap((part) => said(part, negated)));
  const all = (parts: readonly Rule[], negated: boolean): Alternatives => {
    let product: Alternatives = [[]];
    // Each is looked at, so that everything that cannot be said is named.
    for (const alternatives of parts.map((part) => said(part, negated)))
      product = bounded(product.flatMap((left) => alternatives.map((right) => [...left, ...right])));
    return product;
  };
  const bounded = (alternatives: Alternatives): Alternatives => {
    if (textOf(alternatives).length <= LONGEST) return alternatives;
    tooLong = true;
    return [];
  };
  const conditionClauses = (condition: Condition, negated: boolean): Alternatives | null => {
    const attribute = ATTRIBUTES[condition.fact];
    return attribute
      ? clausesOf(attribute, condition, negated, context, (value) => valueText(attribute.values, value))
      : null;
  };
  const valueText = (values: Values, value: Value): string | null => {
    if (values === "day") return dayText(value as DayPoint, context);
    if (values === "text" || values === "list")
      return typeof value === "string" && value !== "NONE" && QUOTABLE.test(value) ? `'${value}'` : null;
    const amount = numberOf(value as Amount, context);
    return values === "money" ? decimalText(amount, minorDigits) : String(amount);
  };

  const alternatives = said(rule, false);
  const nobody = alternatives.length === 0;
  return {
    query: unsaid.size > 0 || tooLong || nobody ? null : textOf(alternatives),
    approximate: [...approximate],
    unsaid: [...unsaid],
  };
}

type Value = Amount | DayPoint | string | number | boolean;
type Write = (value: Value) => string | null;

/** Alternatives in which one without any clause holds for everybody. */
function textOf(alternatives: Alternatives): string {
  if (alternatives.some((clauses) => clauses.length === 0)) return "";
  return [...new Set(alternatives.map((clauses) => [...new Set(clauses)].join(" AND ")))].join(" OR ");
}

/** What a condition counts from. */
function operandOf(question: Question): unknown {
  if ("days" in question) return question.days;
  return "value" in question ? question.value : null;
}

const OPPOSITE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

/** Negated, a comparison holds for everybody whose value is on the other side, and for everybody without one. */
function clausesOf(
  { name, values }: Attribute,
  question: Question,
  negated: boolean,
  context: RuleContext | null,
  write: Write,
): Alternatives | null {
  const without = `${name} IS NULL`;
  const clause = (operator: string, value: Value): string | null => {
    const text = write(value);
    return text === null ? null : `${name} ${operator} ${text}`;
  };
  const one = (text: string | null): Alternatives | null => (text === null ? null : [[text]]);
  const orWithout = (...texts: readonly (string | null)[]): Alternatives | null =>
    whole(texts)
      ?.map((text) => [text])
      .concat([[without]]) ?? null;
  const between = (from: Value, to: Value): Alternatives | null => {
    if (negated) return orWithout(clause("<", from), clause(">", to));
    const both = whole([write(from), write(to)]);
    return both && [[`${name} BETWEEN ${both.join(" AND ")}`]];
  };
  const equal = values === "list" ? "CONTAINS" : "=";
  const unequal = values === "list" ? "NOT CONTAINS" : "!=";
  const ofAny = (items: readonly Value[]) =>
    whole(items.map((item) => clause(equal, item)))?.map((text) => [text]);
  const ofAll = (operator: string, items: readonly Value[]) => {
    const texts = whole(items.map((item) => clause(operator, item)));
    return texts && [texts];
  };
  switch (question.is) {
    case "known":
    case "missing":
      return [[(question.is === "missing") === negated ? `${name} IS NOT NULL` : without]];
    case "=":
    case "!=":
      return one(clause((question.is === "=") === negated ? unequal : equal, question.value as Value));
    case "in":
    case "has_any":
    case "not_in":
    case "has_none": {
      const among = (question.is === "in" || question.is === "has_any") !== negated;
      return (among ? ofAny(question.values) : ofAll(unequal, question.values)) ?? null;
    }
    case "has_all":
      return negated
        ? (whole(question.values.map((item) => clause(unequal, item)))?.map((text) => [text]) ?? null)
        : ofAll(equal, question.values);
    case "between":
      return between(question.from as Value, question.to as Value);
    case "within_last_days":
    case "within_next_days": {
      const days = numberOf(question.days, context);
      // The first of the n days is today.
      return question.is === "within_last_days"
        ? between({ daysAgo: days - 1 }, { daysAgo: 0 })
        : between({ daysAgo: 0 }, { daysAgo: 1 - days });
    }
    case "more_than_days_ago": {
      const day = { daysAgo: question.days };
      return negated ? orWithout(clause(">=", day)) : one(clause("<", day));
    }
    case "in_top":
    case "in_bottom":
      return null;
    default: {
      const value = question.value as Value;
      return negated ? orWithout(clause(OPPOSITE[question.is], value)) : one(clause(question.is, value));
    }
  }
}

/** All of them, or null where one is missing. */
function whole(texts: readonly (string | null)[]): string[] | null {
  const found = texts.filter((text) => text !== null);
  return found.length === texts.length ? found : null;
}

function dayText(point: DayPoint, context: RuleContext | null): string {
  if (typeof point === "string") return point;
  const days = numberOf(point.daysAgo, context);
  return days === 0 ? "today" : days > 0 ? `-${days}d` : `+${-days}d`;
}

/** 123456 of a currency with two decimals -> 1234.56 */
function decimalText(minor: number, minorDigits: number): string {
  const digits = String(Math.abs(minor)).padStart(minorDigits + 1, "0");
  const at = digits.length - minorDigits;
  const text = minorDigits === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
  return minor < 0 ? `-${text}` : text;
}
