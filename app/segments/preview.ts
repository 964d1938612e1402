import { type Db, isTransaction, type Queryable } from "../db/client.ts";
import { tookTooLong } from "../db/queries/segments/in-parts.ts";
import { type PartFigures, type RulePart, ruleFigures } from "../db/queries/segments/rule-figures.ts";
import { type SalesAfter, salesAfter } from "../db/queries/valuation/past-tables.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { type CustomerRow, customerRowOf } from "../valuation/pages/customers/row.ts";
import type { RuleContext } from "./context.ts";
import { readFactRows } from "./fact-rows.ts";
import type { UsedProblem } from "./find.ts";
import { type KnownMargins, readKnownMargins } from "./known-margins.ts";
import { readPage } from "./list-cursor.ts";
import { asOf, type NoPast } from "./past.ts";
import { prepareRule } from "./prepare.ts";
import type { Rule } from "./rule.ts";
import type { RuleTerms } from "./rule-terms.ts";
import { ruleSql } from "./sql.ts";
import { uncountedOf } from "./uncounted.ts";
import { type ConditionReason, type Reason, why } from "./why.ts";

export type { PartFigures };

/** Figures of a part of a rule; `path` leads to it from the root: "" is the whole rule, "all.0" its first part. */
export interface PreviewPart extends PartFigures {
  readonly path: string;
}

export interface SampleMember {
  readonly person: CustomerRow;
  /** Conditions that put them in, in the order of the rule; where there are many, the first. */
  readonly reasons: readonly ConditionReason[];
  readonly moreReasons: number;
}

export interface RulePreview {
  readonly everybody: number;
  readonly customers: number;
  readonly netSalesMinor: number;
  /** null where nothing is predicted of any member. */
  readonly expectedValueMinor: number | null;
  readonly reachable: number;
  readonly parts: readonly PreviewPart[];
  /** Where nobody is left: the path of the part that takes away most; null otherwise. */
  readonly excludes: string | null;
  /** What is known of margins today; null where the rule does not ask for any. */
  readonly margins: KnownMargins | null;
  /** Some of the members, the most valuable first. */
  readonly sample: readonly SampleMember[];
  /** Of an earlier day; null of today. */
  readonly past: PastFigures | null;
}

/** How a list of an earlier day would have done: orders after that day, up to today, and their net sales in minor units. */
export interface PastFigures {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Of that day. */
  readonly thresholds: RuleTerms["thresholds"];
  readonly members: SalesAfter;
  /** Customers of the shop on that day, the members included. */
  readonly everybody: SalesAfter;
}

export type PreviewAnswer =
  | { readonly state: "full"; readonly preview: RulePreview }
  /** Before the first valuation nobody has facts to ask for. */
  | { readonly state: "not_valued" }
  | { readonly state: "too_many_parts"; readonly most: number }
  | { readonly state: "took_too_long" }
  /** A segment that the rule asks about cannot be counted: its stored members are older ones, or none. */
  | { readonly state: "uses_uncounted"; readonly problem: UsedProblem }
  | NoPast;

const SAMPLE = 5;
const SHOWN_REASONS = 3;
/** Each part is a column of the statement, of which PostgreSQL has 1,600. */
const MOST_PARTS = 400;

interface PlacedPart {
  readonly path: string;
  readonly part: RulePart;
}

/** The parts of a rule, each behind the parts that it joins; the last is the rule itself. */
function partsOf(whole: Rule, context: RuleContext): PlacedPart[] {
  const placed: PlacedPart[] = [];
  const place = (rule: Rule, path: string): number => {
    const below = (key: string) => (path === "" ? key : `${path}.${key}`);
    const put = (part: RulePart) => placed.push({ path, part }) - 1;
    if ("all" in rule) return put({ all: rule.all.map((part, i) => place(part, below(`all.${i}`))) });
    if ("any" in rule) return put({ any: rule.any.map((part, i) => place(part, below(`any.${i}`))) });
    if ("not" in rule) return put({ not: place(rule.not, below("not")) });
    return put({ condition: ruleSql(rule, context) });
  };
  place(whole, "");
  return placed;
}

function countParts(rule: Rule): number {
  const inside = "all" in rule ? rule.all : "any" in rule ? rule.any : "not" in rule ? [rule.not] : [];
  return inside.reduce((sum, part) => sum + countParts(part), 1);
}

/**
 * The part without which most customers would be left, in the innermost group that everybody has to pass; where no part alone
 * keeps anybody out, the part that fewest meet.
 */
