import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import sql from "sql-template-tag";

/** The key of the advisory lock that Prisma's own engine takes, so that its commands and this runner exclude each other. */
const PRISMA_LOCK = 72_707_369;

export type MigrationProblem = "failed_before" | "failed_now" | "edited_after_apply" | "no_folder";

/** The schema cannot be brought up to date; the app must not start. No retry helps before somebody has looked. */
export class MigrationError extends Error {
  readonly problem: MigrationProblem;

  constructor(problem: MigrationProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MigrationError";
    this.problem = problem;
  }
}

export interface MigrationFile {
  name: string;
  sql: string;
  /** SHA-256 of the file's bytes, as Prisma computes it. */
  checksum: string;
}

/** Folders with a `migration.sql`, oldest first. */
export function readMigrations(folder: string): MigrationFile[] {
  if (!existsSync(folder)) {
    throw new MigrationError("no_folder", `The folder of migrations ${folder} does not exist.`);
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, "migration.sql"));
      return {
        name,
        sql: bytes.toString("utf8"),
        checksum: createHash("sha256").update(bytes).digest("hex"),
      };
    });
}

/**
 * Applies the migrations that the database does not have yet and returns their names.
 *
 * They are recorded in `_prisma_migrations` as Prisma's engine records them, so `prisma migrate status` agrees. Processes
 * that start together wait for each other on Prisma's advisory lock; the second finds nothing left to do. A migration of
 * several statements is one implicit transaction unless it says otherwise: a failed one leaves nothing behind but its record.
 *
 * Throws MigrationError; earlier migrations of the same call stay applied.
 */
export async function applyMigrations(connectionString: string, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString, application_name: "klantwaarde migrations" });
  await client.connect();
  try {
    await client.query(sql`select pg_advisory_lock(${PRISMA_LOCK})`);
    const pending = await pendingMigrations(client, migrations);
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    // Ending the connection gives the lock back.
    await client.end();
  }
}

/** How many of these migrations the database has not finished. */
export async function countUnapplied(
  on: pg.Pool,
  migrations: readonly Pick<MigrationFile, "name">[],
): Promise<number> {
  const finished = await on.query(
    sql`select distinct migration_name from _prisma_migrations
      where migration_name = any(${migrations.map(({ name }) => name)})
        and finished_at is not null and rolled_back_at is null`,
  );
  return migrations.length - (finished.rowCount ?? 0);
}

interface RecordedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  logs: string | null;
}

async function pendingMigrations(client: pg.Client, migrations: MigrationFile[]): Promise<MigrationFile[]> {
  await client.query(`create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`);
  const recorded = await client.query<RecordedMigration>(
    "select migration_name, checksum, finished_at, logs from _prisma_migrations where rolled_back_at is null",
  );
  const byName = new Map(recorded.rows.map((row) => [row.migration_name, row]));
  for (const row of recorded.rows) {
    if (row.finished_at) continue;
    throw new MigrationError(
      "failed_before",
      `Migration ${row.migration_name} failed earlier and was not resolved${row.logs ? `: ${row.logs}` : "."}\n` +
        `Repair the database, then run "node scripts/prisma.mjs migrate resolve --rolled-back ${row.migration_name}".`,
    );
  }
  for (const migration of migrations) {
    const applied = byName.get(migration.name);
    if (!applied || applied.checksum === migration.checksum) continue;
    throw new MigrationError(
      "edited_after_apply",
      `Migration ${migration.name} was changed after this database had applied it. Restore the file and put the change into a new migration.`,
    );
  }
  return migrations.filter((migration) => !byName.has(migration.name));
}

async function applyMigration(
  client: pg.Client,
  { name, sql: statements, checksum }: MigrationFile,
): Promise<void> {
  const id = randomUUID();
  await client.query(
    sql`insert into _prisma_migrations (id, checksum, migration_name) values (${id}, ${checksum}, ${name})`,
  );
  try {
    await client.query(statements);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // A migration that opened its own transaction leaves it aborted.
    await client.query("rollback");
    await client.query(sql`update _prisma_migrations set logs = ${reason} where id = ${id}`);
    throw new MigrationError("failed_now", `Migration ${name} failed: ${reason}`, { cause });
  }
  await client.query(
    sql`update _prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = ${id}`,
  );
}
