import fc from "fast-check";
import sql, { join } from "sql-template-tag";
import { type Db, rows } from "../../app/db/client.ts";
import { meets } from "../../app/segments/meaning.ts";
import { withBorders } from "../../app/segments/prepare.ts";
import { ruleSql } from "../../app/segments/sql.ts";
import { anyCondition, anyContext, anyFactRow, anyRule } from "../builders/any-rule.ts";
import { somePlaces, stockProducts, store } from "../builders/segment-rows.ts";
import { aShop } from "../builders/shop-rows.ts";

/** Customers and rules of a round, at most. */
const CUSTOMERS = 200;
const RULES = 60;

/**
 * Compares both readings of random rules, and their negations, over random customers, until this many pairs of a rule and a
 * customer are compared. `problem` has the smallest counterexample; null where there is none.
 */
export async function fuzzSegments(
  db: Db,
  pairs: number,
  seed: number,
): Promise<{ compared: number; problem: string | null }> {
  const shop = await aShop(db.pool);
  const { shopId } = shop;
  await somePlaces(db, shop);
  await stockProducts(db, shop);
  let compared = 0;
  const property = fc.asyncProperty(
    fc.array(anyFactRow, { minLength: 1, maxLength: CUSTOMERS, size: "max" }),
    fc.array(fc.oneof(anyCondition, anyRule), { minLength: 1, maxLength: RULES, size: "max" }),
    anyContext,
    async (people, rules, unprepared) => {
      if (compared >= pairs) return;
      const stored = await store(db, shop, people);
      const context = await withBorders(db.pool, shopId, { ...unprepared, shopId }, rules);
      const both = rules.flatMap((rule) => [ruleSql(rule, context), ruleSql({ not: rule }, context)]);
      const read = await rows<{ met: (boolean | null)[] }>(
        db.pool,
        sql`select array[${join(both)}] as met from customer_value v where v.shop_id = ${shopId} order by v.customer_id`,
      );
      for (const [i, row] of stored.entries()) {
        for (const [k, rule] of rules.entries()) {
          const plain = meets(rule, row, context);
          const [met, unmet] = read[i]!.met.slice(2 * k, 2 * k + 2);
          if (met !== plain || unmet !== !plain)
            throw new Error(
              `SQL says ${met} and ${unmet} of the negation, memory ${plain}: ${JSON.stringify(rule)}`,
            );
        }
      }
      compared += stored.length * rules.length;
    },
  );
  const result = await fc.check(property, {
    seed,
    numRuns: Math.ceil(pairs / 500),
    interruptAfterTimeLimit: 2 ** 30,
    includeErrorInReport: true,
  });
  return { compared, problem: result.failed ? (fc.defaultReportMessage(result) ?? "failed") : null };
}
