import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { alike, isMet } from "./alike.ts";
import type { SegmentSums } from "./members.ts";

/**
 * A part of a rule, its own parts named by their places in the list that holds all of them. A part stands behind the parts
 * that it joins. A condition is on `v`, a row of customer_value, and true or false for each.
 */
export type RulePart =
  | { readonly condition: Sql }
  | { readonly all: readonly number[] }
  | { readonly any: readonly number[] }
  | { readonly not: number };

export interface PartFigures {
  /** Customers who meet the part, whatever the rest of the rule says. */
  readonly meeting: number;
  /**
   * Customers about whom the part alone decides in the group that it is in: all other parts of an `all` take them and this one
   * does not; no other part of an `any` takes them and this one does.
   */
  readonly deciding: number;
}

export interface RuleFigures {
  /** Customers of the shop, prospects included. */
  readonly everybody: number;
  readonly sums: SegmentSums;
  /** In the order of the parts. */
  readonly parts: readonly PartFigures[];
}

interface FiguresRow extends SegmentSums {
  readonly everybody: number;
  readonly meeting: readonly number[];
  readonly deciding: readonly number[];
}

const met = (part: number): string => `met_${part}`;
const odd = (part: number): string => `odd_${part}`;

/** What a group says of a row in which each of its parts has been answered, and by how many parts it is decided. */
function groupColumns(part: RulePart, at: number): string[] {
  if ("condition" in part) return [];
  if ("not" in part) return [`not ${met(part.not)} as ${met(at)}`];
  const [parts, by, ofNone, deciding] =
    "all" in part ? [part.all, " and ", "true", "not "] : [part.any, " or ", "false", ""];
  const answer = parts.map(met).join(by) || ofNone;
  const count = parts.map((each) => `(${deciding}${met(each)})::int`).join(" + ") || "0";
  return [`(${answer}) as ${met(at)}`, `(${count}) as ${odd(at)}`];
}

/** Groups by how many levels of groups are below them: a level needs nothing but the levels before it. */
function levelsOf(parts: readonly RulePart[]): number[][] {
  const height: number[] = [];
  for (const [at, part] of parts.entries()) {
    const inside =
      "condition" in part ? null : "not" in part ? [part.not] : "all" in part ? part.all : part.any;
    height[at] = inside === null ? 0 : 1 + Math.max(0, ...inside.map((each) => height[each] ?? 0));
  }
  return Array.from({ length: Math.max(0, ...height) }, (_, level) =>
    [...parts.keys()].filter((at) => height[at] === level + 1),
  );
}

/**
 * How many customers a rule and each part of it holds, and what the rule's members are worth: the last part is the whole rule. One pass
 * asks each customer every condition once; groups are read from the few combinations of answers that this leaves. `offset 0`
 * keeps a level's columns from being worked out again wherever the next level names them.
 */
export async function ruleFigures(
  on: Queryable,
  shop: ShopId,
  parts: readonly RulePart[],
): Promise<RuleFigures> {
  const conditions = parts.flatMap((part, at) => ("condition" in part ? [{ at, sql: part.condition }] : []));
  const answers = conditions.map(({ at }, place) => `${isMet(place)} as ${met(at)}`);
  let answered = sql`(select ${raw(["alike.*", ...answers].join(", "))} from alike offset 0)`;
  for (const level of levelsOf(parts)) {
    const columns = raw(level.flatMap((at) => groupColumns(parts[at]!, at)).join(", "));
    answered = sql`(select level.*, ${columns} from ${answered} level offset 0)`;
  }
  const decided = parts.map(() => "false");
  for (const [at, part] of parts.entries()) {
    const [inside, not] = "all" in part ? [part.all, "not "] : "any" in part ? [part.any, ""] : [[], ""];
    for (const each of inside) decided[each] = `${odd(at)} = 1 and ${not}${met(each)}`;
  }
  const count = (condition: string) => `coalesce(sum(customers) filter (where ${condition}), 0)::bigint`;
  const counts = (of: readonly string[]) => raw(`to_json(array[${of.map(count).join(", ")}]::bigint[])`);
  const whole = raw(met(parts.length - 1));
  const [row] = await rows<FiguresRow>(
    on,
    sql`
      with alike as (${alike(shop, conditions.length > 0 ? conditions.map((its) => its.sql) : [sql`true`])})
      select coalesce(sum(customers), 0)::bigint as everybody,
        coalesce(sum(customers) filter (where ${whole}), 0)::bigint as customers,
        coalesce(sum(net_sales_minor) filter (where ${whole}), 0)::bigint as net_sales_minor,
        coalesce(sum(predicted_customers) filter (where ${whole}), 0)::bigint as predicted_customers,
        coalesce(sum(expected_value_minor) filter (where ${whole}), 0)::bigint as expected_value_minor,
        coalesce(sum(reachable) filter (where ${whole}), 0)::bigint as reachable,
        ${counts(parts.map((_, at) => met(at)))} as meeting, ${counts(decided)} as deciding
      from ${answered} answered`,
  );
  if (!row) throw new Error("An aggregate gave no row.");
  const { everybody, meeting, deciding, ...sums } = row;
  return {
    everybody,
    sums,
    parts: parts.map((_, at) => ({ meeting: meeting[at] ?? 0, deciding: deciding[at] ?? 0 })),
  };
}
