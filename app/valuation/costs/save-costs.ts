import { isDeepStrictEqual } from "node:util";
import { COST_KINDS, type CostRules } from "../../clv/historic/cost-rules.ts";
import type { Db, Tx } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { type AuditDetails, addAuditEntry } from "../../db/queries/audit.ts";
import { storeProductCosts } from "../../db/queries/costs/products.ts";
import { replaceCostRules, storedCostRules } from "../../db/queries/costs/rules.ts";
import {
  lockSettings,
  raiseRevision,
  shopSettings,
  storeDefaultMargin,
} from "../../db/queries/pages/settings.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopId, ShopRef } from "../../platform/ids.ts";
import type { CostChange, CostRulesInput } from "./cost-change.ts";

interface Host {
  readonly db: Db;
  readonly jobs: Pick<JobQueue, "enqueue">;
  readonly clock: Clock;
}

/** `no_currency`: the shop was not read yet, so nobody knows in what the amounts are. */
export type CostsSaved =
  | { readonly ok: true; readonly changed: boolean }
  | { readonly ok: false; readonly problem: "no_currency" };

/** Stores costs and requests a new valuation under them, both or neither, and says in the audit log who did. */
export async function saveCosts(
  host: Host,
  shop: ShopRef,
  change: CostChange,
  by: string,
): Promise<CostsSaved> {
  const facts = await readShop(host.db.pool, shop.shopId);
  const currency = facts?.currency;
  if (!currency) return { ok: false, problem: "no_currency" };
  const changed = await whileInstalled(host.db, shop.shopId, async (tx) => {
    await lockSettings(tx, shop.shopId);
    const at = host.clock();
    const rules = change.rules ? await saveRules(tx, shop.shopId, change.rules, currency) : {};
    const products = change.products
      ? await storeProductCosts(tx, shop.shopId, change.products, { currency, at })
      : 0;
    const details = { ...rules, ...(products > 0 && { products }) };
    if (Object.keys(details).length === 0) return false;
    await raiseRevision(tx, shop.shopId);
    await host.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
    await addAuditEntry(tx, shop.shopId, { at, actor: by, action: "costs.changed", details });
    return true;
  });
  return { ok: true, changed };
}

async function saveRules(
  tx: Tx,
  shop: ShopId,
  { defaultMarginBp, ...rules }: CostRulesInput,
  currency: string,
): Promise<AuditDetails> {
  const [settings, before] = [await shopSettings(tx, shop), await storedCostRules(tx, shop)];
  const details = {
    ...(settings.defaultMarginBp !== defaultMarginBp && {
      defaultMarginBp: { from: settings.defaultMarginBp, to: defaultMarginBp },
    }),
    ...rulesChanged(before.rules, rules),
  };
  if ("defaultMarginBp" in details) await storeDefaultMargin(tx, shop, defaultMarginBp);
  const isOther = !isDeepStrictEqual(before.rules, rules) || before.formerCurrency !== null;
  if (isOther) await replaceCostRules(tx, shop, rules, currency);
  return details;
}

/** Each rule that changed, as "shipping", or "shipping.DE" of a country: its amount in minor units and its share in basis points. */
function rulesChanged(before: CostRules, after: CostRules): AuditDetails {
  const told = (rule: { fixedMinor: number; shareBp: number } | undefined) =>
    rule ? `${rule.fixedMinor} ${rule.shareBp}` : null;
  const details: Record<string, { from: string | null; to: string | null }> = {};
  for (const kind of COST_KINDS) {
    const [was, is] = [before[kind], after[kind]];
    const codes = [...new Set([...Object.keys(was.countries), ...Object.keys(is.countries)])].sort();
    const pairs = [
      [kind, was.everywhere, is.everywhere] as const,
      ...codes.map((code) => [`${kind}.${code}`, was.countries[code], is.countries[code]] as const),
    ];
    for (const [name, from, to] of pairs) {
      if (told(from) !== told(to)) details[name] = { from: told(from), to: told(to) };
    }
  }
  return details;
}
