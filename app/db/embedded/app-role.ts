import { createHash } from "node:crypto";
import pg from "pg";
import sql, { raw } from "sql-template-tag";

export const DATABASE = "klantwaarde";
/** Made the cluster, and is its superuser: it prepares the app's role and database at each start, and nothing else. */
export const CLUSTER_ROLE = "klantwaarde";
/** Owns the database and nothing else: it is no superuser, so no statement of the app reaches the server's files or programs. */
export const APP_ROLE = "klantwaarde_app";

/** Cannot be turned back into the cluster's own password, and needs no second file. */
export function appPassword(clusterPassword: string): string {
  return createHash("sha256").update(`${APP_ROLE}:${clusterPassword}`).digest("base64url");
}

/**
 * Makes the app's role and its database where they are missing. `cluster` connects as the role that made the cluster, which only does
 * this. Objects of a database that the cluster's role made, as versions before this did, become the app's.
 */
export async function ensureAppDatabase(
  cluster: { readonly connectionString: string; readonly password: string },
  { mayCreateDatabases }: { readonly mayCreateDatabases: boolean },
): Promise<void> {
  await connected(cluster.connectionString, "postgres", async (client) => {
    const found = await client.query(sql`select from pg_roles where rolname = ${APP_ROLE}`);
    const can = mayCreateDatabases ? "createdb" : "nocreatedb";
    await client.query(
      `${found.rowCount === 0 ? "create" : "alter"} role ${APP_ROLE} login nosuperuser nocreaterole ${can}
       password '${appPassword(cluster.password)}'`,
    );
    await client.query("revoke connect on database postgres from public");
    const [database] = (
      await client.query<{ owner: string }>(
        sql`select pg_get_userbyid(datdba) as owner from pg_database where datname = ${DATABASE}`,
      )
    ).rows;
    if (!database) await client.query(`create database ${DATABASE} owner ${APP_ROLE}`);
    else if (database.owner !== APP_ROLE) {
      await connected(cluster.connectionString, DATABASE, handOver);
      await client.query(`alter database ${DATABASE} owner to ${APP_ROLE}`);
    }
  });
}

/** "reassign owned" refuses to touch what belongs to the role that made the cluster. */
async function handOver(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(sql`
    select format('alter schema %I owner to ${raw(APP_ROLE)}', nspname) as statement, 0 as turn
    from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> 'public'
    union all
    select format('alter %s %s owner to ${raw(APP_ROLE)}', case relkind when 'v' then 'view' else 'table' end, c.oid::regclass), 1
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname !~ '^pg_' and nspname <> 'information_schema' and relkind in ('r', 'p', 'v')
    union all
    select format('alter sequence %s owner to ${raw(APP_ROLE)}', c.oid::regclass), 2
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname !~ '^pg_' and nspname <> 'information_schema' and relkind = 'S'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i'))
    union all
    select format('alter routine %s owner to ${raw(APP_ROLE)}', p.oid::regprocedure), 3
    from pg_proc p join pg_namespace n on n.oid = pronamespace
    where nspname !~ '^pg_' and nspname <> 'information_schema'
    union all
    select format('alter type %s owner to ${raw(APP_ROLE)}', t.oid::regtype), 4
    from pg_type t join pg_namespace n on n.oid = typnamespace
    where nspname !~ '^pg_' and nspname <> 'information_schema' and typtype in ('e', 'd')
    order by turn`);
  await client.query("begin");
  for (const { statement } of rows) await client.query(statement);
  await client.query("commit");
}

async function connected(
  connectionString: string,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
