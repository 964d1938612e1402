import { z } from "zod";
import type { Db } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { type AuditDetails, addAuditEntry } from "../../db/queries/audit.ts";
import { lockSettings, shopSettings, storeSettings } from "../../db/queries/pages/settings.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type ShopFacts, shopFactsOf } from "./shop-facts.ts";

export interface SettingsView {
  readonly shop: ShopFacts;
  readonly countZeroValueOrders: boolean;
  readonly joinGuestsByEmail: boolean;
  readonly refundDating: "order" | "refund";
  readonly defaultMarginBp: number | null;
  readonly recomputing: boolean;
}

export async function readSettings(db: Db, shop: ShopRef): Promise<SettingsView> {
  const [facts, settings, valuation] = await Promise.all([
    readShop(db.pool, shop.shopId),
    shopSettings(db.pool, shop.shopId),
    shopValuation(db.pool, shop.shopId),
  ]);
  return {
    shop: shopFactsOf(shop, facts),
    countZeroValueOrders: settings.countZeroValueOrders,
    joinGuestsByEmail: settings.joinGuestsByEmail,
    refundDating: settings.refundDating,
    defaultMarginBp: settings.defaultMarginBp,
    recomputing: valuation !== undefined && valuation.settings_revision !== settings.revision,
  };
}

/** What a merchant may set here; costs are stated by themselves (valuation/costs). */
export const settingsInput = z.object({
  countZeroValueOrders: z.boolean({ error: "Say whether orders of zero value count: true or false" }),
  joinGuestsByEmail: z.boolean({ error: "Say whether guest orders join customers by e-mail: true or false" }),
  refundDating: z.enum(["order", "refund"], {
    error: 'Refunds are dated by the day of the "order" or of the "refund"',
  }),
});
export type SettingsInput = z.infer<typeof settingsInput>;

export type SettingsField = keyof SettingsInput;
export type SaveOutcome =
  | { readonly ok: true; readonly changed: boolean }
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<SettingsField, string>>> };

function changesBetween(before: SettingsInput, after: SettingsInput): AuditDetails {
  const fields = Object.keys(after) as SettingsField[];
  const changed = fields.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]));
}

/** Stores settings and requests a new valuation under them, both or neither, and says in the audit log who did. Unusable input is returned with a message per field. */
export async function saveSettings(
  host: { readonly db: Db; readonly jobs: Pick<JobQueue, "enqueue">; readonly clock: Clock },
  shop: ShopRef,
  input: unknown,
  by: string,
): Promise<SaveOutcome> {
  const parsed = settingsInput.safeParse(input);
  if (!parsed.success) {
    const fields = z.flattenError(parsed.error).fieldErrors;
    const errors = Object.entries(fields).map(([field, messages]) => [field, messages[0] ?? ""]);
    return { ok: false, errors: Object.fromEntries(errors) };
  }
  const changed = await whileInstalled(host.db, shop.shopId, async (tx) => {
    await lockSettings(tx, shop.shopId);
    const before = await shopSettings(tx, shop.shopId);
    const outcome = await storeSettings(tx, shop.shopId, { ...before, ...parsed.data });
    if (outcome === "changed") {
      await host.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
      const details = changesBetween(before, parsed.data);
      await addAuditEntry(tx, shop.shopId, {
        at: host.clock(),
        actor: by,
        action: "settings.changed",
        details,
      });
    }
    return outcome === "changed";
  });
  return { ok: true, changed };
}
