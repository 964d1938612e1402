import pg from "pg";
import type { TestProject } from "vitest/node";
import { startTemporaryPostgres } from "../../app/db/embedded/temporary.ts";
import { applyMigrations } from "../../app/db/migrate.ts";
import { startQueue } from "../../app/jobs/queue.ts";
import { createLog } from "../../app/platform/log.ts";
import { createMetrics } from "../../app/platform/metrics.ts";

declare module "vitest" {
  interface ProvidedContext {
    testServer: { connectionString: string; template: string };
  }
}

/**
 * One server for the whole run, with a template database that has every migration. TEST_DATABASE_URL names a server to
 * use instead; its role has to be allowed to create databases.
 */
export default async function setUpTestServer(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { connectionString: given, stop: async () => {} } : await startTemporaryPostgres();
  const template = `klantwaarde_template_${process.pid}`;
  const { connectionString } = server;
  try {
    await onServer(connectionString, `create database ${template}`);
    const url = databaseUrl(connectionString, template);
    await applyMigrations(url, "prisma/migrations");
    await createQueueTables(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("testServer", { connectionString, template });
  return async () => {
    if (given) await dropDatabase(connectionString, template);
    await server.stop();
  };
}

/** Each of hundreds of databases would make them anew. */
async function createQueueTables(connectionString: string): Promise<void> {
  const log = createLog("error");
  const queue = await startQueue({ connectionString, log, metrics: createMetrics(), supervise: false });
  await queue.stop();
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * Ends the role's own connections to the database and drops it. "with (force)" would fail now and then: only a superuser may terminate a
 * worker of autovacuum that is in there at that moment, while a plain drop cancels it.
 */
export async function dropDatabase(connectionString: string, name: string): Promise<void> {
  await onServer(connectionString, `alter database ${name} with allow_connections false`);
  await onServer(
    connectionString,
    `select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '${name}' and usename = current_user`,
  );
  await onServer(connectionString, `drop database ${name}`);
}

export async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
