import { amountOn, type Basis } from "../../clv/historic/basis.ts";
import { costCoverage } from "../../clv/historic/margin.ts";
import type { Db, Queryable } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { lockSettings, storeBasis, storedBasis } from "../../db/queries/pages/settings.ts";
import { areMarginsKnown, type SummaryRow } from "../../db/queries/pages/summary.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopId, ShopRef } from "../../platform/ids.ts";

/** On which basis the figures of a page stand. */
export interface BasisView {
  /** What the shop chose. */
  readonly chosen: Basis;
  /** What the figures stand on: net sales as long as the margin of an order is unknown. */
  readonly used: Basis;
  /** Share of net sales with a known cost; null without net sales. */
  readonly costCoverage: number | null;
}

export async function readBasis(on: Queryable, shop: ShopId): Promise<Pick<BasisView, "chosen" | "used">> {
  const chosen = await storedBasis(on, shop);
  const used = chosen === "revenue" || (await areMarginsKnown(on, shop)) ? chosen : "revenue";
  return { chosen, used };
}

export const coverageOf = (totals: SummaryRow): number | null =>
  costCoverage({
    netSalesMinor: totals.net_sales_minor,
    costKnownNetSalesMinor: totals.cost_known_net_sales_minor,
  });

/** The customers' value on a basis, all of whose margins are known. */
export function totalOn(basis: Basis, totals: SummaryRow): number {
  const amount = amountOn(basis, {
    netSalesMinor: totals.net_sales_minor,
    grossMarginMinor: totals.gross_margin_minor,
    contributionMinor: totals.contribution_minor,
  });
  return amount ?? 0;
}

export function firstOrdersOn(basis: Basis, totals: SummaryRow): number {
  switch (basis) {
    case "revenue":
      return totals.first_order_value_minor;
    case "margin":
      return totals.first_order_margin_minor;
    case "contribution":
      return totals.first_order_contribution_minor;
  }
}

/** How much of net sales is left on a basis: what is expected in net sales is turned into the basis by it. */
export const shareOn = (basis: Basis, totals: SummaryRow): number =>
  totals.net_sales_minor > 0 ? totalOn(basis, totals) / totals.net_sales_minor : 1;

/** Stores the basis of the shop's figures, has customers ranked on it, and says in the audit log who chose it. */
export async function chooseBasis(
  host: { readonly db: Db; readonly jobs: Pick<JobQueue, "enqueue">; readonly clock: Clock },
  shop: ShopRef,
  basis: Basis,
  by: string,
): Promise<void> {
  await whileInstalled(host.db, shop.shopId, async (tx) => {
    await lockSettings(tx, shop.shopId);
    const from = await storeBasis(tx, shop.shopId, basis);
    if (from === basis) return;
    await host.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: false }, { tx });
    await addAuditEntry(tx, shop.shopId, {
      ...{ at: host.clock(), actor: by, action: "settings.changed" },
      details: { basis: { from, to: basis } },
    });
  });
}
