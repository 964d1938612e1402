import sql from "sql-template-tag";
import { BASES, type Basis } from "../../../clv/historic/basis.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { ValuationRules } from "../valuation/counted-orders.ts";

export interface StoredSettings extends ValuationRules {
  readonly defaultMarginBp: number | null;
  /** 0 as long as nobody changed anything. */
  readonly revision: number;
}

/** Changes of the shop's settings and costs come one after the other: each stores on top of what it has read. */
export async function lockSettings(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('settings', ${shop}))`);
}

/** The shop's settings, or the defaults. */
export async function shopSettings(on: Queryable, shop: ShopId): Promise<StoredSettings> {
  const [row] = await rows<{
    count_zero_value_orders: boolean;
    join_guests_by_email: boolean;
    refund_dating: string;
    default_margin_bp: number | null;
    revision: number;
  }>(
    on,
    sql`select count_zero_value_orders, join_guests_by_email, refund_dating, default_margin_bp, revision
      from shop_settings where shop_id = ${shop}`,
  );
  return {
    countZeroValueOrders: row?.count_zero_value_orders ?? false,
    joinGuestsByEmail: row?.join_guests_by_email ?? true,
    refundDating: row?.refund_dating === "refund" ? "refund" : "order",
    defaultMarginBp: row?.default_margin_bp ?? null,
    revision: row?.revision ?? 0,
  };
}

/** Stores the settings; the revision rises only when something differs. Returns whether it did. */
export async function storeSettings(
  on: Queryable,
  shop: ShopId,
  settings: Omit<StoredSettings, "revision">,
): Promise<"changed" | "unchanged"> {
  const before = await shopSettings(on, shop);
  const same =
    before.countZeroValueOrders === settings.countZeroValueOrders &&
    before.joinGuestsByEmail === settings.joinGuestsByEmail &&
    before.refundDating === settings.refundDating &&
    before.defaultMarginBp === settings.defaultMarginBp;
  if (same) return "unchanged";
  const { countZeroValueOrders, joinGuestsByEmail, refundDating, defaultMarginBp } = settings;
  await on.query(
    sql`insert into shop_settings (shop_id, count_zero_value_orders, join_guests_by_email, refund_dating, default_margin_bp,
        revision, updated_at)
      values (${shop}, ${countZeroValueOrders}, ${joinGuestsByEmail}, ${refundDating}, ${defaultMarginBp}, 1, now())
      on conflict (shop_id) do update set count_zero_value_orders = excluded.count_zero_value_orders,
        join_guests_by_email = excluded.join_guests_by_email, refund_dating = excluded.refund_dating,
        default_margin_bp = excluded.default_margin_bp, revision = shop_settings.revision + 1,
        updated_at = excluded.updated_at`,
  );
  return "changed";
}

/** Something other than a setting changes what the figures are made of: they are then known as older, and computed again. */
export async function raiseRevision(on: Queryable, shop: ShopId): Promise<void> {
  await on.query(
    sql`insert into shop_settings (shop_id, revision, updated_at) values (${shop}, 1, now())
      on conflict (shop_id) do update set revision = shop_settings.revision + 1, updated_at = excluded.updated_at`,
  );
}

/** Without raising the revision: whoever changes costs does. */
export async function storeDefaultMargin(on: Queryable, shop: ShopId, bp: number | null): Promise<void> {
  await on.query(
    sql`insert into shop_settings (shop_id, default_margin_bp, updated_at) values (${shop}, ${bp}, now())
      on conflict (shop_id) do update set default_margin_bp = excluded.default_margin_bp, updated_at = excluded.updated_at`,
  );
}

/** On which basis the shop's figures stand. */
export async function storedBasis(on: Queryable, shop: ShopId): Promise<Basis> {
  const [row] = await rows<{ basis: string }>(
    on,
    sql`select basis from shop_settings where shop_id = ${shop}`,
  );
  return BASES.find((basis) => basis === row?.basis) ?? "revenue";
}

/** No figure is computed anew: all bases are stored. Returns the basis of before. */
export async function storeBasis(on: Queryable, shop: ShopId, basis: Basis): Promise<Basis> {
  const before = await storedBasis(on, shop);
  await on.query(
    sql`insert into shop_settings (shop_id, basis, updated_at) values (${shop}, ${basis}, now())
      on conflict (shop_id) do update set basis = excluded.basis, updated_at = excluded.updated_at`,
  );
  return before;
}
