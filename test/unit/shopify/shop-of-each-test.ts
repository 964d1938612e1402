import { afterEach, beforeEach } from "vitest";
import { type ConnectedShop, connectShop } from "./connected-shop.ts";
import { toldOrder } from "./told-order.ts";

/** An empty shop of its own for each test of the file that calls this, with the app installed. */
export function shopOfEachTest() {
  let connected: ConnectedShop;
  beforeEach(async () => {
    connected = await connectShop({ kind: "empty", domain: "test.myshopify.com" });
    await connected.install();
    // Returns have a scope of their own, which the app does not ask for.
    connected.shop.actions.changeScopes({
      scopes: ["read_all_orders", "read_customers", "read_orders", "read_products", "read_returns"],
    });
  });
  afterEach(() => connected.close());
  return {
    connected: () => connected,
    actions: () => connected.shop.actions,
    /** An order as the Admin API tells it. */
    tell: (orderId: number) => toldOrder(connected, orderId),
    /** The body of the last webhook of a topic. */
    async lastBody(topic: string): Promise<unknown> {
      await connected.shop.deliveriesSettled();
      return connected.received.findLast((one) => one.topic === topic)?.body;
    },
  };
}
