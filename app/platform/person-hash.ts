import { createHmac } from "node:crypto";
import type { EncryptionKey } from "./encryption-keys.ts";
import type { ShopId } from "./ids.ts";

/** What a person is known by: Shopify's id of a customer or order, an address in lower case, the digits of a phone number. */
export type PersonTrait = "customer" | "email" | "phone" | "order";

/** HMAC-SHA-256 of a trait. The same person of another shop, or hashed for another use, has another one. */
export function personHash(
  { key }: EncryptionKey,
  use: "erased" | "exported",
  shop: ShopId,
  trait: PersonTrait,
  value: string,
): Buffer {
  return createHmac("sha256", key).update(`${use} ${shop} ${trait} ${value}`).digest();
}

/** By what an export can hold a person: its rows have an id and an address each. */
export interface ExportedPeople {
  readonly customerIds: readonly number[];
  /** Lower case. */
  readonly emails: readonly string[];
}

/**
 * Hashes of ids and addresses under each of the keys, for the record of who was in an export: the first 64 bits. That two
 * of ten million in a shop share them has a chance of one in 300,000.
 */
export function exportedHashes(
  keys: readonly EncryptionKey[],
  shop: ShopId,
  { customerIds, emails }: ExportedPeople,
): bigint[] {
  return keys.flatMap((key) => {
    const hash = (trait: PersonTrait, value: string) =>
      personHash(key, "exported", shop, trait, value).readBigInt64BE(0);
    return [
      ...customerIds.map((id) => hash("customer", String(id))),
      ...emails.map((email) => hash("email", email)),
    ];
  });
}
