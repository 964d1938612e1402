import type { ShopActions } from "../store/actions.ts";
import { fillBasket } from "./baskets.ts";
import type { Catalog } from "./catalog.ts";
import { inventPerson } from "./people.ts";
import { orderValue, spendScale } from "./process.ts";
import { Random } from "./random.ts";

const DAY_MS = 86_400_000;
const EMAIL = "orders@marketplace.example.com";
const ORDERS = 64;
/** They come over so many days up to the shop's present. */
const DAYS = 500;
/** Some come as orders of a guest under the same address. */
const GUEST_SHARE = 0.2;
const REGULAR_SHARE = 0.1;

/**
 * A marketplace that passes on what its buyers order: all under its own address, of which Shopify makes one customer, each sent to somebody
 * else. It draws from a source of its own, so that the shop's other orders are as they are without it. Returns what places the
 * orders that come up to an instant.
 */
export function marketplace(
  actions: Pick<ShopActions, "createCustomer" | "placeOrder">,
  catalog: Catalog,
  seed: number,
  asOfMs: number,
  at: (ms: number) => void,
): (untilMs: number) => void {
  const random = new Random(seed ^ 0x6d61726b);
  const times = Array.from(
    { length: ORDERS },
    () => Math.floor((asOfMs - random.between(1, DAYS) * DAY_MS) / 1_000) * 1_000,
  ).sort((a, b) => b - a);
  let customerId: number | null = null;
  let people = 0;
  let buyer = inventPerson(random, people);
  return (untilMs) => {
    for (let next = times.at(-1); next !== undefined && next <= untilMs; next = times.at(-1)) {
      times.pop();
      at(next);
      customerId ??= actions.createCustomer({ lastName: "Marketplace", email: EMAIL, locale: "nl" }).id;
      people += 1;
      if (!random.chance(REGULAR_SHARE)) buyer = inventPerson(random, people);
      actions.placeOrder({
        lines: fillBasket(random, catalog, orderValue(random, spendScale(random))),
        customerId: random.chance(GUEST_SHARE) ? null : customerId,
        email: EMAIL,
        taxRate: 0.21,
        sourceName: "marketplace",
        channel: { handle: "marketplace", displayName: "Marketplace" },
        shippingAddress: buyer.address,
      });
    }
  };
}
