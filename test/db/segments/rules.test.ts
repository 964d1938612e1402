import fc from "fast-check";
import sql, { join } from "sql-template-tag";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { segmentSums } from "../../../app/db/queries/segments/members.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { FACTS, type Fact, type FactRow } from "../../../app/segments/facts.ts";
import { meets } from "../../../app/segments/meaning.ts";
import { ruleSql } from "../../../app/segments/sql.ts";
import { anyCondition, anyContext, anyFactRow, anyRule } from "../../builders/any-rule.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { test } from "../database.ts";

/** Makes these the only customers of the shop, and gives them as the database has them. */
async function store(db: Db, { shopId }: ShopRef, people: readonly FactRow[]): Promise<FactRow[]> {
  const columns = Object.keys(people[0]!).join(", ");
  const numbered = people.map((person, i) => ({ ...person, customer_id: i + 1 }));
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
  expect(stored).toMatchObject(numbered);
  return stored;
}

describe("rules", () => {
  test("SQL and memory agree about every rule and customer, and a rule and its negation are everybody", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFactRow, { minLength: 1, maxLength: 60, size: "max" }),
        fc.array(fc.oneof(anyCondition, anyRule), { minLength: 1, maxLength: 30, size: "max" }),
        anyContext,
        async (people, rules, context) => {
          const stored = await store(db, shop, people);
          const answers = rules.map((rule) => ruleSql(rule, context));
          const opposites = rules.map((rule) => ruleSql({ not: rule }, context));
          const read = await rows<{ met: (boolean | null)[]; unmet: (boolean | null)[] }>(
            db.pool,
            sql`select array[${join(answers)}] as met, array[${join(opposites)}] as unmet
              from customer_value v where v.shop_id = ${shop.shopId} order by v.customer_id`,
          );
          for (const [i, row] of stored.entries()) {
            const plain = rules.map((rule) => meets(rule, row, context));
            expect(read[i]!.met).toEqual(plain);
            expect(read[i]!.unmet).toEqual(plain.map((met) => !met));
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test("sums of any number of segments are those of their members", async ({ db }) => {
    const shop = await aShop(db.pool);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFactRow, { minLength: 1, maxLength: 30, size: "max" }),
        fc.array(fc.oneof(anyCondition, anyRule), { minLength: 0, maxLength: 120, size: "max" }),
        anyContext,
        async (people, rules, context) => {
          const stored = await store(db, shop, people);
          const sums = await segmentSums(
            db.pool,
            shop.shopId,
            rules.map((rule) => ruleSql(rule, context)),
          );
          const expected = rules.map((rule) => {
            const members = stored.filter((row) => meets(rule, row, context));
            const total = (values: (number | null)[]) => values.reduce<number>((sum, v) => sum + (v ?? 0), 0);
            return {
              customers: members.length,
              net_sales_minor: total(members.map((row) => row.net_sales_minor)),
              predicted_customers: members.filter((row) => row.expected_value_minor !== null).length,
              expected_value_minor: total(members.map((row) => row.expected_value_minor)),
              reachable: members.filter((row) => row.reachable).length,
            };
          });
          expect(sums).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("the table says of each fact whether a customer can be without it", async ({ db }) => {
    const nullable = await rows<{ name: string }>(
      db.pool,
      "select column_name as name from information_schema.columns where table_name = 'customer_value' and is_nullable = 'YES'",
    );
    const canBeNull = new Set(nullable.map(({ name }) => name));
    for (const [name, fact] of Object.entries<Fact>(FACTS)) {
      if (fact.parameters) continue;
      const column = /^v\.(\w+)$/.exec(fact.sql({}, null).text)?.[1];
      if (column) expect(fact.missingFor !== null, name).toBe(canBeNull.has(column));
    }
  });
});
