import { expect } from "vitest";
import { connectDatabase, rows } from "../../../app/db/client.ts";
import { test } from "../database.ts";

test("columns arrive as types that lose nothing", async ({ db }) => {
  const [row] = await rows(
    db.pool,
    `select 9007199254740991::int8 as whole, '{1,null}'::int8[] as wholes, 12.50::numeric as exact, '{0.10}'::numeric[] as exacts,
       date '2024-02-29' as day, '{2024-02-29}'::date[] as days, timestamptz '2024-02-29 12:00+01' as instant`,
  );
  expect(row).toEqual({
    whole: 9_007_199_254_740_991,
    wholes: [1, null],
    exact: "12.50",
    exacts: ["0.10"],
    day: "2024-02-29",
    days: ["2024-02-29"],
    instant: new Date("2024-02-29T11:00:00Z"),
  });
});

test("a bigint that a number cannot hold is an error, and the connection stays usable", async ({ db }) => {
  await db.transaction(async (tx) => {
    await expect(rows(tx, "select 9007199254740993::int8")).rejects.toThrow("9007199254740993");
    expect(await rows(tx, "select $1::int8 as n", [7])).toEqual([{ n: 7 }]);
  });
});

test("a transaction that throws leaves nothing behind", async ({ db }) => {
  await db.pool.query("create table note (text text)");
  const failing = db.transaction(async (tx) => {
    await tx.query("insert into note values ('lost')");
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await db.transaction((tx) => tx.query("insert into note values ('kept')"));
  expect(await rows(db.pool, "select text from note")).toEqual([{ text: "kept" }]);
});

test("Prisma and the pool see the same rows", async ({ db }) => {
  await db.prisma.shop.create({
    data: { shopId: 7n, domain: "seven.example", installedAt: new Date("2024-01-02T03:04:05Z") },
  });
  expect(await rows(db.pool, "select shop_id, domain, installed_at from shop where shop_id = 7")).toEqual([
    { shop_id: 7, domain: "seven.example", installed_at: new Date("2024-01-02T03:04:05Z") },
  ]);
});

test("an idle connection that the server closes is reported, and the next query opens another", async ({
  db,
}) => {
  const { connectionString } = db.pool.options;
  let report: (error: Error) => void = () => {};
  const reported = new Promise<Error>((resolve) => {
    report = resolve;
  });
  const other = connectDatabase({ connectionString: connectionString ?? "", onIdleError: report });
  const [own] = await rows<{ pid: number }>(other.pool, "select pg_backend_pid() as pid");
  await db.pool.query("select pg_terminate_backend($1)", [own?.pid]);
  expect((await reported).message).toMatch(/terminat/);
  expect(await rows(other.pool, "select 1 as one")).toEqual([{ one: 1 }]);
  await other.close();
});

test("a connection that the server closes in the middle of a transaction is an error of that transaction only", async ({
  db,
}) => {
  const broken = db.transaction(async (tx) => {
    const [own] = await rows<{ pid: number }>(tx, "select pg_backend_pid() pid");
    await db.pool.query("select pg_terminate_backend($1)", [own?.pid]);
    await tx.query("select 1");
  });
  await expect(broken).rejects.toThrow();
  expect(await rows(db.pool, "select 1 one")).toEqual([{ one: 1 }]);
});
