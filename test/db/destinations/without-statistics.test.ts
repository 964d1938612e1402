import sql from "sql-template-tag";
import { describe, expect } from "vitest";
import type { Db, Queryable, Tx } from "../../../app/db/client.ts";
import { addEntrants, noteWasThere, unaskedEntrants } from "../../../app/db/queries/destinations/draws.ts";
import { noteRemovals, peopleToRemove } from "../../../app/db/queries/destinations/leaving.ts";
import {
  listMemberPage,
  listMembersByAddress,
  listOutcomes,
  markLeft,
  markWithdrawn,
  membersLeftOut,
  noteHeldOut,
  noteWanted,
} from "../../../app/db/queries/destinations/members.ts";
import { lockPeople, type PeopleTx } from "../../../app/db/queries/destinations/people-lock.ts";
import {
  noteReadBackPage,
  noteUnseen,
  unseenPeople,
} from "../../../app/db/queries/destinations/read-back.ts";
import {
  intendToSend,
  noteRefused,
  noteStandings,
  peopleToSend,
  postponePeople,
  readSendable,
  settleJob,
} from "../../../app/db/queries/destinations/sending.ts";
import { listedMembers, valuedIds } from "../../../app/db/queries/exports/records.ts";
import { newId, type ShopId, shopRef } from "../../../app/platform/ids.ts";
import { test } from "../database.ts";

const KEY = "everybody";
const PEOPLE = 2_000;
/** A page is small beside all of them: whatever reads all for each page reads too much. */
const PAGE = 10;
const NOW = new Date("2026-11-29T12:00:00Z");
const LATER = new Date(NOW.getTime() + 1_000);
const HASH = Buffer.alloc(16, 1).toString("base64");
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const address = (n: number) => `c${n}@example.com`;

/** Rows of these tables that were fetched since the connection last told of them, whatever index found them. */
const TABLES = ["customer", "customer_value", "segment_member", "destination_person", "destination_draw"];
async function fetched(on: Queryable): Promise<number> {
  await on.query("select pg_stat_force_next_flush()");
  const { rows } = await on.query(
    `select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::int fetched from pg_stat_user_tables where relname = any($1)`,
    [TABLES],
  );
  return rows[0].fetched;
}

interface Ids {
  readonly SHOP: ShopId;
  readonly DESTINATION: string;
  readonly LIST: string;
}

async function fill(on: Queryable, domain: string): Promise<Ids> {
  const [{ shopId: SHOP }, DESTINATION, LIST] = [shopRef(domain), newId(), newId()];
  await on.query(sql`insert into shop (shop_id, domain, installed_at) values (${SHOP}, ${domain}, ${NOW})`);
  await on.query(
    sql`insert into customer (shop_id, customer_id, source_updated_at, email, email_marketing_state, tags)
      select ${SHOP}, n, ${NOW}, 'c' || n || '@example.com', 'SUBSCRIBED', '{}' from generate_series(1, ${PEOPLE}::int) n`,
  );
  await on.query(
    sql`insert into customer_value (shop_id, customer_id, orders, first_order_day, valued_at)
      select ${SHOP}, n, 1, '2026-01-01', ${NOW} from generate_series(1, ${PEOPLE}::int) n`,
  );
  await on.query(
    sql`insert into segment_member (shop_id, segment_key, customer_id, since)
      select ${SHOP}, ${KEY}, n, ${NOW} from generate_series(1, ${PEOPLE}::int) n`,
  );
  await on.query(
    sql`insert into destination (shop_id, destination_id, tool, account_id, account_name, state, connected_at, connected_by)
      values (${SHOP}, ${DESTINATION}, 'klaviyo', 'account', 'Account', 'active', ${NOW}, '7')`,
  );
  await on.query(
    sql`insert into destination_list (shop_id, list_id, destination_id, segment_key, tool_list_id, tool_list_name, fields, held_out_bp,
        planned_variance, state, started_at, started_by, read_back_begun_at)
      values (${SHOP}, ${LIST}, ${DESTINATION}, ${KEY}, 'list', 'List', '{}', 1000, 1, 'active', ${NOW}, '7', ${LATER})`,
  );
  return { SHOP, DESTINATION, LIST };
}

