import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import type { Column, SourceTables } from "./columns.ts";
import { type Affected, NOBODY_AFFECTED } from "./merge-lock.ts";

/**
 * Marks roots as deleted; ids that were never seen get a row that holds nothing else, so that a file made before the deletion
 * does not bring them in. Children go, and what said who somebody was. Needs the shop's merge lock. Returns whose value changed.
 */
export async function tombstone(
  tx: Tx,
  shop: ShopId,
  { root, children, person }: SourceTables,
  ids: readonly number[],
  deletedAt: Date,
): Promise<Affected> {
  if (ids.length === 0) return NOBODY_AFFECTED;
  const key = raw(root.key);
  const columns = Object.entries(root.columns);
  const written = columns.filter(([name, column]) => name !== root.key && !column.nullable);
  const personal = columns.filter(([, column]) => column.personal);
  const told = await rows<{ wasThere: boolean; customerId: number | null; email: string | null }>(
    tx,
    sql`insert into ${raw(root.name)} as t
        (shop_id, ${key}, deleted_at, ${join(written.map(([name]) => raw(name)))})
      select ${shop}, id, at, ${join(written.map(([, column]) => blank(column)))}
      from (select distinct unnest(${ids}::bigint[]) id, ${deletedAt}::timestamptz at order by id) ids
      on conflict (shop_id, ${key}) do update set ${join([
        raw("deleted_at = greatest(excluded.deleted_at, t.source_updated_at)"),
        ...personal.map(
          ([name, column]) => sql`${raw(name)} = ${column.nullable ? raw("null") : blank(column)}`,
        ),
      ])}
      where t.deleted_at is null
      returning old.shop_id is not null "wasThere", ${raw(person === null ? "null" : `old.${person.id}`)} "customerId",
        ${raw(person?.email ? `old.${person.email}` : "null")} email`,
  );
  const deleted = told.filter((row) => row.wasThere);
  for (const child of children) {
    await tx.query(sql`delete from ${raw(child.name)} where shop_id = ${shop} and ${key} = any(${ids})`);
  }
  if (person === null) return NOBODY_AFFECTED;
  return {
    customerIds: deleted.flatMap((row) => (row.customerId === null ? [] : [row.customerId])),
    emails: deleted.flatMap((row) => (row.email === null ? [] : [row.email])),
    nobody: deleted.some((row) => row.customerId === null && row.email === null),
  };
}

const BLANKS: Readonly<Record<Column["type"], string>> = {
  bigint: "0",
  integer: "0",
  text: "''",
  boolean: "false",
  date: "at::date",
  timestamptz: "at",
  "text[]": "'{}'::text[]",
  uuid: "'00000000-0000-0000-0000-000000000000'::uuid",
};

function blank(column: Column): Sql {
  return raw(BLANKS[column.type]);
}
