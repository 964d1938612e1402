import type { Db } from "../db/client.ts";
import {
  lockCalculations,
  removeCalculation,
  savedCalculations,
  storeCalculation,
} from "../db/queries/acquisition/saved-calculations.ts";
import type { ShopRef } from "../platform/ids.ts";

/** As many as a list can be looked through. */
export const MOST_SAVED = 100;

export interface SavedCalculation {
  readonly id: string;
  readonly name: string;
  readonly calculator: "funnel" | "what-if";
  /** Of the page's address; they hold all of its fields. */
  readonly parameters: string;
  readonly savedAt: string;
}

export type SaveOutcome = "saved" | "name_taken" | "too_many";

/** The latest first. */
export async function readSavedCalculations(db: Db, shop: ShopRef): Promise<readonly SavedCalculation[]> {
  const found = await savedCalculations(db.pool, shop.shopId);
  return found.map(({ calculator, savedAt, ...rest }) => ({
    ...rest,
    calculator: calculator === "what-if" ? "what-if" : "funnel",
    savedAt: savedAt.toISOString(),
  }));
}

/** A calculation of that name, whatever its case, is replaced only where that is asked for. */
export function saveCalculation(
  db: Db,
  shop: ShopRef,
  calculation: Pick<SavedCalculation, "name" | "calculator" | "parameters">,
  { replace, now }: { replace: boolean; now: Date },
): Promise<SaveOutcome> {
  return db.transaction(async (tx) => {
    const { isTaken, count } = await lockCalculations(tx, shop.shopId, calculation.name);
    if (isTaken && !replace) return "name_taken";
    if (!isTaken && count >= MOST_SAVED) return "too_many";
    await storeCalculation(tx, shop.shopId, { ...calculation, savedAt: now });
    return "saved";
  });
}

/** False where somebody else was faster. */
export function forgetCalculation(db: Db, shop: ShopRef, id: string): Promise<boolean> {
  return removeCalculation(db.pool, shop.shopId, id);
}
