import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Db } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { beginHoldout, noteLowering, shopHoldout, storeHoldoutShare } from "../db/queries/exports/draws.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { type Clock, dayIn } from "../platform/clock.ts";
import type { ShopRef } from "../platform/ids.ts";
import { shopFactsOf } from "../valuation/pages/shop-facts.ts";

/** Of the people who may be written to, held out of every export and list unless the merchant says otherwise. */
export const DEFAULT_ALWAYS_HELD_OUT_BP = 500;

const alwaysHeldOutBp = z.number().int().min(0).max(5_000);

/** The lot begins with the first export that somebody asks for; its salt stays for as long as the shop has the app. */
export async function giveShopALot(db: Db, { shopId }: ShopRef): Promise<void> {
  if (await shopHoldout(db.pool, shopId)) return;
  await whileInstalled(db, shopId, (tx) => beginHoldout(tx, shopId, randomBytes(32)));
}

export async function readAlwaysHeldOutBp(db: Db, { shopId }: ShopRef): Promise<number> {
  return (await shopHoldout(db.pool, shopId))?.shareBp ?? DEFAULT_ALWAYS_HELD_OUT_BP;
}

/**
 * Stores the share of people whom every export holds out, 0 for nobody. Those who were drawn under a smaller share are drawn under a larger one
 * too. The audit log says who changed it. Throws a ZodError for a share that no form offers.
 */
export async function saveAlwaysHeldOutBp(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  shop: ShopRef,
  shareBp: number,
  by: string,
): Promise<void> {
  const { shopId } = shop;
  const wanted = alwaysHeldOutBp.parse(shareBp);
  await whileInstalled(db, shopId, async (tx) => {
    await beginHoldout(tx, shopId, randomBytes(32));
    const before = (await shopHoldout(tx, shopId))?.shareBp ?? DEFAULT_ALWAYS_HELD_OUT_BP;
    if (before === wanted) return;
    await storeHoldoutShare(tx, shopId, wanted);
    if (wanted < before) {
      const { timeZone } = shopFactsOf(shop, await readShop(tx, shopId));
      await noteLowering(tx, shopId, dayIn(timeZone, clock()), wanted);
    }
    await addAuditEntry(tx, shopId, {
      at: clock(),
      actor: by,
      action: "settings.changed",
      details: { alwaysHeldOutBp: { from: before, to: wanted } },
    });
  });
}
