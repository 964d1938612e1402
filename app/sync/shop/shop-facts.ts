import { redateOrders } from "../../db/queries/history-file/file-orders.ts";
import { forgetAmounts } from "../../db/queries/source/amounts.ts";
import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { readShop, type ShopRow, saveShopFacts } from "../../db/queries/source/shops.ts";
import { abandonSlices, forgetWatermarks } from "../../db/queries/sync/progress.ts";
import { addTrouble, readTroubles, removeTrouble } from "../../db/queries/sync/trouble.ts";
import {
  forgetUnusableShop,
  recordUnusableShop,
  type UnusableShopCode,
} from "../../db/queries/sync/unusable-shop.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { isKnownTimeZone } from "../../platform/clock.ts";
import { CURRENCY_DECIMALS, isKnownCurrency, UnknownCurrency } from "../../platform/currencies.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { shopFacts } from "../../shopify/operations/shop.ts";
import { type RecipientMark, recipientMarks } from "../mapping/recipient.ts";
import { type SyncRuntime, VALUED_RESOURCES } from "../runtime.ts";

/** What the mapper has to know of a shop. */
export interface MappingShop {
  readonly currency: string;
  readonly timeZone: string;
  readonly taxesIncluded: boolean;
  readonly recipientMark: RecipientMark;
}

/**
 * The shop has a currency or a time zone that the app does not know: nothing of it can be read. The sync page shows this until
 * a look finds that the shop has changed.
 */
export class UnusableShop extends Error {
  readonly retry = "never";
  readonly code: UnusableShopCode;
  constructor(code: UnusableShopCode, message: string) {
    super(message);
    this.name = "UnusableShop";
    this.code = code;
  }
}

/** The merchant or Shopify has taken back what the app has to read. It is stated as a trouble of the shop. */
export class ScopeWithdrawn extends Error {
  readonly retry = "later";
  readonly missing: readonly string[];
  constructor(missing: readonly string[]) {
    super(`the app may no longer use ${missing.join(", ")}`);
    this.name = "ScopeWithdrawn";
    this.missing = missing;
  }
}

/** Without these nothing can be followed; others only limit what is. */
const NEEDED_SCOPES = ["read_customers", "read_orders", "read_products"];

/** The shop is not known, or its facts were not read yet. */
class UnreadShop extends Error {
  readonly retry = "never";
  constructor(shop: ShopRef) {
    super(`${shop.domain} has not been read yet`);
    this.name = "UnreadShop";
  }
}

/** Days of orders that the scope read_orders reaches; read_all_orders reaches all. */
const HISTORY_DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * From when on every order is shown to a shop without read_all_orders. Orders are shown by when they were created, which is never before
 * they were processed. A day of margin is left.
 */
export function visibleFrom(now: Date): Date {
  return new Date(now.getTime() - (HISTORY_DAYS - 1) * DAY_MS);
}

const DENIED = "Shopify denies access although it has granted every scope that the app needs";

/**
 * Reads the shop's name, currency, time zone, plan and granted scopes from Shopify and stores them. Where the currency, the
 * time zone or the reach of the scopes changed after the history was read, it is read again. Where it could not be read before,
 * it is read now. Throws UnusableShop or ScopeWithdrawn; what was stored stays.
 */
