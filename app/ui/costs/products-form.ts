import type { CostAbovePrice } from "../../valuation/costs/product-file.ts";
import type { ProductCost } from "../../valuation/costs/read-products.ts";
import { readNumber } from "../typed-number.ts";
import type { CostsTyping } from "./costs-form.ts";

/** What was typed as the cost of products, by their ids; of the others it is what is stored. */
export type TypedCosts = Readonly<Record<number, string>>;

/** Null: nothing is stated. */
export type CostMeant = { readonly minor: number | null } | { readonly fault: "unreadable" | "ambiguous" };

/** A cost of 0 or more as somebody types it. */
export function costMeant(typed: string, typing: CostsTyping): CostMeant {
  if (typed.trim() === "") return { minor: null };
  const reading = readNumber("money", typed, typing);
  if ("fault" in reading) return reading;
  return reading.value < 0 ? { fault: "unreadable" } : { minor: reading.value };
}

export interface ProductChanges {
  readonly changes: readonly { readonly productId: number; readonly unitCostMinor: number | null }[];
  readonly abovePrice: readonly CostAbovePrice[];
  /** Whether something typed cannot be read. */
  readonly hasFaults: boolean;
}

/** What was typed that is not stored so; a cost above the price is allowed, and named. */
export function changesTyped(
  products: readonly ProductCost[],
  typed: TypedCosts,
  typing: CostsTyping,
): ProductChanges {
  const changes: { productId: number; unitCostMinor: number | null }[] = [];
  const abovePrice: CostAbovePrice[] = [];
  let hasFaults = false;
  for (const { productId, title, unitCostMinor, priceMinor } of products) {
    const text = typed[productId];
    if (text === undefined) continue;
    const meant = costMeant(text, typing);
    if ("fault" in meant) hasFaults = true;
    else if (meant.minor !== unitCostMinor) {
      changes.push({ productId, unitCostMinor: meant.minor });
      if (meant.minor !== null && priceMinor !== null && meant.minor > priceMinor)
        abovePrice.push({ title, unitCostMinor: meant.minor, priceMinor });
    }
  }
  return { changes, abovePrice, hasFaults };
}
