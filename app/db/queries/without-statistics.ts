import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../platform/ids.ts";

/* Plans that are right where the planner knows nothing of a shop's rows yet: after its first load, and in a list that was filled a moment ago. */

/**
 * The shop's id where customers are looked up one by one, which the planner does not see. Of an id that it sees, and that no statistics know yet, as
 * after a shop's first load, it expects one row: any index that begins with `shop_id` is then as good as the right one, and all rows of the shop are
 * read for each. Of one that it does not see it expects as many as other shops have. The same is true of the column of another table, as long as that
 * is in a subquery of its own, which `limit` keeps one.
 */
export const unplanned = (shop: ShopId): Sql => sql`(select ${shop}::bigint)`;

/** On `p`, people of a list of a mailing tool: those with one of these addresses, each looked up by the key. */
export const peopleAt = (shop: ShopId, listId: string, addresses: readonly string[]): Sql =>
  sql`p.shop_id = ${unplanned(shop)} and p.list_id = (select ${listId}::uuid) and p.address = any(${addresses}::text[])`;

/**
 * What a statement is told of some people comes with their keys in an array, and is looked up by key. A join with so many rows is planned for one where
 * the tables have no statistics, as after they were filled: all of the one are then gone over for each row of the other, which takes minutes.
 */
export interface Told {
  /** One row `told(people)`, for `from` or `using`. */
  readonly from: Sql;
  readonly keys: readonly string[];
  /** What was told of the one with this key. */
  readonly of: (key: Sql) => Sql;
}

/** Of several with one key the last counts. */
export function toldOf<T extends object>(all: readonly T[], keyOf: (one: T) => string): Told {
  const byKey = new Map(all.map((one) => [keyOf(one), one]));
  return {
    from: sql`(select ${JSON.stringify(Object.fromEntries(byKey))}::jsonb as people) told`,
    keys: [...byKey.keys()],
    of: (key) => sql`(told.people -> ${key})`,
  };
}
