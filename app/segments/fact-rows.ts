import type { Queryable } from "../db/client.ts";
import { placesInSegments } from "../db/queries/segments/places.ts";
import { readHistories } from "../db/queries/segments/purchase-histories.ts";
import { valueRows } from "../db/queries/segments/value-rows.ts";
import type { ShopId } from "../platform/ids.ts";
import { MEMBER_FACTS } from "./facts/member-facts.ts";
import { PURCHASE_FACTS } from "./facts/purchase-facts.ts";
import type { FactRow } from "./facts.ts";
import { conditionsOf, type Rule } from "./rule.ts";

/** What a rule reads in memory of some customers, by their ids; who has not been valued has no entry. */
export async function readFactRows(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
  rule: Rule,
): Promise<Map<number, FactRow>> {
  const conditions = conditionsOf(rule);
  const asks = (facts: object) => conditions.some(({ fact }) => Object.hasOwn(facts, fact));
  const values = await valueRows<Omit<FactRow, "segments">>(on, shop, customerIds);
  const places = asks(MEMBER_FACTS) ? await placesInSegments(on, shop, customerIds) : null;
  const histories = asks(PURCHASE_FACTS) ? await readHistories(on, shop, customerIds) : null;
  const placesOf = places && Map.groupBy(places, ({ customerId }) => customerId);
  return new Map(
    values.map((row) => {
      const history = histories?.get(row.customer_id);
      const segments = placesOf && (placesOf.get(row.customer_id) ?? []);
      return [row.customer_id, { ...row, segments, ...(history && { history }) }];
    }),
  );
}
