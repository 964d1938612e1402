import { createHmac } from "node:crypto";
import type { Queryable, Tx } from "../../db/client.ts";
import { addErasedPeople, erasedPeople, forgetAddressesOf } from "../../db/queries/privacy/erasure.ts";
import type { KnownPerson } from "../../db/queries/privacy/known-person.ts";
import type { OrderLineRow, OrderRow } from "../../db/queries/source/columns.ts";
import { type EncryptionKey, parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import type { ShopId } from "../../platform/ids.ts";
import { digitsOf } from "../../platform/phone-number.ts";
import { NO_VISITS } from "../mapping/order.ts";

type Trait = "customer" | "email" | "phone" | "order" | "former";

function hash(key: EncryptionKey, shop: ShopId, trait: Trait, value: string): Buffer {
  return createHmac("sha256", key.key).update(`erased ${shop} ${trait} ${value}`).digest();
}

/** As an erased person's address is hashed, under each of the keys. */
export function hashesOfAddress(keys: readonly EncryptionKey[], shop: ShopId, email: string): Buffer[] {
  return keys.map((key) => hash(key, shop, "email", email));
}

/** What is kept of an erased person: hashes under the current key, of each id, address, phone and order. */
export function personHashes(
  keys: readonly EncryptionKey[],
  shop: ShopId,
  { customerIds, emails, phones }: Pick<KnownPerson, "customerIds" | "emails" | "phones">,
  orderIds: readonly number[],
): Buffer[] {
  const [current] = keys;
  if (!current) throw new RangeError("at least one encryption key is needed");
  const all = (trait: Trait, values: readonly (string | number)[]) =>
    values.map((value) => hash(current, shop, trait, String(value)));
  return [
    ...all("customer", customerIds),
    ...all("email", emails),
    ...all("phone", phones.map(digitsOf)),
    ...all("order", orderIds),
  ];
}

/**
 * What is kept of addresses that an erased person had before, from the hashes that are known of them. They are apart from the last address:
 * somebody else may have one by now, and is no erased person.
 */
export function formerAddressHashes(
  keys: readonly EncryptionKey[],
  shop: ShopId,
  addressHashes: readonly Buffer[],
): Buffer[] {
  const [current] = keys;
  if (!current) throw new RangeError("at least one encryption key is needed");
  return addressHashes.map((address) => hash(current, shop, "former", address.toString("hex")));
}

/** Recognises the people whom a shop asked to erase, so that nothing of them is read in again. */
export interface ErasedPeople {
  /** Hashes that were known when they were loaded. */
  readonly hashes: number;
  customer(customerId: number): boolean;
  /** Of a profile. */
  email(email: string): boolean;
  /** Of an order without a customer: addresses that an erased person had before count as well. */
  guest(email: string): boolean;
  order(orderId: number): boolean;
  /** Input that cannot be used, as it may be kept: empty where it names an erased person. */
  keepable(raw: string): string;
}

/** Somebody was erased while a file was being read, and may be among what was read. */
export class ErasedMeanwhile extends Error {
  readonly retry = "later";
  constructor() {
    super("a person was erased while the data was being read; it is read again");
    this.name = "ErasedMeanwhile";
  }
}

/** Throws ErasedMeanwhile where more people are erased than were known; to be called under a lock that an erasure takes too. */
export async function requireNobodyErasedSince(tx: Tx, shop: ShopId, known: ErasedPeople): Promise<void> {
  if ((await erasedPeople(tx, shop)).size !== known.hashes) throw new ErasedMeanwhile();
}

/**
 * Profiles of other ids that have the address of an erased person are taken for that person: their ids are known from now on, and their
 * orders are nobody's. Needs the shop's merge lock.
 */
export async function takeForErased(
  tx: Tx,
  shop: ShopId,
  encryptionKeys: string,
  customerIds: readonly number[],
  now: Date,
): Promise<void> {
  if (customerIds.length === 0) return;
  const keys = parseEncryptionKeys(encryptionKeys);
  const hashes = personHashes(keys, shop, { customerIds, emails: [], phones: [] }, []);
  await addErasedPeople(tx, shop, hashes, now);
  await forgetAddressesOf(tx, shop, customerIds);
}

export function isErased(erased: ErasedPeople, customerId: number | null, email: string | null): boolean {
  return (customerId !== null && erased.customer(customerId)) || (email !== null && erased.email(email));
}

/** An order with its lines, belonging to nobody and without free text where it was an erased person's. */
export function withoutErased(
  erased: ErasedPeople,
  order: OrderRow,
  lines: readonly OrderLineRow[],
): readonly [OrderRow, readonly OrderLineRow[]] {
  const { customerId, guestEmail, orderId } = order;
  const isNobodys =
    isErased(erased, customerId, null) ||
    (guestEmail !== null && erased.guest(guestEmail)) ||
    erased.order(orderId);
  if (!isNobodys) return [order, lines];
  const nobodys: OrderRow = {
    ...order,
    ...NO_VISITS,
    customerId: null,
    guestEmail: null,
    recipientMark: null,
    discountCodes: [],
  };
  return [nobodys, lines.map((line) => ({ ...line, title: "" }))];
}

const ADDRESS = /[^\s"'<>(),;:\\[\]{}]+@[^\s"'<>(),;:\\[\]{}]+/g;
const NUMBER = /\d+/g;
const PHONE = /\+?\d[\d ().-]{4,}\d/g;
const ESCAPE = /\\u([0-9a-fA-F]{4})/g;

/** A key that is no longer in the environment no longer recognises those who were erased while it was the current one. */
export async function loadErasedPeople(
  on: Queryable,
  shop: ShopId,
  encryptionKeys: string,
): Promise<ErasedPeople> {
  const hashes = await erasedPeople(on, shop);
  const keys = hashes.size === 0 ? [] : parseEncryptionKeys(encryptionKeys);
  const known = (trait: Trait, value: string) =>
    keys.some((key) => hashes.has(hash(key, shop, trait, value).toString("hex")));
  const guest = (email: string) =>
    known("email", email) ||
    keys.some((key) => known("former", hash(key, shop, "email", email).toString("hex")));
  const names = (raw: string) => {
    const text = raw.replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    const found = (pattern: RegExp) => [...new Set(text.match(pattern) ?? [])];
    return (
      found(ADDRESS).some((address) => guest(address.toLowerCase())) ||
      found(NUMBER).some((number) => known("customer", number) || known("order", number)) ||
      found(PHONE).some((phone) => known("phone", digitsOf(phone)))
    );
  };
  return {
    hashes: hashes.size,
    customer: (customerId) => known("customer", String(customerId)),
    email: (email) => known("email", email.toLowerCase()),
    guest: (email) => guest(email.toLowerCase()),
    order: (orderId) => known("order", String(orderId)),
    keepable: (raw) => (keys.length > 0 && names(raw) ? "" : raw),
  };
}
