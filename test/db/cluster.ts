import pg from "pg";
import type { TestProject } from "vitest/node";
import { startTemporaryPostgres } from "../../app/db/embedded/temporary.ts";
import { applyMigrations } from "../../app/db/migrate.ts";

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
    await applyMigrations(databaseUrl(connectionString, template), "prisma/migrations");
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("testServer", { connectionString, template });
  return async () => {
    if (given) await onServer(connectionString, `drop database ${template} with (force)`);
    await server.stop();
  };
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
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
