import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import sql, { join } from "sql-template-tag";
import { isoOfDay } from "../../app/clv/calendar.ts";
import { type Db, type Queryable, rows } from "../../app/db/client.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import type { RuleContext } from "../../app/segments/context.ts";
import { readFactRows } from "../../app/segments/fact-rows.ts";
import type { FactName, FactRow } from "../../app/segments/facts.ts";
import { meets } from "../../app/segments/meaning.ts";
import { asOf } from "../../app/segments/past.ts";
import { prepareRule } from "../../app/segments/prepare.ts";
import { conditionsOf, type Rule } from "../../app/segments/rule.ts";
import { ruleSql } from "../../app/segments/sql.ts";
import { why } from "../../app/segments/why.ts";
import { anyCondition, anyRule, TODAY } from "../builders/any-rule.ts";
import { anyPastWorld, BEGAN_AGO, type PastWorld, putWorld } from "../builders/past-world.ts";

/** Facts that are those of today, whatever the day: rules over earlier days do not ask for them. */
export const OF_TODAY: readonly FactName[] = [
  ...(["pAlive", "churnProbability", "expectedOrders", "expectedValue", "expectedValueLow"] as const),
  ...(["expectedValueHigh", "valueAtStake", "missedOrders", "nextOrderFrom", "nextOrderTo"] as const),
  ...([
    "country",
    "consent",
    "smsConsent",
    "reachable",
    "tags",
    "shopifyRfmGroup",
    "shopifySpendTier",
  ] as const),
  ...(["grossMargin", "contribution", "grossMarginIn", "earlyGrossMargin", "costCoverage"] as const),
];

/** Of which segments the worlds have a history. */
const isKept = (segment: string): boolean => segment !== "new";

export const isOfThen = (rule: Rule): boolean =>
  conditionsOf(rule).every(
    (condition) =>
      !OF_TODAY.includes(condition.fact) && (!("segment" in condition) || isKept(condition.segment)),
  );

const anyRuleOfThen = fc.oneof(anyCondition, anyRule).filter(isOfThen);

export interface PastRound {
  readonly world: PastWorld;
  readonly rules: readonly Rule[];
  readonly dayAgo: number;
}

export const anyPastRound: fc.Arbitrary<PastRound> = fc.record({
  world: anyPastWorld,
  rules: fc.array(anyRuleOfThen, { minLength: 1, maxLength: 40, size: "max" }),
  dayAgo: fc.integer({ min: 1, max: BEGAN_AGO }),
});

interface Reading {
  /** Of each customer, what each rule says of them. */
  readonly answers: ReadonlyMap<number, readonly boolean[]>;
  readonly facts: ReadonlyMap<number, unknown>;
  readonly thresholds: RuleContext["thresholds"];
}

/** When rows were written. */
const NOT_COMPARED = new Set(["valued_at", "shop_id"]);
const comparable = (row: FactRow): unknown =>
  JSON.parse(JSON.stringify(row, (name, value: unknown) => (NOT_COMPARED.has(name) ? undefined : value)));

async function read(
  on: Queryable,
  { shopId }: ShopRef,
  rules: readonly Rule[],
  context: RuleContext,
): Promise<Reading> {
  const both = rules.flatMap((rule) => [ruleSql(rule, context), ruleSql({ not: rule }, context)]);
  const found = await rows<{ id: number; met: boolean[] }>(
    on,
    sql`select v.customer_id as id, array[${join(both)}] as met from customer_value v where v.shop_id = ${shopId} order by 1`,
  );
  const facts = await readFactRows(
    on,
    shopId,
    found.map(({ id }) => id),
    { all: ASKED },
  );
  const answers = new Map<number, boolean[]>();
  for (const { id, met } of found) {
    const row = facts.get(id)!;
    const plain = rules.map((rule) => meets(rule, row, context));
    for (const [k, rule] of rules.entries()) {
      const told = [met[2 * k], !met[2 * k + 1], why(rule, row, context).met];
      if (told.some((one) => one !== plain[k]))
        throw new Error(`SQL, its negation and why say ${told}, memory ${plain[k]}: ${JSON.stringify(rule)}`);
    }
    answers.set(id, plain);
  }
  return {
    answers,
    facts: new Map([...facts].map(([id, row]) => [id, comparable(row)])),
    thresholds: context.thresholds,
  };
}

/** Asked for beside the rules, so that each customer's places and purchases are read whatever the rules are. */
const ASKED: readonly Rule[] = [
  { fact: "member", segment: "vip", is: "=", value: true },
  { fact: "member", segment: "d'Or", is: "=", value: true },
  { fact: "ordersIn", period: { lastDays: 30 }, is: ">=", value: 0 },
];

/**
 * Asks rules of an earlier day of a shop that has gone on since, and of the same shop valued on that day, before anything later
 * happened: each customer, each fact, each border and each answer must be the same. Returns how many answers were compared; null where the
 * day cannot be asked for.
 */
export async function comparePast(db: Db, { world, rules, dayAgo }: PastRound): Promise<number | null> {
  const shop = await putWorld(db, world, 0);
  const rule: Rule = { all: [...rules, ...ASKED] };
  const past = await asOf(db, shop, rule, isoOfDay(TODAY - dayAgo), (tx, context) =>
    read(tx, shop, rules, context),
  );
  if ("state" in past) {
    if (past.state === "no_such_day") return null;
    throw new Error(`The day was not answered: ${JSON.stringify(past)}`);
  }
  const before = await putWorld(db, world, dayAgo);
  const context = await prepareRule(db, before, rule);
  if (!context) throw new Error("The shop was not valued.");
  const plain = await read(db.pool, before, rules, context);
  for (const part of ["thresholds", "facts", "answers"] as const)
    if (!isDeepStrictEqual(past[part], plain[part]))
      throw new Error(`${part} of then ${shown(past[part])}, but it was ${shown(plain[part])}`);
  return plain.answers.size * rules.length;
}

const shown = (value: unknown): string =>
  JSON.stringify(value instanceof Map ? [...value] : value).slice(0, 3_000);

/** Compares rounds until so many answers are compared. `problem` has the smallest counterexample; null where there is none. */
export async function fuzzPast(
  db: Db,
  pairs: number,
  seed: number,
): Promise<{ compared: number; problem: string | null }> {
  let compared = 0;
  const property = fc.asyncProperty(anyPastRound, async (round) => {
    if (compared < pairs) compared += (await comparePast(db, round)) ?? 0;
  });
  const result = await fc.check(property, { seed, numRuns: 10 + Math.ceil(pairs / 20) });
  return { compared, problem: result.failed ? (fc.defaultReportMessage(result) ?? "failed") : null };
}
