import sql, { join, type Sql } from "sql-template-tag";
import { expect } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { inParts } from "../../../app/db/queries/segments/in-parts.ts";
import { shopValuation } from "../../../app/db/queries/valuation/customer-value-rows.ts";
import { composed, problemOf } from "../../../app/segments/compose.ts";
import { readRuleContext, withBorders } from "../../../app/segments/prepare.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

interface Asked {
  readonly key: string;
  readonly condition: Sql;
}

const fast = (key: string): Asked => ({ key, condition: sql`true` });
const slow = (key: string): Asked => ({ key, condition: sql`pg_sleep(60) is not null` });

test("a statement that takes too long is halved twice, and what is still too long fails together", async ({
  db,
}) => {
  await db.transaction(async (tx) => {
    await tx.query("set local statement_timeout = '2s'");
    let statements = 0;
    const ask = async (some: readonly Asked[]) => {
      statements++;
      const [row] = await rows<{ met: boolean[] }>(
        tx,
        sql`select array[${join(some.map(({ condition }) => condition))}] met`,
      );
      return row?.met ?? [];
    };
    const asked = [...["a", "b", "c", "d", "e"].map(fast), slow("f"), fast("g"), fast("h")];
    const failed: string[] = [];
    const answers = await inParts(tx, asked, ask, ({ key }) => failed.push(key));
    expect(answers).toEqual([true, true, true, true, null, null, true, true]);
    expect(failed).toEqual(["e", "f"]);
    // All, both halves, and both halves of the second.
    expect(statements).toBe(5);
  });
});

test("a statement that somebody ends ends everything", async ({ db }) => {
  await db.transaction(async (tx) => {
    const [own] = await rows<{ pid: number }>(tx, "select pg_backend_pid() pid");
    const ask = (some: readonly Asked[]) =>
      rows(tx, sql`select ${join(some.map(({ condition }) => condition))}`);
    const failed: string[] = [];
    const asking = inParts(tx, [slow("a"), fast("b")], ask, ({ key }) => failed.push(key));
    const ended = expect(asking).rejects.toMatchObject({ code: "57014" });
    for (let isAsleep = false; !isAsleep; ) {
      const cancelled = await db.pool.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'",
        [own?.pid],
      );
      isAsleep = cancelled.rowCount === 1;
    }
    await ended;
    expect(failed).toEqual([]);
  });
});

test("a rule whose border takes too long is said to, and one whose border fails is said to fail", async ({
  db,
}) => {
  const shop = await aShopOf(db, "2024-12-31", [{ orders: [["2024-12-15", 1_000]] }, {}]);
  const context = await readRuleContext(
    db.pool,
    shop.shopId,
    (await shopValuation(db.pool, shop.shopId))!,
    [],
  );
  const best: Rule = { fact: "netSales", is: "in_top", share: 0.5 };
  const missed: Rule = { fact: "missedOrders", is: "in_top", share: 0.5 };
  const problems = (prepared: typeof context) => {
    const said: unknown[] = [];
    const asked = [best, missed].map((rule) => ({ key: rule.fact, rule }));
    const sound = composed(asked, prepared, ({ key }, error) => said.push([key, problemOf(error).code]));
    return [...sound.map(({ key }) => [key, null]), ...said];
  };
  // Orders a day if alive that no float8 holds.
  await db.pool.query(
    "update customer_value set expected_orders = 1e308, p_alive = 0.01 where shop_id = $1 and customer_id = 1",
    [shop.shopId],
  );
  const bordersOf = (on: Parameters<typeof withBorders>[0]) =>
    withBorders(on, shop.shopId, context, [best, missed]);
  expect(problems(await bordersOf(db.pool))).toEqual([
    ["netSales", null],
    ["missedOrders", "cannot_be_counted"],
  ]);
  await db.transaction(async (holder) => {
    await holder.query("lock table customer_value");
    const late = await db.transaction(async (tx) => {
      await tx.query("set local statement_timeout = '2s'");
      return bordersOf(tx);
    });
    expect(problems(late)).toEqual([
      ["netSales", "took_too_long"],
      ["missedOrders", "took_too_long"],
    ]);
  });
});
