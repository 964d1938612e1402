import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../../app/db/embedded/embedded.ts";
import { isPostmasterOf } from "../../../app/db/embedded/process.ts";
import { shortLivedFolder } from "../../../app/db/embedded/temporary.ts";
import { ask, ends, isRoot, newPlace, nobody, postmasterPid, startSeparateApp } from "./embedded-place.ts";

let place: string;
let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(() => {
  place = newPlace(0o755, shortLivedFolder());
  dataDir = join(place, "postgres");
  running = [];
});

afterEach(async () => {
  for (const server of running) await server.stop();
  await removeEmbeddedPostgres(dataDir);
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  running.push(server);
  return server;
}

test("the first start makes a database, and the next one finds its data again", async () => {
  const first = await start();
  expect(first.reused).toBe(false);
  await ask(first.connectionString, "create table note as select 'kept' as text");
  const pid = postmasterPid(dataDir);
  await first.stop();
  expect(await ends(pid)).toBe(true);

  const second = await start();
  expect(second.reused).toBe(true);
  expect(await ask(second.connectionString, "select text from note")).toEqual([{ text: "kept" }]);
});

test("nobody else can read the data folder, and without the password nobody gets in", async () => {
  const { connectionString } = await start();
  expect(statSync(join(dataDir, "password")).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, "cluster")).mode & 0o077).toBe(0);
  expect(statSync(join(dataDir, "run")).mode & 0o077).toBe(0);
  const wrong = new URL(connectionString);
  wrong.password = "guess";
  await expect(ask(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
});

test("the app is no superuser: it reaches its own database, and neither the server's files nor its programs", async () => {
  const { connectionString } = await start();
  expect(
    await ask(
      connectionString,
      "select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user",
    ),
  ).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  for (const statement of [
    "copy (select 1) to program 'true'",
    "select pg_read_file('PG_VERSION')",
    "create role another",
    "create database another",
    "alter system set fsync = off",
  ]) {
    await expect(ask(connectionString, statement), statement).rejects.toThrow(/permission denied/);
  }
  const elsewhere = new URL(connectionString);
  elsewhere.pathname = "/postgres";
  await expect(ask(elsewhere.href, "select 1")).rejects.toThrow("permission denied for database");
});

test("a folder of a version in which the app was the superuser becomes the app's own", async () => {
  const first = await start();
  const asBefore = new URL(first.connectionString);
  asBefore.username = "klantwaarde";
  asBefore.password = readFileSync(join(dataDir, "password"), "utf8");
  for (const statement of [
    "alter database klantwaarde owner to klantwaarde",
    "create schema work",
    "create type work.state as enum ('waits')",
    "create table work.job (id bigserial primary key, other bigint generated always as identity, state work.state)",
    "create sequence alone",
    "create view waiting as select id from work.job",
    "create function one() returns int language sql return 1",
  ]) {
    await ask(asBefore.href, statement);
  }
  await first.stop();
  const { connectionString } = await start();
  for (const statement of [
    "insert into work.job (state) values ('waits')",
    "alter table work.job add column note text",
    "alter type work.state add value 'ends'",
    "alter sequence alone restart",
    "create or replace view waiting as select id, state from work.job",
    "create or replace function one() returns int language sql return 2",
    "drop schema work cascade",
  ]) {
    await ask(connectionString, statement);
  }
});

test("the log of the server quotes no statement and no value of a row", async () => {
  const { connectionString } = await start();
  await ask(connectionString, "create table person (email text primary key)");
  await ask(connectionString, "insert into person values ('someone@example.com')");
  await expect(ask(connectionString, "insert into person values ('someone@example.com')")).rejects.toThrow();
  const log = readFileSync(join(dataDir, "server.log"), "utf8");
  expect(log).toContain("duplicate key");
  expect(log).not.toContain("someone");
});

test("a second start on the same folder is refused, in this process and in another", async () => {
  await start();
  await expect(start()).rejects.toMatchObject({
    problem: "in_use",
    message: expect.stringContaining("already open in this process"),
  });
  const other = await startSeparateApp(dataDir).says();
  expect(other).toMatchObject({ problem: "in_use" });
  expect(other.message).toContain(`process ${process.pid}`);
});

test("when the app is killed its server ends by itself, and the next start has every committed row", async () => {
  const app = startSeparateApp(dataDir);
  const { connectionString = "" } = await app.says();
  await ask(connectionString, "create table note as select 'committed' as text");
  const pid = postmasterPid(dataDir);
  await app.kill();
  expect(await ends(pid)).toBe(true);
  const next = await start();
  expect(await ask(next.connectionString, "select text from note")).toEqual([{ text: "committed" }]);
});

test("a start right after the app was killed waits for the former server to go", async () => {
  const app = startSeparateApp(dataDir);
  const { connectionString = "" } = await app.says();
  await ask(connectionString, "create table note as select 'committed' as text");
  await app.kill();
  const next = await start();
  expect(await ask(next.connectionString, "select text from note")).toEqual([{ text: "committed" }]);
});

test.runIf(process.platform === "linux")(
  "a server that outlived its app and its watcher is stopped before the next one starts",
  async () => {
    const app = startSeparateApp(dataDir);
    await app.says();
    const orphan = postmasterPid(dataDir);
    for (const pid of supervisorsOf(orphan)) process.kill(pid, "SIGKILL");
    await app.kill();
    expect(isPostmasterOf(orphan, join(dataDir, "cluster"))).toBe(true);
    await start();
    expect(postmasterPid(dataDir)).not.toBe(orphan);
    expect(await ends(orphan)).toBe(true);
  },
);

test("a postmaster that is killed is started again on the same address with its data", async () => {
  const events: string[] = [];
  let restarted: () => void = () => {};
  const again = new Promise<void>((resolve) => {
    restarted = resolve;
  });
  const record = (event: string) => {
    events.push(event);
    if (event === "db.embedded.restarted") restarted();
  };
  const server = await start({ log: { debug: record, info: record, warn: record, error: record } });
  await ask(server.connectionString, "create table note as select 'committed' as text");
  process.kill(postmasterPid(dataDir), "SIGKILL");
  await again;
  expect(await ask(server.connectionString, "select text from note")).toEqual([{ text: "committed" }]);
  expect(events).toEqual(["db.embedded.started", "db.embedded.crashed", "db.embedded.restarted"]);
});

test("a postmaster that keeps being killed is given up, and the app is told", async () => {
  let restarted: () => void = () => {};
  let lost: (error: Error) => void = () => {};
  const givenUp = new Promise<Error>((resolve) => {
    lost = resolve;
  });
  const record = (event: string) => {
    if (event === "db.embedded.restarted") restarted();
  };
  await start({
    log: { debug: record, info: record, warn: record, error: record },
    onLost: (error) => lost(error),
    // All within a minute, however long the machine takes.
    nowMs: () => 0,
  });
  for (let crash = 1; crash <= 3; crash++) {
    const again = new Promise<void>((resolve) => {
      restarted = resolve;
    });
    process.kill(postmasterPid(dataDir), "SIGKILL");
    await again;
  }
  process.kill(postmasterPid(dataDir), "SIGKILL");
  expect(await givenUp).toMatchObject({ problem: "start_failed" });
});

test("a lock file of a process that is gone does not hinder the start", async () => {
  const { stop } = await start();
  await stop();
  const gone = spawn("/bin/true");
  await new Promise((resolve) => gone.once("exit", resolve));
  writeFileSync(join(dataDir, "cluster", "postmaster.pid"), lockFile(gone.pid ?? 0));
  expect((await start()).reused).toBe(true);
});

test("a lock file and a claim whose numbers now belong to other processes do not hinder the start", async () => {
  const { stop } = await start();
  await stop();
  // The same account as the server's: PostgreSQL alone would take this process for a live server.
  const other = spawn("/bin/cat", { stdio: "pipe", ...(isRoot ? nobody : {}) });
  await new Promise((resolve) => other.once("spawn", resolve));
  writeFileSync(join(dataDir, "cluster", "postmaster.pid"), lockFile(other.pid ?? 0));
  const claim = { pid: other.pid, identity: "another start time", claim: "of a former app" };
  writeFileSync(join(dataDir, "owner.json"), JSON.stringify(claim));
  expect((await start()).reused).toBe(true);
  other.kill();
});

test("a folder of another major version is refused with both versions and what to do", async () => {
  const { stop } = await start();
  await stop();
  writeFileSync(join(dataDir, "cluster", "PG_VERSION"), "17\n");
  const refused = start();
  await expect(refused).rejects.toMatchObject({ problem: "other_major_version" });
  await expect(refused).rejects.toThrow(/PostgreSQL 17.*PostgreSQL 18.*pg_restore/s);
});

test("a first start that was interrupted is done over", async () => {
  mkdirSync(join(dataDir, "cluster.new"), { recursive: true });
  writeFileSync(join(dataDir, "cluster.new", "PG_VERSION"), "18\n");
  expect((await start()).reused).toBe(false);
});

test("a lost password file is named", async () => {
  const { stop } = await start();
  await stop();
  rmSync(join(dataDir, "password"));
  await expect(start()).rejects.toMatchObject({
    problem: "password_lost",
    message: expect.stringContaining(join(dataDir, "password")),
  });
});

test("with a port the server listens on the loopback address, and a port in use is named", async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, "127.0.0.1", () => {
      const address = taken.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  await expect(start({ port })).rejects.toMatchObject({
    problem: "port_in_use",
    message: expect.stringContaining(`Port ${port}`),
  });
  await new Promise((resolve) => taken.close(resolve));
  const server = await start({ port });
  expect(new URL(server.connectionString).host).toBe(`127.0.0.1:${port}`);
  expect(await ask(server.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a path too long for a socket gets its socket elsewhere, private and removed again", async () => {
  dataDir = join(place, "a-folder-with-a-long-name".repeat(4), "postgres");
  const server = await start();
  const socketDir = new URL(server.connectionString).searchParams.get("host") ?? "";
  expect(socketDir.startsWith(dataDir)).toBe(false);
  expect(statSync(socketDir).mode & 0o777).toBe(0o700);
  expect(await ask(server.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
  await server.stop();
  expect(existsSync(socketDir)).toBe(false);
});

test("a data folder that cannot be made is named with the reason", async () => {
  writeFileSync(join(place, "file"), "");
  const inFile = join(place, "file", "postgres");
  await expect(startEmbeddedPostgres({ dataDir: inFile })).rejects.toMatchObject({
    problem: "no_permission",
    message: expect.stringContaining(inFile),
  });
});

/** The shell between app and postmaster, and its watcher: the watcher first, or it would order the shutdown. */
function supervisorsOf(postmaster: number): number[] {
  const shell = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${postmaster}/status`, "utf8"))?.[1]);
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8")
    .trim()
    .split(" ")
    .map(Number);
  return [...children.filter((pid) => pid !== postmaster), shell];
}

function lockFile(pid: number): string {
  const cluster = join(dataDir, "cluster");
  return `${pid}\n${cluster}\n1700000000\n5432\n${join(dataDir, "run")}\n\n  1234567  0\nready   \n`;
}
