// Prisma's CLI without its downloads.
//
//   generate             the client in app/db/generated (after every npm install)
//   validate | format    prisma/schema.prisma
//   drift                exit 1 and the difference when prisma/migrations do not build prisma/schema.prisma
//   migration NAME       a new migration with what prisma/schema.prisma has and prisma/migrations have not
//   init                 writes the first migration again; only before the first release
//   migrate status | migrate resolve --rolled-back NAME | ...   Prisma's own, on the app's database (its embedded server
//                        is started for it, so the app has to be stopped)
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const schema = "prisma/schema.prisma";
const migrations = join(root, "prisma/migrations");
const INIT = "20261121000000_init";
const lock =
  '# Which dialect the migrations are written in; Prisma\'s commands compare it with the schema.\nprovider = "postgresql"\n';

/** The node executable itself satisfies the check for a binary of commands that never start it. */
function runPrisma(args, { engine = process.execPath, databaseUrl, capture = false } = {}) {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const result = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", capture ? "pipe" : "inherit", "inherit"],
    env: {
      ...process.env,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (result.error) throw result.error;
  return { status: result.status ?? 1, output: result.stdout ?? "" };
}

const engine = fileURLToPath(new URL("schema-engine.mjs", import.meta.url));

async function onTemporaryServer(work) {
  const { startTemporaryPostgres } = await import("../app/db/embedded/temporary.ts");
  const server = await startTemporaryPostgres();
  try {
    return await work(server.connectionString);
  } finally {
    await server.stop();
  }
}

async function onAppDatabase(work) {
  const { openDatabase } = await import("../app/db/database.ts");
  const { DATABASE_URL, DATA_DIR } = process.env;
  const database = await openDatabase({
    databaseUrl: DATABASE_URL,
    dataDir: resolve(root, DATA_DIR || ".data"),
  });
  try {
    return await work(database.connectionString);
  } finally {
    await database.stop();
  }
}

/** SQL that leads from the migrations (or from nothing) to the schema; undefined when there is no difference. */
function difference(from) {
  return onTemporaryServer((databaseUrl) => {
    const args = ["migrate", "diff", ...from, "--to-schema", schema, "--script", "--exit-code"];
    const { status, output } = runPrisma(args, { engine, databaseUrl, capture: true });
    // The command exits 0 as well when its engine dies, so "no difference" has to be said.
    if (status === 0 && output.includes("This is an empty migration")) return undefined;
    if (status === 2 && output.trim()) return output;
    throw new Error(`prisma migrate diff failed (exit ${status}).\n${output}`);
  });
}

function writeMigration(name, sql) {
  mkdirSync(join(migrations, name), { recursive: true });
  writeFileSync(join(migrations, name, "migration.sql"), sql);
  writeFileSync(join(migrations, "migration_lock.toml"), lock);
  console.log(`prisma/migrations/${name}/migration.sql`);
}

async function newMigration(name) {
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? "")) throw new Error("Give the migration a name such as add_tags.");
  const sql = await difference(["--from-migrations", "prisma/migrations"]);
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  // Without a difference the file is for raw SQL, which the schema cannot express; see docs/database.md.
  writeMigration(`${stamp}_${name}`, sql ?? "-- Raw SQL.\n");
}

async function drift() {
  const sql = await difference(["--from-migrations", "prisma/migrations"]);
  if (sql === undefined) return 0;
  console.error(`prisma/migrations do not build ${schema}. Missing:\n\n${sql}`);
  return 1;
}

async function main([command, ...rest]) {
  if (command === "generate" && !existsSync(join(root, schema))) {
    console.log(`No ${schema} here: nothing to generate.`);
    return 0;
  }
  if (["generate", "validate", "format"].includes(command)) return runPrisma([command, ...rest]).status;
  if (command === "drift") return drift();
  if (command === "migration") return newMigration(rest[0]);
  if (command === "init") return writeMigration(INIT, (await difference(["--from-empty"])) ?? "");
  return onAppDatabase((databaseUrl) => runPrisma([command, ...rest], { engine, databaseUrl }).status);
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ?? 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
