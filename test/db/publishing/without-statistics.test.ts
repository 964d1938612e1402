import { expect } from "vitest";
import type { Queryable } from "../../../app/db/client.ts";
import {
  countPending,
  endBulk,
  noteLines,
  type TagChange,
  takeLines,
} from "../../../app/db/queries/publishing/bulk-changes.ts";
import {
  intendTags,
  membersToUntag,
  noteSeenTags,
} from "../../../app/db/queries/publishing/published-members.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { test } from "../database.ts";

const { shopId: SHOP } = shopRef("large.myshopify.com");
const KEY = "everybody";
const MEMBERS = 400;
const NOW = new Date("2026-11-29T12:00:00Z");

/** Rows of either table that were fetched since the connection last told of them, whatever index found them. */
async function fetched(on: Queryable): Promise<number> {
  await on.query("select pg_stat_force_next_flush()");
  const { rows } = await on.query(
    `select sum(idx_tup_fetch + seq_tup_read)::int fetched from pg_stat_user_tables
      where relname in ('published_member', 'segment_member')`,
  );
  return rows[0].fetched;
}

test("each step of a bulk change reads a segment a few times, on a database that knows nothing of its size", async ({
  db,
}) => {
  await db.pool.query(
    "insert into shop (shop_id, domain, installed_at) values ($1, 'large.myshopify.com', $2)",
    [SHOP, NOW],
  );
  await db.pool.query(
    "insert into published_segment (shop_id, segment_key, tag, name, asked_at, asked_by) values ($1, $2, 'tag', 'Name', $3, 'somebody')",
    [SHOP, KEY, NOW],
  );
  await db.pool.query(
    "insert into segment_member (shop_id, segment_key, customer_id, since) select $1, $2, id, $3 from generate_series(1, $4::int) id",
    [SHOP, KEY, NOW, MEMBERS],
  );
  // On one connection, which alone reads and tells what it read.
  await db.connection(async (on) => {
    const read: Record<string, number> = {};
    const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = await fetched(on);
      const result = await work();
      read[name] = (await fetched(on)) - before;
      return result;
    };
    const inBulk = async (change: TagChange, among: "left" | "everybody", expected: number) => {
      const count = () => countPending(on, SHOP, KEY, change, among, NOW, MEMBERS);
      expect(await step(`count ${change} ${among}`, count)).toBe(expected);
      const page = { after: 0, firstLine: 0, limit: MEMBERS };
      const ids = await step(`take ${change} ${among}`, () =>
        takeLines(on, SHOP, KEY, change, among, NOW, page),
      );
      expect(ids).toHaveLength(expected);
      const outcomes = ids.map((_, line) => ({ line, refused: line === 7 ? "It is locked" : null }));
      const noted = await step(`note ${change} ${among}`, () =>
        noteLines(on, SHOP, KEY, change, outcomes, NOW),
      );
      expect(noted).toBe(expected);
      await endBulk(on, SHOP, KEY, { mark: crypto.randomUUID(), isStarted: true, isFailure: false });
    };
    await inBulk("tagsAdd", "left", MEMBERS);
    await step("count what is left to add", () =>
      countPending(on, SHOP, KEY, "tagsAdd", "left", NOW, MEMBERS),
    );
    const seen = Array.from({ length: MEMBERS }, (_, i) => ({ id: i + 1, tags: ["tag"] }));
    expect(await step("see the tags", () => noteSeenTags(on, SHOP, seen, new Date(NOW.getTime() + 1)))).toBe(
      0,
    );
    await step("add singly", () => intendTags(on, SHOP, KEY, NOW, 25));
    await step("remove singly", () => membersToUntag(on, SHOP, KEY, "left", NOW, 25));
    await on.query("delete from segment_member where shop_id = $1 and customer_id % 2 = 0", [SHOP]);
    // The eighth, whom Shopify refused, waits for its time.
    await inBulk("tagsRemove", "left", MEMBERS / 2 - 1);
    await inBulk("tagsRemove", "everybody", MEMBERS / 2);
    const often = Object.entries(read).filter(([, rows]) => rows > 10 * MEMBERS);
    expect(often).toEqual([]);
    expect(Math.max(...Object.values(read))).toBeGreaterThanOrEqual(MEMBERS);
  });
});
