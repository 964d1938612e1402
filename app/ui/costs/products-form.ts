import { MOST_COST_MINOR } from "../../clv/historic/cost-rules.ts";
import type { CostAbovePrice } from "../../valuation/costs/product-file.ts";
import type { ProductCost } from "../../valuation/costs/read-products.ts";
import { readNumber } from "../typed-number.ts";
import type { CostsTyping } from "./costs-form.ts";

/** What was typed as the cost of a product, which may be on another page by now. */
interface TypedCost {
  readonly product: ProductCost;
  readonly text: string;
}

/** By the products' ids; of the others it is what is stored. */
export type TypedCosts = Readonly<Record<number, TypedCost>>;

export const withTyped = (typed: TypedCosts, product: ProductCost, text: string): TypedCosts => ({
  ...typed,
  [product.productId]: { product, text },
});

/** Null: nothing is stated. */
export type CostMeant =
  | { readonly minor: number | null }
  | { readonly fault: "unreadable" | "ambiguous" | "too_large" };

/** A cost of 0 or more as somebody types it. */
export function costMeant(typed: string, typing: CostsTyping): CostMeant {
  if (typed.trim() === "") return { minor: null };
  const reading = readNumber("money", typed, typing);
  if ("fault" in reading) return reading;
  if (reading.value > MOST_COST_MINOR) return { fault: "too_large" };
  return reading.value < 0 ? { fault: "unreadable" } : { minor: reading.value };
}

export interface ProductChanges {
  readonly changes: readonly { readonly productId: number; readonly unitCostMinor: number | null }[];
  readonly abovePrice: readonly CostAbovePrice[];
  /** Products of which something typed cannot be read. */
  readonly faulty: readonly ProductCost[];
}

/** What was typed that is not stored so, of products that are shown or not; a cost above the price is allowed, and named. */
export function changesTyped(
  shown: readonly ProductCost[],
  typed: TypedCosts,
  typing: CostsTyping,
): ProductChanges {
  const changes: { productId: number; unitCostMinor: number | null }[] = [];
  const abovePrice: CostAbovePrice[] = [];
  const faulty: ProductCost[] = [];
  for (const { product: known, text } of Object.values(typed)) {
    const product = shown.find(({ productId }) => productId === known.productId) ?? known;
    const { productId, title, unitCostMinor, priceMinor } = product;
    const meant = costMeant(text, typing);
    if ("fault" in meant) faulty.push(product);
    else if (meant.minor !== unitCostMinor) {
      changes.push({ productId, unitCostMinor: meant.minor });
      if (meant.minor !== null && priceMinor !== null && meant.minor > priceMinor)
        abovePrice.push({ title, unitCostMinor: meant.minor, priceMinor });
    }
  }
  return { changes, abovePrice, faulty };
}
