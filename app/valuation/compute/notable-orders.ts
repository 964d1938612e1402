import { z } from "zod";
import type { Queryable } from "../../db/client.ts";
import { countNotable, notableOrders, storeNotableCounts } from "../../db/queries/pages/notable-orders.ts";
import type { CountingScope } from "../../db/queries/valuation/counted-orders.ts";
import type { ShopId } from "../../platform/ids.ts";

const count = z.object({ orders: z.number(), netSalesMinor: z.number() });

/** Orders that are named without being wrong, as the overview says them. */
const notableCounts = z.object({
  /** Dated after the day of the figures; `names` of the first few. */
  ahead: count.extend({ names: z.array(z.string()) }),
  longUnpaid: count,
  openChargebacks: count,
  lostChargebacks: count,
});
export type NotableCounts = z.infer<typeof notableCounts>;

const NAMED = 3;

/** Counts all of them: each kind is a short range of an index. */
export async function countNotableOrders(on: Queryable, shop: ShopId, scope: CountingScope): Promise<void> {
  const ahead = await notableOrders(on, shop, "ahead", scope, NAMED);
  const counts: NotableCounts = {
    ahead: {
      ...(await countNotable(on, shop, "ahead", scope)),
      names: ahead.map(({ name }) => name),
    },
    longUnpaid: await countNotable(on, shop, "long_unpaid", scope),
    openChargebacks: await countNotable(on, shop, "chargeback_open", scope),
    lostChargebacks: await countNotable(on, shop, "chargeback_lost", scope),
  };
  await storeNotableCounts(on, shop, counts);
}

/** Null for figures that were stored by a version that did not count these orders. */
export function parseNotableCounts(stored: unknown): NotableCounts | null {
  const parsed = notableCounts.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