/** Goes through the steps of a list, and returns those that read too much. */
async function readTooMuch(db: Db, { SHOP, DESTINATION, LIST }: Ids): Promise<(readonly [string, number])[]> {
  // On one connection, which alone reads and tells what it read.
  return db.connection(async (on, transaction) => {
    const read: Record<string, number> = {};
    const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = await fetched(on);
      const result = await work();
      read[name] = (await fetched(on)) - before;
      return result;
    };
    const change = <T>(name: string, work: (people: PeopleTx) => Promise<T>): Promise<T> =>
      step(name, () => transaction(async (tx: Tx) => work(await lockPeople(tx, SHOP, DESTINATION))));
    const all = numbers(PEOPLE).map(address);
    const wanted = numbers(PEOPLE).map((n) => ({ address: address(n), customerId: n, hash: HASH }));

    const page = await step("a page of members", () => listMemberPage(on, SHOP, KEY, PEOPLE / 2, PAGE));
    expect(page).toMatchObject({ next: PEOPLE / 2 + PAGE });
    expect(page.members).toHaveLength(PAGE);
    const members = await step("a page of members by address", () =>
      listMembersByAddress(on, SHOP, KEY, all.slice(0, PAGE)),
    );
    expect(members.map(({ outcome }) => outcome)).toEqual(all.slice(0, PAGE).map(() => "INCLUDED"));
    const ids = await step("a page of ids", () => valuedIds(on, SHOP, { after: PEOPLE / 2, limit: PAGE }));
    const ordered = sql`v.orders >= 1`;
    const listed = await step("a page of a file", () => listedMembers(on, SHOP, ordered, ids));
    expect(listed.map((one) => one.customer_id)).toEqual(numbers(PAGE).map((n) => PEOPLE / 2 + n));
    expect(await step("outcomes of all", () => listOutcomes(on, SHOP, KEY, 5))).toMatchObject([
      { customers: PEOPLE },
    ]);
    await step("who is left out of all", () =>
      membersLeftOut(on, SHOP, KEY, "left_out", { offset: 0, limit: PAGE }),
    );

    await change("want all", (people) => noteWanted(people, SHOP, LIST, wanted, NOW));
    await change("want some again", (people) => noteWanted(people, SHOP, LIST, wanted.slice(0, PAGE), NOW));
    const drawn = numbers(PEOPLE).map((n) => ({
      customerId: n,
      placement: "sent" as const,
      expectedMinor: 1,
    }));
    await step("draw all", () =>
      addEntrants(on, SHOP, LIST, { day: "2026-11-29", alwaysBp: 500, people: drawn }),
    );
    const unasked = await step("a page to ask about", () => unaskedEntrants(on, SHOP, LIST, PAGE));
    expect(unasked.map(({ address: asked }) => asked)).toEqual(all.slice(0, PAGE));
    await step("note a page asked about", () =>
      noteWasThere(on, SHOP, LIST, { asked: unasked.map((one) => one.customerId), there: [] }),
    );
    expect(await change("nobody withdraws", (people) => markWithdrawn(people, SHOP, LIST))).toBe(0);
    expect(await change("nobody left", (people) => markLeft(people, SHOP, LIST, KEY))).toBe(0);

    expect(await step("who is to be sent", () => peopleToSend(on, SHOP, LIST, NOW, PEOPLE))).toHaveLength(
      PEOPLE,
    );
    const standing = (one: string) => ({ address: one, toolId: null, state: "mailable", onList: false });
    const told = { standings: all.map(standing), addsUnknown: true, at: NOW };
    expect(await change("standings of all", (people) => noteStandings(people, SHOP, LIST, told))).toBe(0);
    const few = { ...told, standings: all.slice(0, PAGE).map(standing) };
    await change("some standings", (people) => noteStandings(people, SHOP, LIST, few));
    const sendable = await change("who may be sent", (people) =>
      readSendable(people, SHOP, LIST, all, NOW, NOW),
    );
    expect(sendable.size).toBe(PEOPLE);
    const hashes = numbers(PEOPLE).map(BigInt);
    const jobId = newId();
    await change("intend to send all", (people) =>
      intendToSend(people, SHOP, {
        ...{ listId: LIST, destinationId: DESTINATION, jobId, people: wanted, at: NOW },
        hashes: { addresses: hashes, customers: hashes },
      }),
    );
    const done = all.map((one) => ({ address: one, code: null }));
    expect(
      await change("all were sent", (people) =>
        settleJob(people, SHOP, jobId, { outcomes: done, rest: "unknown", at: NOW }),
      ),
    ).toEqual({ added: PEOPLE, updated: 0, refused: 0 });
    const refused = all.map((one) => ({ address: one, code: "status_400", words: "No" }));
    await change("all are refused", (people) => noteRefused(people, SHOP, LIST, refused, NOW));
    await change("some are refused", (people) =>
      noteRefused(people, SHOP, LIST, refused.slice(0, PAGE), NOW),
    );
    await change("some are postponed", (people) =>
      postponePeople(people, SHOP, LIST, all.slice(0, PAGE), NOW),
    );
    await change("some of a reading", (people) =>
      noteReadBackPage(people, SHOP, LIST, { ...few, next: "next" }),
    );
    await change("a reading of all", (people) =>
      noteReadBackPage(people, SHOP, LIST, { standings: all.map(standing), next: "next", at: NOW }),
    );
    expect(await step("a page that is unseen", () => unseenPeople(on, SHOP, LIST, "", PAGE))).toHaveLength(
      PAGE,
    );
    expect(await change("some are unseen", (people) => noteUnseen(people, SHOP, LIST, few))).toBe(PAGE);
    const gone = await change("all are unseen", (people) =>
      noteUnseen(people, SHOP, LIST, { standings: all.map(standing), at: NOW }),
    );
    expect(gone).toBe(PEOPLE);

    await on.query(
      sql`update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = ${SHOP} and customer_id % 2 = 0`,
    );
    expect(await change("half withdraw", (people) => markWithdrawn(people, SHOP, LIST))).toBe(PEOPLE / 2);
    const leavers = await step("who is to be removed", () => peopleToRemove(on, SHOP, LIST, NOW, PEOPLE));
    expect(leavers).toHaveLength(PEOPLE / 2);
    const [first] = leavers;
    const refusedOne = [{ address: first?.address ?? "", code: "status_400", words: "No" }];
    expect(
      await change("one is not removed", (people) => noteRemovals(people, SHOP, LIST, refusedOne, NOW)),
    ).toEqual({ removed: 0, refused: 1 });
    const removed = leavers.map((one) => ({ address: one.address, code: null }));
    expect(
      await change("half are removed", (people) => noteRemovals(people, SHOP, LIST, removed, NOW)),
    ).toEqual({
      removed: PEOPLE / 2,
      refused: 0,
    });
    expect(await change("the others left", (people) => markLeft(people, SHOP, LIST, "nobody"))).toBe(
      PEOPLE / 2,
    );
    await change("some are held out", (people) => noteHeldOut(people, SHOP, LIST, all.slice(0, PAGE)));

    expect(Math.max(...Object.values(read))).toBeGreaterThanOrEqual(PEOPLE);
    return Object.entries(read).filter(
      ([name, count]) => count > 10 * (name.startsWith("a page") ? PAGE : PEOPLE),
    );
  });
}

describe("each step of a list reads its people a few times at most, and each page of them its own", () => {
  test("on a database that knows nothing of their number", async ({ db }) => {
    expect(await readTooMuch(db, await fill(db.pool, "first.myshopify.com"))).toEqual([]);
  });

  test("on one that knows the number of another shop's, and expects none of a new one", async ({ db }) => {
    await fill(db.pool, "known.myshopify.com");
    for (const table of TABLES) await db.pool.query(`analyze ${table}`);
    expect(await readTooMuch(db, await fill(db.pool, "new.myshopify.com"))).toEqual([]);
  });
});
