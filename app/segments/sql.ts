import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { RuleContext } from "./context.ts";
import { FACTS, type Fact, type FactType } from "./facts.ts";
import { answers } from "./meaning.ts";
import { type PlainQuestion, plainQuestion } from "./plain-question.ts";
import { MEETS_IF_MISSING, type Rule } from "./rule.ts";

/** How an operand is typed beside a fact of this type, so that an index on the fact's column can serve it. */
const OPERAND: Readonly<Record<FactType, Sql>> = {
  money: raw("bigint"),
  count: raw("bigint"),
  number: raw("float8"),
  duration: raw("float8"),
  share: raw("float8"),
  day: raw("date"),
  flag: raw("boolean"),
  group: raw("text"),
  consent: raw("text"),
  country: raw("text"),
  text: raw("text"),
  set: raw("text"),
};

/** A rule as a condition on `v`, a row of customer_value. True or false for every row, never null, so it can be negated. */
export function ruleSql(rule: Rule, context: RuleContext | null): Sql {
  if ("all" in rule) return joined(rule.all, " and ", sql`true`, context);
  if ("any" in rule) return joined(rule.any, " or ", sql`false`, context);
  if ("not" in rule) return sql`(not ${ruleSql(rule.not, context)})`;
  const fact: Fact = FACTS[rule.fact];
  const question = plainQuestion(rule, context);
  if (fact.others && question.is !== "in_top" && question.is !== "in_bottom") {
    const { absent } = fact.others;
    const met = askedSql(fact, raw("s.value"), question);
    const among = (such: Sql) =>
      sql`exists (select from (${fact.others?.sql(rule, context)}) s where s.customer_id = v.customer_id and ${such})`;
    // Whoever is not among them answers as `absent` does.
    const isMet = absent === null ? MEETS_IF_MISSING[question.is] : answers(absent, question, NOBODY);
    return isMet ? sql`(not ${among(sql`not ${met}`)})` : sql`(${among(met)})`;
  }
  return askedSql(fact, fact.sql(rule, context), question);
}

const NOBODY = { orders: 0 };

function askedSql(fact: Fact, value: Sql, question: PlainQuestion): Sql {
  const met = questionSql(fact.type, value, question);
  if (fact.missingFor === null || question.is === "known" || question.is === "missing") return met;
  const ifMissing = MEETS_IF_MISSING[question.is];
  if (!fact.isColumn) return ifMissing ? sql`(${met} is not false)` : sql`(${met} is true)`;
  return ifMissing ? sql`(${value} is null or ${met})` : sql`(${value} is not null and ${met})`;
}

function joined(parts: readonly Rule[], by: string, ofNone: Sql, context: RuleContext | null): Sql {
  if (parts.length === 0) return ofNone;
  return sql`(${join(
    parts.map((part) => ruleSql(part, context)),
    by,
  )})`;
}

function questionSql(factType: FactType, value: Sql, question: PlainQuestion): Sql {
  const type = OPERAND[factType];
  switch (question.is) {
    case "known":
      return sql`(${value} is not null)`;
    case "missing":
      return sql`(${value} is null)`;
    case "between":
      return sql`(${value} between ${question.from}::${type} and ${question.to}::${type})`;
    case "in":
    case "not_in": {
      const not = question.is === "in" ? empty : raw("not ");
      return sql`(${not}${value} = any(${question.values}::${type}[]))`;
    }
    case "in_top":
    case "in_bottom": {
      const beyond = raw(question.is === "in_top" ? ">" : "<");
      // A border can have fractions where the operands of its fact have none.
      return question.border === null
        ? sql`(v.orders > 0 and ${value} is not null)`
        : sql`(v.orders > 0 and ${value} ${beyond} ${question.border}::float8)`;
    }
    case "has_any":
      return sql`(${value} && ${question.values}::${type}[])`;
    case "has_all":
      return sql`(${value} @> ${question.values}::${type}[])`;
    case "has_none":
      return sql`(not ${value} && ${question.values}::${type}[])`;
    default:
      return sql`(${value} ${raw(question.is === "!=" ? "<>" : question.is)} ${question.value}::${type})`;
  }
}
