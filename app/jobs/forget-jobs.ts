import type { ClientBase } from "pg";
import sql from "sql-template-tag";
import type { ShopDomain } from "../platform/ids.ts";
import { JOB } from "./queue-tables.ts";

/**
 * Deletes the jobs of a shop, dead letters included. One that runs at this moment stays: its process ends it, and the queue forgets
 * it as it does any other that ended.
 */
export async function forgetJobs(tx: ClientBase, shop: ShopDomain): Promise<void> {
  await tx.query(
    sql`delete from ${JOB} where state <> 'active' and ${shop} in (data->>'shop', data->'payload'->>'shop')`,
  );
}

/** Deletes the jobs of a shop whose payload, apart from its shop, or outcome contains any of these texts, which are in lower case. */
export async function forgetJobsThatName(
  tx: ClientBase,
  shop: ShopDomain,
  texts: readonly string[],
): Promise<void> {
  await tx.query(
    sql`delete from ${JOB} where state <> 'active' and ${shop} in (data->>'shop', data->'payload'->>'shop')
      and exists (select from unnest(${texts}::text[]) text
        where position(text in lower(concat_ws(' ', (data - 'shop' #- '{payload,shop}')::text, output::text))) > 0)`,
  );
}
