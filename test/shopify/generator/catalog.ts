import { currencyDecimals } from "../../../app/platform/currencies.ts";
import type { CollectionRecord, VariantRecord } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import type { Random } from "./random.ts";

interface Item {
  title: string;
  kind: string;
  price: number;
  variants: string[];
}

/** An invented shop for coffee and tea. Prices in units of a currency like the euro. */
const ITEMS: Item[] = [
  { title: "House blend", kind: "Coffee", price: 9.95, variants: ["250 g", "1 kg"] },
  { title: "Single origin Huila", kind: "Coffee", price: 13.5, variants: ["250 g", "1 kg"] },
  { title: "Single origin Sidamo", kind: "Coffee", price: 14.25, variants: ["250 g", "1 kg"] },
  { title: "Decaf", kind: "Coffee", price: 11.95, variants: ["250 g"] },
  { title: "Espresso dark", kind: "Coffee", price: 10.5, variants: ["250 g", "1 kg"] },
  { title: "Tasting set of six", kind: "Coffee", price: 29.95, variants: ["Default Title"] },
  { title: "Sencha", kind: "Tea", price: 8.75, variants: ["100 g", "250 g"] },
  { title: "Earl grey", kind: "Tea", price: 6.95, variants: ["100 g", "250 g"] },
  { title: "Rooibos orange", kind: "Tea", price: 6.5, variants: ["100 g"] },
  { title: "Oolong", kind: "Tea", price: 12.95, variants: ["100 g"] },
  { title: "Paper filters", kind: "Accessories", price: 4.95, variants: ["100 pieces"] },
  { title: "Stoneware mug", kind: "Accessories", price: 16.5, variants: ["White", "Blue", "Black"] },
  { title: "Tea tin", kind: "Accessories", price: 12.5, variants: ["Green", "Red"] },
  { title: "Dripper", kind: "Equipment", price: 24.95, variants: ["White", "Black"] },
  { title: "French press", kind: "Equipment", price: 39.95, variants: ["0.35 l", "1 l"] },
  { title: "Goose-neck kettle", kind: "Equipment", price: 79, variants: ["Steel", "Black"] },
  { title: "Hand grinder", kind: "Equipment", price: 64.5, variants: ["Default Title"] },
  { title: "Burr grinder", kind: "Equipment", price: 149, variants: ["Default Title"] },
  { title: "Scale with timer", kind: "Equipment", price: 44.95, variants: ["Default Title"] },
  { title: "Teapot", kind: "Equipment", price: 49.5, variants: ["0.8 l", "1.2 l"] },
  { title: "Espresso machine", kind: "Equipment", price: 449, variants: ["Steel", "Red"] },
  { title: "Barista course", kind: "Course", price: 97, variants: ["Default Title"] },
  { title: "Home roasting course", kind: "Course", price: 197, variants: ["Default Title"] },
];

export interface Catalog {
  /** Dearest last. */
  goods: VariantRecord[];
  giftCards: VariantRecord[];
  /** Minor units of the shop's currency for an amount like euros; yen are a hundred times as many. */
  minor(amount: number): number;
}

export function stockCatalog(store: ShopStore, random: Random, openedMs: number): Catalog {
  const exponent = currencyDecimals(store.shop.currency);
  const scale = 10 ** exponent * (exponent === 0 ? 100 : 1);
  const minor = (amount: number) => Math.round(amount * scale);
  const goods: VariantRecord[] = [];
  const giftCards: VariantRecord[] = [];
  const stock = (item: Item, isGiftCard: boolean, priceOf: (at: number) => number) => {
    const id = store.newId("product");
    const handle = item.title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    // The merchant has entered costs for most kinds and never for accessories and courses.
    const hasCost = !isGiftCard && item.kind !== "Accessories" && item.kind !== "Course";
    const variants = item.variants.map((title, at): VariantRecord => {
      const price = priceOf(at);
      return {
        id: store.newId("variant"),
        productId: id,
        inventoryItemId: store.newId("inventoryItem"),
        title,
        sku: isGiftCard ? null : `${handle.slice(0, 8).replace(/-$/, "")}-${at + 1}`.toUpperCase(),
        priceMinor: minor(price),
        unitCostMinor: hasCost && random.chance(0.92) ? minor(price * random.between(0.32, 0.55)) : null,
        createdAtMs: openedMs,
        updatedAtMs: openedMs,
      };
    });
    store.putProduct(
      {
        id,
        title: item.title,
        handle,
        vendor: store.shop.name,
        productType: item.kind,
        status: "ACTIVE",
        isGiftCard,
        tags: [item.kind.toLowerCase()],
        variantIds: variants.map((variant) => variant.id),
        createdAtMs: openedMs,
        updatedAtMs: openedMs,
      },
      variants,
    );
    (isGiftCard ? giftCards : goods).push(...variants);
  };
  for (const item of ITEMS)
    stock(
      item,
      false,
      (at) => Math.round(item.price * (1 + 1.6 * at * (item.kind === "Coffee" ? 1 : 0.1)) * 20) / 20,
    );
  const amounts = [25, 50, 100];
  stock(
    { title: "Gift card", kind: "Gift card", price: 25, variants: amounts.map(String) },
    true,
    (at) => amounts[at]!,
  );
  const sellable = [...store.products.values()].filter((product) => !product.isGiftCard);
  const collect = (title: string, holds: CollectionRecord["holds"]) =>
    store.putCollection({
      ...{ id: store.newId("collection"), title, holds },
      handle: title.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      ...{ createdAtMs: openedMs, updatedAtMs: openedMs },
    });
  for (const productType of ["Coffee", "Tea", "Equipment"])
    collect(`All ${productType.toLowerCase()}`, { productType });
  collect("Gift ideas", { productIds: sellable.filter(({ id }) => id % 4 === 0).map(({ id }) => id) });
  goods.sort((a, b) => a.priceMinor - b.priceMinor || a.id - b.id);
  return { goods, giftCards, minor };
}
