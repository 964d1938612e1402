import type { ShopActions } from "../store/actions.ts";
import type { NewLine, NewOrder } from "../store/order-inputs.ts";
import type { DisputeStatus, LineRecord } from "../store/order-records.ts";
import { currentQuantity, orderTotals, taxOfUnitsMinor, worthOfUnitsMinor } from "../store/order-totals.ts";
import type { OrderRecord } from "../store/records.ts";
import type { Catalog } from "./catalog.ts";
import type { Random } from "./random.ts";

const DAY_MS = 86_400_000;

/** Share of paid orders that get a tip; more at the till than online. */
const TIP_SHARE = { pos: 0.1, online: 0.012 };
const EXPIRED_SHARE = 0.004;
const DUTIES_SHARE = 0.5;

/**
 * Shares of delivered orders: money given back for goods that stay; a return of which a part is kept, or for which more is
 * given; shipping given back; goods exchanged; a chargeback.
 */
const FATES = [
  ["goodwill", 0.008],
  ["fee", 0.005],
  ["generous", 0.002],
  ["shipping", 0.004],
  ["exchange", 0.01],
  ["chargeback", 0.002],
] as const;

type Fate = (typeof FATES)[number][0];

type Actions = Pick<ShopActions, "exchangeItems" | "openDispute" | "refundOrder" | "updateDispute">;

/** What is charged beside goods and shipping, and whether the payment comes to nothing. */
export function extraCharges(
  random: Random,
  order: { pos: boolean; abroad: boolean; worthMinor: number },
): { tip: NewLine[] } & Pick<NewOrder, "dutiesMinor" | "fees" | "payment"> {
  const tipped = random.chance(order.pos ? TIP_SHARE.pos : TIP_SHARE.online);
  const tipMinor = Math.round(order.worthMinor * random.pick([0.05, 0.1, 0.15]));
  const expired = random.chance(EXPIRED_SHARE);
  const taxed = order.abroad && random.chance(DUTIES_SHARE);
  return {
    tip: tipped && tipMinor > 0 ? [{ unitPriceMinor: tipMinor, isTip: true }] : [],
    dutiesMinor: taxed ? Math.round(order.worthMinor * 0.04) : 0,
    fees: taxed
      ? [{ name: "Import handling", amountMinor: Math.max(1, Math.round(order.worthMinor * 0.01)) }]
      : [],
    ...(expired ? { payment: "expired" as const } : {}),
  };
}

/** What happens to the money of an order that was paid and is as it was placed. */
export function moneyMatters(
  random: Random,
  actions: Actions,
  catalog: Catalog,
  placed: OrderRecord,
  asOfMs: number,
  at: (ms: number) => void,
): void {
  const fate = fateOf(random);
  const ms = Math.floor((placed.processedAtMs + random.between(2, 40) * DAY_MS) / 1000) * 1000;
  const goods = placed.lines.filter((line) => !line.isGiftCard && !line.isTip);
  const line = goods[random.below(Math.max(1, goods.length))];
  const share = random.between(0.1, 0.3);
  const swap = random.pick(catalog.goods);
  const outcome = random.pick<DisputeStatus>(["LOST", "LOST", "WON", "NEEDS_RESPONSE", "UNDER_REVIEW"]);
  const { netPaymentMinor, currentShippingMinor } = orderTotals(placed);
  const untouched = placed.cancelledAtMs === null && placed.refunds.length === 0 && !placed.edited;
  if (fate === null || ms > asOfMs || !untouched || !line || netPaymentMinor === 0) return;
  at(ms);
  const orderId = placed.id;
  const unit = { lineId: line.id, quantity: 1 };
  const worthMinor = worthOfUnit(placed, line);
  const back: Record<Fate, () => unknown> = {
    goodwill: () =>
      actions.refundOrder({
        orderId,
        lines: [],
        amountMinor: Math.max(1, Math.round(netPaymentMinor * share)),
        reason: "CUSTOMER",
        note: "Arrived late",
      }),
    fee: () =>
      actions.refundOrder({
        orderId,
        lines: [unit],
        amountMinor: Math.round(worthMinor * (1 - share)),
        reason: "RESTOCK",
      }),
    generous: () =>
      actions.refundOrder({
        orderId,
        lines: [unit],
        amountMinor: Math.min(netPaymentMinor, Math.round(worthMinor * (1 + share))),
        reason: "DAMAGE",
      }),
    shipping: () =>
      currentShippingMinor > 0 &&
      actions.refundOrder({ orderId, lines: [], shippingMinor: currentShippingMinor }),
    exchange: () => actions.exchangeItems({ orderId, returned: [unit], lines: [{ variantId: swap.id }] }),
    chargeback: () => {
      const { id } = actions.openDispute({ orderId });
      if (outcome !== "NEEDS_RESPONSE") actions.updateDispute({ orderId, disputeId: id, status: outcome });
    },
  };
  back[fate]();
}

function fateOf(random: Random): Fate | null {
  let left = random.next();
  for (const [fate, share] of FATES) {
    if (left < share) return fate;
    left -= share;
  }
  return null;
}

/** What one unit of a line is worth with its tax. */
function worthOfUnit(order: OrderRecord, line: LineRecord): number {
  const kept = currentQuantity(order, line);
  const part = (of: (units: number) => number) => of(kept) - of(kept - 1);
  const taxMinor = order.taxesIncluded ? 0 : part((units) => taxOfUnitsMinor(order, line, units));
  return part((units) => worthOfUnitsMinor(line, units)) + taxMinor;
}
