import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { raw, type Sql } from "sql-template-tag";
import type { Tx } from "../../client.ts";
import type { SourceTable, SourceTables } from "./columns.ts";

/**
 * Staged rows live in the connection's own temporary tables: no log is written for them, and they end with the load. `staged_refusal` has
 * the ids of roots of which nothing may be merged although rows of theirs are staged.
 */
function stagedNames({ root, children }: SourceTables): string[] {
  return [...[root, ...children].map((table) => `staged_${table.name}`), "staged_refusal"];
}

/** The staging table of a table, for composed statements. */
export function staged(table: SourceTable): Sql {
  return raw(`pg_temp.staged_${table.name}`);
}

/** The columns of a table in the order of its descriptor, separated by commas. */
export function columnsOf(table: SourceTable): string {
  return Object.keys(table.columns).join(", ");
}

/** Creates the staging tables of a resource, empty. They last until `dropStaging` or the end of the connection. */
export async function createStaging(connection: Tx, tables: SourceTables): Promise<void> {
  await dropStaging(connection, tables);
  const definitions = [tables.root, ...tables.children].map((table) => {
    const columns = Object.entries(table.columns).map(([name, { type }]) => `${name} ${type}`);
    return `create temp table staged_${table.name} (${columns.join(", ")}) on commit preserve rows`;
  });
  await connection.query(
    [...definitions, "create temp table staged_refusal (id bigint) on commit preserve rows"].join(";"),
  );
}

export async function dropStaging(connection: Tx, tables: SourceTables): Promise<void> {
  const names = [...stagedNames(tables), "applied_root"].map((name) => `pg_temp.${name}`);
  await connection.query(`drop table if exists ${names.join(", ")}`);
}

/** `text`: rows as `copyTextOf` writes them. */
export async function copyToStaging(connection: Tx, table: SourceTable, text: string): Promise<void> {
  await copyText(connection, `copy pg_temp.staged_${table.name} (${columnsOf(table)}) from stdin`, text);
}

/** `text`: rows as `copyTextOf` writes them with the shop's id. */
export async function copyToTable(tx: Tx, table: SourceTable, text: string): Promise<void> {
  await copyText(tx, `copy ${table.name} (shop_id, ${columnsOf(table)}) from stdin`, text);
}

export async function stageRefusals(connection: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await connection.query("insert into pg_temp.staged_refusal select unnest($1::bigint[])", [ids]);
}

async function copyText(tx: Tx, statement: string, text: string): Promise<void> {
  if (text === "") return;
  await pipeline([Buffer.from(text)], tx.query(copyFrom(statement)));
}
