import type { Db } from "../../db/client.ts";
import {
  countNotable,
  type NotableKind,
  type NotableRow,
  notableOrders,
} from "../../db/queries/pages/notable-orders.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../platform/ids.ts";

export interface NotableOrder {
  readonly orderId: number;
  readonly name: string;
  readonly orderDay: string;
  /** Net sales; of an unpaid order, what is still to be paid of them. */
  readonly minor: number;
  /** What in the order contradicts itself. */
  readonly doubts: readonly string[];
}

export interface NotableGroup {
  readonly kind: NotableKind;
  readonly total: number;
  /** The latest first, at most 50. */
  readonly orders: readonly NotableOrder[];
}

/** Orders that a merchant may want to look at in Shopify; kinds without any are left out. */
export interface NotableOrdersView {
  /** The day of the figures; null before the first. */
  readonly asOfDay: string | null;
  readonly groups: readonly NotableGroup[];
}

const SHOWN = 50;
const KINDS: readonly NotableKind[] = [
  "doubtful",
  "ahead",
  "long_unpaid",
  "chargeback_lost",
  "chargeback_open",
];

export async function readNotableOrders(db: Db, shop: ShopRef): Promise<NotableOrdersView> {
  const { shopId } = shop;
  const [valuation, settings] = await Promise.all([
    shopValuation(db.pool, shopId),
    shopSettings(db.pool, shopId),
  ]);
  if (!valuation) return { asOfDay: null, groups: [] };
  const scope = { rules: settings, asOfDay: valuation.as_of_day };
  const groups = await Promise.all(
    KINDS.map(async (kind) => {
      const found = await notableOrders(db.pool, shopId, kind, scope, SHOWN);
      const { orders: total } =
        found.length < SHOWN ? { orders: found.length } : await countNotable(db.pool, shopId, kind, scope);
      return { kind, total, orders: found.map((row) => notableOrderOf(kind, row)) };
    }),
  );
  return { asOfDay: valuation.as_of_day, groups: groups.filter(({ total }) => total > 0) };
}

function notableOrderOf(kind: NotableKind, row: NotableRow): NotableOrder {
  return {
    orderId: row.order_id,
    name: row.name,
    orderDay: row.order_day,
    minor: kind === "long_unpaid" ? row.long_unpaid_minor : row.net_sales_minor,
    doubts: row.doubts,
  };
}
