import type { ClientBase } from "pg";
import type { ShopDomain } from "../platform/ids.ts";

/**
 * Deletes the jobs of a shop, dead letters included. One that runs at this moment stays: its process ends it, and the queue forgets
 * it as it does any other that ended.
 */
export async function forgetJobs(tx: ClientBase, shop: ShopDomain): Promise<void> {
  await tx.query(
    `delete from pgboss.job where state <> 'active' and $1 in (data->>'shop', data->'payload'->>'shop')`,
    [shop],
  );
}

/** Deletes the jobs of a shop whose payload or outcome contains any of these texts, which are in lower case. */
export async function forgetJobsThatName(
  tx: ClientBase,
  shop: ShopDomain,
  texts: readonly string[],
): Promise<void> {
  await tx.query(
    `delete from pgboss.job where state <> 'active' and $1 in (data->>'shop', data->'payload'->>'shop')
       and exists (select from unnest($2::text[]) text
         where position(text in lower(concat_ws(' ', data::text, output::text))) > 0)`,
    [shop, texts],
  );
}
