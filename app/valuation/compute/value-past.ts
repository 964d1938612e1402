import type { Tx } from "../../db/client.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { addGaps } from "../../db/queries/valuation/cohort-sums.ts";
import { writeDays, writePurchases } from "../../db/queries/valuation/customer-days.ts";
import {
  assignOrders,
  costOrders,
  sortInMemory,
  sumOrders,
  targetEveryone,
} from "../../db/queries/valuation/customer-value.ts";
import { stampValuation, writeScored } from "../../db/queries/valuation/customer-value-rows.ts";
import { storedMarginScope } from "../../db/queries/valuation/order-margins.ts";
import {
  analyzePast,
  gatherPastPurchases,
  leaveOutNewcomers,
  standInFront,
  undoLaterRefunds,
} from "../../db/queries/valuation/past-tables.ts";
import { computedCustomersWithOrders } from "../../db/queries/valuation/rfm-thresholds.ts";
import type { ShopId } from "../../platform/ids.ts";
import { rankCustomers } from "./ranked-figures.ts";
import { drawThresholds, scoringBy } from "./rfm-scoring.ts";

export interface PastDay {
  /** YYYY-MM-DD, in the shop's calendar. */
  readonly day: string;
  /** Keys of the segments of which members are asked for. */
  readonly segments: readonly string[];
  /** Whether it is asked what was bought in a period, or which products. */
  readonly purchases: boolean;
  /** What the rows are stamped with. */
  readonly valuedAt: Date;
}

/**
 * Values a shop as of an earlier day, as `refreshValuation` does it today, into temporary tables that stand in front of the stored ones
 * until the transaction ends. Nothing is predicted of anybody; profiles are those of today.
 */
export async function valuePast(tx: Tx, shop: ShopId, past: PastDay): Promise<void> {
  const { day, segments, purchases, valuedAt } = past;
  await sortInMemory(tx);
  const facts = await readShop(tx, shop);
  const settings = await shopSettings(tx, shop);
  const timeZone = facts?.timeZone ?? "UTC";
  const scope = { rules: settings, timeZone, asOfDay: day, earlierIn: timeZone };
  await standInFront(tx, shop, day, segments);
  await targetEveryone(tx, shop);
  await assignOrders(tx, shop, scope);
  await undoLaterRefunds(tx, shop, settings);
  await costOrders(tx, shop, await storedMarginScope(tx, shop));
  await sumOrders(tx, shop, settings);
  await leaveOutNewcomers(tx, day);
  const thresholds = await drawThresholds(tx);
  await gatherPastPurchases(tx, shop);
  await writeScored(tx, shop, valuedAt, scoringBy(thresholds));
  if (purchases) {
    await writeDays(tx, shop);
    await writePurchases(tx, shop);
  }
  await addGaps(tx, shop, 1);
  await analyzePast(tx);
  await stampValuation(tx, shop, {
    asOfDay: day,
    rfmThresholds: thresholds,
    rankedFigures: await rankCustomers(tx, shop, await computedCustomersWithOrders(tx)),
    settingsRevision: settings.revision,
    valuedAt,
    unassigned: { orders: 0, netSalesMinor: 0, firstDay: null, lastDay: null },
  });
}
