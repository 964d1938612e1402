import sql, { join, type Sql } from "sql-template-tag";
import { expect } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { inParts } from "../../../app/db/queries/segments/in-parts.ts";
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
