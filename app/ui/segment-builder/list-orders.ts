import type { ListOrder } from "../../segments/list-order.ts";

export const DEFAULT_ORDER = "net_sales";

/** What the members of a segment can be listed by. */
export const OFFERED_ORDERS = [
  DEFAULT_ORDER,
  "predicted",
  "value_at_stake",
  "orders",
  "last_order",
] as const satisfies readonly ListOrder[];
export type OfferedOrder = (typeof OFFERED_ORDERS)[number];

export const isOfferedOrder = (order: unknown): order is OfferedOrder =>
  OFFERED_ORDERS.some((offered) => offered === order);
