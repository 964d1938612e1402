import type pg from "pg";
import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Begin, type Db, inTransaction, rows, type Tx } from "../../../app/db/client.ts";
import { holdLeavers, letLeave, noteRemovals } from "../../../app/db/queries/destinations/leaving.ts";
import { markWithdrawn, noteHeldOut, noteWanted } from "../../../app/db/queries/destinations/members.ts";
import {
  changePeople,
  lockPeopleOfShop,
  type PeopleTx,
} from "../../../app/db/queries/destinations/people-lock.ts";
import { noteRefused, noteStandings, retryRefused } from "../../../app/db/queries/destinations/sending.ts";
import { lockErasures } from "../../../app/db/queries/privacy/erasure.ts";
import { disconnect } from "../../../app/destinations/connections.ts";
import { confirmBrake, endList, pauseList, resumeList } from "../../../app/destinations/lists.ts";
import { retryPeople } from "../../../app/destinations/people.ts";
import { startList } from "../../../app/destinations/start-list.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { doneOrBlocked } from "../sync/privacy/watched-database.ts";
import { BY, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const TEN = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
const { app, connect } = shopsOfTests(["life", "crossing", "crowded"], {
  before: beforeAll,
  after: afterAll,
});
const MOST_TURNS = 100;
const WEEK_MS = 7 * 86_400_000;

const begin: Begin = async (tx) => {
  await tx.query("begin");
};

/** The same database, of which each connection is handed to `watch` before every statement on it. */
function watched(db: Db, watch: (connection: pg.PoolClient, statement: string) => Promise<void>): Db {
  const pool = new Proxy(db.pool, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (name !== "connect") return typeof own === "function" ? own.bind(target) : own;
      return async () => {
        const connection = await target.connect();
        return new Proxy(connection, {
          get(its, key) {
            const value: unknown = Reflect.get(its, key, its);
            if (key !== "query") return typeof value === "function" ? value.bind(its) : value;
            return async (...given: [string | { readonly text: string }, unknown[]?]) => {
              const [first] = given;
              const text = typeof first === "string" ? first : first.text;
              await watch(its, text);
              return Reflect.apply(its.query, its, given);
            };
          },
        });
      };
    },
  });
  return { ...db, pool, transaction: (work) => inTransaction(pool, begin, work) };
}

/** What a transaction holds of what has an order: asked from outside of it, for a lock is what others see. */
async function lockWatch(outside: pg.Pool): Promise<{
  watch: (connection: pg.PoolClient, statement: string) => Promise<void>;
  readonly wrong: Set<string>;
  writers: () => number;
}> {
  const wrong = new Set<string>();
  const pids = new WeakMap<pg.PoolClient, number>();
  const states = new WeakMap<
    pg.PoolClient,
    { holds: boolean; advisory: number; last: string; counted: boolean }
  >();
  let writers = 0;
  return {
    wrong,
    writers: () => writers,
    async watch(connection, statement) {
      let pid = pids.get(connection);
      if (pid === undefined) {
        const [own] = await rows<{ pid: number }>(connection, "select pg_backend_pid() pid");
        pid = own?.pid ?? 0;
        pids.set(connection, pid);
      }
      if (statement.startsWith("begin")) {
        states.set(connection, { holds: false, advisory: 0, last: statement, counted: false });
        return;
      }
      const state = states.get(connection);
      if (!state || statement === "rollback") return;
      const [its] = await rows<{ writes: boolean; advisory: number }>(
        outside,
        sql`select coalesce(bool_or(relation = 'destination_person'::regclass and mode = 'RowExclusiveLock'), false) writes,
          count(*) filter (where locktype = 'advisory')::int advisory from pg_locks where pid = ${pid}`,
      );
      const free = await outside.query("select from destination for no key update skip locked");
      const all = await outside.query("select from destination");
      const holds = (free.rowCount ?? 0) < (all.rowCount ?? 0);
      if (its?.writes && !holds) wrong.add(`people are changed without the lock: ${state.last}`);
      if (state.holds && its && its.advisory > state.advisory)
        wrong.add(`a lock that comes before the destination's is taken after it: ${state.last}`);
      if (its?.writes && !state.counted) {
        writers++;
        state.counted = true;
      }
      Object.assign(state, { holds, advisory: its?.advisory ?? 0, last: statement.slice(0, 200) });
    },
  };
}

