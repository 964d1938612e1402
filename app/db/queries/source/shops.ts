import sql, { raw } from "sql-template-tag";
import type { ShopId, ShopRef } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { type Generation, NEXT_GENERATION } from "../../fence.ts";
import { allowForgetting } from "../audit.ts";
import { MAPPING_VERSION } from "./mapping-version.ts";

export interface ShopRow {
  readonly domain: string;
  readonly name: string | null;
  readonly currency: string | null;
  /** Decimals under which the stored amounts were read; null before the first reading. */
  readonly minorDigits: number | null;
  readonly timeZone: string | null;
  readonly taxesIncluded: boolean;
  readonly country: string | null;
  readonly scopes: string;
  readonly installedAt: Date;
  readonly uninstalledAt: Date | null;
  readonly historyFrom: Date | null;
}

export async function readShop(on: Queryable, shop: ShopId): Promise<ShopRow | null> {
  const [found] = await rows<ShopRow>(
    on,
    sql`select domain, name, currency, minor_digits "minorDigits", time_zone "timeZone", taxes_included "taxesIncluded",
        country, scopes, installed_at "installedAt", uninstalled_at "uninstalledAt", history_from "historyFrom"
      from shop where shop_id = ${shop}`,
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
 * Records that the shop has the app. Of several callers at the same time only one gets "new", or "again" (after an uninstall).
 * Throws ShopIdCollision.
 */
export async function recordInstallation(
  tx: Tx,
  shop: ShopRef,
  scopes: string,
  now: Date,
): Promise<"new" | "again" | "already"> {
  const inserted = await tx.query(
    sql`insert into shop (shop_id, domain, scopes, installed_at, mapping_version)
      values (${shop.shopId}, ${shop.domain}, ${scopes}, ${now}, ${MAPPING_VERSION}) on conflict do nothing`,
  );
  if (inserted.rowCount === 1) return "new";
  const stored = await rows<{ domain: string; uninstalledAt: Date | null }>(
    tx,
    sql`select domain, uninstalled_at "uninstalledAt" from shop where shop_id = ${shop.shopId} for no key update`,
  );
  const [row] = stored;
  // A redaction that was under way has taken the row meanwhile.
  if (!row) return recordInstallation(tx, shop, scopes, now);
  if (row.domain !== shop.domain) throw new ShopIdCollision(shop.domain, row.domain);
  if (row.uninstalledAt === null) {
    await tx.query(
      sql`update shop set scopes = ${scopes} where shop_id = ${shop.shopId} and scopes <> ${scopes}`,
    );
    return "already";
  }
  await tx.query(
    sql`update shop set scopes = ${scopes}, installed_at = ${now}, uninstalled_at = null,
        generation = ${raw(NEXT_GENERATION)}
      where shop_id = ${shop.shopId}`,
  );
  return "again";
}

/** Whether the shop has the app now. */
export async function isInstalled(on: Queryable, shop: ShopId): Promise<boolean> {
  const found = await on.query(sql`select from shop where shop_id = ${shop} and uninstalled_at is null`);
  return found.rowCount === 1;
}

/** Whether the shop is known; nobody changes its row until the transaction ends. */
export async function lockShop(tx: Tx, shop: ShopId): Promise<boolean> {
  const found = await tx.query(sql`select from shop where shop_id = ${shop} for no key update`);
  return found.rowCount === 1;
}

/** Returns false where the shop is unknown, or has removed the app already. */
export async function uninstallShop(tx: Tx, shop: ShopId, now: Date): Promise<boolean> {
  const updated = await tx.query(
    sql`update shop set uninstalled_at = ${now}, generation = ${raw(NEXT_GENERATION)}
      where shop_id = ${shop} and uninstalled_at is null`,
  );
  return updated.rowCount === 1;
}

export interface ShopFactsRow {
  readonly name: string;
  readonly currency: string;
  readonly minorDigits: number | null;
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
): Promise<Pick<ShopRow, "currency" | "minorDigits" | "timeZone" | "scopes"> | null> {
  const [before] = await rows<Pick<ShopRow, "currency" | "minorDigits" | "timeZone" | "scopes">>(
    tx,
    sql`select currency, minor_digits "minorDigits", time_zone "timeZone", scopes
      from shop where shop_id = ${shop} for no key update`,
  );
  await tx.query(
    sql`update shop set name = ${facts.name}, currency = ${facts.currency},
        minor_digits = ${facts.minorDigits}, time_zone = ${facts.timeZone},
        taxes_included = ${facts.taxesIncluded}, country = ${facts.country}, plan = ${facts.plan},
        scopes = ${facts.scopes}, history_from = ${facts.historyFrom}
      where shop_id = ${shop}`,
  );
  return before ?? null;
}

/** Domains of the shops that have the app. */
export async function installedShops(on: Queryable): Promise<{ domain: string }[]> {
  return rows<{ domain: string }>(
    on,
    "select domain from shop where uninstalled_at is null order by shop_id",
  );
}

/** Tables of what belongs to a shop: each of them begins with shop_id. Children come before what they belong to. */
async function tablesOfShops(on: Queryable): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    on,
    `select quote_ident(c.table_name) name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = current_schema() and c.column_name = 'shop_id' and t.table_type = 'BASE TABLE'
     order by c.table_name in ('orders', 'shop'), c.table_name = 'shop', c.table_name`,
  );
  return tables.map((table) => table.name);
}

/**
 * Begins the generation in which a shop that has left is redacted: whatever still works for it stops at its next statement. Null for a
 * shop that has the app, or has no row.
 */
export async function beginRedaction(on: Queryable, shop: ShopId): Promise<Generation | null> {
  const [begun] = await rows<{ generation: Generation }>(
    on,
    sql`update shop set generation = ${raw(NEXT_GENERATION)}
      where shop_id = ${shop} and uninstalled_at is not null returning generation`,
  );
  return begun?.generation ?? null;
}

/**
 * Deletes every row of the shop, of whatever table, once nobody writes for it any more. Returns false, and deletes nothing, where the
 * shop was installed again after `beginRedaction`. Gives up after half a minute of waiting for a writer.
 */
export async function deleteShop(tx: Tx, shop: ShopId, generation: Generation): Promise<boolean> {
  await tx.query("set local lock_timeout = '30s'");
  const held = await tx.query(
    sql`select from shop where shop_id = ${shop} and generation = ${generation} for update`,
  );
  if (held.rowCount !== 1) return false;
  await allowForgetting(tx);
  for (const name of await tablesOfShops(tx)) {
    await tx.query(sql`delete from ${raw(name)} where shop_id = ${shop}`);
  }
  return true;
}

/** Whether the shop still has these facts. They cannot change until the transaction ends. */
export async function isShopAs(
  tx: Tx,
  shop: ShopId,
  facts: { readonly currency: string; readonly timeZone: string },
): Promise<boolean> {
  const found = await tx.query(
    sql`select from shop
      where shop_id = ${shop} and currency = ${facts.currency} and time_zone = ${facts.timeZone} for share`,
  );
  return found.rowCount === 1;
}
