import type { NewLine, NewOrder } from "../store/order-inputs.ts";
import type { VariantRecord } from "../store/records.ts";
import type { Catalog } from "./catalog.ts";
import type { Random } from "./random.ts";

/** Lines whose sum comes near to what the customer spends this time. */
export function fillBasket(random: Random, catalog: Catalog, value: number): NewLine[] {
  const lines = new Map<number, NewLine & { variantId: number; quantity: number }>();
  const goods = catalog.goods;
  const cheapest = goods[0]!.priceMinor;
  let leftMinor = Math.max(cheapest, catalog.minor(value));
  for (let tries = 0; tries < 6 && leftMinor >= cheapest * 0.7; tries++) {
    const variant = fitting(random, goods, leftMinor);
    const line = lines.get(variant.id);
    if (line) line.quantity++;
    else lines.set(variant.id, { variantId: variant.id, quantity: 1 });
    leftMinor -= variant.priceMinor;
  }
  return [...lines.values()];
}

/** One of the goods within reach, the dearer ones more likely. */
function fitting(random: Random, goods: VariantRecord[], leftMinor: number): VariantRecord {
  let reach = goods.findIndex((variant) => variant.priceMinor > leftMinor * 1.1);
  if (reach < 0) reach = goods.length;
  return goods[Math.floor(Math.max(1, reach) * random.next() ** 0.45)]!;
}

export interface Channel {
  sourceName: string;
  channel: NonNullable<NewOrder["channel"]>;
  /** Buyers of this channel leave visits behind. */
  online: boolean;
}

export const CHANNELS: [Channel, number][] = [
  [{ sourceName: "web", channel: { handle: "online_store", displayName: "Online Store" }, online: true }, 76],
  [{ sourceName: "pos", channel: { handle: "pos", displayName: "Point of Sale" }, online: false }, 11],
  [{ sourceName: "shop", channel: { handle: "shop", displayName: "Shop" }, online: true }, 7],
  [
    {
      sourceName: "instagram",
      channel: { handle: "instagram", displayName: "Facebook & Instagram" },
      online: true,
    },
    4,
  ],
  [
    {
      sourceName: "shopify_draft_order",
      channel: { handle: "draft_orders", displayName: "Draft Orders" },
      online: false,
    },
    2,
  ],
];

export function chooseCode(random: Random, date: Date, first: boolean): NewOrder["discountCode"] {
  const month = date.getUTCMonth();
  if (month === 10 && date.getUTCDate() >= 23 && random.chance(0.55))
    return { code: "BLACKFRIDAY", percentage: 20 };
  if ((month === 5 || month === 6) && random.chance(0.18)) return { code: "SUMMER15", percentage: 15 };
  if (first && random.chance(0.22)) return { code: "WELCOME10", percentage: 10 };
  if (!first && random.chance(0.05)) return { code: "THANKS", percentage: 10 };
  return undefined;
}
