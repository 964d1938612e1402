import { z } from "zod";
import { type RfmThresholds, rfmGroup, type Score } from "../clv/rfm.ts";
import type { Queryable, Tx } from "../db/client.ts";
import { clearRfm, customersWithOrders, valuesAtRanks, writeRfm } from "../db/queries/rfm.ts";
import type { ShopId } from "../platform/ids.ts";

const borders = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const storedThresholds = z.object({ recency: borders, frequency: borders, monetary: borders });

const SCORES: readonly Score[] = [1, 2, 3, 4, 5];
const GROUP_OF_TRIPLE = SCORES.flatMap((recency) =>
  SCORES.flatMap((frequency) => SCORES.map((monetary) => rfmGroup({ recency, frequency, monetary }))),
);

/** Stored thresholds; null where there are none or they cannot be used. */
export function parseThresholds(stored: unknown): RfmThresholds | null {
  const parsed = storedThresholds.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** The same borders as `rfmThresholds` of app/clv, by rank in the database instead of by a list in memory. */
export async function readThresholds(on: Queryable, shop: ShopId): Promise<RfmThresholds | null> {
  const customers = await customersWithOrders(on, shop);
  if (customers === 0) return null;
  const up = [1, 2, 3, 4].map((k) => Math.floor((k * customers) / 5));
  const down = [1, 2, 3, 4].map((k) => Math.max(0, Math.ceil((k * customers) / 5) - 1));
  return {
    recency: borders.parse(await valuesAtRanks(on, shop, "recency", up)),
    frequency: borders.parse(await above(on, shop, "frequency", down)),
    monetary: borders.parse(await above(on, shop, "monetary", down)),
  };
}

async function above(
  on: Queryable,
  shop: ShopId,
  measure: "frequency" | "monetary",
  places: number[],
): Promise<number[]> {
  return (await valuesAtRanks(on, shop, measure, places)).map((value) => value + 1);
}

/**
 * Scores the targets of the running refresh by the stored thresholds; without usable ones (or none given), draws them
 * anew and scores everybody. Returns the thresholds in force, null where nobody has ordered.
 */
export async function rescoreRfm(tx: Tx, shop: ShopId, stored: unknown): Promise<RfmThresholds | null> {
  const kept = parseThresholds(stored);
  const thresholds = kept ?? (await readThresholds(tx, shop));
  const whose = kept ? "targets" : "everyone";
  await clearRfm(tx, shop, rfmGroup(null), whose);
  if (thresholds) await writeRfm(tx, shop, thresholds, GROUP_OF_TRIPLE, whose);
  return thresholds;
}