async function leaveSegment(shop: ConnectedShop, ...who: readonly string[]): Promise<void> {
  const { pool } = app().app.runtime.db;
  const ids = who.map((name) => shop.ids.get(name) ?? 0);
  await pool.query(
    sql`delete from segment_member where shop_id = ${shop.ref.shopId} and segment_key = ${shop.segmentKey} and customer_id = any(${ids})`,
  );
  await pool.query(
    sql`update segment_membership set evaluated_at = ${app().clock.now()} where shop_id = ${shop.ref.shopId}`,
  );
}

test("whatever changes people has the destination's lock, and takes no earlier lock after it", async () => {
  const shop = await connect("life", { people: TEN, fields: ["orders"] });
  const { host, ref, tool, destinationId, segmentKey, ids } = shop;
  const { runtime } = app().app;
  const { watch, wrong, writers } = await lockWatch(runtime.db.pool);
  const db = watched(runtime.db, watch);
  const watchedHost = { ...host, db };
  const turns = async () => {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const againMs = await shop.turn({ db });
      if (againMs === null) return;
      app().clock.advance(againMs);
    }
    throw new Error(`${MOST_TURNS} turns were not enough`);
  };
  tool.faults.refusePeople.set(shop.address("c"), "This one is odd");
  tool.faults.add({
    kind: "drop",
    at: "after",
    when: ({ method, path }) => method === "POST" && path.includes("profile-bulk-import-jobs"),
  });
  await turns();
  tool.faults.clear();
  await retryPeople(watchedHost, ref, shop.listId, BY);
  tool.suppress(shop.address("j"));
  app().clock.advance(WEEK_MS + 3_600_000);
  await turns();
  unsubscribe(shop.local, ids.get("a") ?? 0);
  await app().app.settled();
  await leaveSegment(shop, "b", "c", "d", "e");
  app().clock.advance(60_000);
  await turns();
  const { brake } = await shop.view();
  expect(brake).toMatchObject({ leaving: 4 });
  await confirmBrake(watchedHost, ref, { listId: shop.listId, asOf: brake?.asOf ?? "" }, BY);
  await turns();
  await pauseList(watchedHost, ref, shop.listId, BY);
  await resumeList(watchedHost, ref, shop.listId, BY);
  const customerId = ids.get("f") ?? 0;
  const requestId = await storeRequest(runtime.db, ref, { customerId, requestedAt: app().clock.now() });
  await redactCustomer({ ...runtime, env: host.env, db }, ref, requestId);
  await turns();
  await endList(watchedHost, ref, { listId: shop.listId, removePeople: true }, BY);
  await turns();
  const toolListId = shop.tools.klaviyo.addList("Second").id;
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  expect(await startList(host, ref, choice, BY)).toMatchObject({ ok: true });
  app().clock.advance(60_000);
  await turns();
  await disconnect(watchedHost, ref, { destinationId, removePeople: true }, BY);
  app().clock.advance(31 * 86_400_000);
  await turns();
  expect([...wrong]).toEqual([]);
  expect(writers()).toBeGreaterThan(40);
});

const wantedOf = (shop: ConnectedShop, names: readonly string[], hash: string) =>
  names.map((name) => ({
    address: shop.address(name),
    customerId: shop.ids.get(name) ?? 0,
    hash: Buffer.from(hash).toString("base64"),
  }));

