import { createHash, randomUUID } from "node:crypto";

declare const brand: unique symbol;
type Branded<Value, Name> = Value & { readonly [brand]: Name };

/** First column of every key. Derived from the domain, so scoping a query never needs a look-up. */
export type ShopId = Branded<number, "ShopId">;
/** `{name}.myshopify.com`, lower case. */
export type ShopDomain = Branded<string, "ShopDomain">;

const GID = "gid://shopify/";
const DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

export class InvalidShopDomain extends Error {
  readonly retry = "never";
  constructor(value: string) {
    super(`"${value.slice(0, 80)}" is not a shop domain; it should look like example.myshopify.com`);
    this.name = "InvalidShopDomain";
  }
}

export function parseShopDomain(value: string): ShopDomain {
  const domain = value.trim().toLowerCase();
  if (!DOMAIN.test(domain)) throw new InvalidShopDomain(value);
  return domain as ShopDomain;
}

/**
 * The first 53 bits of SHA-256 of the domain: a safe integer in JavaScript and a bigint in PostgreSQL.
 * Two of 100,000 shops share an id with a probability of about 6e-7; installation compares the stored domain and refuses.
 */
export function shopIdOf(domain: ShopDomain): ShopId {
  const digest = createHash("sha256").update(domain).digest();
  return Number(digest.readBigUInt64BE(0) >> 11n) as ShopId;
}

/** A shop as every scoped function takes it. */
export interface ShopRef {
  readonly shopId: ShopId;
  readonly domain: ShopDomain;
}

export function shopRef(domain: string): ShopRef {
  const parsed = parseShopDomain(domain);
  return { shopId: shopIdOf(parsed), domain: parsed };
}

const ZERO = 48;
const NINE = 57;

/** The number at the end of `gid://shopify/{type}/{number}`; an error when the type differs or the number is not one. */
export function idFromGid(gid: string, type: string): number {
  const start = GID.length + type.length + 1;
  let at = start;
  let id = 0;
  if (gid.startsWith(GID) && gid.startsWith(type, GID.length) && gid[start - 1] === "/") {
    for (; at < gid.length; at++) {
      const digit = gid.charCodeAt(at);
      if (digit < ZERO || digit > NINE) break;
      id = id * 10 + (digit - ZERO);
    }
  }
  if (at === start || !Number.isSafeInteger(id)) {
    throw new RangeError(`"${gid.slice(0, 80)}" is not the id of a Shopify ${type}`);
  }
  return id;
}

export function gidOf(type: string, id: number): string {
  return `${GID}${type}/${id}`;
}

export function newId(): string {
  return randomUUID();
}
