import { z } from "zod";
import { type RfmThresholds, rfmGroup, type Score } from "../../clv/historic/rfm.ts";
import type { Tx } from "../../db/client.ts";
import type { RfmScoring } from "../../db/queries/valuation/customer-value-rows.ts";
import { computedCustomersWithOrders, computedValuesAt } from "../../db/queries/valuation/rfm-thresholds.ts";

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

/**
 * The same borders as `rfmThresholds` of app/clv over all customers, by rank in the database instead of by a list in memory.
 * For a full refresh, whose computed rows are all customers; null where nobody has ordered.
 */
export async function drawThresholds(tx: Tx): Promise<RfmThresholds | null> {
  const customers = await computedCustomersWithOrders(tx);
  if (customers === 0) return null;
  const up = [1, 2, 3, 4].map((k) => Math.floor((k * customers) / 5));
  const down = [1, 2, 3, 4].map((k) => Math.max(0, Math.ceil((k * customers) / 5) - 1));
  const above = async (measure: "frequency" | "monetary") =>
    borders.parse((await computedValuesAt(tx, measure, down)).map((value) => value + 1));
  return {
    recency: borders.parse(await computedValuesAt(tx, "recency", up)),
    frequency: await above("frequency"),
    monetary: await above("monetary"),
  };
}

/** How rows are scored. Without thresholds nobody has ordered, so nobody gets a score. */
export function scoringBy(thresholds: RfmThresholds | null): RfmScoring {
  const none = { recency: [], frequency: [], monetary: [] };
  return { borders: thresholds ?? none, groups: GROUP_OF_TRIPLE, groupWithoutOrders: rfmGroup(null) };
}