function excludesMost(rule: Rule, figures: ReadonlyMap<string, PartFigures>, path = ""): string {
  // At least one of a single part is that part.
  const [by, inside] =
    "all" in rule ? ["all", rule.all] : "any" in rule && rule.any.length === 1 ? ["any", rule.any] : ["", []];
  const places = inside.map((part, i) => {
    const at = path === "" ? `${by}.${i}` : `${path}.${by}.${i}`;
    return { part, at, ...(figures.get(at) ?? { meeting: 0, deciding: 0 }) };
  });
  const [most] = places.toSorted((a, b) => b.deciding - a.deciding || a.meeting - b.meeting);
  return most ? excludesMost(most.part, figures, most.at) : path;
}

/**
 * What a rule would hold if it were saved now; or what it would have held at the end of an earlier day (YYYY-MM-DD), and what those customers
 * bought since.
 */
export async function previewRule(
  db: Db,
  shop: ShopRef,
  rule: Rule,
  day: string | null = null,
): Promise<PreviewAnswer> {
  if (countParts(rule) > MOST_PARTS) return { state: "too_many_parts", most: MOST_PARTS };
  if (day !== null) return previewPast(db, shop, rule, day);
  const context = await prepareRule(db, shop, rule);
  if (!context) return { state: "not_valued" };
  const problem = await uncountedOf(db, shop, rule);
  if (problem) return { state: "uses_uncounted", problem };
  return { state: "full", preview: await readPreview(db.pool, shop.shopId, rule, context) };
}

async function previewPast(db: Db, shop: ShopRef, rule: Rule, day: string): Promise<PreviewAnswer> {
  try {
    return await asOf(db, shop, rule, day, async (tx, context): Promise<PreviewAnswer> => {
      const preview = await readPreview(tx, shop.shopId, rule, context);
      const { thresholds } = context;
      const members = await salesAfter(tx, shop.shopId, ruleSql(rule, context));
      const everybody = await salesAfter(tx, shop.shopId, ruleSql({ all: [] }, context));
      return { state: "full", preview: { ...preview, past: { day, thresholds, members, everybody } } };
    });
  } catch (error) {
    if (tookTooLong(error)) return { state: "took_too_long" };
    throw error;
  }
}

async function readPreview(
  on: Queryable,
  shop: ShopId,
  rule: Rule,
  context: RuleContext,
): Promise<RulePreview> {
  const placed = partsOf(rule, context);
  const readFigures = () =>
    ruleFigures(
      on,
      shop,
      placed.map(({ part }) => part),
    );
  const best = { sort: "net_sales", direction: "desc", pageSize: SAMPLE } as const;
  const readBest = () => readPage(on, shop, ruleSql(rule, context), best);
  // A connection answers one statement after the other.
  const [figures, page] = isTransaction(on)
    ? [await readFigures(), await readBest()]
    : await Promise.all([readFigures(), readBest()]);
  const parts = placed.map(({ path }, i) => ({ path, ...figures.parts[i]! }));
  const { sums } = figures;
  const byPath = new Map(parts.map((part) => [part.path, part]));
  return {
    everybody: figures.everybody,
    customers: sums.customers,
    netSalesMinor: sums.net_sales_minor,
    expectedValueMinor: sums.predicted_customers === 0 ? null : sums.expected_value_minor,
    reachable: sums.reachable,
    parts,
    excludes: sums.customers === 0 && figures.everybody > 0 ? excludesMost(rule, byPath) : null,
    margins: await readKnownMargins(on, shop, context, [rule]),
    sample: await sampleOf(on, shop, rule, context, page.rows.map(customerRowOf)),
    past: null,
  };
}

async function sampleOf(
  on: Queryable,
  shop: ShopId,
  rule: Rule,
  context: RuleContext,
  people: readonly CustomerRow[],
): Promise<SampleMember[]> {
  const ids = people.map(({ customerId }) => customerId);
  const facts = await readFactRows(on, shop, ids, rule);
  return people.map((person) => {
    const row = facts.get(person.customerId);
    const reasons = row ? conditionsIn(why(rule, row, context).reason) : [];
    const shown = reasons.slice(0, SHOWN_REASONS);
    return { person, reasons: shown, moreReasons: reasons.length - shown.length };
  });
}

const conditionsIn = (reason: Reason): ConditionReason[] =>
  reason.kind === "condition" ? [reason] : reason.parts.flatMap(conditionsIn);
