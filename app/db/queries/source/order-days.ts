import { to as copyTo } from "pg-copy-streams";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";
import type { ValuationScope } from "../valuation/counted-orders.ts";
import { assignOrders, targetEveryone } from "../valuation/customer-value.ts";

/** What a customer's counted orders of one day came to, in minor units; `day` counts days since 1970-01-01 in the shop's calendar. */
export interface OrderDay {
  readonly customerId: number;
  readonly day: number;
  readonly netSalesMinor: number;
}

/**
 * All customers' days with an order, by customer and then by day, as `refreshValuation` counts and dates orders for the models: returns on
 * the day of their order, whatever the setting. Makes the temporary tables of a full valuation, so a transaction can read once.
 */
export async function* readOrderDays(tx: Tx, shop: ShopId, scope: ValuationScope): AsyncGenerator<OrderDay> {
  await targetEveryone(tx, shop);
  await assignOrders(tx, shop, scope);
  const stream = tx.query(
    copyTo(
      `copy (select customer_id, order_day - date '1970-01-01', sum(net_sales_minor)
         from valuation_order group by customer_id, order_day order by customer_id, order_day) to stdout`,
    ),
  );
  let rest = "";
  for await (const chunk of stream.setEncoding("latin1")) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [customerId, day, netSalesMinor] = line.split("\t");
      yield { customerId: Number(customerId), day: Number(day), netSalesMinor: Number(netSalesMinor) };
    }
  }
}
