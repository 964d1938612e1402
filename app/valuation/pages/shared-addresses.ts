import type { Db } from "../../db/client.ts";
import { whileInstalled } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { raiseRevision, shopSettings } from "../../db/queries/pages/settings.ts";
import {
  type AddressDecision,
  decideOnAddress,
  type SharedAddressRow,
  sharedAddresses,
  takenOutCustomer,
} from "../../db/queries/pages/shared-addresses.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { MIN_RECIPIENTS } from "../compute/shared-addresses.ts";
import { nameOf } from "./customers/row.ts";
import { type ShopFacts, shopFactsOf } from "./shop-facts.ts";

export interface SharedAddress {
  readonly email: string;
  readonly orders: number;
  readonly recipients: number;
  readonly netSalesMinor: number;
  /** Null before the merchant decided. */
  readonly decision: AddressDecision | null;
  readonly customer: { readonly customerId: number; readonly name: string | null } | null;
}

export type SharedAddressesView =
  | { readonly state: "reading"; readonly shop: ShopFacts }
  | {
      readonly state: "ready";
      readonly shop: ShopFacts;
      readonly asOfDay: string;
      /** A decision or setting is not in the figures yet. */
      readonly recomputing: boolean;
      /** From how many recipients on an address is listed. */
      readonly minRecipients: number;
      readonly addresses: readonly SharedAddress[];
    };

/** The addresses that many unlike recipients share, and those that are taken out. */
export async function readSharedAddresses(db: Db, shop: ShopRef): Promise<SharedAddressesView> {
  const { shopId } = shop;
  const [facts, settings, valuation, found] = await Promise.all([
    readShop(db.pool, shopId),
    shopSettings(db.pool, shopId),
    shopValuation(db.pool, shopId),
    sharedAddresses(db.pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  if (!valuation) return { ...base, state: "reading" };
  return {
    ...base,
    state: "ready",
    asOfDay: valuation.as_of_day,
    recomputing: valuation.settings_revision !== settings.revision,
    minRecipients: MIN_RECIPIENTS,
    addresses: found.map(addressOf),
  };
}

function addressOf(row: SharedAddressRow): SharedAddress {
  const { email, orders, recipients, net_sales_minor: netSalesMinor, decision, customer_id } = row;
  const customer = customer_id === null ? null : { customerId: customer_id, name: nameOf(row) };
  return { email, orders, recipients, netSalesMinor, decision, customer };
}

/**
 * Takes an address of the list out of the figures of customers, or lets it count like any other ("kept"), and asks for a new valuation where
 * that changes a figure: all of it or nothing. False for an address that is not listed.
 */
export async function decideOnSharedAddress(
  host: { readonly db: Db; readonly jobs: Pick<JobQueue, "enqueue">; readonly clock: Clock },
  shop: ShopRef,
  email: string,
  decision: AddressDecision,
  by: string,
): Promise<boolean> {
  return whileInstalled(host.db, shop.shopId, async (tx) => {
    const before = await decideOnAddress(tx, shop.shopId, email, decision, host.clock());
    if (before === "unlisted") return false;
    if ((before === "taken_out") !== (decision === "taken_out")) {
      await raiseRevision(tx, shop.shopId);
      await host.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
    }
    // Without the address: what the log says can never be erased.
    const details = { decision: { from: before, to: decision } };
    await addAuditEntry(tx, shop.shopId, { at: host.clock(), actor: by, action: "address.decided", details });
    return true;
  });
}

/** A customer who has no value because an address of theirs is taken out. */
export interface TakenOutCustomer {
  readonly customerId: number;
  readonly name: string | null;
  readonly address: string;
}

/** Null for whoever is not taken out. */
export async function readTakenOutCustomer(
  db: Db,
  shop: ShopRef,
  customerId: number,
): Promise<TakenOutCustomer | null> {
  const row = await takenOutCustomer(db.pool, shop.shopId, customerId);
  return row ? { customerId, name: nameOf(row), address: row.address } : null;
}
