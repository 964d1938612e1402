import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

/**
 * Notes the customers of a valuation (valuation_target, valuation_row) for their segments, with what they had before it; of customers
 * who wait already, what they had before that. `only` "changed" leaves out those of whom nothing changed that a segment's history
 * names as a cause: for a valuation of everybody, after which everybody is looked at anyway. To be asked before the rows are written.
 * A row that is noted again is written again, unchanged: whoever took it sees by its version that it has to stay.
 */
export async function noteForSegments(tx: Tx, shop: ShopId, only: "changed" | "all"): Promise<void> {
  const facts = (of: string) => `${of}.orders, ${of}.returns_minor, ${of}.consent`;
  const changed = only === "all" ? "true" : `(${facts("v")}) is distinct from (${facts("r")})`;
  await tx.query(
    sql`insert into segment_dirty (shop_id, customer_id, orders, returns_minor, consent)
      select ${shop}, t.customer_id, ${raw(facts("v"))}
      from valuation_target t
      left join valuation_row r using (customer_id)
      left join customer_value v on v.shop_id = ${shop} and v.customer_id = t.customer_id
      where ${raw(changed)}
      order by t.customer_id on conflict (shop_id, customer_id) do update set consent = segment_dirty.consent`,
  );
}
