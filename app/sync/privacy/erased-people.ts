import { createHmac } from "node:crypto";
import type { Queryable, Tx } from "../../db/client.ts";
import { erasedPeople } from "../../db/queries/source/customers.ts";
import type { ShopId } from "../../platform/ids.ts";
import { type EncryptionKey, parseEncryptionKeys } from "../../shopify/token-cipher.ts";

type Trait = "customer" | "email";

function hash(key: EncryptionKey, shop: ShopId, trait: Trait, value: string): Buffer {
  return createHmac("sha256", key.key).update(`erased ${shop} ${trait} ${value}`).digest();
}

/** What is kept of an erased person: hashes under the current key, of the id and of each address. */
export function personHashes(
  keys: readonly EncryptionKey[],
  shop: ShopId,
  customerId: number,
  emails: readonly string[],
): Buffer[] {
  const [current] = keys;
  if (!current) throw new RangeError("at least one encryption key is needed");
  return [
    hash(current, shop, "customer", String(customerId)),
    ...emails.map((email) => hash(current, shop, "email", email.toLowerCase())),
  ];
}

/** Recognises the people whom a shop asked to erase, so that nothing of them is read in again. */
export interface ErasedPeople {
  /** Hashes that were known when they were loaded. */
  readonly hashes: number;
  customer(customerId: number): boolean;
  email(email: string): boolean;
}

/** Somebody was erased while a file was being read, and may be among what was read. */
export class ErasedMeanwhile extends Error {
  readonly retry = "later";
  constructor() {
    super("a person was erased while the data was being read; it is read again");
    this.name = "ErasedMeanwhile";
  }
}

/** Throws ErasedMeanwhile where more people are erased than were known; to be called under the merge lock, which an erasure takes too. */
export async function requireNobodyErasedSince(tx: Tx, shop: ShopId, known: ErasedPeople): Promise<void> {
  if ((await erasedPeople(tx, shop)).size !== known.hashes) throw new ErasedMeanwhile();
}

export function isErased(erased: ErasedPeople, customerId: number | null, email: string | null): boolean {
  return (customerId !== null && erased.customer(customerId)) || (email !== null && erased.email(email));
}

/** The order, belonging to nobody where it was an erased person's. */
export function withoutErased<T extends { customerId: number | null; guestEmail: string | null }>(
  erased: ErasedPeople,
  order: T,
): T {
  if (!isErased(erased, order.customerId, order.guestEmail)) return order;
  return { ...order, customerId: null, guestEmail: null };
}

/** A key that is no longer in the environment no longer recognises those who were erased while it was the current one. */
export async function loadErasedPeople(
  on: Queryable,
  shop: ShopId,
  encryptionKeys: string,
): Promise<ErasedPeople> {
  const hashes = await erasedPeople(on, shop);
  if (hashes.size === 0) return { hashes: 0, customer: () => false, email: () => false };
  const keys = parseEncryptionKeys(encryptionKeys);
  const known = (trait: Trait, value: string) =>
    keys.some((key) => hashes.has(hash(key, shop, trait, value).toString("hex")));
  return {
    hashes: hashes.size,
    customer: (customerId) => known("customer", String(customerId)),
    email: (email) => known("email", email.toLowerCase()),
  };
}
