import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectDatabase, type Db, rows } from "../../../app/db/client.ts";
import { applyMigrations, MigrationError, readMigrations } from "../../../app/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";

// Some tests start Prisma's CLI several times, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const OWN = "prisma/migrations";

let database: TestDatabase;
let db: Db;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  db = connectDatabase({ connectionString: database.connectionString });
  folder = mkdtempSync(join(tmpdir(), "klantwaarde-migrations-"));
  write("20260101000000_one", "create table one (id int primary key);\ninsert into one values (1);\n");
  write("20260102000000_two", "create table two (id int primary key);\n");
});

afterEach(async () => {
  await db.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const apply = () => applyMigrations(database.connectionString, folder);

/** Prisma's own command on the test's database, with the project's migrations. */
function prisma(...args: string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, ["scripts/prisma.mjs", ...args], {
    env: { ...process.env, DATABASE_URL: database.connectionString },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, output })));
}

test("migrations are applied in the order of their names, once", async () => {
  expect(await apply()).toEqual(["20260101000000_one", "20260102000000_two"]);
  expect(await apply()).toEqual([]);
  write("20260103000000_three", "create table three (id int primary key);");
  expect(await apply()).toEqual(["20260103000000_three"]);
  expect(await rows(db.pool, "select id from one")).toEqual([{ id: 1 }]);
});

test("processes that start together apply each migration once", async () => {
  const applied = await Promise.all([apply(), apply(), apply()]);
  expect(applied.flat()).toEqual(["20260101000000_one", "20260102000000_two"]);
});

test("a database that the app migrated and one that Prisma migrated have the same history", async () => {
  await applyMigrations(database.connectionString, OWN);
  const history = () =>
    rows(
      db.pool,
      `select migration_name, checksum, logs, rolled_back_at, applied_steps_count, finished_at is not null as finished
         from _prisma_migrations order by migration_name`,
    );
  const columns = () =>
    rows(
      db.pool,
      `select column_name, data_type, character_maximum_length, is_nullable, column_default
         from information_schema.columns where table_name = '_prisma_migrations' order by ordinal_position`,
    );
  const ours = { history: await history(), columns: await columns() };
  expect(ours.history).toHaveLength(readMigrations(OWN).length);
  const status = await prisma("migrate", "status");
  expect(status).toMatchObject({ status: 0, output: expect.stringContaining("up to date") });

  await db.pool.query("drop schema public cascade; create schema public");
  const deployed = await prisma("migrate", "deploy");
  expect(deployed).toMatchObject({ status: 0 });
  expect({ history: await history(), columns: await columns() }).toEqual(ours);
  expect(await applyMigrations(database.connectionString, OWN)).toEqual([]);
});

test("sums of before margins came say that nobody's margin is known", async () => {
  const names = readMigrations(OWN).map(({ name }) => name);
  const at = names.findIndex((name) => name.endsWith("_costs_and_contribution"));
  const own = mkdtempSync(join(tmpdir(), "klantwaarde-own-migrations-"));
  const applyOwn = (some: readonly string[]) => {
    for (const name of some) cpSync(join(OWN, name), join(own, name), { recursive: true });
    return applyMigrations(database.connectionString, own);
  };
  await applyOwn(names.slice(0, at));
  await db.pool.query(
    `insert into cohort_cell (shop_id, cohort_month, month, active_customers, orders, net_sales_minor)
     values (1, 600, 600, 7, 9, 100), (1, 600, 601, 0, 0, -10)`,
  );
  await applyOwn(names.slice(at));
  rmSync(own, { recursive: true });
  const cells = await rows(db.pool, "select unknown_margins as unknown from cohort_cell order by month");
  expect(cells).toEqual([{ unknown: 7 }, { unknown: 1 }]);
});

test("Prisma reports a migration that the app has not applied yet", async () => {
  const status = await prisma("migrate", "status");
  expect(status.status).toBe(1);
  expect(status.output).toContain(readMigrations(OWN)[0]?.name);
});

test("a failing migration stops there, leaves nothing of itself and blocks until it is resolved", async () => {
  write("20260102000000_two", "create table two (id int);\ninsert into two values (1 / 0);\n");
  write("20260103000000_three", "create table three (id int);");
  const failure = apply();
  await expect(failure).rejects.toBeInstanceOf(MigrationError);
  await expect(failure).rejects.toMatchObject({ problem: "failed_now" });
  await expect(failure).rejects.toThrow(/20260102000000_two.*division by zero/);
  const tables = await rows(
    db.pool,
    "select table_name from information_schema.tables where table_schema = 'public' order by 1",
  );
  expect(tables.map((table) => table.table_name)).toEqual(["_prisma_migrations", "one"]);

  write("20260102000000_two", "create table two (id int);");
  await expect(apply()).rejects.toMatchObject({
    problem: "failed_before",
    message: expect.stringContaining("migrate resolve --rolled-back 20260102000000_two"),
  });

  await db.pool.query(
    "update _prisma_migrations set rolled_back_at = now() where migration_name = '20260102000000_two'",
  );
  expect(await apply()).toEqual(["20260102000000_two", "20260103000000_three"]);
});

test("the remedy that the error names works", async () => {
  const [first] = readMigrations(OWN);
  await db.pool.query("create table shop (in_the_way int)");
  await expect(applyMigrations(database.connectionString, OWN)).rejects.toMatchObject({
    problem: "failed_now",
  });
  await db.pool.query("drop table shop");
  const resolved = await prisma("migrate", "resolve", "--rolled-back", first?.name ?? "");
  expect(resolved).toMatchObject({ status: 0 });
  expect(await applyMigrations(database.connectionString, OWN)).toContain(first?.name);
});

test("a migration that manages its own transaction and fails is recorded too", async () => {
  write("20260102000000_two", "begin;\ncreate table two (id int);\nselect nonsense;\ncommit;\n");
  await expect(apply()).rejects.toMatchObject({ problem: "failed_now" });
  const [record] = await rows(
    db.pool,
    "select logs, finished_at from _prisma_migrations where migration_name = '20260102000000_two'",
  );
  expect(record).toEqual({ logs: expect.stringContaining("nonsense"), finished_at: null });
});

test("a file that was edited after it was applied is named", async () => {
  await apply();
  write("20260101000000_one", "create table one (id bigint primary key);");
  await expect(apply()).rejects.toMatchObject({
    problem: "edited_after_apply",
    message: expect.stringContaining("20260101000000_one"),
  });
});

test("a missing folder is named, so that a wrong deployment does not pass for a database without tables", async () => {
  await expect(applyMigrations(database.connectionString, join(folder, "elsewhere"))).rejects.toMatchObject({
    problem: "no_folder",
    message: expect.stringContaining("elsewhere"),
  });
});

test("the checksum is of the file's bytes", () => {
  const [one] = readMigrations(folder);
  expect(one?.sql).toBe(readFileSync(join(folder, "20260101000000_one", "migration.sql"), "utf8"));
  // sha256sum of that file
  expect(one?.checksum).toBe("ae8f22c8d142aecb8e5a250bd6632fd57fc143c82e98ddcfa6d6e0931f0aa376");
});
