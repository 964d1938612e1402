import type { ShopId, ShopRef } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface ShopRow {
  readonly domain: string;
  readonly name: string | null;
  readonly currency: string | null;
  readonly timeZone: string | null;
  readonly taxesIncluded: boolean;
  readonly scopes: string;
  readonly installedAt: Date;
  readonly uninstalledAt: Date | null;
  readonly historyFrom: Date | null;
}

export async function readShop(on: Queryable, shop: ShopId): Promise<ShopRow | null> {
  const [found] = await rows<ShopRow>(
    on,
    `select domain, name, currency, time_zone "timeZone", taxes_included "taxesIncluded", scopes,
       installed_at "installedAt", uninstalled_at "uninstalledAt", history_from "historyFrom"
     from shop where shop_id = $1`,
    [shop],
  );
  return found ?? null;
}

/** Two domains share a shop id; see `shopIdOf`. */
export class ShopIdCollision extends Error {
  readonly retry = "never";
  constructor(domain: string, stored: string) {
    super(`${domain} has the same id as ${stored}; it cannot be installed beside it`);
    this.name = "ShopIdCollision";
  }
}

/**
 * Writes down that the shop has the app. "new" and "again" (after an uninstall) are said to one caller only, however
 * many call at once. Throws ShopIdCollision.
 */
export async function recordInstallation(
  tx: Tx,
  shop: ShopRef,
  scopes: string,
  now: Date,
): Promise<"new" | "again" | "already"> {
  const inserted = await tx.query(
    `insert into shop (shop_id, domain, scopes, installed_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [shop.shopId, shop.domain, scopes, now],
  );
  if (inserted.rowCount === 1) return "new";
  const stored = await rows<{ domain: string; uninstalledAt: Date | null }>(
    tx,
    `select domain, uninstalled_at "uninstalledAt" from shop where shop_id = $1 for update`,
    [shop.shopId],
  );
  const [row] = stored;
  if (row && row.domain !== shop.domain) throw new ShopIdCollision(shop.domain, row.domain);
  if (row?.uninstalledAt === null) {
    await tx.query("update shop set scopes = $2 where shop_id = $1 and scopes <> $2", [shop.shopId, scopes]);
    return "already";
  }
  await tx.query("update shop set scopes = $2, installed_at = $3, uninstalled_at = null where shop_id = $1", [
    shop.shopId,
    scopes,
    now,
  ]);
  return "again";
}

/** Returns false where the shop is unknown, or was installed again after `triggeredAt`, which has whole seconds. */
export async function uninstallShop(
  tx: Tx,
  shop: ShopId,
  triggeredAt: Date | null,
  now: Date,
): Promise<boolean> {
  const updated = await tx.query(
    `update shop set uninstalled_at = $3 where shop_id = $1 and uninstalled_at is null
       and ($2::timestamptz is null or date_trunc('second', installed_at) <= $2)`,
    [shop, triggeredAt, now],
  );
  return updated.rowCount === 1;
}

export interface ShopFactsRow {
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly taxesIncluded: boolean;
  readonly country: string | null;
  readonly plan: string;
  readonly scopes: string;
  /** Null where the scopes reach the whole history. */
  readonly historyFrom: Date | null;
}

/** Returns what was stored before. */
export async function saveShopFacts(
  tx: Tx,
  shop: ShopId,
  facts: ShopFactsRow,
): Promise<Pick<ShopRow, "currency" | "timeZone" | "scopes"> | null> {
  const [before] = await rows<Pick<ShopRow, "currency" | "timeZone" | "scopes">>(
    tx,
    `select currency, time_zone "timeZone", scopes from shop where shop_id = $1 for update`,
    [shop],
  );
  await tx.query(
    `update shop set name = $2, currency = $3, time_zone = $4, taxes_included = $5, country = $6, plan = $7,
       scopes = $8, history_from = $9 where shop_id = $1`,
    [
      shop,
      facts.name,
      facts.currency,
      facts.timeZone,
      facts.taxesIncluded,
      facts.country,
      facts.plan,
      facts.scopes,
      facts.historyFrom,
    ],
  );
  return before ?? null;
}

/** Domains of the shops that have the app. */
export async function installedShops(on: Queryable): Promise<string[]> {
  const found = await rows<{ domain: string }>(
    on,
    "select domain from shop where uninstalled_at is null order by shop_id",
  );
  return found.map((row) => row.domain);
}

/** Deletes every row of the shop, of whatever table: each of them begins with shop_id. */
export async function deleteShop(tx: Tx, shop: ShopId): Promise<void> {
  const tables = await rows<{ name: string }>(
    tx,
    `select quote_ident(c.table_name) name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = current_schema() and c.column_name = 'shop_id' and t.table_type = 'BASE TABLE'
     order by c.table_name in ('orders', 'shop'), c.table_name = 'shop', c.table_name`,
  );
  for (const { name } of tables) await tx.query(`delete from ${name} where shop_id = $1`, [shop]);
}

/** Whether the shop still has these facts; stays so for the transaction. */
export async function isShopAs(
  tx: Tx,
  shop: ShopId,
  facts: { readonly currency: string; readonly timeZone: string },
): Promise<boolean> {
  const found = await tx.query(
    "select from shop where shop_id = $1 and currency = $2 and time_zone = $3 for share",
    [shop, facts.currency, facts.timeZone],
  );
  return found.rowCount === 1;
}