test("two turns that come to the same people from both ends do so one after the other", async () => {
  const shop = await connect("crossing", { people: TEN });
  await shop.rest();
  const { db } = app().app.runtime;
  const { shopId } = shop.ref;
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let began = () => {};
  const isHalfway = new Promise<void>((resolve) => {
    began = resolve;
  });
  const note = (tx: PeopleTx, name: string, hash: string) =>
    noteWanted(tx, shopId, shop.listId, wantedOf(shop, [name], hash), app().clock.now());
  const up = changePeople(db, shopId, shop.destinationId, async (tx) => {
    await note(tx, "a", "up");
    began();
    await held;
    await note(tx, "j", "up");
  });
  await isHalfway;
  let halfway = () => {};
  const other = new Promise<void>((resolve) => {
    halfway = resolve;
  });
  const down = changePeople(db, shopId, shop.destinationId, async (tx) => {
    await note(tx, "j", "down");
    halfway();
    await note(tx, "a", "down");
  });
  // Either it has locked the last person, or it waits for all that the first one has.
  await doneOrBlocked(db, other);
  goOn();
  await Promise.all([up, down]);
  const hashes = await rows<{ hash: string }>(
    db.pool,
    sql`select convert_from(desired_hash, 'utf8') hash from destination_person
      where shop_id = ${shopId} and address = any(${[shop.address("a"), shop.address("j")]})`,
  );
  expect(hashes.map(({ hash }) => hash)).toEqual(["down", "down"]);
});

/** Takes the people in an order of its own, as a plan may. */
function shuffled<T>(of: readonly T[], seed: number): T[] {
  const place = (at: number) => (at * 7 + seed * 3 + 1) % of.length;
  return of
    .map((one, at) => [place(at), one] as const)
    .sort(([x], [y]) => x - y)
    .map(([, one]) => one);
}

test("erasures and what is done with many people run beside each other, again and again, without a deadlock", async () => {
  const many = Array.from({ length: 61 }, (_, at) => `p${at}`);
  const shop = await connect("crowded", { people: ["a"] });
  await shop.rest();
  const { db } = app().app.runtime;
  const { shopId } = shop.ref;
  const { listId } = shop;
  const people = many.map((name, at) => ({ address: shop.address(name), customerId: at + 1, hash: "AAAA" }));
  const addresses = people.map(({ address }) => address);
  const at = app().clock.now();
  const changes: readonly ((tx: PeopleTx, seed: number) => Promise<unknown>)[] = [
    async (tx, seed) => noteWanted(tx, shopId, listId, shuffled(people, seed), at),
    async (tx, seed) => {
      const some = shuffled(people, seed);
      await noteWanted(tx, shopId, listId, some.slice(0, 40), at);
      await noteHeldOut(
        tx,
        shopId,
        listId,
        some.slice(40).map(({ address }) => address),
      );
    },
    async (tx) => markWithdrawn(tx, shopId, listId),
    async (tx, seed) => {
      const standings = shuffled(addresses, seed).map((address) => ({
        ...{ address, toolId: null, state: "mailable", onList: true },
      }));
      await noteStandings(tx, shopId, listId, { standings, addsUnknown: true, at });
    },
    async (tx, seed) => {
      const told = shuffled(addresses, seed).map((address) => ({ address, code: "odd", words: "" }));
      await noteRefused(tx, shopId, listId, told, at);
      await retryRefused(tx, shopId, listId);
    },
    async (tx) => {
      await tx.query(
        sql`update destination_person set wanted = false, may_be_there = true, reason = 'LEFT' where shop_id = ${shopId} and list_id = ${listId}`,
      );
      await holdLeavers(tx, shopId, listId, { at, size: 1, departures: [] });
      await letLeave(tx, shopId, listId, { at, departures: [], heldBy: at });
    },
    async (tx, seed) =>
      noteRemovals(
        tx,
        shopId,
        listId,
        shuffled(addresses, seed).map((address) => ({ address, code: null })),
        at,
      ),
  ];
  const erase = (seed: number) =>
    db.transaction(async (tx: Tx) => {
      await lockErasures(tx, shopId, "alone");
      const locked = await lockPeopleOfShop(tx, shopId);
      const some = shuffled(addresses, seed).slice(0, 20);
      for (const address of some)
        await locked.query(
          sql`delete from destination_person where shop_id = ${shopId} and address = ${address}`,
        );
    });
  for (let round = 0; round < 12; round++) {
    const changed = changes.map((change, which) =>
      changePeople(db, shopId, shop.destinationId, (tx) => change(tx, round * 5 + which)),
    );
    await Promise.all([...changed, erase(round)]);
  }
  const counted = await rows<{ deadlocks: number }>(
    db.pool,
    "select deadlocks::int from pg_stat_database where datname = current_database()",
  );
  expect(counted).toEqual([{ deadlocks: 0 }]);
});
