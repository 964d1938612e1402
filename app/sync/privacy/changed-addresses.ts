import type { Tx } from "../../db/client.ts";
import {
  addChangedAddresses,
  addressesOfGuests,
  addressesOfOthers,
  addressesThatChange,
  changedAddressesOf,
} from "../../db/queries/privacy/changed-addresses.ts";
import { type EncryptionKey, parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import type { ShopId } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";
import { hashesOfAddress } from "./erased-people.ts";

/**
 * Notes the verified addresses that the staged customers lose, before they are merged: guest orders under one are still that person's when
 * the person is erased. By hash, for the app has no other use for them.
 */
export async function noteChangedAddresses(
  { env, clock }: Pick<SyncRuntime, "env" | "clock">,
  tx: Tx,
  shop: ShopId,
): Promise<void> {
  const changing = await addressesThatChange(tx, shop);
  if (changing.length === 0) return;
  const [current] = parseEncryptionKeys(env.ERASURE_KEYS);
  if (!current) throw new RangeError("at least one encryption key is needed");
  const changed = changing.flatMap(({ customerId, email }) =>
    hashesOfAddress([current], shop, email).map((emailHash) => ({ customerId, emailHash })),
  );
  await addChangedAddresses(tx, shop, changed, clock());
}

/**
 * Addresses that these customers had before and under which guests ordered. Not one that somebody else has now: it was corrected, or
 * passed on, and is that person's.
 */
export async function formerAddresses(
  tx: Tx,
  keys: readonly EncryptionKey[],
  shop: ShopId,
  customerIds: readonly number[],
): Promise<string[]> {
  const hashes = await changedAddressesOf(tx, shop, customerIds);
  if (hashes.size === 0) return [];
  const found = new Set<string>();
  for await (const page of addressesOfGuests(tx, shop, customerIds)) {
    for (const email of page) {
      if (hashesOfAddress(keys, shop, email).some((hash) => hashes.has(hash.toString("hex"))))
        found.add(email);
    }
  }
  return [...found];
}

/**
 * Hashes of all addresses that these customers had before, to know them in what comes later. Not of one that somebody else has now. Most
 * people never changed theirs, and nothing is read of anybody.
 */
export async function formerHashes(
  tx: Tx,
  keys: readonly EncryptionKey[],
  shop: ShopId,
  customerIds: readonly number[],
): Promise<Buffer[]> {
  const hashes = await changedAddressesOf(tx, shop, customerIds);
  if (hashes.size === 0) return [];
  for await (const page of addressesOfOthers(tx, shop, customerIds)) {
    for (const email of page)
      for (const hash of hashesOfAddress(keys, shop, email)) hashes.delete(hash.toString("hex"));
  }
  return [...hashes].map((hash) => Buffer.from(hash, "hex"));
}
