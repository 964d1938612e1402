import fc from "fast-check";
import sql, { join } from "sql-template-tag";
import { connectDatabase, rows } from "../../app/db/client.ts";
import { startTemporaryPostgres } from "../../app/db/embedded/temporary.ts";
import { applyMigrations } from "../../app/db/migrate.ts";
import { shopRef } from "../../app/platform/ids.ts";
import type { FactRow } from "../../app/segments/facts.ts";
import { meets } from "../../app/segments/meaning.ts";
import { withBorders } from "../../app/segments/prepare.ts";
import { ruleSql } from "../../app/segments/sql.ts";
import { anyCondition, anyContext, anyFactRow, anyRule } from "../builders/any-rule.ts";

/** Customers and rules of a round, at most. */
const CUSTOMERS = 200;
const RULES = 60;

/**
 * Compares both readings of random rules, and their negations, over random customers, until this many pairs of a rule and a
 * customer are compared. `problem` has the smallest counterexample; null where there is none.
 */
export async function fuzzSegments(
  pairs: number,
  seed: number,
): Promise<{ compared: number; problem: string | null }> {
  const server = await startTemporaryPostgres();
  const db = connectDatabase({ connectionString: server.connectionString, applicationName: "fuzz" });
  try {
    await applyMigrations(server.connectionString, "prisma/migrations");
    const { shopId } = shopRef("fuzz.myshopify.com");
    let compared = 0;
    const property = fc.asyncProperty(
      fc.array(anyFactRow, { minLength: 1, maxLength: CUSTOMERS, size: "max" }),
      fc.array(fc.oneof(anyCondition, anyRule), { minLength: 1, maxLength: RULES, size: "max" }),
      anyContext,
      async (people, rules, unprepared) => {
        if (compared >= pairs) return;
        const { segments: _, ...first } = people[0]!;
        const columns = Object.keys(first).join(", ");
        const numbered = people.map((person, i) => ({ ...person, customer_id: i + 1, segments: [] }));
        await db.pool.query("delete from customer_value where shop_id = $1", [shopId]);
        await db.pool.query(
          `insert into customer_value (shop_id, valued_at, ${columns})
           select $1, now(), ${columns} from json_populate_recordset(null::customer_value, $2)`,
          [shopId, JSON.stringify(numbered)],
        );
        const stored = await rows<FactRow>(
          db.pool,
          sql`select * from customer_value where shop_id = ${shopId} order by customer_id`,
        );
        const context = await withBorders(db.pool, shopId, unprepared, rules);
        const both = rules.flatMap((rule) => [ruleSql(rule, context), ruleSql({ not: rule }, context)]);
        const read = await rows<{ met: (boolean | null)[] }>(
          db.pool,
          sql`select array[${join(both)}] as met from customer_value v where v.shop_id = ${shopId} order by v.customer_id`,
        );
        for (const [i, row] of stored.entries()) {
          for (const [k, rule] of rules.entries()) {
            const plain = meets(rule, { ...row, segments: [] }, context);
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
    });
    return { compared, problem: result.failed ? (fc.defaultReportMessage(result) ?? "failed") : null };
  } finally {
    await db.close();
    await server.stop();
  }
}
