import { expect } from "vitest";
import { type Db, rows } from "../../../../app/db/client.ts";
import { refetchJob } from "../../../../app/jobs/definitions/refetch.ts";
import { readHistory } from "../../../../app/sync/history/backfill.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import type { SyncedApp } from "../../synced-app.ts";

/** Every place of the whole database, the queue's tables included, where any of these texts stands. */
export async function standsIn({ pool }: Db, texts: readonly string[]): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    pool,
    `select format('%I.%I', table_schema, table_name) name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
  );
  expect(tables.map((table) => table.name)).toEqual(
    expect.arrayContaining(["public.customer", "pgboss.job", "public.refused_row", "public.webhook_receipt"]),
  );
  const found: string[] = [];
  for (const { name } of tables) {
    for (const text of texts) {
      const hits = await rows<{ place: string }>(
        pool,
        `select t.tableoid::regclass || ': ' || left(t::text, 200) place from ${name} t
         where position(lower($1) in lower(t::text)) > 0`,
        [text],
      );
      found.push(...hits.map((hit) => `${text} in ${hit.place}`));
    }
  }
  return [...new Set(found)];
}

/** Everything of the shop comes by once more: a whole history over the rows that are there, and all orders singly. */
export async function readAllAgain(app: SyncedApp): Promise<void> {
  const { db, clock } = app.runtime;
  await db.pool.query("update sync_watermark set watermark = '-infinity'");
  await readHistory(app.runtime, app.shop().ref);
  await db.pool.query(
    `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before)
     select shop_id, 'orders', order_id, $1, $1 from orders on conflict do nothing`,
    [clock()],
  );
  await app.runtime.jobs.enqueue(refetchJob, { shop: app.shop().ref.domain });
  await app.settled();
  await refreshValuation(app.runtime, app.shop().ref, { full: true });
  await app.settled();
}
