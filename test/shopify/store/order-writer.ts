import type { ActionContext } from "./action-context.ts";
import { ActionRefused } from "./actions.ts";
import type { OrderRecord } from "./records.ts";

/** What every action on an order does with the store. */
export interface OrderWriter {
  /** Error: `ActionRefused` for an unknown id. */
  known(orderId: number): OrderRecord;
  change(order: OrderRecord, with_: Partial<OrderRecord>): OrderRecord;
  /** Shopify counts orders and money on the customer, so each change of an order is one of the customer too. */
  touchCustomer(customerId: number | null): void;
}

export function orderWriter(ctx: ActionContext): OrderWriter {
  const { store } = ctx;
  return {
    known(orderId) {
      const order = store.orders.get(orderId);
      if (!order) throw new ActionRefused(`there is no order ${orderId}`);
      return order;
    },
    change: (order, with_) =>
      store.putOrder({ ...order, ...with_, updatedAtMs: ctx.nextMs(order.updatedAtMs) }),
    touchCustomer(customerId) {
      const customer = customerId === null ? undefined : store.customers.get(customerId);
      if (!customer) return;
      ctx.emit(
        "customers/update",
        store.putCustomer({ ...customer, updatedAtMs: ctx.nextMs(customer.updatedAtMs) }),
      );
    },
  };
}
