import type { ShopActions } from "../store/actions.ts";
import { currentQuantity, orderTotals } from "../store/order-totals.ts";
import type { OrderRecord } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import type { Random } from "./random.ts";

const DAY_MS = 86_400_000;

type Actions = Pick<ShopActions, "refundOrder" | "editOrder" | "cancelOrder">;
type TidyActions = Pick<ShopActions, "mergeCustomers" | "deleteCustomer" | "deleteOrder">;

/**
 * What comes of an order later: returns of about six in a hundred (some weeks later, a few still pending), edits,
 * cancellations. `at` sets the clock of the actions to the moment of each.
 */
export function aftermath(
  random: Random,
  actions: Actions,
  store: ShopStore,
  placed: OrderRecord,
  asOfMs: number,
  at: (ms: number) => void,
): void {
  const later = (days: number) => {
    const ms = Math.floor((placed.processedAtMs + days * DAY_MS) / 1000) * 1000;
    if (ms > asOfMs) return null;
    at(ms);
    return ms;
  };
  const fate = random.next();
  if (fate < 0.012) {
    if (later(random.between(0.05, 2)) !== null)
      actions.cancelOrder({
        orderId: placed.id,
        reason: random.pick(["CUSTOMER", "CUSTOMER", "INVENTORY", "FRAUD", "OTHER"] as const),
        refund: random.chance(0.95),
      });
    return;
  }
  if (orderTotals(placed).receivedMinor === 0 || placed.originalTotalMinor === 0) return;
  if (fate < 0.018) {
    if (later(random.between(0.05, 1)) === null) return;
    const line = random.pick(placed.lines);
    const drop = placed.lines.length > 1 || line.quantity > 1;
    actions.editOrder({
      orderId: placed.id,
      quantities: [{ lineId: line.id, quantity: drop ? line.quantity - 1 : line.quantity + 1 }],
    });
    if (drop) refundRest(actions, store, placed.id);
    return;
  }
  if (fate > 0.94) {
    const ms = later(2 + random.gamma(2, 0.14));
    if (ms === null) return;
    const pending = asOfMs - ms < 6 * DAY_MS && random.chance(0.4);
    if (random.chance(0.4)) {
      actions.refundOrder({ orderId: placed.id, pending });
      return;
    }
    const line = random.pick(placed.lines);
    actions.refundOrder({
      orderId: placed.id,
      lines: [{ lineId: line.id, quantity: 1 + random.below(line.quantity) }],
      pending,
      restock: random.chance(0.8) ? "RETURN" : "NO_RESTOCK",
    });
  }
}

/** After units were taken off a paid order, their worth goes back without a line being returned. */
function refundRest(actions: Actions, store: ShopStore, orderId: number): void {
  const order = store.orders.get(orderId)!;
  const gone = order.lines.reduce(
    (sum, line) => sum + (line.quantity - currentQuantity(order, line)) * line.unitPriceMinor,
    0,
  );
  if (gone === 0) return;
  const share = Math.min(
    order.originalTotalMinor,
    gone -
      order.lines.reduce(
        (sum, line) =>
          sum +
          (line.removedQuantity / line.quantity) *
            line.allocations.reduce((a, one) => a + one.amountMinor, 0),
        0,
      ),
  );
  const amountMinor = Math.round(share);
  if (amountMinor > 0)
    actions.refundOrder({ orderId, lines: [], amountMinor, note: "Removed from the order" });
}

/** Housekeeping of the last months: duplicates merged, a few leads and one order in a thousand deleted. */
export function tidyUp(random: Random, store: ShopStore, actions: TidyActions): void {
  const ids = [...store.customers.keys()];
  const merges = Math.round(ids.length * 0.002);
  for (let pair = 0; pair < merges; pair++) {
    const keptId = random.pick(ids);
    const deletedId = random.pick(ids);
    if (keptId !== deletedId && store.customers.has(keptId) && store.customers.has(deletedId))
      actions.mergeCustomers({ keptId, deletedId });
  }
  for (const id of ids)
    if (store.customers.has(id) && store.ordersOf(id).length === 0 && random.chance(0.01))
      actions.deleteCustomer({ customerId: id });
  for (const id of [...store.orders.keys()]) if (random.chance(0.001)) actions.deleteOrder({ orderId: id });
}
