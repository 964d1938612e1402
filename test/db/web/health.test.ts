import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connectDatabase, rows } from "../../../app/db/client.ts";
import { startTemporaryPostgres } from "../../../app/db/embedded/temporary.ts";
import { applyMigrations, readMigrations } from "../../../app/db/migrate.ts";
import { watchHealth } from "../../../app/web/health.ts";
import { recordedLog } from "../../builders/recorded-log.ts";
import { databaseUrl, onServer } from "../cluster.ts";
import { createTestDatabase } from "../database.ts";
import { mountDisk } from "../small-disk.ts";
import { type InterruptedConnection, interruptible } from "./interrupted-connection.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const OK = { database: "ok", migrations: "ok", queue: "ok", worker: "ok" };
const LATE = "did not answer in time";
const NO_WORKER = "no process has looked for jobs for 45 seconds";
let between: InterruptedConnection;
/** A web process that works on no job. */
let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({
    shops: ["seen.myshopify.com"],
    working: false,
    async through(connectionString) {
      between = await interruptible(connectionString);
      return between.connectionString;
    },
  });
});
afterAll(async () => {
  await stack.close();
  await between.close();
});

async function ask(path: string): Promise<[number, unknown]> {
  const answer = await stack.fetch(path, { token: null });
  expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  return [answer.status, await answer.json()];
}

/** Asks until the answer is this one: an answer is given again for a moment. */
const expectReady = (checks: Record<string, unknown>) =>
  expect
    .poll(() => ask("/readyz"))
    .toEqual(
      Object.values(checks).every((result) => result === "ok")
        ? [200, { status: "ready", checks }]
        : [503, { status: "not_ready", checks }],
    );

/** `npm run worker` as another process of the same app. */
async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["app/worker.ts"], {
    env: { ...process.env, ...stack.variables, NODE_ENV: "test" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  onTestFinished(() => {
    worker.kill("SIGKILL");
  });
  for (;;) {
    const [message] = await once(worker, "message");
    if (message.type === "progress") continue;
    expect(message).toEqual({ type: "ready" });
    return worker;
  }
}

/** As if this time had passed since any worker looked for jobs. */
const letPass = (seconds: number) =>
  rows(
    stack.runtime.db.pool,
    "update app_process set worked_at = worked_at - $1 * interval '1 second' where worked_at is not null",
    [seconds],
  );

test("a web process is ready while a worker process works, wherever it is", async () => {
  await expectReady({ ...OK, worker: NO_WORKER });
  const worker = await startWorker();
  await expectReady(OK);
  worker.kill("SIGKILL");
  await once(worker, "exit");
  await letPass(45);
  await expectReady({ ...OK, worker: NO_WORKER });
  const next = await startWorker();
  await expectReady(OK);
  // One that ends properly leaves its heartbeat for as long as one lasts, as another may start in its place.
  next.kill("SIGTERM");
  const [code] = await once(next, "exit");
  expect(code).toBe(0);
  await expectReady(OK);
  await letPass(45);
  await expectReady({ ...OK, worker: NO_WORKER });
});

test("a database that takes no writes is not ready, and alive", async () => {
  await startWorker();
  await expectReady(OK);
  const { pool } = stack.runtime.db;
  const [{ name } = { name: "" }] = await rows<{ name: string }>(pool, "select current_database() name");
  const set = async (value: string) => {
    await pool.query(`alter database ${name} set default_transaction_read_only = ${value}`);
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'klantwaarde health'",
    );
  };
  await set("on");
  await expectReady({ ...OK, database: "takes no writes: it is read-only" });
  expect(await ask("/healthz")).toEqual([200, { status: "ok" }]);
  expect(stack.log.filter(({ event }) => event === "web.not_ready").at(-1)?.fields).toMatchObject({
    database: "takes no writes: it is read-only",
  });
  await set("off");
  await expectReady(OK);
});