export async function refreshShopFacts(runtime: SyncRuntime, shop: ShopRef): Promise<MappingShop> {
  const { db, jobs, clock, log } = runtime;
  const admin = await runtime.shopify.adminFor(shop);
  const { data } = await admin.query(shopFacts);
  const scopes = data.currentAppInstallation.accessScopes.map((scope) => scope.handle);
  const facts = {
    name: data.shop.name,
    currency: data.shop.currencyCode,
    minorDigits: CURRENCY_DECIMALS[data.shop.currencyCode] ?? null,
    timeZone: data.shop.ianaTimezone,
    taxesIncluded: data.shop.taxesIncluded,
    country: data.shop.shopAddress.countryCodeV2,
    plan: data.shop.plan.publicDisplayName,
    scopes: scopes.join(","),
    historyFrom: scopes.includes("read_all_orders")
      ? null
      : new Date(clock().getTime() - HISTORY_DAYS * DAY_MS),
  };
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) throw new ScopeWithdrawn(missing);
  await endDenial(runtime, shop);
  const unusable = whyUnusable(facts);
  if (unusable) {
    await db.transaction(async (tx) => {
      await recordUnusableShop(tx, shop.shopId, unusable, clock());
      await abandonSlices(tx, shop.shopId, clock(), unusable.message);
    });
    throw unusable;
  }
  const known = await readShop(db.pool, shop.shopId);
  await db.transaction(async (tx) => {
    // Before the shop's row, as the end of a file takes them.
    const isElsewhere = known?.timeZone !== facts.timeZone;
    if (known?.currency != null && (isElsewhere || hasOtherAmounts(known, facts))) {
      await lockMerges(tx, shop.shopId);
    }
    const before = await saveShopFacts(tx, shop.shopId, facts);
    const reaches = (list: string) => list.split(",").includes("read_all_orders");
    const otherAmounts = before?.currency != null && hasOtherAmounts(before, facts);
    const changed =
      before?.currency != null &&
      (otherAmounts ||
        before.timeZone !== facts.timeZone ||
        (reaches(facts.scopes) && !reaches(before.scopes)));
    if (changed) {
      log.info("shop.facts.changed", { shop: shop.domain });
      if (otherAmounts) await forgetAmounts(tx, shop.shopId, facts.minorDigits);
      if (isElsewhere) await redateOrders(tx, shop.shopId, facts.timeZone);
      await forgetWatermarks(tx, shop.shopId, VALUED_RESOURCES);
    }
    const wasUnusable = await forgetUnusableShop(tx, shop.shopId);
    if (!changed && !wasUnusable) return;
    await jobs.enqueue(backfillJob, { shop: shop.domain }, { tx });
  });
  return { ...facts, recipientMark: recipientMarks(runtime.env.ERASURE_KEYS, shop.shopId) };
}

/**
 * Every scope is granted. What waited for one goes on at once; what was denied without one missing, as for protected customer data that
 * Shopify has not approved, is denied again, and so is tried at growing intervals.
 */
async function endDenial({ db, jobs, clock }: SyncRuntime, { shopId, domain }: ShopRef): Promise<void> {
  const denial = (await readTroubles(db.pool, shopId)).find(({ kind }) => kind === "scope_withdrawn");
  if (!denial) return;
  await removeTrouble(db.pool, shopId, ["scope_withdrawn"]);
  if (denial.detail !== "") await jobs.hurryShop(domain);
  else await addTrouble(db.pool, shopId, { kind: "stuck", detail: DENIED }, clock());
}

type Amounts = Pick<ShopRow, "currency" | "minorDigits">;

function hasOtherAmounts(before: Amounts, facts: Amounts): boolean {
  return before.currency !== facts.currency || before.minorDigits !== facts.minorDigits;
}

function whyUnusable({
  currency,
  timeZone,
}: Pick<MappingShop, "currency" | "timeZone">): UnusableShop | null {
  if (!isKnownCurrency(currency)) {
    return new UnusableShop("UNKNOWN_CURRENCY", new UnknownCurrency(currency).message);
  }
  if (isKnownTimeZone(timeZone)) return null;
  const named = `"${timeZone.slice(0, 60)}" is not a time zone; it should be an IANA name such as Europe/Amsterdam`;
  return new UnusableShop("UNKNOWN_TIME_ZONE", named);
}

/** As last read from Shopify. Throws UnreadShop. */
export async function storedMappingShop(runtime: SyncRuntime, shop: ShopRef): Promise<MappingShop> {
  const stored = await readShop(runtime.db.pool, shop.shopId);
  if (!stored?.currency || !stored.timeZone) throw new UnreadShop(shop);
  return {
    currency: stored.currency,
    timeZone: stored.timeZone,
    taxesIncluded: stored.taxesIncluded,
    recipientMark: recipientMarks(runtime.env.ERASURE_KEYS, shop.shopId),
  };
}
