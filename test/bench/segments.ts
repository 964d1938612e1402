import { type Db, rows } from "../../app/db/client.ts";
import { segmentSums } from "../../app/db/queries/segments/members.ts";
import { shopValuation } from "../../app/db/queries/valuation/customer-value-rows.ts";
import { createSegment } from "../../app/segments/change-segment.ts";
import { segmentsOfShop } from "../../app/segments/find.ts";
import { listSegments } from "../../app/segments/list-segments.ts";
import { refreshMembership } from "../../app/segments/membership/refresh.ts";
import { readRuleContext } from "../../app/segments/prepare.ts";
import { previewRule } from "../../app/segments/preview.ts";
import { conditionsOf, type Rule } from "../../app/segments/rule.ts";
import { ruleSql } from "../../app/segments/sql.ts";
import { type Place, SHOP } from "./place.ts";
import type { BenchReport, Figure } from "./report.ts";
import { median, percentile, timed } from "./samples.ts";
import { fillValues } from "./segment-data.ts";
import { savedRules, twentyConditions } from "./segment-rules.ts";

const CUSTOMERS = 1_000_000;
const SAVED = 50;
const RULES = 5;
/** Rule, page and aggregate take turns, so that a slow moment of the machine meets all of them. */
const ROUNDS = 50;
const PAGE_ROUNDS = 5;
const PLAIN = "select count(*), sum(net_sales_minor) from customer_value where shop_id = $1";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What rules cost in a shop of a million customers, against one plain aggregate over the same table. */
export async function benchSegments(
  { db }: Place,
  options: { readonly customers: number | undefined },
): Promise<BenchReport> {
  const customers = options.customers ?? CUSTOMERS;
  console.log("  filling the shop");
  await fillValues(db, customers);
  const host = { db, clock: () => new Date(), log: silent, jobs: { enqueue: async () => true } };
  for (const segment of savedRules(SAVED)) {
    const saved = await createSegment(host, SHOP, segment, "1");
    if (!saved.ok) throw new Error(`${segment.name}: ${saved.reason}`);
  }
  const figures = [
    ...(await measure(db, "20 conditions", ROUNDS, await workOnRules(db))),
    ...(await measure(db, `${SAVED} segments`, PAGE_ROUNDS, await workOnSegments(db))),
  ];
  for (const name of ["members found first", "members looked at again"]) {
    console.log(`  ${name}`);
    const ms = await timed(() => refreshMembership(host, SHOP, { whole: true }));
    figures.push({ name, unit: "s", app: ms / 1000, baseline: null, better: "lower" });
  }
  return {
    bench: "segments",
    about: [
      `${customers.toLocaleString("en")} customers, written straight into the table that rules read. Baseline: how many they are and their net sales, by one plain aggregate over the same table.`,
      `20 conditions: ${RULES} rules of three levels over stored facts, ${ROUNDS} times in all; "count and value" is the figures of the rule's members, "preview" all that the builder shows: what each condition holds and drops, and members with their reasons. ${SAVED} segments: those of the app and some of the shop's own, ${PAGE_ROUNDS} times; "sizes" is their counts and values with all borders that they are drawn by, "page" is all that the page of segments reads. Ratios are of p95.`,
    ],
    figures,
  };
}

type Works = Readonly<Record<string, (round: number) => Promise<unknown>>>;

async function workOnRules(db: Db): Promise<Works> {
  const rules = Array.from({ length: RULES }, (_, part) => twentyConditions(part));
  for (const rule of rules) {
    const conditions = conditionsOf(rule).length;
    if (conditions !== 20) throw new Error(`a rule of ${conditions} conditions`);
  }
  const ruleOf = (round: number) => rules[round % RULES]!;
  return {
    "count and value": (round) => readSizes(db, [ruleOf(round)]),
    preview: (round) => previewRule(db, SHOP, ruleOf(round)),
  };
}

async function workOnSegments(db: Db): Promise<Works> {
  const rules = (await segmentsOfShop(db.pool, SHOP.shopId)).flatMap(({ rule }) => (rule ? [rule] : []));
  if (rules.length < SAVED) throw new Error(`${rules.length} segments`);
  return {
    sizes: () => readSizes(db, rules),
    page: () => listSegments(db, SHOP),
  };
}

async function readSizes(db: Db, rules: readonly Rule[]): Promise<void> {
  const valuation = await shopValuation(db.pool, SHOP.shopId);
  if (!valuation) throw new Error("the shop was not valued");
  const context = await readRuleContext(db.pool, SHOP.shopId, valuation, rules);
  const sums = await segmentSums(
    db.pool,
    SHOP.shopId,
    rules.map((rule) => ruleSql(rule, context)),
  );
  if (sums.every((sum) => sum.customers === 0)) throw new Error("nobody is in any segment");
}

async function measure(db: Db, of: string, times: number, works: Works): Promise<Figure[]> {
  const all: Works = { ...works, plain: () => rows(db.pool, PLAIN, [SHOP.shopId]) };
  const samples = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
  // The first round warms up.
  for (let round = -1; round < times; round++)
    for (const [name, work] of Object.entries(all)) {
      const ms = await timed(() => work(Math.max(0, round)));
      if (round >= 0) samples.get(name)?.push(ms);
    }
  const plain = samples.get("plain") ?? [];
  return Object.keys(works).map((name) => {
    console.log(`  ${of}, ${name}`);
    const its = samples.get(name) ?? [];
    return {
      name: `${of}, ${name}`,
      unit: "ms",
      app: percentile(its, 0.95),
      baseline: percentile(plain, 0.95),
      better: "lower" as const,
      medians: { app: median(its), baseline: median(plain) },
    };
  });
}