test("a missing migration is told, by number", async () => {
  await startWorker();
  const { pool } = stack.runtime.db;
  const last = "(select max(migration_name) from _prisma_migrations)";
  await pool.query(`update _prisma_migrations set finished_at = null where migration_name = ${last}`);
  await expectReady({ ...OK, migrations: "1 of this version are not applied" });
  await pool.query("update _prisma_migrations set finished_at = now()");
  await expectReady(OK);
  // A later version of the app has migrated already.
  await pool.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('later', '', '99990101000000_later', now())`,
  );
  await expectReady(OK);
  await pool.query("delete from _prisma_migrations where id = 'later'");
});

test("a queue whose tables are gone is told, and nothing of the inside", async () => {
  await startWorker();
  await stack.runtime.db.pool.query("alter table pgboss.queue rename to elsewhere");
  await expectReady({ ...OK, queue: "refused with the code 42P01" });
  await stack.runtime.db.pool.query("alter table pgboss.elsewhere rename to queue");
  await expectReady(OK);
});

test("a database that hangs, and one that refuses, is answered with 503 within seconds, and nothing of where it is", async () => {
  await startWorker();
  await expectReady(OK);
  between.set("hangs");
  await expectReady({ database: LATE, migrations: LATE, queue: LATE, worker: LATE });
  expect(await ask("/healthz")).toEqual([503, { status: "database unreachable" }]);
  between.set("refuses");
  const checks = {
    database: "does not answer",
    migrations: "does not answer",
    queue: "does not answer",
    worker: "does not answer",
  };
  await expectReady(checks);
  const text = JSON.stringify([await ask("/readyz"), await ask("/healthz")]);
  expect(text).not.toMatch(/127\.0|localhost|:\d+|\/|klantwaarde|select|password/);
  between.set("works");
  await expectReady(OK);
  expect(await ask("/healthz")).toEqual([200, { status: "ok" }]);
});

test("a thousand questions at once are answered by one look", async () => {
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => stack.runtime.health.readiness()));
  expect(answers[0]?.checks).toMatchObject({ database: "ok" });
  expect(new Set(answers.map(({ checks }) => checks)).size).toBe(1);
});

test("a process that stops is not ready at once, whatever was answered a moment ago", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { log } = recordedLog();
  const health = watchHealth({
    connectionString: database.connectionString,
    migrations: readMigrations("prisma/migrations"),
    queue: { probe: async () => {} },
    processId: "018f0000-0000-7000-8000-000000000001",
    log,
  });
  onTestFinished(() => health.close());
  expect((await health.readiness()).checks).toEqual({ ...OK, worker: NO_WORKER });
  const asked = health.readiness();
  health.stop();
  expect([await asked, await health.readiness()]).toEqual(
    Array(2).fill({ status: "stopping", checks: null }),
  );
  expect(await health.isAlive()).toBe(true);
});

test("a disk that is full is not ready, although a row can still be replaced", async (context) => {
  // A server of its own: where one disk is full no checkpoint of the whole server succeeds.
  const {
    connectionString: server,
    superuserConnectionString: superuser,
    stop,
  } = await startTemporaryPostgres();
  onTestFinished(stop);
  const admin = connectDatabase({ connectionString: superuser });
  onTestFinished(() => admin.close());
  const [{ folder } = { folder: "" }] = await rows<{ folder: string }>(
    admin.pool,
    "select current_setting('data_directory') folder",
  );
  const disk = mountDisk(folder, 40);
  if (!disk) return context.skip("no disk may be mounted here");
  const name = "full";
  onTestFinished(async () => {
    await onServer(superuser, `drop database if exists "${name}" with (force)`);
    await onServer(superuser, `drop tablespace if exists "${name}"`);
    disk.unmount();
  });
  await onServer(superuser, `create tablespace "${name}" location '${disk.place}'`);
  await onServer(superuser, `grant create on tablespace "${name}" to public`);
  await onServer(server, `create database "${name}" tablespace "${name}"`);
  await applyMigrations(databaseUrl(server, name), "prisma/migrations");
  const db = connectDatabase({ connectionString: databaseUrl(server, name) });
  onTestFinished(() => db.close());
  const { log } = recordedLog();
  const health = watchHealth({
    connectionString: databaseUrl(server, name),
    migrations: readMigrations("prisma/migrations"),
    queue: { probe: async () => {} },
    processId: "018f0000-0000-7000-8000-000000000002",
    log,
  });
  onTestFinished(() => health.close());
  const database = async () => (await health.readiness()).checks?.database;
  expect(await database()).toBe("ok");
  await db.pool.query("create table filling (what bytea)");
  const fill = (bytes: number) =>
    db.pool.query(`insert into filling select sha512(n::text::bytea) from generate_series(1, $1) n`, [
      bytes / 64,
    ]);
  for (let bytes = 4 * 1024 * 1024; bytes >= 1024; ) {
    try {
      await fill(bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: "53100" });
      bytes /= 2;
    }
  }
  await db.pool.query("update app_process set seen_at = now()");
  await expect.poll(database).toBe("takes no writes: its disk is full");
  expect(await health.isAlive()).toBe(true);
  await db.pool.query("drop table filling");
  await admin.pool.query("checkpoint");
  await expect.poll(database).toBe("ok");
});
