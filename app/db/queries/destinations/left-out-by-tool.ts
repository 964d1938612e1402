import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** What the tool says against somebody: they are kept without being wanted, and looked up there again. */
export const TOOLS_REASONS = raw("('SUPPRESSED_IN_TOOL', 'NOT_IN_AUDIENCE')");

/**
 * By `reason`, when they are looked up again: whom the tool is against after a week; whoever is in no audience with the comparison of the next day,
 * as they may sign up there at any time.
 */
export const lookedUpAgain = (reason: Sql): Sql =>
  sql`(case when ${reason} = 'NOT_IN_AUDIENCE' then interval '20 hours' else interval '7 days' end)`;

export interface LeftOutByToolRow {
  readonly reason: string;
  readonly people: number;
  readonly samples: readonly { readonly customerId: number; readonly address: string }[];
}

/** Of a list, by reason, with a few of each. */
export function leftOutByTool(
  on: Queryable,
  shop: ShopId,
  listId: string,
  samples: number,
): Promise<LeftOutByToolRow[]> {
  return rows<LeftOutByToolRow & Record<string, unknown>>(
    on,
    sql`select reason, count(*)::int people, coalesce(json_agg(json_build_object('customerId', customer_id, 'address', address) order by address)
          filter (where place <= ${samples}), '[]') samples
      from (select *, row_number() over (partition by reason order by address) as place from destination_person
        where shop_id = ${shop} and list_id = ${listId} and reason in ${TOOLS_REASONS}) placed
      group by reason order by reason`,
  );
}
